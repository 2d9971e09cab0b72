using SmartInventory.Contracts.Csv;
using SmartInventory.Files;

namespace SmartInventory.Dashboard.Web.Imports;

/// <summary>The form in which people say what stands where. A field with several columns joins them.</summary>
public sealed class MappingForm
{
    public string[] Sku { get; set; } = [];
    public string[] Quantity { get; set; } = [];
    public string[] SoldAt { get; set; } = [];
    public string[] UnitPrice { get; set; } = [];
    public string[] LineTotal { get; set; } = [];
    public string[] LocationFrom { get; set; } = [];
    public string[] ExternalId { get; set; } = [];
    public string[] Order { get; set; } = [];
    public string[] Receipt { get; set; } = [];
    public string[] Customer { get; set; } = [];
    public string[] Discount { get; set; } = [];
    public string[] Promotion { get; set; } = [];
    public string[] ProductName { get; set; } = [];
    public string? Location { get; set; }
    public string? Zone { get; set; }
    public string? Channel { get; set; }
    public string? DateFormat { get; set; }
    public string? Skip { get; set; }
    public string? Returns { get; set; }
    public DecimalMark? Mark { get; set; }
    public FileEncoding Encoding { get; set; }
    public bool Create { get; set; }
    public string? SaveAs { get; set; }

    /// <summary>What the form says, over what a form has no field for.</summary>
    public ImportSettings Over(ImportSettings before)
    {
        var known = before.Mapping;
        // Where a kind takes code, there is nothing to map.
        var mapping = SalesKinds.Find(before.Kind) is { Mapping: null }
            ? known
            : known with
            {
                Sku = Join(Sku),
                Quantity = Join(Quantity),
                SoldAt = Join(SoldAt),
                UnitPrice = Join(UnitPrice),
                LineTotal = Join(LineTotal),
                LocationFrom = Join(LocationFrom),
                ExternalId = Join(ExternalId),
                Order = Join(Order),
                Receipt = Join(Receipt),
                Discount = Join(Discount),
                Promotion = Join(Promotion),
                Customer = Join(Customer),
                Name = Join(ProductName),
                Location = Text(Location),
                Zone = Text(Zone),
                Channel = Text(Channel),
                DateFormat = Text(DateFormat),
                Skip = Lines(Skip, known.Skip),
                Returns = Lines(Returns, known.Returns),
            };
        return before with { Mapping = mapping, Mark = Mark, Encoding = Encoding, Create = Create };
    }

    private static string? Join(string[] columns) => Text(string.Join('+', columns.Where(c => Text(c) is not null)));

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    // Lists are compared by what they are and not by what they hold, so one that stays the same stays itself.
    private static IReadOnlyList<string> Lines(string? text, IReadOnlyList<string> before)
    {
        var lines = (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.SequenceEqual(before) ? before : lines;
    }
}
