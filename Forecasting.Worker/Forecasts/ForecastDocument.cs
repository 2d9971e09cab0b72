using System.Text.Json;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Localization;
using SmartInventory.Forecasting.Engine;
using SmartInventory.Forecasting.Engine.Backtest;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Engine.Replenishment;
using SmartInventory.Forecasting.Localization;

namespace SmartInventory.Forecasting.Forecasts;

/// <summary>What is kept of a forecast: the numbers without what belongs to the moment of computing them.</summary>
/// <param name="Whole">Demand is counted in whole units.</param>
/// <param name="ProtectionDays">Lead time + review period that the backtest was scored at.</param>
/// <param name="Lines">Sale and return lines of the series that were known: whether a sale is in it can be
/// told.</param>
/// <param name="Mean">Per day from AsOf + 1 on.</param>
/// <param name="Quantiles">[level][day], levels as in <see cref="Forecaster.Probabilities"/>.</param>
/// <param name="Cumulative">[level][days - 1].</param>
/// <param name="Marks">Days that stand out; null in documents of earlier versions.</param>
/// <param name="Fit">The choice that it was made by; null while none is kept.</param>
/// <param name="Baseline">What the forecast will be measured against; null when its days are in the past already, or it
/// never sold.</param>
/// <param name="Closed">Weekdays on which the location is closed; null in documents of earlier versions.</param>
internal sealed record ForecastDocument(
    DateOnly AsOf,
    ForecastStatus Status,
    string Model,
    Sentence Why,
    bool Whole,
    int ProtectionDays,
    long Lines,
    double[] Mean,
    double[][] Quantiles,
    double[][] Cumulative,
    IReadOnlyList<Contracts.Forecasting.ModelScore> Candidates,
    IReadOnlyList<Sentence> Notes,
    IReadOnlyList<DemandMark>? Marks = null,
    FitSource? Fit = null,
    NaiveBaseline? Baseline = null,
    IReadOnlyList<DayOfWeek>? Closed = null
)
{
    /// <summary>Units have four digits after the point; more would only make the documents long.</summary>
    private const int Digits = 4;

    public int Horizon => Mean.Length;

    /// <summary>What replenishment needs of it.</summary>
    public DemandOutlook ToOutlook() => new(Mean, Forecaster.Probabilities.ToArray(), Cumulative);

    public static ForecastDocument Of(
        SeriesForecast forecast,
        DateOnly asOf,
        int protectionDays,
        long lines,
        IReadOnlyList<Sentence> notes,
        FitSource? fit,
        NaiveBaseline? baseline,
        IReadOnlyList<DayOfWeek> closed
    ) =>
        new(
            asOf,
            forecast.EnoughData ? ForecastStatus.Ok : ForecastStatus.NotEnoughData,
            forecast.Model,
            Sentence.Of(forecast.Reason),
            forecast.Whole,
            protectionDays,
            lines,
            Round(forecast.Mean),
            Array.ConvertAll(forecast.Quantiles, Round),
            Array.ConvertAll(forecast.Cumulative, Round),
            [
                .. forecast.Scores.Select(s => new Contracts.Forecasting.ModelScore
                {
                    Model = s.Model,
                    Origins = s.Origins,
                    HorizonDays = forecast.BacktestHorizon,
                    Rmsse = Round(s.Rmsse),
                    ScaledPinball = Round(s.Pinball),
                    CumulativePinball = Round(s.CumulativePinball),
                    Bias = Round(s.Bias),
                    Coverage80 = Round(s.Coverage80),
                    Coverage95 = Round(s.Coverage95),
                    Chosen = s.Model == forecast.Model,
                }),
            ],
            notes,
            [
                .. forecast.Marks.Select(m => new DemandMark(
                    m.Day,
                    m.Kind switch
                    {
                        DayMarkKind.Promotion => DemandMarkKind.Promotion,
                        DayMarkKind.MarkedPromotion => DemandMarkKind.MarkedPromotion,
                        _ => DemandMarkKind.Outlier,
                    },
                    m.Demand,
                    m.Expected
                )),
            ],
            fit,
            baseline,
            closed
        );

    public string ToJson() => JsonSerializer.Serialize(this, KeptJson.Options);

    public static ForecastDocument FromJson(string json) =>
        JsonSerializer.Deserialize<ForecastDocument>(json, KeptJson.Options)!;

    /// <summary>The first <paramref name="horizon"/> days as the API shows them.</summary>
    public ForecastResponse ToResponse(
        string sku,
        string location,
        long version,
        DateTimeOffset computedAt,
        int horizon
    )
    {
        var days = new ForecastRow[Math.Min(horizon, Horizon)];
        var sums = new ForecastRow[days.Length];
        var sum = 0.0;
        for (var h = 0; h < days.Length; h++)
        {
            sum += Mean[h];
            var day = AsOf.AddDays(h + 1);
            days[h] = new(day, Mean[h], Array.ConvertAll(Quantiles, row => row[h]));
            sums[h] = new(day, Math.Round(sum, Digits), Array.ConvertAll(Cumulative, row => row[h]));
        }
        return new()
        {
            Sku = sku,
            Location = location,
            Version = version,
            AsOf = AsOf,
            ComputedAt = computedAt,
            Status = Status,
            Model = Model,
            Why = Why,
            Levels = Forecaster.Probabilities.ToArray(),
            Days = days,
            Cumulative = sums,
            Candidates = Candidates,
            Notes = Notes,
            Marks = Marks ?? [],
            Fit = Fit,
            ClosedWeekdays = Closed ?? [],
        };
    }

    /// <summary>Units as they are kept and answered.</summary>
    public static double Round(double units) => Math.Round(units, Digits);

    private static double[] Round(double[] values) => Array.ConvertAll(values, Round);

    private static double? Round(double? value) => value is { } v ? Math.Round(v, Digits) : null;
}
