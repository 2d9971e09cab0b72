using System.ComponentModel.DataAnnotations;

namespace SmartInventory.Contracts.Forecasting;

/// <summary>
/// Asks what would be suggested today under other circumstances, beside what is. Nothing is stored. Without any filter
/// all series are meant; at most <see cref="MaxSeries"/>.
/// </summary>
public sealed record WhatIfReplenishment
{
    public const int MaxSeries = SimulateReplenishment.MaxSeries,
        MaxScenarios = 5,
        MaxRows = 200;

    /// <summary>Products by SKU; default all.</summary>
    public IReadOnlyList<string>? Skus { get; init; }

    /// <summary>A location's, a supplier's code, a category as products have it; default all.</summary>
    public string? Location { get; init; }
    public string? Supplier { get; init; }
    public string? Category { get; init; }

    /// <summary>Required, 1 to <see cref="MaxScenarios"/>.</summary>
    [Required]
    public IReadOnlyList<WhatIfScenario>? Scenarios { get; init; }
}

/// <summary>Other circumstances. What is null is as it is.</summary>
public sealed record WhatIfScenario
{
    /// <summary>At most 100 characters; default what it changes, in words.</summary>
    public string? Name { get; init; }

    /// <summary>Demand times that, 0.1 to 10.</summary>
    public decimal? DemandFactor { get; init; }

    /// <summary>Suppliers are so many days later, 0 to 365: with what is ordered and with what is on order.</summary>
    public int? LateDays { get; init; }

    /// <summary>What suppliers charge times that, 0.1 to 10.</summary>
    public decimal? CostFactor { get; init; }

    /// <summary>Sales prices times that, 0.1 to 10; demand stays as it is.</summary>
    public decimal? PriceFactor { get; init; }

    /// <summary>Another service level, 0.5 to 0.999. Of no meaning where costs or a typed minimum decide.</summary>
    public decimal? Service { get; init; }

    /// <summary>Only what is ordered from this supplier is late and dearer; default what is from any.</summary>
    public string? Supplier { get; init; }
}

/// <summary>What would be suggested.</summary>
/// <param name="Series">Series that were looked at: all that are meant and that nobody set aside.</param>
/// <param name="AsItIs">As things are: what the worklist says.</param>
/// <param name="Scenarios">In the order of the request.</param>
/// <param name="Rows">The largest differences in money first; at most 200.</param>
/// <param name="More">Series that are not among these rows.</param>
/// <param name="Notes">What was assumed.</param>
public sealed record WhatIfResult(
    int Series,
    WhatIfTotals AsItIs,
    IReadOnlyList<WhatIfOutcome> Scenarios,
    IReadOnlyList<WhatIfRow> Rows,
    int More,
    IReadOnlyList<string> Notes
);

/// <param name="Name">The scenario's.</param>
/// <param name="Totals">What it would come to.</param>
public sealed record WhatIfOutcome(string Name, WhatIfTotals Totals);

/// <param name="Orders">Suggested orders, and transfers in their place, of one product for one location each.</param>
/// <param name="Late">Of these, late.</param>
/// <param name="Now">Of these, due today.</param>
/// <param name="Soon">Of these, due until the next review.</param>
/// <param name="Cost">Money that they cost, where the unit cost is known.</param>
/// <param name="LostSales">
/// Money that is expected to be lost until an order of the next review arrives if nothing is ordered, of all series.
/// </param>
/// <param name="WaitingCost">Money that waiting with these orders until the next review costs.</param>
/// <param name="Stock">
/// Units on hand and on order once these are ordered, of all series; a transfer changes nothing.
/// </param>
/// <param name="StockValue">The same in money, where the unit cost is known.</param>
public sealed record WhatIfTotals(
    int Orders,
    int Late,
    int Now,
    int Soon,
    decimal Cost,
    decimal LostSales,
    decimal WaitingCost,
    decimal Stock,
    decimal StockValue
);

/// <param name="Sku">The product.</param>
/// <param name="Name">Its name.</param>
/// <param name="Location">The location's code.</param>
/// <param name="Supplier">From whom it is ordered; null where nobody delivers it.</param>
/// <param name="Advice">What is said of it as things are.</param>
/// <param name="AsItIs">What is suggested.</param>
/// <param name="Scenarios">What would be, in the order of the request.</param>
public sealed record WhatIfRow(
    string Sku,
    string Name,
    string Location,
    string? Supplier,
    Advice Advice,
    WhatIfOrder AsItIs,
    IReadOnlyList<WhatIfOrder> Scenarios
);

/// <param name="Urgency">None where nothing is to be ordered.</param>
/// <param name="Quantity">Units; 0 for no order.</param>
/// <param name="Transferred">Units to bring from other locations instead of ordering them.</param>
/// <param name="OrderBy">Last day to order; null for no order.</param>
/// <param name="Cost">Money; null when the unit cost is unknown.</param>
/// <param name="StockOutOn">First day on which expected demand has used up what is there and comes.</param>
/// <param name="StockOutProbability">That stock is short before an order of the next review arrives, 0 to 1.</param>
/// <param name="LostSales">Money that is then expected to be lost; null without a price.</param>
/// <param name="WaitingCost">Money that waiting until the next review costs; null without a price.</param>
public sealed record WhatIfOrder(
    Urgency Urgency,
    decimal Quantity,
    decimal Transferred,
    DateOnly? OrderBy,
    decimal? Cost,
    DateOnly? StockOutOn,
    double StockOutProbability,
    decimal? LostSales,
    decimal? WaitingCost
);
