using System.Collections.ObjectModel;
using System.ComponentModel.DataAnnotations;

namespace SmartInventory.Contracts.Catalog;

/// <summary>
/// A product as the API shows it. The version for <c>If-Match</c> travels as <c>ETag</c> and in <see cref="ETag"/>.
/// </summary>
public sealed record ProductResponse
{
    public required Guid Id { get; init; }
    public required string Sku { get; init; }
    public required string Name { get; init; }
    public string? Description { get; init; }

    /// <summary>A path such as <c>Drinks/Hot/Tea</c>.</summary>
    public string? Category { get; init; }

    /// <summary>What scanners read on it: GTIN, ISBN or a code of one's own. No two products share one.</summary>
    public IReadOnlyList<string> Barcodes { get; init; } = [];

    /// <summary>Words to find and filter by, in lower case.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Facts of one's own, by their name in lower case, such as colour: red.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    public ProductStatus Status { get; init; }
    public required string Unit { get; init; }
    public required bool WholeUnits { get; init; }
    public required decimal Price { get; init; }
    public decimal? Cost { get; init; }

    /// <summary>Wanted probability, 0.5 to 0.999, that a cycle sees no stock-out; null for as policies say.</summary>
    public decimal? ServiceLevel { get; init; }

    /// <summary>Days between two looks at its stock, 1 to 90; null for as policies say.</summary>
    public int? ReviewPeriodDays { get; init; }

    /// <summary>The user name of who looks after it; null for nobody.</summary>
    public string? Assignee { get; init; }

    /// <summary>What others read of them, as it was when it was given to them.</summary>
    public string? AssigneeName { get; init; }
    public required IReadOnlyList<SupplierTermResponse> Suppliers { get; init; }

    /// <summary>Over all locations.</summary>
    public required decimal OnHand { get; init; }

    /// <summary>Over all locations.</summary>
    public required decimal OnOrder { get; init; }

    /// <summary>Sold minus returned, all time, from the stock ledger.</summary>
    public required decimal UnitsSold { get; init; }

    /// <summary>Money of sales minus returns, all time.</summary>
    public required decimal Revenue { get; init; }

    public DateTimeOffset? LastSoldAt { get; init; }

    /// <summary>The version of its image, which is at <c>/products/{sku}/image</c>; null where it has none.</summary>
    public string? Image { get; init; }

    public required bool Archived { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public required string ETag { get; init; }
}

/// <summary>
/// What a request says of a product. Everything is nullable here so that one answer can name every missing field at
/// once; required are <see cref="Name"/> and <see cref="Price"/>.
/// </summary>
public abstract record ProductFields
{
    [Required]
    public string? Name { get; init; }
    public string? Description { get; init; }

    /// <summary>
    /// Names joined by slashes, at most 200 characters in all. One spelling holds for all: the first that was used.
    /// </summary>
    public string? Category { get; init; }

    /// <summary>At most 20 of 1 to 64 letters, digits, dots and dashes; no two products share one.</summary>
    public IReadOnlyList<string>? Barcodes { get; init; }

    /// <summary>At most 30 of 1 to 40 characters; kept in lower case.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>
    /// At most 50. Names have 1 to 40 letters, digits, blanks, dots, dashes and underscores, and are kept in lower
    /// case; values have 1 to 200 characters.
    /// </summary>
    public IReadOnlyDictionary<string, string?>? Attributes { get; init; }

    /// <summary>Default active.</summary>
    public ProductStatus? Status { get; init; }

    /// <summary>Default "each".</summary>
    public string? Unit { get; init; }

    /// <summary>Default true.</summary>
    public bool? WholeUnits { get; init; }

    [Required]
    public decimal? Price { get; init; }
    public decimal? Cost { get; init; }

    /// <summary>0.5 to 0.999; none for as policies say.</summary>
    public decimal? ServiceLevel { get; init; }

    /// <summary>Days, 1 to 90; none for as policies say.</summary>
    public int? ReviewPeriodDays { get; init; }

    /// <summary>The user name of who looks after it, or "me"; none for nobody.</summary>
    public string? Assignee { get; init; }

    public IReadOnlyList<SupplierTermRequest>? Suppliers { get; init; }
}

/// <summary>A new product. Required as well: <see cref="Sku"/>.</summary>
public sealed record CreateProduct : ProductFields
{
    [Required]
    public string? Sku { get; init; }

    /// <summary>A product of this SKU of which the rest is said.</summary>
    public static CreateProduct Of(string? sku, ProductFields said) =>
        new()
        {
            Sku = sku,
            Name = said.Name,
            Description = said.Description,
            Category = said.Category,
            Barcodes = said.Barcodes,
            Tags = said.Tags,
            Attributes = said.Attributes,
            Status = said.Status,
            Unit = said.Unit,
            WholeUnits = said.WholeUnits,
            Price = said.Price,
            Cost = said.Cost,
            ServiceLevel = said.ServiceLevel,
            ReviewPeriodDays = said.ReviewPeriodDays,
            Assignee = said.Assignee,
            Suppliers = said.Suppliers,
        };
}

/// <summary>The new state of a product (a whole replacement; the SKU never changes). Needs <c>If-Match</c>.</summary>
public sealed record UpdateProduct : ProductFields
{
    /// <summary>The change that leaves a product as it is, to be changed in what is meant.</summary>
    public static UpdateProduct Of(ProductResponse product) =>
        new()
        {
            Name = product.Name,
            Description = product.Description,
            Category = product.Category,
            Barcodes = product.Barcodes,
            Tags = product.Tags,
            Attributes = product.Attributes.ToDictionary(a => a.Key, string? (a) => a.Value),
            Status = product.Status,
            Unit = product.Unit,
            WholeUnits = product.WholeUnits,
            Price = product.Price,
            Cost = product.Cost,
            ServiceLevel = product.ServiceLevel,
            ReviewPeriodDays = product.ReviewPeriodDays,
            Assignee = product.Assignee,
            Suppliers = [.. product.Suppliers.Select(term => term.ToRequest())],
        };
}

/// <summary>
/// Creates the products that are missing and leaves those that exist as they are (outcome <c>duplicate</c>). At most
/// <see cref="Limits.MaxBatch"/>.
/// </summary>
public sealed record CreateProducts
{
    public BatchMode? Mode { get; init; }
    public IReadOnlyList<CreateProduct>? Products { get; init; }
}

/// <summary>
/// Which of these SKUs exist? At most <see cref="Limits.MaxBatch"/>; unknown ones are absent from the answer.
/// </summary>
public sealed record LookupProducts(IReadOnlyList<string>? Skus);

/// <summary>Where a product stands in its life. Whatever it says, what was sold is recorded.</summary>
public enum ProductStatus
{
    /// <summary>Sold, and ordered again.</summary>
    Active,

    /// <summary>Being prepared: nothing is suggested to be ordered.</summary>
    Draft,

    /// <summary>Sold off: nothing is suggested to be ordered any more.</summary>
    Discontinued,
}

/// <summary>A page of products.</summary>
/// <param name="Items">The products of this page, in the list's order.</param>
/// <param name="Next">Opaque cursor for <c>?after=</c>; null on the last page.</param>
/// <param name="Nearest">
/// Nothing has what was searched for: these are the at most ten products whose SKU or name is nearest to it.
/// </param>
public sealed record ProductPage(IReadOnlyList<ProductResponse> Items, string? Next, bool Nearest = false)
    : Page<ProductResponse>(Items, Next);

/// <summary>Orders of the product list. Without one it is by SKU, and of a search the best match first.</summary>
public enum ProductSort
{
    Sku,
    Name,
    Price,
    Revenue,
    UnitsSold,
    OnHand,
}
