using System.ComponentModel.DataAnnotations;

namespace SmartInventory.Contracts.Catalog;

/// <summary>
/// The level of one product at one location: always the sum of its movements, of all or of those up to the moment that
/// was asked for.
/// </summary>
/// <param name="OnOrder">Ordered and not yet received; null for a moment of the past, of which it is not kept.</param>
/// <param name="Counted">False while only sales are known of it: see <see cref="Messages.StockState"/>.</param>
/// <param name="Value">On hand x average cost; null where that is.</param>
/// <param name="UpdatedAt">When it changed last; for a moment of the past, that moment.</param>
/// <param name="AverageCost">The moving average of what its receipts cost per unit. Before the first one with a known
/// cost, what the preferred supplier charges, else the product's cost. Null when the cost is unknown.</param>
public sealed record StockLevelResponse(
    string Sku,
    string Name,
    string Location,
    decimal OnHand,
    decimal? OnOrder,
    bool Counted,
    decimal? Value,
    DateTimeOffset UpdatedAt,
    decimal? AverageCost = null
)
{
    /// <summary>
    /// More went than the ledger knows to have been there: a late receipt, a wrong sale, or history that is missing.
    /// </summary>
    public bool BelowZero => OnHand < 0;

    /// <summary>When it was counted last; null before the first count.</summary>
    public DateTimeOffset? LastCountAt { get; init; }

    /// <summary>When a sale took from it last; null before the first.</summary>
    public DateTimeOffset? LastSoldAt { get; init; }

    /// <summary>When anything moved here last; null before the first movement.</summary>
    public DateTimeOffset? MovedAt { get; init; }
}

/// <summary>What a level is like.</summary>
public enum LevelState
{
    /// <summary>Above zero.</summary>
    InStock,

    /// <summary>Counted, and at zero or below.</summary>
    OutOfStock,

    BelowZero,

    /// <summary>Only sales are known of it.</summary>
    NeverCounted,
}

/// <summary>The order of levels; those that are alike come by SKU and location.</summary>
public enum LevelSort
{
    Sku,

    /// <summary>The highest first.</summary>
    OnHand,

    /// <summary>The highest first; what has no known cost is worth nothing here.</summary>
    Value,

    /// <summary>What was counted longest ago first, before it what never was.</summary>
    LastCount,

    /// <summary>What was sold longest ago first, before it what never was.</summary>
    LastSale,
}

/// <summary>Levels added up, below zero included.</summary>
/// <param name="Levels">How many.</param>
/// <param name="Units">The sum of what is on hand.</param>
/// <param name="Value">The sum of their values, of those whose cost is known.</param>
/// <param name="CostUnknown">Levels that are not zero and have no cost.</param>
/// <param name="BelowZero">How many are below zero.</param>
/// <param name="NeverCounted">How many know only sales.</param>
/// <param name="AsOf">The moment that this is of; of a moment on each location's clock, when it was read.</param>
public sealed record LevelTotals(
    int Levels,
    decimal Units,
    decimal Value,
    int CostUnknown,
    int BelowZero,
    int NeverCounted,
    DateTimeOffset AsOf
);

/// <summary>Why stock moved.</summary>
public enum MovementKind
{
    Sale,
    Return,
    Receipt,
    Adjustment,

    /// <summary>Somebody counted: the difference to what the ledger had for that moment.</summary>
    Count,

    /// <summary>
    /// Takes back what happened before a count and was recorded after it: the count had seen it already. Bears the
    /// count's moment, and its id as reference.
    /// </summary>
    Correction,

    /// <summary>
    /// Goods went from one location to another: below zero where they left, above where they came to. Both lines have
    /// the same reference.
    /// </summary>
    Transfer,
}

/// <summary>One line of the append-only ledger.</summary>
public sealed record MovementResponse
{
    public required Guid Id { get; init; }
    public required string Sku { get; init; }
    public required string Location { get; init; }
    public required MovementKind Kind { get; init; }

    /// <summary>Signed: what was added to the level.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>What lay there, in units; only of a count.</summary>
    public decimal? CountedQuantity { get; init; }

    public string? Source { get; init; }

    /// <summary>What a unit cost, of a receipt or transfer; null when that is unknown.</summary>
    public decimal? UnitCost { get; init; }

    /// <summary>
    /// What caused it: the sale line's id, a purchase order's number, the id of a count or transfer, of the line that
    /// an adjustment takes back, ...
    /// </summary>
    public string? Reference { get; init; }

    public string? Reason { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The name of the person or token that recorded it; null for lines of before anybody signed in.</summary>
    public string? RecordedBy { get; init; }
}

/// <summary>
/// Goods came in. Required: SKU, location, quantity above zero. With a purchase order, its on-order falls.
/// </summary>
public sealed record ReceiveStock
{
    [Required]
    public string? Sku { get; init; }

    [Required]
    public string? Location { get; init; }

    [Required]
    public decimal? Quantity { get; init; }

    /// <summary>Number of the purchase order; optional.</summary>
    public string? PurchaseOrder { get; init; }

    /// <summary>
    /// What a unit cost. Default: the order's, else what the preferred supplier charges, else the product's cost.
    /// </summary>
    public decimal? UnitCost { get; init; }

    /// <summary>When they came; default now.</summary>
    public DateTimeOffset? OccurredAt { get; init; }
}

/// <summary>
/// A correction. Exactly one of <see cref="Delta"/> (signed, not zero) and <see cref="CountedQuantity"/> (what is
/// really there, zero or more) is given, and a reason.
/// </summary>
public sealed record AdjustStock
{
    [Required]
    public string? Sku { get; init; }

    [Required]
    public string? Location { get; init; }
    public decimal? Delta { get; init; }
    public decimal? CountedQuantity { get; init; }

    [Required]
    public string? Reason { get; init; }

    /// <summary>
    /// When; default now. A count says what lay there at this moment: what happened before it changes nothing after it,
    /// whenever that is recorded. It cannot be in the future.
    /// </summary>
    public DateTimeOffset? OccurredAt { get; init; }
}

/// <summary>
/// Many receipts and adjustments in one transaction (all or none). At most <see cref="Limits.MaxBatch"/> together.
/// </summary>
public sealed record MoveStock
{
    public IReadOnlyList<ReceiveStock>? Receipts { get; init; }
    public IReadOnlyList<AdjustStock>? Adjustments { get; init; }
}

/// <summary>A movement and the level after it.</summary>
/// <param name="Correction">What took it back again, as it happened before a count that was recorded already; null
/// when none did.</param>
public sealed record StockMoved(
    MovementResponse Movement,
    StockLevelResponse Level,
    MovementResponse? Correction = null
);

/// <summary>
/// Goods go from one location to another. Required: SKU, from, to, quantity above zero.
/// </summary>
public sealed record TransferStock
{
    [Required]
    public string? Sku { get; init; }

    /// <summary>The location that they leave.</summary>
    [Required]
    public string? From { get; init; }

    /// <summary>The location that they come to, another one.</summary>
    [Required]
    public string? To { get; init; }

    [Required]
    public decimal? Quantity { get; init; }
    public string? Reason { get; init; }

    /// <summary>When; default now.</summary>
    public DateTimeOffset? OccurredAt { get; init; }
}

/// <summary>Both ends of a transfer. Their movements share a reference.</summary>
public sealed record StockTransferred(StockMoved From, StockMoved To);

/// <summary>One line of the ledger, with what belongs to it.</summary>
/// <param name="Movement">The line.</param>
/// <param name="OtherEnd">The other line of a transfer; null for what is none.</param>
/// <param name="NoUndo">Why it cannot be taken back, in a sentence; null when it can.</param>
public sealed record MovementDetail(MovementResponse Movement, MovementResponse? OtherEnd, string? NoUndo);

/// <summary>What took a movement back: one line, or both ends of a transfer.</summary>
public sealed record StockUndone(IReadOnlyList<StockMoved> Moved);

/// <summary>What the shelves hold, for the overview.</summary>
/// <param name="Value">Sum of value, at moving average cost, over counted levels above zero whose cost is
/// known.</param>
/// <param name="OutOfStock">Counted levels at zero or below.</param>
/// <param name="NeverCounted">Levels that know only sales.</param>
/// <param name="CostUnknown">Counted levels above zero without a cost.</param>
public sealed record StockSummary(
    decimal Value,
    decimal UnitsOnHand,
    int Levels,
    int OutOfStock,
    int NeverCounted,
    int CostUnknown,
    DateTimeOffset AsOf
);
