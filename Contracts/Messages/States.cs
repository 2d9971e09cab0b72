using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;

namespace SmartInventory.Contracts.Messages;

// State messages carry the whole new state of each item and a version that grows with every change of that item
// (also over archiving and re-creation). A consumer keeps the newest version per key and ignores the rest, so order
// and repetition do no harm. Several items travel in one message to make bulk changes cheap (at most 1,000).
// A field that is added later is nullable or has a default, not required: messages of the version before still wait.

/// <summary>Products as they are now. Key: <see cref="ProductState.Sku"/>. Published by Catalog.Api.</summary>
public sealed record ProductChanged(IReadOnlyList<ProductState> Items);

public sealed record ProductState
{
    /// <summary>The key; it never changes.</summary>
    public required string Sku { get; init; }

    /// <summary>Grows with every change.</summary>
    public required long Version { get; init; }

    /// <summary>What people read.</summary>
    public required string Name { get; init; }

    /// <summary>Free text; null when none.</summary>
    public string? Category { get; init; }

    /// <summary>Only active products are ordered again; active in messages of earlier versions.</summary>
    public ProductStatus Status { get; init; }

    /// <summary>Unit of measure, such as "each" or "kg".</summary>
    public required string Unit { get; init; }

    /// <summary>True when the unit cannot be split: forecasts and orders are whole numbers.</summary>
    public required bool WholeUnits { get; init; }

    /// <summary>Sales price per unit.</summary>
    public required decimal Price { get; init; }

    /// <summary>What a unit costs us where no supplier term says it; null when unknown.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Wanted probability, 0.5 to 0.999, that a cycle sees no stock-out; null for as policies say.</summary>
    public decimal? ServiceLevel { get; init; }

    /// <summary>Days between two looks at this product's stock, 1 to 90; null for as policies say.</summary>
    public int? ReviewPeriodDays { get; init; }

    /// <summary>The user name of who looks after it; null for nobody.</summary>
    public string? Assignee { get; init; }

    /// <summary>What others read of them, as it was when it was given to them.</summary>
    public string? AssigneeName { get; init; }

    /// <summary>Who delivers it and how; the preferred supplier comes first. May be empty.</summary>
    public required IReadOnlyList<SupplierTermState> Terms { get; init; }

    /// <summary>True once deleted: its history stays, nothing new is sold or ordered.</summary>
    public required bool Archived { get; init; }
}

/// <param name="Supplier">The supplier's code.</param>
/// <param name="LeadTimeDays">Calendar days from order to goods on the shelf.</param>
/// <param name="Moq">Minimum order quantity, in units of the product.</param>
/// <param name="PackMultiple">Orders are a multiple of this many units.</param>
/// <param name="UnitCost">What the supplier charges per unit.</param>
/// <param name="Preferred">Suggestions use the preferred supplier.</param>
public sealed record SupplierTermState(
    string Supplier,
    int LeadTimeDays,
    decimal Moq,
    decimal PackMultiple,
    decimal UnitCost,
    bool Preferred
)
{
    /// <summary>What a unit costs from a quantity on, least first; null when it always costs the same.</summary>
    public IReadOnlyList<PriceBreak>? PriceBreaks { get; init; }
}

/// <summary>People as they are now. Key: <see cref="PersonState.Name"/>. Published by the gateway.</summary>
public sealed record PersonChanged(IReadOnlyList<PersonState> Items);

/// <param name="Id">Stays for ever.</param>
/// <param name="Name">What the person signs in with; never changes and never belongs to somebody else.</param>
/// <param name="Version">Grows with every change.</param>
/// <param name="DisplayName">What others read.</param>
/// <param name="Role">What the person may do.</param>
/// <param name="Disabled">May not sign in any more.</param>
public sealed record PersonState(Guid Id, string Name, long Version, string DisplayName, Role Role, bool Disabled);

/// <summary>Suppliers as they are now. Key: <see cref="SupplierState.Code"/>. Published by Catalog.Api.</summary>
public sealed record SupplierChanged(IReadOnlyList<SupplierState> Items);

/// <param name="Code">The key; it never changes.</param>
/// <param name="Version">Grows with every change.</param>
/// <param name="Name">What people read.</param>
/// <param name="Archived">True once deleted.</param>
public sealed record SupplierState(string Code, long Version, string Name, bool Archived)
{
    /// <summary>Money below which it does not deliver; null for any, and in messages of earlier versions.</summary>
    public decimal? MinimumOrderValue { get; init; }

    /// <summary>Weekdays on which it takes orders; null for any, and in messages of earlier versions.</summary>
    public IReadOnlyList<DayOfWeek>? OrderDays { get; init; }

    /// <summary>The user name of who looks after it; null for nobody.</summary>
    public string? Assignee { get; init; }

    /// <summary>What others read of them, as it was when it was given to them.</summary>
    public string? AssigneeName { get; init; }
}

/// <summary>
/// How goods came compared with what was promised when they were ordered, of the receipts of two years. Key:
/// (<see cref="LeadTimeState.Supplier"/>, <see cref="LeadTimeState.Sku"/>). Published by Catalog.Api.
/// </summary>
public sealed record LeadTimesChanged(IReadOnlyList<LeadTimeState> Items);

/// <param name="Supplier">The supplier's code.</param>
/// <param name="Sku">The product; null for all that the supplier delivered.</param>
/// <param name="Version">Grows with every change of this pair.</param>
/// <param name="Deliveries">Deliveries of its own; 0 where none is known any more.</param>
/// <param name="MedianDelay">Days after the promise within which half of it came; below zero for early.</param>
/// <param name="P90Delay">The same for nine tenths.</param>
public sealed record LeadTimeState(
    string Supplier,
    string? Sku,
    long Version,
    int Deliveries,
    double MedianDelay,
    double P90Delay
);

/// <summary>Locations as they are now. Key: <see cref="LocationState.Code"/>. Published by Catalog.Api.</summary>
public sealed record LocationChanged(IReadOnlyList<LocationState> Items);

/// <param name="Code">The key; it never changes.</param>
/// <param name="Version">Grows with every change.</param>
/// <param name="Name">What people read.</param>
/// <param name="TimeZone">IANA name, such as "Europe/London": it decides the demand day of a sale.</param>
/// <param name="Archived">True once deleted.</param>
public sealed record LocationState(string Code, long Version, string Name, string TimeZone, bool Archived);

/// <summary>
/// Stock levels as they are now. Key: (<see cref="StockState.Sku"/>, <see cref="StockState.Location"/>). Published by
/// Catalog.Api, coalesced: a level that moves a thousand times in a second is announced a few times.
/// </summary>
public sealed record StockChanged(IReadOnlyList<StockState> Items);

/// <param name="Sku">The product.</param>
/// <param name="Location">The location's code.</param>
/// <param name="Version">Grows with every movement of this level.</param>
/// <param name="OnHand">Sum of the ledger's movements; below zero when more was sold than was ever received.</param>
/// <param name="OnOrder">Ordered from suppliers and not yet received.</param>
/// <param name="Counted">
/// True once a receipt, count or adjustment stated the stock. While false, the level knows only sales, so a negative
/// <see cref="OnHand"/> is missing history and no debt: replenishment takes it as 0 and says so.
/// </param>
/// <param name="At">When <paramref name="OnHand"/> became what it is, UTC: the time of the last movement. Null before
/// the first one.</param>
public sealed record StockState(
    string Sku,
    string Location,
    long Version,
    decimal OnHand,
    decimal OnOrder,
    bool Counted,
    DateTimeOffset? At = null
)
{
    /// <summary>
    /// What <see cref="OnOrder"/> is made of; null in messages of earlier versions.
    /// </summary>
    public IReadOnlyList<ArrivalState>? Arrivals { get; init; }

    /// <summary>
    /// Orders that are drafts: nothing of them is on order, but somebody is at it. Null in messages of earlier
    /// versions.
    /// </summary>
    public IReadOnlyList<ArrivalState>? Drafts { get; init; }
}

/// <param name="Order">The purchase order's number.</param>
/// <param name="ExpectedOn">The day it is expected on, in the location's calendar.</param>
/// <param name="Quantity">Units that are open.</param>
public sealed record ArrivalState(string Order, DateOnly ExpectedOn, decimal Quantity);

/// <summary>
/// Forecasts and suggestions that were refreshed. Key: (SKU, location). Published by Forecasting.Worker.
/// </summary>
public sealed record ForecastChanged(IReadOnlyList<ForecastState> Items);

/// <param name="Sku">The product.</param>
/// <param name="Location">The location's code.</param>
/// <param name="Version">Grows with every refresh of this series.</param>
/// <param name="ComputedAt">When, UTC.</param>
/// <param name="Model">The chosen model's name.</param>
/// <param name="Expected28">Expected demand of the next 28 days, units.</param>
/// <param name="OrderQuantity">Units to order now or by <paramref name="OrderBy"/>; 0 when none is needed.</param>
/// <param name="OrderBy">The last day to place that order; null when none is needed.</param>
public sealed record ForecastState(
    string Sku,
    string Location,
    long Version,
    DateTimeOffset ComputedAt,
    string Model,
    decimal Expected28,
    decimal OrderQuantity,
    DateOnly? OrderBy
);
