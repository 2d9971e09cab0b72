using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Localization;
using SmartInventory.Dashboard.Web.Editing;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Suppliers;

/// <summary>What people say of a supplier.</summary>
public static class SupplierForm
{
    private const char Between = ';';

    public static EditForm<SupplierResponse, UpdateSupplier> Form =>
        new(
            new("name", T("Name"), s => s.Name, (u, t) => u with { Name = t }) { Required = true },
            new("assignee", T("Looked after by"), s => s.Assignee ?? "", (u, t) => u with { Assignee = Query.Text(t) })
            {
                Hint = T("A user name; with it the products that are nobody's own"),
            },
            new("email", T("E-mail"), s => s.Email ?? "", (u, t) => u with { Email = Query.Text(t) }),
            new("phone", T("Phone"), s => s.Phone ?? "", (u, t) => u with { Phone = Query.Text(t) }),
            new("contacts", T("Contacts"), s => Text(s.Contacts), (u, t) => u with { Contacts = Contacts(t) })
            {
                Type = "area",
                Hint = T("One a line: name; role; e-mail; phone. Orders are addressed to the first."),
            },
            new(
                "orderDays",
                T("Takes orders on"),
                s => FormText.Of(s.OrderDays.Select(Day)),
                (u, t) => u with { OrderDays = [.. FormText.List(t).Select(Day)] }
            )
            {
                Hint = T(
                    $"Weekdays with commas between, as {Day(DayOfWeek.Monday)}, {Day(DayOfWeek.Thursday)}; "
                        + $"nothing for any day"
                ),
            },
            new(
                "minimumOrderValue",
                T("Minimum order value"),
                s => FormText.Of(s.MinimumOrderValue),
                (u, t) => u with { MinimumOrderValue = FormText.Optional(t) }
            )
            {
                Type = "number",
            },
            new(
                "paymentTerms",
                T("Payment terms"),
                s => s.PaymentTerms ?? "",
                (u, t) => u with { PaymentTerms = Query.Text(t) }
            )
            {
                Hint = T("As they are printed on orders, such as 30 days net"),
            },
            new("notes", T("Notes"), s => s.Notes ?? "", (u, t) => u with { Notes = Query.Text(t) }) { Type = "area" }
        );

    private static string Day(DayOfWeek day) => Named.Of(day).ToLower(Languages.Reader);

    // As the reader writes it, or as the API does.
    private static DayOfWeek Day(string text) =>
        Enum.GetValues<DayOfWeek>()
            .Cast<DayOfWeek?>()
            .FirstOrDefault(day => Named.Of(day!.Value).Equals(text, StringComparison.OrdinalIgnoreCase))
        ?? FormText.Word<DayOfWeek>(text);

    private static string Text(IEnumerable<SupplierContact> contacts) =>
        string.Join(
            '\n',
            contacts.Select(c => string.Join($"{Between} ", c.Name, c.Role, c.Email, c.Phone).TrimEnd(Between, ' '))
        );

    private static SupplierContact[] Contacts(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Contact)];

    private static SupplierContact Contact(string line)
    {
        var parts = line.Split(Between);
        if (parts.Length > 4)
            throw new FormatException(T($"'{line}' has more than a name, a role, an e-mail address and a phone."));
        string? Part(int i) => Query.Text(parts.ElementAtOrDefault(i));
        return new SupplierContact
        {
            Name = Part(0),
            Role = Part(1),
            Email = Part(2),
            Phone = Part(3),
        };
    }
}
