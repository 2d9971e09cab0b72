namespace SmartInventory.Contracts.Forecasting;

/// <summary>What products are ranked by in the matrix.</summary>
public enum MatrixBy
{
    /// <summary>Net revenue of the last 365 days.</summary>
    Revenue,

    /// <summary>Net units of the last 365 days.</summary>
    Units,
}

/// <summary>A product's class by what it brings: the largest that together make up a first share are A.</summary>
public enum ValueClass
{
    A,
    B,
    C,
}

/// <summary>A product's class by how well it is forecast.</summary>
public enum ForecastClass
{
    /// <summary>The forecast knows what there is to know: what is left is chance.</summary>
    X,

    /// <summary>Better than saying "as the day before".</summary>
    Y,

    /// <summary>Not better than that, or not tested yet.</summary>
    Z,
}

/// <summary>Where the classes end.</summary>
/// <param name="A">Share of the whole that A makes up, above 0 and below 1.</param>
/// <param name="B">Share that A and B make up together, above <paramref name="A"/>, at most 1.</param>
/// <param name="X">Highest error (RMSSE) of X, above 0.</param>
/// <param name="Y">Highest error of Y, above <paramref name="X"/>.</param>
public sealed record MatrixThresholds(double A, double B, double X, double Y);

/// <summary>Products by value (ABC) and forecastability (XYZ).</summary>
/// <param name="By">What they are ranked by.</param>
/// <param name="Thresholds">Where the classes end.</param>
/// <param name="AsOf">The newest as-of day of a location; null when nothing was sold.</param>
/// <param name="Total">All cells together.</param>
/// <param name="Cells">Nine: AX, AY, AZ, BX and so on.</param>
public sealed record TrendMatrix(
    MatrixBy By,
    MatrixThresholds Thresholds,
    DateOnly? AsOf,
    MatrixFigures Total,
    IReadOnlyList<MatrixCell> Cells
);

/// <param name="Abc">A, B or C.</param>
/// <param name="Xyz">X, Y or Z.</param>
/// <param name="Figures">Of its products.</param>
/// <param name="Hint">What to do with them, in a sentence.</param>
public sealed record MatrixCell(string Abc, string Xyz, MatrixFigures Figures, string Hint);

/// <param name="Products">Products that ever sold and are not archived.</param>
/// <param name="Untested">Of these, without a backtest yet; they are Z.</param>
/// <param name="Units">Net units of the last 365 days.</param>
/// <param name="Revenue">Net revenue of the last 365 days.</param>
/// <param name="RevenueShare">Of all nine cells, 0 to 1; null when there is none.</param>
/// <param name="StockValue">On hand x unit cost, over counted levels above zero whose unit cost is known.</param>
/// <param name="CostUnknown">Products with such a level whose unit cost is not known.</param>
public sealed record MatrixFigures(
    int Products,
    int Untested,
    decimal Units,
    decimal Revenue,
    double? RevenueShare,
    decimal StockValue,
    int CostUnknown
);

/// <summary>How a product's stock stands to what is sold of it.</summary>
public enum StockMotion
{
    /// <summary>It lasts no longer than an order takes (lead time + review).</summary>
    Fast,

    /// <summary>It lasts longer than that, and not longer than is wanted.</summary>
    Steady,

    /// <summary>It lasts longer than is wanted: the rest is excess.</summary>
    Slow,

    /// <summary>Nothing was sold of it for 90 days or more: all of it is excess.</summary>
    Dead,

    /// <summary>Nothing was ever sold of it.</summary>
    NeverSold,
}

/// <summary>Order of the list of stock, largest first.</summary>
public enum StockSort
{
    /// <summary>Money in excess stock.</summary>
    Excess,

    /// <summary>Money in all of it.</summary>
    Value,

    /// <summary>How long it lasts; what is not sold at all comes first.</summary>
    Cover,
}

/// <summary>A product's counted stock and how it turns over, at the locations asked for.</summary>
public sealed record StockTrend
{
    public required string Sku { get; init; }
    public required string Name { get; init; }
    public string? Category { get; init; }
    public string? Supplier { get; init; }
    public required StockMotion Motion { get; init; }

    /// <summary>Why, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>Over counted levels above zero.</summary>
    public required decimal OnHand { get; init; }

    /// <summary>On hand x unit cost; null while no unit cost is known.</summary>
    public decimal? Value { get; init; }

    /// <summary>
    /// Net units a day of the last 28 known days; of the last 365 where nothing was sold in those.
    /// </summary>
    public required double UnitsPerDay { get; init; }

    /// <summary>On hand / units per day; null when nothing is sold.</summary>
    public double? DaysOfCover { get; init; }

    /// <summary>
    /// Cost of goods sold in a year / stock value now, times a year; what is known for less than a year counts for one.
    /// </summary>
    public double? Turnover { get; init; }

    /// <summary>Units sold in 28 days / (those + on hand), 0 to 1.</summary>
    public double? SellThrough { get; init; }

    /// <summary>Gross margin (revenue less cost of goods sold) of a year / stock value now.</summary>
    public double? Gmroi { get; init; }

    /// <summary>Units that last longer than is wanted.</summary>
    public required decimal ExcessUnits { get; init; }

    /// <summary>The money in them; null while no unit cost is known.</summary>
    public decimal? ExcessValue { get; init; }

    public DateOnly? LastSale { get; init; }

    /// <summary>Known days since then; null without any sale.</summary>
    public int? DaysSinceLastSale { get; init; }
}

/// <summary>The stock of many products in numbers.</summary>
/// <param name="CoverDays">Days that stock may last before the rest is excess.</param>
/// <param name="AsOf">The newest as-of day of a location; null when nothing was sold.</param>
/// <param name="Total">All of it.</param>
/// <param name="Motions">The same by how it moves: fast, steady, slow, dead, never sold.</param>
public sealed record StockTrendSummary(
    int CoverDays,
    DateOnly? AsOf,
    StockTrendTotals Total,
    IReadOnlyList<StockMotionTotals> Motions
);

public sealed record StockMotionTotals(StockMotion Motion, StockTrendTotals Totals);

/// <param name="Products">Products with counted stock above zero.</param>
/// <param name="CostUnknown">Of these, without a unit cost; they are in no sum of money.</param>
/// <param name="Value">Stock value now.</param>
/// <param name="ExcessValue">Money in what lasts longer than is wanted.</param>
/// <param name="Turnover">Cost of goods sold in a year / stock value; null without stock.</param>
/// <param name="Gmroi">Gross margin of a year / stock value; null without stock.</param>
public sealed record StockTrendTotals(
    int Products,
    int CostUnknown,
    decimal Value,
    decimal ExcessValue,
    double? Turnover,
    double? Gmroi
);

/// <summary>What sales of a window are added up by.</summary>
public enum TotalsBy
{
    Product,
    Category,
    Location,
    Supplier,
}

/// <summary>What a window is compared with.</summary>
public enum TotalsAgainst
{
    /// <summary>As many days just before it.</summary>
    Before,

    /// <summary>The same weekdays 52 weeks before.</summary>
    LastYear,
}

/// <summary>What was sold in a window, against another.</summary>
/// <param name="By">What the groups are.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="Against">What it is compared with.</param>
/// <param name="AgainstFrom">First day of that.</param>
/// <param name="AgainstTo">Last day of that.</param>
/// <param name="Total">All groups together.</param>
/// <param name="Count">How many groups there are.</param>
/// <param name="Groups">Those with the most revenue in either window, by revenue.</param>
public sealed record TrendTotals(
    TotalsBy By,
    DateOnly From,
    DateOnly To,
    TotalsAgainst Against,
    DateOnly AgainstFrom,
    DateOnly AgainstTo,
    WindowFigures Total,
    int Count,
    IReadOnlyList<WindowGroup> Groups
);

/// <param name="Key">The SKU, category or code; null for what has none.</param>
/// <param name="Name">What people read.</param>
public sealed record WindowGroup(string? Key, string Name, WindowFigures Figures);

/// <param name="Units">Units sold less returned.</param>
/// <param name="Revenue">Net revenue.</param>
/// <param name="UnitsBefore">In the window that it is compared with.</param>
/// <param name="RevenueBefore">In the window that it is compared with.</param>
/// <param name="UnitsChange">0.25 is a quarter more; null when there was nothing before.</param>
/// <param name="RevenueChange">0.25 is a quarter more; null when there was nothing before.</param>
public sealed record WindowFigures(
    decimal Units,
    decimal Revenue,
    decimal UnitsBefore,
    decimal RevenueBefore,
    double? UnitsChange,
    double? RevenueChange
);

/// <summary>
/// The figures of a shop: whole days up to yesterday against as many before, and the stock of now. Of the locations
/// whose clock runs; stock is of all.
/// </summary>
public sealed record TrendFigures
{
    /// <summary>So many days are added up, and as many before them.</summary>
    public required int Days { get; init; }

    /// <summary>When it was read.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>First day of the window; each location's ends with its own yesterday.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day of the window: yesterday.</summary>
    public required DateOnly To { get; init; }

    /// <summary>What was sold; null where nothing was in either window.</summary>
    public WindowFigures? Sold { get; init; }

    /// <summary>Net revenue of the day that is running.</summary>
    public required decimal RevenueToday { get; init; }

    /// <summary>Null where nothing was sold of products whose unit cost is known.</summary>
    public MarginFigures? Margin { get; init; }

    /// <summary>Null where nothing of what is counted was sold or missed.</summary>
    public FillFigures? Fill { get; init; }

    /// <summary>Counted stock above zero and what of it is excess, as in the summary of stock.</summary>
    public required StockTrendTotals Stock { get; init; }

    /// <summary>Locations whose clock stands in the past; what they sold is history and in no figure.</summary>
    public required IReadOnlyList<string> Standing { get; init; }
}

/// <summary>Net revenue less net units x unit cost of now, of products whose unit cost is known.</summary>
/// <param name="Margin">In the window.</param>
/// <param name="Before">In the one before.</param>
/// <param name="Change">0.25 is a quarter more; null where there was none above zero before.</param>
/// <param name="Share">Of the net revenue that it is made of, 0 to 1; null where that is not above zero.</param>
/// <param name="CostUnknown">Net revenue of the window that is in no margin, as no unit cost is known.</param>
public sealed record MarginFigures(decimal Margin, decimal Before, double? Change, double? Share, decimal CostUnknown);

/// <summary>Units sold / (those + what would have been sold on days without stock), of what is counted.</summary>
/// <param name="Rate">In the window, 0 to 1; null where nothing was sold or missed.</param>
/// <param name="Before">In the one before.</param>
/// <param name="DaysWithout">Whole days without stock in the window, of each product at each location.</param>
/// <param name="Missed">Units that would have been sold on these at the usual pace.</param>
public sealed record FillFigures(double? Rate, double? Before, int DaysWithout, decimal Missed);

/// <summary>How days stand out.</summary>
public enum AnomalyKind
{
    /// <summary>A day with far more than expected.</summary>
    Spike,

    /// <summary>A week with far less than expected, though something.</summary>
    Drop,

    /// <summary>Days in a row without any sale, where some were expected.</summary>
    Silence,
}

/// <summary>Days of a product at a location that the twelve weeks before them do not explain.</summary>
public sealed record AnomalyResponse
{
    public required string Sku { get; init; }
    public required string Name { get; init; }
    public required string Location { get; init; }
    public required AnomalyKind Kind { get; init; }

    /// <summary>First day; days of which nothing is known lie between where there are any.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day.</summary>
    public required DateOnly To { get; init; }

    /// <summary>Units that came.</summary>
    public required double Actual { get; init; }

    /// <summary>Units that were expected.</summary>
    public required double Expected { get; init; }

    /// <summary>
    /// Of anything as unlikely on any of the last 90 days, by the counts of the twelve weeks before; below 0.001.
    /// </summary>
    public required double Probability { get; init; }
}

/// <summary>Where a product stands in its life.</summary>
public enum LifeStage
{
    /// <summary>First sale less than 13 weeks ago.</summary>
    Launch,

    /// <summary>Its trend is above zero beyond doubt.</summary>
    Growth,

    /// <summary>No trend beyond doubt.</summary>
    Maturity,

    /// <summary>Its trend is below zero beyond doubt.</summary>
    Decline,

    /// <summary>No sale for 90 days.</summary>
    Ended,
}

/// <summary>
/// How a product sells over the week and the year, where it stands in its life, and what promotions and prices did.
/// </summary>
public sealed record ProductPatterns
{
    public required string Sku { get; init; }

    /// <summary>Null for all locations together.</summary>
    public string? Location { get; init; }

    /// <summary>The first day that is looked at: the first sale, at most three years back.</summary>
    public required DateOnly From { get; init; }
    public required DateOnly AsOf { get; init; }

    /// <summary>Monday first; always seven.</summary>
    public required IReadOnlyList<ProfileEntry> Weekdays { get; init; }

    /// <summary>January first; always twelve.</summary>
    public required IReadOnlyList<ProfileEntry> Months { get; init; }

    /// <summary>
    /// Of the week, 0 to 1: 1 - variance of the rest / variance of season and rest. Null below four weeks.
    /// </summary>
    public double? WeekStrength { get; init; }

    /// <summary>The same of the year, on weekly sums; null below two years.</summary>
    public double? YearStrength { get; init; }

    public required TrendEstimate Trend { get; init; }
    public required LifeStage Stage { get; init; }

    /// <summary>Null where no promotion is known.</summary>
    public PromotionEffect? Promotions { get; init; }

    /// <summary>What prices that lasted did, promotions left out.</summary>
    public PriceEffect? Price { get; init; }
}

/// <param name="Name">The weekday or month, in English.</param>
/// <param name="Days">Known days of it.</param>
/// <param name="PerDay">Mean units on one of them; null without any.</param>
/// <param name="Index">That / the mean of all days: 1.5 is half more than usual. Null where there is none.</param>
public sealed record ProfileEntry(string Name, int Days, double? PerDay, double? Index);

/// <summary>How weekly units change from week to week.</summary>
/// <param name="Weeks">Whole weeks that were looked at.</param>
/// <param name="PerWeek">Median of all pairwise slopes (Theil-Sen), units a week each week; null below four
/// weeks.</param>
/// <param name="Low">Lower end of its 90% interval.</param>
/// <param name="High">Upper end of its 90% interval.</param>
public sealed record TrendEstimate(int Weeks, double? PerWeek, double? Low, double? High);

/// <summary>
/// How demand went with the price, where at least two prices lasted for four weeks each: the elasticity, by regression
/// on the logarithm of the price with the weekday and a slow level taken out.
/// </summary>
/// <param name="Prices">How many prices lasted.</param>
/// <param name="Lowest">The cheapest of them; null without any.</param>
/// <param name="Highest">The dearest of them.</param>
/// <param name="Days">Days at these prices.</param>
/// <param name="Elasticity">-2: a price that is 1% higher goes with 2% fewer units. Null where it is not known.</param>
/// <param name="Low">Lower end of its 90% interval.</param>
/// <param name="High">Upper end of its 90% interval.</param>
/// <param name="Reason">Why it is not known, in words; null where it is.</param>
public sealed record PriceEffect(
    int Prices,
    double? Lowest,
    double? Highest,
    int Days,
    double? Elasticity,
    double? Low,
    double? High,
    string? Reason
);

/// <summary>Days at a price at least a tenth below that of the weeks before.</summary>
/// <param name="Days">How many; the newest hundred days that stand out at most.</param>
/// <param name="Units">Units that were sold on them.</param>
/// <param name="Expected">Units of as many usual days around them.</param>
/// <param name="Lift">0.5 is half more than usual; null where nothing was expected.</param>
public sealed record PromotionEffect(int Days, double Units, double Expected, double? Lift);
