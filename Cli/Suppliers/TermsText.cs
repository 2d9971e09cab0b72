using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Cli.Suppliers;

/// <summary>Price breaks and contacts as one text, in an option or in a cell.</summary>
internal static class TermsText
{
    public static string BreaksForm => T("QUANTITY:UNITCOST, joined by bars, as 100:4.50|500:4.10");
    public static string ContactForm => T("name;role;e-mail;phone, of which only the name must be there");

    /// <summary>Null when the text is no such list.</summary>
    public static IReadOnlyList<PriceBreakRequest>? Breaks(string text, Func<string, decimal?> number)
    {
        var breaks = new List<PriceBreakRequest>();
        foreach (var part in Parts(text, '|'))
        {
            if (Parts(part, ':') is not [var quantity, var cost])
                return null;
            var (from, unitCost) = (number(quantity), number(cost));
            if (from is null || unitCost is null)
                return null;
            breaks.Add(new PriceBreakRequest { FromQuantity = from, UnitCost = unitCost });
        }

        return breaks;
    }

    /// <summary>Null when there are none.</summary>
    public static string? Of(IReadOnlyList<PriceBreak>? breaks) =>
        breaks is null
            ? null
            : string.Join('|', breaks.Select(b => $"{CsvText.Field(b.FromQuantity)}:{CsvText.Field(b.UnitCost)}"));

    /// <summary>The same breaks again, for a request that replaces all.</summary>
    public static IReadOnlyList<PriceBreakRequest>? Requests(IReadOnlyList<PriceBreak>? breaks) =>
        breaks?.Select(b => new PriceBreakRequest { FromQuantity = b.FromQuantity, UnitCost = b.UnitCost }).ToList();

    /// <summary>Null when it has more than four parts.</summary>
    public static SupplierContact? Contact(string text)
    {
        var parts = text.Split(';', StringSplitOptions.TrimEntries);
        return parts.Length > 4
            ? null
            : new SupplierContact
            {
                Name = At(0),
                Role = At(1),
                Email = At(2),
                Phone = At(3),
            };

        string? At(int i) => parts.ElementAtOrDefault(i) is { Length: > 0 } part ? part : null;
    }

    /// <summary>Contacts joined by bars; null when one of them is none.</summary>
    public static IReadOnlyList<SupplierContact>? Contacts(string text)
    {
        var contacts = Parts(text, '|').Select(Contact).ToList();
        return contacts.Contains(null) ? null : [.. contacts.OfType<SupplierContact>()];
    }

    public static string Of(IEnumerable<SupplierContact> contacts) =>
        string.Join('|', contacts.Select(c => $"{c.Name};{c.Role};{c.Email};{c.Phone}".TrimEnd(';')));

    private static string[] Parts(string text, char separator) =>
        text.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
