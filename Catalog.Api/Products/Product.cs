using SmartInventory.Catalog.Api.Collaboration;
using SmartInventory.Catalog.Api.Stock;
using SmartInventory.Catalog.Api.Suppliers;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Messages;

namespace SmartInventory.Catalog.Api.Products;

/// <summary>What is sold. Never deleted, only archived: its SKU stays taken.</summary>
internal sealed class Product : IEditable, IAssignable
{
    public required Guid Id { get; init; }
    public required string Sku { get; init; }
    public string Name { get; set; } = "";
    public string? Description { get; set; }
    public string? Category { get; set; }

    /// <summary>What the category is found by; see <see cref="CategoryPath.KeyOf"/>.</summary>
    public string? CategoryKey { get; set; }

    public string[] Barcodes { get; set; } = [];
    public string[] Tags { get; set; } = [];
    public Dictionary<string, string> Attributes { get; set; } = [];
    public ProductStatus Status { get; set; }
    public string Unit { get; set; } = "each";
    public bool WholeUnits { get; set; } = true;
    public decimal Price { get; set; }
    public decimal? Cost { get; set; }

    /// <summary>Null for as policies say.</summary>
    public decimal? ServiceLevel { get; set; }

    /// <summary>Null for as policies say.</summary>
    public int? ReviewPeriodDays { get; set; }
    public string? Assignee { get; set; }
    public string? AssigneeName { get; set; }

    /// <summary>The name in lower case: lists by name do not sort capitals apart.</summary>
    public string SortName { get; set; } = "";

    /// <summary>SKU, name, barcodes and tags in lower case.</summary>
    public string SearchText { get; set; } = "";

    /// <summary>The version of its <see cref="ProductImage"/>; null where it has none.</summary>
    public string? Image { get; set; }

    public bool Archived { get; set; }

    /// <summary>Grows with every change; the version of <see cref="ProductState"/>.</summary>
    public long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; set; }
    public uint Xmin { get; set; }

    public List<SupplierTerm> Terms { get; set; } = [];

    /// <summary>A row of its own, so that a sale does not make the ETag that a planner holds stale.</summary>
    public ProductTotals? Totals { get; set; }

    string IEditable.Key => Sku;

    public void Changed(DateTimeOffset now)
    {
        Version++;
        UpdatedAt = now;
        SortName = Name.ToLowerInvariant();
        SearchText = SearchTextOf(Sku, Name, Barcodes, Tags);
        CategoryKey = Category is null ? null : CategoryPath.KeyOf(Category);
    }

    public static string SearchTextOf(
        string sku,
        string name,
        IEnumerable<string> barcodes,
        IEnumerable<string> tags
    ) => string.Join(' ', [sku, name, .. barcodes, .. tags]).ToLowerInvariant();

    public ProductState ToState() =>
        new()
        {
            Sku = Sku,
            Version = Version,
            Name = Name,
            Category = Category,
            Status = Status,
            Unit = Unit,
            WholeUnits = WholeUnits,
            Price = Price,
            Cost = Cost,
            ServiceLevel = ServiceLevel,
            ReviewPeriodDays = ReviewPeriodDays,
            Assignee = Assignee,
            AssigneeName = AssigneeName,
            Terms =
            [
                .. Terms
                    .OrderByDescending(t => t.Preferred)
                    .ThenBy(t => t.Supplier, StringComparer.Ordinal)
                    .Select(t => t.ToState()),
            ],
            Archived = Archived,
        };
}
