using SmartInventory.Contracts.Catalog;
using SmartInventory.Dashboard.Web.Editing;
using SmartInventory.Dashboard.Web.Shared;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Dashboard.Web.Suppliers;

/// <summary>What people say of a supplier.</summary>
public static class SupplierForm
{
    private const char Between = ';';

    public static EditForm<SupplierResponse, UpdateSupplier> Form { get; } =
        new(
            new("name", "Name", s => s.Name, (u, t) => u with { Name = t }) { Required = true },
            new("assignee", "Looked after by", s => s.Assignee ?? "", (u, t) => u with { Assignee = Query.Text(t) })
            {
                Hint = "A user name; with it the products that are nobody's own",
            },
            new("email", "E-mail", s => s.Email ?? "", (u, t) => u with { Email = Query.Text(t) }),
            new("phone", "Phone", s => s.Phone ?? "", (u, t) => u with { Phone = Query.Text(t) }),
            new("contacts", "Contacts", s => Text(s.Contacts), (u, t) => u with { Contacts = Contacts(t) })
            {
                Type = "area",
                Hint = "One a line: name; role; e-mail; phone. Orders are addressed to the first.",
            },
            new(
                "orderDays",
                "Takes orders on",
                s => FormText.Of(s.OrderDays.Select(day => Words.Of(day))),
                (u, t) => u with { OrderDays = [.. FormText.List(t).Select(FormText.Word<DayOfWeek>)] }
            )
            {
                Hint = "Weekdays with commas between, as monday, thursday; nothing for any day",
            },
            new(
                "minimumOrderValue",
                "Minimum order value",
                s => FormText.Of(s.MinimumOrderValue),
                (u, t) => u with { MinimumOrderValue = FormText.Optional(t) }
            )
            {
                Type = "number",
            },
            new(
                "paymentTerms",
                "Payment terms",
                s => s.PaymentTerms ?? "",
                (u, t) => u with { PaymentTerms = Query.Text(t) }
            )
            {
                Hint = "As they are printed on orders, such as 30 days net",
            },
            new("notes", "Notes", s => s.Notes ?? "", (u, t) => u with { Notes = Query.Text(t) }) { Type = "area" }
        );

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
            throw new FormatException($"'{line}' has more than a name, a role, an e-mail address and a phone.");
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
