namespace SmartInventory.Contracts.Forecasting;

/// <summary>
/// What forecasts were worth: each day the last forecast made for the next day, and for the days that an order has to
/// last, is
/// compared with what came. Days without stock and silent days are unknown and not compared.
/// </summary>
/// <param name="Days">Days back from today that were asked for.</param>
/// <param name="From">The first day that was compared; null when none was.</param>
/// <param name="To">The last day that was compared.</param>
/// <param name="DayAhead">Of all series: the demand of the next day.</param>
/// <param name="LeadTime">Of all series: the demand of lead time + review period together.</param>
/// <param name="Models">The same per model, by name.</param>
/// <param name="Signals">The series whose forecasts miss most steadily in one direction, worst first; a few.</param>
public sealed record ForecastAccuracy(
    int Days,
    DateOnly? From,
    DateOnly? To,
    AccuracyScores DayAhead,
    AccuracyScores LeadTime,
    IReadOnlyList<ModelAccuracy> Models,
    IReadOnlyList<SeriesSignal> Signals
)
{
    /// <summary>
    /// The bias of as many days before these; null where scores are not kept so far back, or nothing was compared.
    /// </summary>
    public BiasBefore? Before { get; init; }
}

/// <summary>The bias of the days before those that were asked for.</summary>
/// <param name="From">The first day that was compared.</param>
/// <param name="To">The last day that was compared.</param>
/// <param name="DayAhead">Sum of forecasts of the next day / sum of what came - 1; null where nothing came.</param>
/// <param name="LeadTime">The same of lead time + review period.</param>
public sealed record BiasBefore(DateOnly From, DateOnly To, double? DayAhead, double? LeadTime);

public sealed record ModelAccuracy(string Model, AccuracyScores DayAhead, AccuracyScores LeadTime);

/// <summary>
/// Scores of forecasts against what came, and of the seasonal naive method (the same weekday a week before) for the
/// same days.
/// Scaled ones are means over series; a series that never changed has none. Null where nothing can be said.
/// </summary>
public sealed record AccuracyScores
{
    /// <summary>Series with a compared forecast.</summary>
    public required int Series { get; init; }

    /// <summary>Compared forecasts.</summary>
    public required long Forecasts { get; init; }

    /// <summary>
    /// Root mean squared error / root mean squared change from day to day; for n days together also / root of n.
    /// </summary>
    public double? Rmsse { get; init; }

    /// <summary>The same of seasonal naive.</summary>
    public double? NaiveRmsse { get; init; }

    /// <summary>
    /// Mean pinball loss over .05 .1 .25 .5 .75 .9 .95 / mean absolute change from day to day (and root of n).
    /// </summary>
    public double? ScaledPinball { get; init; }

    /// <summary>The same of seasonal naive, with normal quantiles as wide as its own past errors.</summary>
    public double? NaiveScaledPinball { get; init; }

    /// <summary>1 - ScaledPinball / NaiveScaledPinball: 0.2 is a fifth less loss, below 0 is worse.</summary>
    public double? BetterThanNaive { get; init; }

    /// <summary>Sum of forecasts / sum of what came - 1.</summary>
    public double? Bias { get; init; }

    /// <summary>The same of seasonal naive.</summary>
    public double? NaiveBias { get; init; }

    /// <summary>Share of what came that lay inside the 80% interval.</summary>
    public double? Coverage80 { get; init; }

    /// <summary>Share of what came that lay inside the 95% interval.</summary>
    public double? Coverage95 { get; init; }
}

/// <summary>Trigg's tracking signal of a series.</summary>
/// <param name="Signal">
/// Smoothed error / smoothed absolute error of the day-ahead forecasts: 1 when more than expected comes day after day,
/// -1 when less,
/// near 0 when errors cancel out.
/// </param>
/// <param name="Observations">Days that it has seen.</param>
/// <param name="Day">The last of them.</param>
/// <param name="DriftedOn">The last day on which it went beyond its bound and asked for another choice of model; null
/// when never.</param>
public sealed record SeriesSignal(
    string Sku,
    string Location,
    double Signal,
    int Observations,
    DateOnly Day,
    DateOnly? DriftedOn
);

/// <summary>What forecasts were worth week by week.</summary>
/// <param name="AsOf">When it was read.</param>
/// <param name="KeptDays">So many days back scores are kept; what is older is not known any more.</param>
/// <param name="Weeks">Weeks with a compared forecast, oldest first.</param>
public sealed record AccuracyByWeek(DateTimeOffset AsOf, int KeptDays, IReadOnlyList<AccuracyWeek> Weeks);

/// <param name="Monday">The week's first day. The first and the last week may lack days.</param>
/// <param name="DayAhead">The demand of single days, forecast the day before.</param>
/// <param name="LeadTime">The demand of lead times + review periods that ended in the week.</param>
public sealed record AccuracyWeek(DateOnly Monday, AccuracyScores DayAhead, AccuracyScores LeadTime);

/// <summary>The series whose forecasts of the next day missed by the most money.</summary>
/// <param name="Days">Days back from today that were asked for.</param>
/// <param name="AsOf">When it was read.</param>
/// <param name="Series">Worst first.</param>
public sealed record WorstForecasts(int Days, DateTimeOffset AsOf, IReadOnlyList<SeriesError> Series);

/// <summary>What the forecasts of a series missed by.</summary>
public sealed record SeriesError
{
    public required string Sku { get; init; }
    public required string Location { get; init; }

    /// <summary>Null while the product is not known.</summary>
    public string? Name { get; init; }

    /// <summary>Compared days.</summary>
    public required long Forecasts { get; init; }

    /// <summary>Units that were expected on those days.</summary>
    public required double Expected { get; init; }

    /// <summary>Units that came.</summary>
    public required double Actual { get; init; }

    /// <summary>Units, too many and too few added up day by day.</summary>
    public required double Error { get; init; }

    /// <summary>Error x sales price; null while the price is not known.</summary>
    public decimal? Revenue { get; init; }

    /// <summary>Error x (sales price - unit cost); null while one of them is not known.</summary>
    public decimal? Margin { get; init; }
}

/// <summary>By which methods series are forecast, and when these were chosen.</summary>
/// <param name="AsOf">When it was read.</param>
/// <param name="Series">Series that have a forecast.</param>
/// <param name="Waiting">Of these, how many wait to be fitted anew.</param>
/// <param name="FirstFittedAt">When the oldest choice in force was made; null without any.</param>
/// <param name="LastFittedAt">When the newest was.</param>
/// <param name="Methods">The most frequent first. Series that are not fitted yet are in none.</param>
/// <param name="NotEnoughData">Fitted series whose history is too short to choose by backtest.</param>
/// <param name="TooShort">Some of these, by SKU and location.</param>
public sealed record ForecastMethods(
    DateTimeOffset AsOf,
    int Series,
    int Waiting,
    DateTimeOffset? FirstFittedAt,
    DateTimeOffset? LastFittedAt,
    IReadOnlyList<MethodShare> Methods,
    int NotEnoughData,
    IReadOnlyList<ShortSeries> TooShort
);

/// <param name="Method">Its name.</param>
/// <param name="Series">How many series it was chosen for.</param>
/// <param name="Share">Of all fitted series, 0 to 1.</param>
public sealed record MethodShare(string Method, int Series, double Share);

/// <summary>A series with too little history to choose a method by backtest.</summary>
public sealed record ShortSeries(string Sku, string Location, string? Name, string Method, DateTimeOffset FittedAt);
