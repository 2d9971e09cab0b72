using System.Globalization;
using System.Text;
using SmartInventory.Contracts.Localization;

namespace SmartInventory.Contracts.Catalog;

/// <summary>What is written to a supplier to order something.</summary>
/// <param name="To">An e-mail address; null where none is known.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">Plain text in lines.</param>
public sealed record OrderLetter(string? To, string Subject, string Text)
{
    /// <summary>An address that opens a program for mail with the letter in it.</summary>
    public string MailTo =>
        $"mailto:{Uri.EscapeDataString(To ?? "").Replace("%40", "@", StringComparison.Ordinal)}"
        + $"?subject={Uri.EscapeDataString(Subject)}"
        + $"&body={Uri.EscapeDataString(Text.Replace("\n", "\r\n", StringComparison.Ordinal))}";

    /// <summary>The letter of an order.</summary>
    /// <param name="language">Its language; null for the reader's.</param>
    /// <param name="order">The order.</param>
    /// <param name="supplier">To whom it goes.</param>
    /// <param name="location">Where the goods are to come to.</param>
    /// <param name="names">SKU to what the product is called.</param>
    /// <param name="currency">That of all money; null where it is not known.</param>
    public static OrderLetter Of(
        string? language,
        PurchaseOrderResponse order,
        SupplierResponse supplier,
        LocationResponse location,
        IReadOnlyDictionary<string, string> names,
        Currency? currency
    )
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(supplier);
        ArgumentNullException.ThrowIfNull(location);
        ArgumentNullException.ThrowIfNull(names);
        var reader = CultureInfo.CurrentUICulture;
        try
        {
            if (Languages.Find(language) is { } theirs)
                CultureInfo.CurrentUICulture = theirs;
            var contact = supplier.Contacts.Count > 0 ? supplier.Contacts[0] : null;
            return new OrderLetter(
                contact?.Email ?? supplier.Email,
                T($"Purchase order {order.Number}"),
                Write(order, supplier, location, names, currency, contact?.Name ?? supplier.Name)
            );
        }
        finally
        {
            CultureInfo.CurrentUICulture = reader;
        }
    }

    private static string Write(
        PurchaseOrderResponse order,
        SupplierResponse supplier,
        LocationResponse location,
        IReadOnlyDictionary<string, string> names,
        Currency? currency,
        string addressee
    )
    {
        var text = new StringBuilder();
        void Say(string line = "") => text.Append(line).Append('\n');

        Say(T($"Good day, {addressee}:"));
        Say();
        Say(T($"With this we order the following goods. Please name our order {order.Number} on papers and parcels."));
        foreach (var (i, line) in order.Lines.Index())
        {
            Say();
            Say($"{i + 1}. {line.Sku}  {names.GetValueOrDefault(line.Sku)}".TrimEnd());
            if (line.SupplierSku is { } theirs)
                Say("   " + T($"your code: {theirs}"));
            Say("   " + Quantity(line, currency));
            if (line.ExpectedOn != order.ExpectedOn)
                Say("   " + T($"wanted by {Day(line.ExpectedOn)}"));
        }

        Say();
        // A sum without what some of it costs would be a wrong one.
        if (order.Lines.All(line => line.UnitCost > 0))
            Say(T($"Total: {Currency.Text(order.Value, currency)}"));
        Say(T($"Wanted by: {Day(order.ExpectedOn)}"));
        if (supplier.PaymentTerms is { } terms)
            Say(T($"Payment: {terms}"));
        Say();
        Say(T("Deliver to:"));
        Say($"{location.Name} ({location.Code})");
        if (location.Address is { } address)
            Say(address.ReplaceLineEndings("\n").Trim());
        Say();
        Say(T("Please confirm the order and the day of delivery. Thank you."));
        return text.ToString();
    }

    private static string Quantity(PurchaseOrderLineResponse line, Currency? currency)
    {
        var units = Number(line.Ordered);
        var quantity = line.Pack is { } pack ? T($"{units} (in packs of {Number(pack)})") : units;
        return line.UnitCost > 0
            ? $"{quantity} × {Currency.Text(line.UnitCost, currency)} = "
                + Currency.Text(line.Ordered * line.UnitCost, currency)
            : T($"{quantity}, price as agreed");
    }

    private static string Number(decimal number) => number.ToString("#,0.####", Languages.Reader);

    private static string Day(DateOnly day) => day.ToString("d MMM yyyy", Languages.Reader);
}
