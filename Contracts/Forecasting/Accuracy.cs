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
);

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
