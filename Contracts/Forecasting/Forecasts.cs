namespace SmartInventory.Contracts.Forecasting;

/// <summary>Whether the numbers can be trusted.</summary>
public enum ForecastStatus
{
    Ok,

    /// <summary>Too little history to choose a model by backtest: the numbers are a wide guess and say so.</summary>
    NotEnoughData,
}

/// <summary>The forecast of one series, (SKU, location).</summary>
/// <param name="AsOf">
/// The last day that counts as known: today at the location, or, when the location has recorded no sale for more than
/// 28
/// days, its last day with a sale (the clock of a location stops with its data, so that an imported history is
/// forecast from its own end).
/// </param>
/// <param name="Levels">The quantile levels, ascending, of every row in <paramref name="Days"/> and
/// <paramref name="Cumulative"/>.</param>
/// <param name="Days">One row per day from AsOf + 1 on.</param>
/// <param name="Cumulative">Row N: demand of the first N days together (from dependent sample paths, not a sum of
/// quantiles).</param>
/// <param name="Candidates">What each model scored in the rolling-origin backtest.</param>
/// <param name="Marks">Days of the history that stand out, ascending; as they were when the model was chosen.</param>
/// <param name="Fit">The choice of a model; null while it is provisional.</param>
/// <param name="Notes">What a reader must know: silent stretches left out, a pooled model not yet trained, ...</param>
public sealed record ForecastResponse(
    string Sku,
    string Location,
    long Version,
    DateOnly AsOf,
    DateTimeOffset ComputedAt,
    ForecastStatus Status,
    string Model,
    string Why,
    IReadOnlyList<double> Levels,
    IReadOnlyList<ForecastRow> Days,
    IReadOnlyList<ForecastRow> Cumulative,
    IReadOnlyList<ModelScore> Candidates,
    IReadOnlyList<string> Notes,
    IReadOnlyList<DemandMark> Marks,
    FitSource? Fit = null
);

/// <summary>
/// The choice of a model that a forecast was made by. It is kept over many forecasts: a sale renews the forecast, not
/// the choice.
/// </summary>
/// <param name="Version">Grows with every choice for this series.</param>
/// <param name="FittedAt">When, UTC.</param>
/// <param name="GlobalModel">Version of the model over all series that took part in it; null when none did.</param>
public sealed record FitSource(long Version, DateTimeOffset FittedAt, long? GlobalModel);

/// <summary>Why a day of the history stands out.</summary>
public enum DemandMarkKind
{
    /// <summary>Far more than the days around, or nothing where something is sold every day.</summary>
    Outlier,

    /// <summary>Sold at a price well below that of the weeks before.</summary>
    Promotion,
}

/// <summary>A day of the history that stands out.</summary>
/// <param name="Demand">Units that came.</param>
/// <param name="Expected">Units on a usual day around it.</param>
public sealed record DemandMark(DateOnly Day, DemandMarkKind Kind, double Demand, double Expected);

/// <param name="Date">The day, or for cumulative rows the last day of the span.</param>
/// <param name="Mean">Expected units.</param>
/// <param name="Quantiles">Units per level.</param>
public sealed record ForecastRow(DateOnly Date, double Mean, IReadOnlyList<double> Quantiles);

/// <summary>Scores over the backtest's origins; null where they cannot be computed (a scale of zero).</summary>
/// <param name="Rmsse">Root mean squared scaled error; below 1 beats the one-step naive.</param>
/// <param name="ScaledPinball">Mean pinball loss over the levels / mean absolute first difference.</param>
/// <param name="CumulativePinball">The same for the demand of all HorizonDays together / the root of their
/// number.</param>
/// <param name="Bias">Sum of forecasts / sum of actuals - 1.</param>
/// <param name="Coverage80">Share of days inside the 80% interval.</param>
/// <param name="Coverage95">Share of days inside the 95% interval.</param>
public sealed record ModelScore(
    string Model,
    int Origins,
    int HorizonDays,
    double? Rmsse,
    double? ScaledPinball,
    double? CumulativePinball,
    double? Bias,
    double? Coverage80,
    double? Coverage95,
    bool Chosen
);

/// <summary>
/// Demand history of one series, for charts: one row per day up to <paramref name="AsOf"/>, days without a sale as zero
/// rows.
/// </summary>
/// <param name="Silent">Stretches in which the location recorded no sale at all for more than 28 days: unknown, not
/// zero; no rows.</param>
/// <param name="WithoutStock">
/// Stretches of whole days on which a counted level had nothing to sell: unknown, not zero; rows only for days with a
/// sale or return.
/// </param>
public sealed record DemandHistory(
    string Sku,
    string Location,
    DateOnly AsOf,
    IReadOnlyList<DemandDay> Days,
    IReadOnlyList<DayStretch> Silent,
    IReadOnlyList<DayStretch> WithoutStock
);

public sealed record DemandDay(DateOnly Day, decimal Sold, decimal Returned, decimal Revenue);

/// <summary>Days in a row, both ends included.</summary>
public sealed record DayStretch(DateOnly From, DateOnly To);

/// <summary>How fast a product moves.</summary>
public enum MoverClass
{
    Fast,
    Steady,
    Slow,

    /// <summary>No sale in the last 90 days.</summary>
    Dead,

    /// <summary>First sale less than 28 days ago.</summary>
    New,
}

public enum TrendDirection
{
    Rising,
    Flat,
    Falling,
}

/// <summary>Turnover and trend of one product over all locations.</summary>
/// <param name="UnitsPerDay">Mean net demand of the last 28 days.</param>
/// <param name="Change">Last 28 days against the 28 before: 0.25 is a quarter more; null when the earlier were
/// zero.</param>
/// <param name="SlopePerWeek">Robust slope of weekly demand (Theil-Sen), units per week each week.</param>
/// <param name="Revenue28">Net revenue of the last 28 days.</param>
/// <param name="RevenueShare">Share of all products' revenue in the last 365 days, 0 to 1.</param>
/// <param name="AbcClass">A, B or C by cumulated revenue (80%, 95%).</param>
/// <param name="PeakWeekday">The weekday that sells most, with its share, when it sells clearly more; else
/// null.</param>
/// <param name="Turnover">Yearly turns: annualised demand of the last 28 days / on hand; null when on hand is not above
/// zero.</param>
/// <param name="DaysOfCover">On hand / units per day; null when nothing is sold.</param>
public sealed record TrendResponse(
    string Sku,
    string Name,
    MoverClass Class,
    string AbcClass,
    TrendDirection Direction,
    double UnitsPerDay,
    double? Change,
    double SlopePerWeek,
    decimal Revenue28,
    double RevenueShare,
    DayOfWeek? PeakWeekday,
    double? PeakWeekdayShare,
    double? Turnover,
    double? DaysOfCover,
    DateOnly? LastSale,
    DateOnly AsOf
);

public enum TrendSort
{
    /// <summary>Most revenue in 28 days first.</summary>
    Revenue,

    /// <summary>Fastest first.</summary>
    Velocity,

    /// <summary>Slowest first.</summary>
    Slowest,

    /// <summary>Strongest growth first.</summary>
    Growth,
}

/// <summary>How pressing a suggestion is.</summary>
public enum Urgency
{
    /// <summary>Stock is out, or will be before an order placed now can arrive.</summary>
    Late,

    /// <summary>Order today.</summary>
    Now,

    /// <summary>Order within the review period.</summary>
    Soon,

    /// <summary>Enough for now.</summary>
    None,
}

/// <summary>What to order for one (product, location): when, how much, from whom.</summary>
/// <param name="OrderQuantity">0 when none is needed.</param>
/// <param name="OrderBy">Last day to place the order; null when none is needed within the horizon.</param>
/// <param name="StockOutOn">First day on which expected demand uses up what is there and on order; null beyond the
/// horizon.</param>
/// <param name="Cost">Order quantity x unit cost; null when the cost is unknown.</param>
/// <param name="Assumed">True when no supplier term exists, so lead time, MOQ and pack are defaults.</param>
public sealed record SuggestionResponse(
    string Sku,
    string Name,
    string Location,
    Urgency Urgency,
    decimal OrderQuantity,
    DateOnly? OrderBy,
    DateOnly? StockOutOn,
    double? DaysOfCover,
    decimal OnHand,
    decimal OnOrder,
    decimal ReorderPoint,
    decimal SafetyStock,
    string? Supplier,
    int LeadTimeDays,
    decimal? UnitCost,
    decimal? Cost,
    bool Assumed,
    ForecastStatus Confidence,
    DateOnly AsOf,
    DateTimeOffset ComputedAt
);

/// <summary>A suggestion with its arithmetic.</summary>
/// <param name="Steps">Each step: what, the formula with numbers in it, and the result.</param>
/// <param name="ForecastVersion">The forecast it was computed from.</param>
/// <param name="StockVersion">The stock level's version; 0 when the ledger has none.</param>
public sealed record SuggestionExplanation(
    SuggestionResponse Suggestion,
    decimal ServiceLevel,
    int ReviewPeriodDays,
    decimal Moq,
    decimal PackMultiple,
    IReadOnlyList<ExplanationStep> Steps,
    string Model,
    long ForecastVersion,
    long StockVersion,
    IReadOnlyList<string> Notes
);

public sealed record ExplanationStep(string What, string Arithmetic, decimal Result, string Unit);

/// <summary>How many series were marked for a refresh.</summary>
public sealed record RefreshAccepted(int Series);
