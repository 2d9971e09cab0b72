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
)
{
    /// <summary>Counts what became of the rows.</summary>
    public static UpsertResult Of(bool preview, IReadOnlyList<UpsertRow> rows)
    {
        var counts = rows.CountBy(row => row.Outcome).ToDictionary();
        return new(
            preview,
            counts.GetValueOrDefault(UpsertOutcome.Created),
            counts.GetValueOrDefault(UpsertOutcome.Changed),
            counts.GetValueOrDefault(UpsertOutcome.Unchanged),
            counts.GetValueOrDefault(UpsertOutcome.Rejected),
            rows
        );
    }
}

/// <summary>
/// Changes many products alike, all or none. Which, say either <see cref="Skus"/> or <see cref="Filter"/> together with
/// <see cref="Expected"/>.
/// </summary>
public sealed record EditProducts
{
    /// <summary>At most <see cref="Limits.MaxBatch"/>.</summary>
    public IReadOnlyList<string>? Skus { get; init; }

    public ProductSelection? Filter { get; init; }

    /// <summary>How many products the filter selects, as the client knows it; not needed for a preview.</summary>
    public int? Expected { get; init; }

    /// <summary>Required.</summary>
    public ProductEdit? Change { get; init; }
}

/// <summary>The filters of the list; an empty one selects all that are not archived.</summary>
public sealed record ProductSelection
{
    public string? Search { get; init; }
    public string? Category { get; init; }
    public string? Supplier { get; init; }
    public string? Tag { get; init; }
    public ProductStatus? Status { get; init; }

    /// <summary>A user name, "me", or "none" for what nobody looks after.</summary>
    public string? Assignee { get; init; }

    /// <summary>Names and values, as <c>colour:red</c>.</summary>
    public IReadOnlyList<string>? Attribute { get; init; }

    /// <summary>A location that keeps a level of it.</summary>
    public string? Location { get; init; }

    /// <summary>The state of a level, there or anywhere.</summary>
    public LevelState? Stock { get; init; }

    /// <summary>The archived ones instead, which can only be restored.</summary>
    public bool? Archived { get; init; }
}

/// <summary>What shall be different; at least one thing, and of the price at most one.</summary>
public sealed record ProductEdit
{
    /// <summary>Empty for none.</summary>
    public string? Category { get; init; }

    public IReadOnlyList<string>? AddTags { get; init; }
    public IReadOnlyList<string>? RemoveTags { get; init; }
    public ProductStatus? Status { get; init; }

    /// <summary>A user name, or "me"; empty for nobody.</summary>
    public string? Assignee { get; init; }

    /// <summary>The code of the supplier to prefer; each of the products has to have terms of it.</summary>
    public string? Supplier { get; init; }

    /// <summary>True archives, false restores; only what is restored may be archived before.</summary>
    public bool? Archived { get; init; }

    public decimal? Price { get; init; }

    /// <summary>Money that is added to the price, or taken off it.</summary>
    public decimal? PriceBy { get; init; }

    /// <summary>Percent of the price that is added to it, or taken off it: -100 to 1000.</summary>
    public decimal? PriceByPercent { get; init; }

    /// <summary>Digits after the point to which a price by percent is rounded, halves up: 0 to 4, default 2.</summary>
    public int? PriceDigits { get; init; }

    /// <summary>Those that are named change; null removes one.</summary>
    public IReadOnlyDictionary<string, string?>? Attributes { get; init; }
}

/// <param name="Preview">Nothing was stored: it is what would be.</param>
/// <param name="Selected">How many products were selected.</param>
/// <param name="Changed">How many of them are different now.</param>
/// <param name="Products">The first 1,000 that are different, by SKU.</param>
public sealed record EditResult(bool Preview, int Selected, int Changed, IReadOnlyList<EditedProduct> Products);

/// <param name="Sku">The product.</param>
/// <param name="Changes">What is different.</param>
public sealed record EditedProduct(string Sku, IReadOnlyList<FieldChange> Changes);
