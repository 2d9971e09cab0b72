using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Localization;
using SmartInventory.Forecasting.Demand;
using SmartInventory.Forecasting.Engine;
using SmartInventory.Forecasting.Engine.Backtest;
using SmartInventory.Forecasting.Engine.Global;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Pending;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Forecasts;

/// <summary>A forecast, and why its series should be fitted anew; null when the kept fit serves.</summary>
/// <param name="Promotions">What the promotions of the series did, as far as they are over.</param>
internal sealed record ComputedForecast(
    ForecastDocument Document,
    RefitReason? Wanted,
    IReadOnlyList<MeasuredPromotion> Promotions
);

/// <summary>The fit and the forecast of one series from what was read of it: no store, no clock.</summary>
internal static class SeriesComputation
{
    /// <summary>A reader wants the newest days that stand out, not all of ten years.</summary>
    private const int MostMarks = 100;

    /// <summary>The newest stretches without stock are named in the notes, older ones counted.</summary>
    private const int NamedStockOuts = 5;

    /// <summary>And so many of the stretches that somebody said something of.</summary>
    private const int NamedMarks = 5;

    /// <summary>Days that the next order has to last: the backtest and the suggestion look this far.</summary>
    public static int ProtectionDays(SeriesKey key, SeriesData data) => data.TermsOf(key).ProtectionDays;

    /// <summary>
    /// How far the kept forecast reaches: eight weeks, or further where the order has to last longer.
    /// </summary>
    public static int KeptHorizon(int protectionDays) =>
        Math.Clamp(protectionDays, Limits.DefaultHorizonDays, Limits.MaxHorizonDays);

    /// <summary>The expensive half: the choice for a series.</summary>
    public static SeriesFit Fit(SeriesKey key, SeriesData data, ForecastWorkspace work)
    {
        Prepare(key, data, work);
        var fit = SeriesForecaster.Fit(work, Request(key, data, null), Context(key, data));
        return fit with
        {
            Marks = [.. fit.Marks.Concat(Promotions(key, data, work)).OrderBy(m => m.Day).TakeLast(MostMarks)],
        };
    }

    private static List<DayMark> Promotions(SeriesKey key, SeriesData data, ForecastWorkspace work)
    {
        var last = data.Clocks[key.Location].LastWhole;
        var days = data.Pasts[key].Days.FindAll(d => d.Day <= last);
        if (days.Count == 0)
            return [];
        var first = days[0].Day.DayNumber;
        var length = days[^1].Day.DayNumber - first + 1;
        var (units, revenue) = (new double[length], new double[length]);
        foreach (var day in days)
            (units[day.Day.DayNumber - first], revenue[day.Day.DayNumber - first]) = (
                (double)(day.Sold - day.Returned),
                (double)day.Revenue
            );
        return DayMarks.Promotions(units, revenue, first, work);
    }

    /// <summary>The cheap half: a forecast by the choice that is kept, or without one by what needs none.</summary>
    public static ComputedForecast Forecast(SeriesKey key, SeriesData data, ForecastWorkspace work, int? horizon = null)
    {
        var kept = data.Pasts[key].Kept;
        var (fit, unfitted, request, context, promotions) = Ready(key, data, work, horizon);
        RefitReason? wanted =
            unfitted ? RefitReason.New
            : kept!.ProtectionDays != request.ProtectionDays ? RefitReason.Terms
            : null;
        var forecast = SeriesForecaster.Forecast(work, fit, request, context);
        var marks = data.Marks.GetValueOrDefault(key) ?? SeriesMarks.None;
        forecast = forecast with { Marks = [.. marks.Beside(forecast.Marks, promotions.Days).TakeLast(MostMarks)] };
        var clock = data.Clocks[key.Location];
        // What a standing clock has ahead of it may be known already: nothing is learned from meeting it.
        var baseline = clock.InProgress ? NaiveBaseline.Of(work.History.Demand, request.ProtectionDays) : null;
        var lines = data.Pasts[key].Days.Sum(d => d.Lines);
        return new(
            ForecastDocument.Of(
                forecast,
                clock.AsOf,
                request.ProtectionDays,
                lines,
                Notes(key, data, promotions, clock.AsOf.AddDays(request.Horizon)),
                unfitted ? null : kept!.Source,
                baseline,
                clock.ClosedNow
            ),
            wanted,
            promotions.Past
        );
    }

    /// <summary>The weeks or months ahead, first what is left of the present one; by the same choice.</summary>
    public static IReadOnlyList<ForecastPeriod> Periods(
        SeriesKey key,
        SeriesData data,
        ForecastWorkspace work,
        ForecastGrain grain,
        int count
    )
    {
        var (fit, _, request, context, _) = Ready(key, data, work, null);
        var periods =
            grain == ForecastGrain.Month
                ? YearAhead.Months(work, fit, request, context, count)
                : YearAhead.Weeks(work, fit, request, context, count);
        return
        [
            .. periods.Select(p => new ForecastPeriod(
                p.From,
                p.To,
                ForecastDocument.Round(p.Mean),
                Array.ConvertAll(p.Quantiles, ForecastDocument.Round)
            )),
        ];
    }

    /// <summary>
    /// What <see cref="Periods"/> expects of all weeks and all months of a year, to the last digit, for less.
    /// </summary>
    public static (IReadOnlyList<ExpectedPeriod> Weeks, IReadOnlyList<ExpectedPeriod> Months) Expected(
        SeriesKey key,
        SeriesData data,
        ForecastWorkspace work
    )
    {
        var (fit, _, request, context, _) = Ready(key, data, work, null);
        var (weeks, months) = YearAhead.Expected(work, fit, request, context);
        return (Rounded(weeks), Rounded(months));

        static List<ExpectedPeriod> Rounded(IReadOnlyList<ExpectedPeriod> periods) =>
            [.. periods.Select(p => p with { Mean = ForecastDocument.Round(p.Mean) })];
    }

    /// <summary>All that a forecast is made from, with the history in <paramref name="work"/>.</summary>
    private static (
        SeriesFit Fit,
        bool Unfitted,
        ForecastRequest Request,
        SeriesContext Context,
        SeriesPromotions Promotions
    ) Ready(SeriesKey key, SeriesData data, ForecastWorkspace work, int? horizon)
    {
        Prepare(key, data, work);
        var kept = data.Pasts[key].Kept;
        var context = Context(key, data);
        var promotions = SeriesPromotions.Of(key, data, work, context);
        context = context with { Raised = promotions.Raised };
        var unfitted = kept is null || (!kept.Fit.EnoughData && SeriesForecaster.IsEnough(work.History));
        return (
            unfitted ? SeriesForecaster.Provisional(work, context) : kept!.Fit,
            unfitted,
            Request(key, data, horizon),
            context,
            promotions
        );
    }

    /// <summary>Fills the history of <paramref name="work"/> with what was read of a series.</summary>
    public static void Prepare(SeriesKey key, SeriesData data, ForecastWorkspace work) =>
        data.Pasts[key]
            .Prepare(
                work.History,
                data.Clocks[key.Location],
                data.StockOuts.GetValueOrDefault(key),
                data.Marks.GetValueOrDefault(key)?.Unknown
            );

    private static ForecastRequest Request(SeriesKey key, SeriesData data, int? horizon)
    {
        var protection = ProtectionDays(key, data);
        return new(
            horizon ?? KeptHorizon(protection),
            protection,
            data.Products.GetValueOrDefault(key.Sku)?.WholeUnits
        );
    }

    private static SeriesContext Context(SeriesKey key, SeriesData data)
    {
        var (asOf, closed) = (data.Clocks[key.Location].AsOf, data.Clocks[key.Location].ClosedNow);
        var day = asOf.DayNumber;
        if (data.Model?.Models is not { } models || !GlobalInput.IsOfItsTime(day, models.Days.LearnedThrough))
            return new(asOf, null, closed, data.Marks.GetValueOrDefault(key)?.Counted);
        var known = GlobalInput.Ask(key, data);
        return new(
            asOf,
            new GlobalExpectation(models.Days, known, day),
            closed,
            data.Marks.GetValueOrDefault(key)?.Counted,
            OutsideWeeks: new GlobalExpectation(models.Weeks, known.ByWeek(day), day - DailyDemand.Season + 1)
        );
    }

    private static List<Sentence> Notes(SeriesKey key, SeriesData data, SeriesPromotions promotions, DateOnly last)
    {
        var (clock, days) = (data.Clocks[key.Location], data.Pasts[key].Days);
        var notes = new List<Sentence>();
        if (days.Count > 0)
        {
            notes.AddRange(
                clock
                    .Silences.Where(s => s.First > days[0].Day)
                    .Select(s => S($"The location recorded no sale from {Of(s)}: unknown, and left out."))
            );
            notes.AddRange(
                (data.Marks.GetValueOrDefault(key) ?? SeriesMarks.None)
                    .All.Where(m => m.ToDay >= days[0].Day && m.FromDay <= Until(m))
                    .TakeLast(NamedMarks)
                    .Select(m => promotions.Say(m, Until(m)))
            );
            notes.AddRange(StockOutNotes(days[0].Day, clock.AsOf, data.StockOuts.GetValueOrDefault(key) ?? []));
        }
        notes.AddRange(promotions.SayAhead(last));
        if (clock.ClosedNow is { Length: > 0 } closed)
            notes.Add(
                S(
                    $"The location sold nothing in the last year on any {Sentence.Join(", ", closed.Cast<object>())}: "
                        + $"closed, and no demand is expected there."
                )
            );
        if (!clock.InProgress)
            notes.Add(S($"The location's last sale is of {clock.AsOf:d MMM yyyy}: its clock stands there."));
        return notes;

        // What a promotion did is known of whole days.
        DateOnly Until(MarkedDays marked) => marked.Kind == MarkKind.Promotion ? clock.LastWhole : clock.AsOf;
    }

    private static IEnumerable<Sentence> StockOutNotes(DateOnly first, DateOnly asOf, DayRange[] withoutStock)
    {
        var stretches = DayRange.Within(withoutStock, first, asOf);
        if (stretches.Count > NamedStockOuts)
            yield return S($"Without stock {stretches.Count - NamedStockOuts} times before: demand unknown, left out.");
        foreach (var stretch in stretches.TakeLast(NamedStockOuts))
            yield return S($"Without stock from {Of(stretch)}: demand unknown, left out.");
    }

    private static Sentence Of(DayRange days) => S($"{days.First:d MMM yyyy} to {days.Last:d MMM yyyy}");
}
