using SmartInventory.Catalog.Api.Locations;
using SmartInventory.Catalog.Api.Products;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;

namespace SmartInventory.Catalog.Api.Stock;

/// <summary>
/// One line of the ledger. Written by <see cref="Ledger"/> only; a trigger refuses to change or delete it.
/// </summary>
internal sealed class StockMovement
{
    public required string Sku { get; init; }

    /// <summary>
    /// UUIDv7. A sale's or return's movement has the id of the sale line: the primary key refuses to count a line
    /// twice, even if it came in two messages.
    /// </summary>
    public required Guid Id { get; init; }

    /// <summary>When it happened, to the microsecond: see <see cref="Moments.Stored"/>.</summary>
    public required DateTimeOffset OccurredAt { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }
    public required string Location { get; init; }
    public required MovementKind Kind { get; init; }

    /// <summary>Signed: what was added to the level.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>What lay there; null for what is no count, and for counts of the first version.</summary>
    public decimal? CountedQuantity { get; init; }

    /// <summary>Money that a sale brought, below zero for a return; null for what is neither.</summary>
    public decimal? Amount { get; init; }

    /// <summary>What a unit cost, of a receipt or transfer.</summary>
    public decimal? UnitCost { get; init; }

    /// <summary>The channel of a sale; null for what came through this service's own API.</summary>
    public string? Source { get; init; }

    /// <summary>
    /// The purchase order of a receipt, the id of a correction's count or of a transfer, or of what an adjustment takes
    /// back.
    /// </summary>
    public string? Reference { get; init; }

    public string? Reason { get; init; }

    /// <summary>Who caused it, by <c>Actor.Name</c>; default: whoever the work at hand is done for.</summary>
    public string? RecordedBy { get; init; } = Actor.Current?.Name;
}

/// <summary>The stock of one product at one location: the sum of its movements, kept in their transaction.</summary>
internal sealed class StockLevel
{
    public required string Sku { get; init; }
    public required string Location { get; init; }
    public decimal OnHand { get; init; }
    public decimal OnOrder { get; init; }
    public bool Counted { get; init; }

    /// <summary>Grows with every change.</summary>
    public long Version { get; init; }

    /// <summary>False until the announcer has put this version into the outbox.</summary>
    public bool Announced { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When the newest movement happened; null before the first.</summary>
    public DateTimeOffset? MovedAt { get; init; }

    /// <summary>
    /// When the newest count was made; null before the first. What happened before it changes nothing any more.
    /// </summary>
    public DateTimeOffset? LastCountAt { get; init; }

    /// <summary>When the newest sale was; null before the first.</summary>
    public DateTimeOffset? LastSoldAt { get; init; }

    /// <summary>Moving average of what a unit cost; null before the first receipt with a known cost.</summary>
    public decimal? AverageCost { get; init; }
    public Product? Product { get; init; }
    public Location? LocationRow { get; init; }
}

/// <summary>
/// A product's figures over all locations, kept in the transaction of the ledger; what the product list sorts by.
/// </summary>
internal sealed class ProductTotals
{
    public required string Sku { get; init; }
    public decimal OnHand { get; init; }
    public decimal OnOrder { get; init; }
    public decimal UnitsSold { get; init; }
    public decimal Revenue { get; init; }
    public DateTimeOffset? LastSoldAt { get; init; }
}
