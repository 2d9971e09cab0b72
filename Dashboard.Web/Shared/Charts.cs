using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Dashboard.Web.Shared;

/// <summary>Money and units per day, without gaps between the first and the last day.</summary>
public sealed record DailyChart(
    IReadOnlyList<DateOnly> Days,
    IReadOnlyList<decimal> Revenue,
    IReadOnlyList<decimal> Units
)
{
    public string Kind => "daily";
}

/// <summary>What was sold up to <paramref name="AsOf"/>, and the bands of what may be sold after it.</summary>
/// <param name="Breaks">Silent stretches, [first day, day after the last): left out of the axis.</param>
/// <param name="WithoutStock">Stretches without stock, in the same form: shaded.</param>
/// <param name="Marks">Days of the history that stand out.</param>
public sealed record FanChart(
    DateOnly AsOf,
    IReadOnlyList<DateOnly> Days,
    IReadOnlyList<decimal> Sold,
    IReadOnlyList<DateOnly> Ahead,
    IReadOnlyList<double> Mean,
    IReadOnlyList<double>? Median,
    IReadOnlyList<FanBand> Bands,
    IReadOnlyList<DateOnly[]> Breaks,
    IReadOnlyList<DateOnly[]> WithoutStock,
    IReadOnlyList<DemandMark> Marks
)
{
    public string Kind => "fan";
}

/// <summary>Service against stock: a point per service level, and where the policies stand.</summary>
/// <param name="Levels">The service level of each point, 0 to 1.</param>
/// <param name="Stock">Units on hand on average.</param>
/// <param name="FillRate">Share of units served at once, 0 to 1.</param>
/// <param name="PolicyStock">Of the policy in force and the proposed one.</param>
/// <param name="PolicyFillRate">Theirs.</param>
public sealed record TradeOffChart(
    IReadOnlyList<decimal> Levels,
    IReadOnlyList<decimal> Stock,
    IReadOnlyList<double> FillRate,
    IReadOnlyList<decimal> PolicyStock,
    IReadOnlyList<double> PolicyFillRate
)
{
    public string Kind => "trade-off";
}

/// <summary>After how many days goods came, beside what was promised and what is to be expected.</summary>
/// <param name="Days">Days from the sending to the receipt, ascending.</param>
/// <param name="Shares">What came after so many, 0 to 1.</param>
/// <param name="Promised">Days; null without terms.</param>
/// <param name="Half">Days within which half is expected; null without terms.</param>
/// <param name="NineTenths">Days within which nine tenths are.</param>
public sealed record LeadTimeChart(
    IReadOnlyList<int> Days,
    IReadOnlyList<double> Shares,
    double? Promised,
    double? Half,
    double? NineTenths
)
{
    public string Kind => "lead-times";
}

/// <summary>The stock to come, with and without what is suggested.</summary>
/// <param name="AsItIs">From the as-of day on.</param>
/// <param name="WithOrder">
/// From the day before any of it arrives on; null where nothing is, or it arrives later.
/// </param>
/// <param name="ReorderPoint">Units.</param>
/// <param name="Arrivals">Open orders that arrive in these days.</param>
public sealed record StockChart(
    StockBand AsItIs,
    StockBand? WithOrder,
    decimal ReorderPoint,
    IReadOnlyList<StockArrival> Arrivals
)
{
    public string Kind => "stock";
}

/// <param name="Low">Units that nine of ten times at least are left.</param>
/// <param name="High">Units that one of ten times more are left.</param>
public sealed record StockBand(
    IReadOnlyList<DateOnly> Days,
    IReadOnlyList<double> Low,
    IReadOnlyList<double> Median,
    IReadOnlyList<double> Mean,
    IReadOnlyList<double> High
);

/// <param name="Day">The day from which it counts.</param>
/// <param name="Stock">Units expected in the evening of that day.</param>
/// <param name="What">The order and its units.</param>
public sealed record StockArrival(DateOnly Day, double Stock, string What);

/// <param name="Percent">50, 80 or 95: the share of days that should end up inside.</param>
public sealed record FanBand(int Percent, IReadOnlyList<double> Low, IReadOnlyList<double> High);
