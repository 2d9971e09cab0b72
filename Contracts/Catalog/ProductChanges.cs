namespace SmartInventory.Contracts.Catalog;

/// <summary>
/// Creates or changes products by their SKU. At most <see cref="Limits.MaxBatch"/>, each SKU once.
/// </summary>
public sealed record UpsertProducts
{
    /// <summary>By default one bad row refuses all.</summary>
    public BatchMode? Mode { get; init; }

    public IReadOnlyList<UpsertProduct>? Products { get; init; }
}

/// <summary>
/// What shall be true of the product with this SKU: what is not said stays as it is. A new one needs a name and a
/// price. Of <see cref="ProductFields.Attributes"/> those that are named change, and null removes one; of
/// <see cref="ProductFields.Suppliers"/> those that are named change in what is said of them.
/// </summary>
public sealed record UpsertProduct : ProductFields
{
    /// <summary>Required.</summary>
    public string? Sku { get; init; }

    /// <summary>Names of fields that shall be empty, or have their default: all but sku, name and price.</summary>
    public IReadOnlyList<string>? Clear { get; init; }
}

/// <summary>What became of a product; in a preview, what would.</summary>
public enum UpsertOutcome
{
    Created,
    Changed,
    Unchanged,
    Rejected,
}

/// <summary>A field that has another value.</summary>
/// <param name="Field">Its name.</param>
/// <param name="From">The value before, as text; null for none.</param>
/// <param name="To">The value now.</param>
public sealed record FieldChange(string Field, string? From, string? To);

/// <param name="Row">Zero-based place in the request.</param>
/// <param name="Outcome">What became of the row.</param>
/// <param name="Sku">The product; null where the row has no SKU.</param>
/// <param name="Changes">What is different; null unless changed.</param>
/// <param name="Errors">Field to reasons; null unless rejected.</param>
public sealed record UpsertRow(
    int Row,
    UpsertOutcome Outcome,
    string? Sku,
    IReadOnlyList<FieldChange>? Changes,
    IReadOnlyDictionary<string, string[]>? Errors
);

/// <summary>A result per row, in the order of the request.</summary>
/// <param name="Preview">Nothing was stored.</param>
public sealed record UpsertResult(
    bool Preview,
    int Created,
    int Changed,
    int Unchanged,
    int Rejected,
    IReadOnlyList<UpsertRow> Rows
);
