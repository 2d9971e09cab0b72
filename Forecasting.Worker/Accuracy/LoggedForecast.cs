using SmartInventory.Forecasting.Engine.Backtest;

namespace SmartInventory.Forecasting.Accuracy;

/// <summary>Which of a forecast's numbers is scored.</summary>
internal enum ForecastSpan
{
    /// <summary>The demand of the next day.</summary>
    DayAhead,

    /// <summary>The demand of all days that the next order has to last: lead time + review period.</summary>
    LeadTime,
}

/// <summary>
/// What was forecast of a series on a day, kept to be compared with what came. The last forecast of the day is the one
/// that counts.
/// </summary>
internal sealed class LoggedForecast
{
    public required string Sku { get; init; }
    public required string Location { get; init; }

    /// <summary>The location's day on which it was forecast; nothing after it was known.</summary>
    public DateOnly AsOf { get; init; }
    public ForecastSpan Span { get; init; }

    /// <summary>Days in the span, from AsOf + 1 on.</summary>
    public int Days { get; init; }

    /// <summary>The span's last day.</summary>
    public DateOnly Due { get; init; }
    public long ForecastVersion { get; init; }

    /// <summary>Of the choice of the method; null when it was made with the forecast.</summary>
    public long? FitVersion { get; init; }
    public required string Model { get; init; }
    public float Expected { get; init; }

    /// <summary>At <see cref="ForecastScore.Levels"/>.</summary>
    public required float[] Quantiles { get; init; }
    public float Naive { get; init; }

    /// <summary>See <see cref="NaiveBaseline"/>.</summary>
    public float NaiveDeviation { get; init; }
    public float AbsoluteScale { get; init; }
    public float SquaredScale { get; init; }

    /// <summary>
    /// Whether the days were looked at. Without an <see cref="Actual"/> they are unknown, and nothing was scored.
    /// </summary>
    public bool Settled { get; init; }

    /// <summary>Units that came.</summary>
    public decimal? Actual { get; init; }

    /// <summary>Scores as in <see cref="ForecastScore"/>; those with a scale are null where the scale is 0.</summary>
    public float? SquaredError { get; init; }
    public float? Pinball { get; init; }
    public float? NaiveSquaredError { get; init; }
    public float? NaivePinball { get; init; }
    public bool? Inside80 { get; init; }
    public bool? Inside95 { get; init; }
}
