namespace SmartInventory.Contracts.Forecasting;

/// <summary>When and how much is ordered.</summary>
public enum OrderPolicy
{
    /// <summary>(s, S): every day, below s up to S. What suggestions do.</summary>
    ReorderUpTo,

    /// <summary>(s, Q): every day, below s lots of Q.</summary>
    ReorderQuantity,

    /// <summary>(R, S): every R days up to S.</summary>
    PeriodicUpTo,

    /// <summary>(R, s, S): every R days, below s only, up to S.</summary>
    PeriodicReorderUpTo,

    /// <summary>Typed by hand: every day, at the minimum and below up to the maximum.</summary>
    MinMax,
}

/// <summary>What a service level means.</summary>
public enum ServicePromise
{
    /// <summary>The probability that nothing is missing until the next order arrives. What suggestions do.</summary>
    CycleService,

    /// <summary>The share of units served on the day they are asked for.</summary>
    FillRate,

    /// <summary>Whatever costs least when a missing unit costs its margin.</summary>
    StockOutCost,
}

/// <summary>What a simulation is broken down by.</summary>
public enum SimulationGroup
{
    All,
    Product,
    Category,
    Location,
    Supplier,

    /// <summary>A cell of the ABC x XYZ matrix.</summary>
    Segment,
}

/// <summary>
/// Asks what a policy would have done with the demand of the past, beside the one that is in force. Nothing is stored.
/// Without any filter all series are meant; at most <see cref="MaxSeries"/>.
/// </summary>
public sealed record SimulateReplenishment
{
    public const int MaxSeries = 1_000,
        MaxLevels = 10,
        MinDays = 28,
        MaxDays = 1_095,
        DefaultDays = 365;

    /// <summary>Products by SKU; default all.</summary>
    public IReadOnlyList<string>? Skus { get; init; }

    /// <summary>A location's, a supplier's code, a category as products have it; default all.</summary>
    public string? Location { get; init; }
    public string? Supplier { get; init; }
    public string? Category { get; init; }

    /// <summary>A cell of the ABC x XYZ matrix, such as AX; default all.</summary>
    public string? Segment { get; init; }

    /// <summary>
    /// Days that are counted, the last of each history, <see cref="MinDays"/> to <see cref="MaxDays"/>.
    /// </summary>
    public int? Days { get; init; }

    /// <summary>What to compare with; default the policy in force, which makes sense with what else is asked.</summary>
    public ProposedPolicy? Proposed { get; init; }

    /// <summary>Service levels of the trade-off curve, above 0 and below 1; default ten from 0.8 to 0.995.</summary>
    public IReadOnlyList<decimal>? ServiceLevels { get; init; }

    /// <summary>What if: demand times that, 0.1 to 10. Of the proposed policy and the curve, as the next two.</summary>
    public decimal? DemandFactor { get; init; }

    /// <summary>What if: every order takes so many days more, 0 to 365.</summary>
    public int? LateDays { get; init; }

    /// <summary>What if: what suppliers charge times that, 0.1 to 10.</summary>
    public decimal? CostFactor { get; init; }

    /// <summary>Money that an order line costs, however large; default as the policies say.</summary>
    public decimal? OrderCost { get; init; }

    /// <summary>Share of a unit's cost that holding it for a year costs, 0 to 10; default as policies say.</summary>
    public decimal? HoldingRate { get; init; }

    /// <summary>Share of unmet demand that waits for goods, 0 to 1; the rest is lost. Default 0.</summary>
    public decimal? Backordered { get; init; }

    /// <summary>Default all: totals only.</summary>
    public SimulationGroup? By { get; init; }
}

/// <summary>A policy for all series of a simulation. What is null stays as each product has it.</summary>
public sealed record ProposedPolicy
{
    public OrderPolicy? Policy { get; init; }
    public ServicePromise? Promise { get; init; }

    /// <summary>The service level, above 0 and below 1.</summary>
    public decimal? Service { get; init; }

    /// <summary>Days between orders, 1 to 365.</summary>
    public int? ReviewDays { get; init; }

    /// <summary>Units; both, and only, with min-max, which is for one product.</summary>
    public decimal? Min { get; init; }
    public decimal? Max { get; init; }
}

/// <summary>What came out.</summary>
/// <param name="Series">Series that were replayed.</param>
/// <param name="LeftOut">Series whose history is too short to be.</param>
/// <param name="Days">Days counted, of the series with the longest history.</param>
/// <param name="Current">The policy in force, with demand, lead times and costs as they were.</param>
/// <param name="Proposed">The proposed one, with the what-ifs.</param>
/// <param name="Curve">What each service level would have come to, with the what-ifs.</param>
/// <param name="Hindsight">
/// Money that ordering and holding would have cost at least, had all demand been known; null without a cost of an
/// order.
/// </param>
/// <param name="Groups">By product, category, location or supplier, the most stock first; empty for all.</param>
/// <param name="Notes">What was assumed.</param>
public sealed record SimulationResult(
    int Series,
    int LeftOut,
    int Days,
    SimulatedOutcome Current,
    SimulatedOutcome Proposed,
    IReadOnlyList<TradeOffPoint> Curve,
    decimal? Hindsight,
    IReadOnlyList<SimulatedGroup> Groups,
    IReadOnlyList<string> Notes
);

/// <param name="Service">The service level.</param>
/// <param name="Outcome">What it came to.</param>
public sealed record TradeOffPoint(decimal Service, SimulatedOutcome Outcome);

/// <param name="Key">A SKU, category, code; null where there is none.</param>
/// <param name="Series">How many series.</param>
/// <param name="Current">The policy in force.</param>
/// <param name="Proposed">The proposed one.</param>
public sealed record SimulatedGroup(string? Key, int Series, SimulatedOutcome Current, SimulatedOutcome Proposed);

/// <summary>Units and money over the days counted.</summary>
/// <param name="FillRate">Share of units served on the day, 0 to 1.</param>
/// <param name="CycleService">Share of the times between two receipts in which nothing was missing, 0 to 1.</param>
/// <param name="StockOutDays">Days, of all series together, on which something was missing.</param>
/// <param name="Demand">Units asked for.</param>
/// <param name="Lost">Units never served.</param>
/// <param name="MeanStock">Units on hand in the evening, on average, of all series together.</param>
/// <param name="MeanStockValue">The same in money; what has no known cost counts as nothing.</param>
/// <param name="Orders">Order lines.</param>
/// <param name="Ordered">Units ordered.</param>
/// <param name="HoldingCost">Money.</param>
/// <param name="OrderingCost">Money.</param>
/// <param name="LostMargin">Money that lost units would have earned.</param>
/// <param name="Cost">Money: holding, ordering and lost margin.</param>
/// <param name="UnknownDays">Days without stock or data, whose demand is what was expected of them.</param>
/// <param name="Imputed">Units of those days.</param>
public sealed record SimulatedOutcome(
    double FillRate,
    double CycleService,
    int StockOutDays,
    decimal Demand,
    decimal Lost,
    decimal MeanStock,
    decimal MeanStockValue,
    int Orders,
    decimal Ordered,
    decimal HoldingCost,
    decimal OrderingCost,
    decimal LostMargin,
    decimal Cost,
    int UnknownDays,
    decimal Imputed
);
