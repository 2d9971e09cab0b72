using System.Text.Json;
using SmartInventory.Contracts.Csv;

namespace SmartInventory.Contracts.Sales;

/// <summary>The fields of a sale in a file, in the order in which an export writes them.</summary>
public enum SaleField
{
    Sku,
    Location,
    Quantity,
    Kind,
    UnitPrice,
    SoldAt,
    Channel,
    ExternalId,
    Customer,
    Discount,
    Promotion,
    Receipt,
}

/// <summary>
/// The names of <see cref="SaleField"/>s. A file of sales is CSV with these names as header, or NDJSON.
/// </summary>
public static class SaleFields
{
    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<SaleField> All { get; } = Enum.GetValues<SaleField>();

    private static readonly string[] Names =
    [
        .. All.Select(field => JsonNamingPolicy.CamelCase.ConvertName(field.ToString())),
    ];

    private static readonly string[] Words =
    [
        .. All.Select(field => JsonNamingPolicy.KebabCaseLower.ConvertName(field.ToString())),
    ];

    /// <summary>As a header and JSON name it: the field's name in <see cref="RecordSale"/>.</summary>
    public static string Name(this SaleField field) => Names[(int)field];

    /// <summary>As a report counts rows that it is wrong in.</summary>
    public static string Word(this SaleField field) => Words[(int)field];

    /// <summary>Whether it is a number.</summary>
    public static bool IsNumber(this SaleField field) =>
        field is SaleField.Quantity or SaleField.UnitPrice or SaleField.Discount;

    /// <summary>What may stand beside its number in a file.</summary>
    public static NumberSigns Signs(this SaleField field) =>
        field is SaleField.UnitPrice or SaleField.Discount ? NumberSigns.Currency : NumberSigns.None;

    /// <summary>Finds a field by a column's name as <see cref="HeaderName"/> compares them.</summary>
    public static SaleField? FindColumn(string name) => Find(HeaderName.Plain(name));

    /// <summary>Finds a field by its name, whatever the case; null when there is none.</summary>
    public static SaleField? Find(string name)
    {
        var place = Array.FindIndex(Names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        return place < 0 ? null : (SaleField)place;
    }
}
