using Microsoft.AspNetCore.Html;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Dashboard.Web.Shared;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Dashboard.Web.Products;

/// <summary>One location's forecast with its history, ready to draw. Pure.</summary>
/// <param name="Shown">Null when there is no forecast yet.</param>
/// <param name="Chart">History and fan; null without a forecast.</param>
/// <param name="Grain">How long the periods are that it is shown in.</param>
/// <param name="Expected">Mean demand of the whole horizon, units.</param>
/// <param name="Outdated">Sales after the forecast's as-of day are known: a newer forecast is on its way.</param>
public sealed record ForecastView(
    string Sku,
    ForecastResponse? Shown,
    IReadOnlyList<string> Locations,
    Chart? Chart,
    ForecastGrain Grain,
    double Expected,
    bool Outdated
)
{
    private static readonly int[] Percents = [95, 80, 50];

    /// <summary>Where it is shown in other periods, or at another location.</summary>
    public string Url(ForecastGrain grain, string? location = null) =>
        $"{Show.ProductUrl(Sku)}?location={Uri.EscapeDataString(location ?? Shown?.Location ?? "")}"
        + $"&grain={Words.Of(grain)}#tile-forecast";

    public static ForecastView Of(
        string sku,
        string? location,
        ForecastGrain grain,
        IReadOnlyList<ForecastResponse> forecasts,
        IReadOnlyList<DemandHistory> histories
    )
    {
        var locations = forecasts.Select(f => f.Location).ToList();
        var shown =
            forecasts.FirstOrDefault(f => string.Equals(f.Location, location, StringComparison.OrdinalIgnoreCase))
            ?? (forecasts.Count > 0 ? forecasts[0] : null);
        if (shown is null)
            return new ForecastView(sku, null, locations, null, grain, 0, false);

        var history = histories.FirstOrDefault(h => h.Location == shown.Location);
        var past = history?.Days.Where(day => day.Day <= shown.AsOf).ToList() ?? [];
        if (grain != ForecastGrain.Day)
        {
            (past, shown) = (Gather(past, grain), InPeriods(shown));
            history = history is null ? null : history with { Silent = [], WithoutStock = [] };
        }
        var chart = Fan(
            grain,
            shown,
            past,
            [.. Percents.Select(percent => Band(shown, percent)).OfType<FanBand>()],
            [.. shown.Marks.Where(mark => past.Exists(day => day.Day == mark.Day))],
            history
        );
        return new ForecastView(
            sku,
            shown,
            locations,
            chart,
            grain,
            shown.Days.Sum(day => day.Mean),
            history?.AsOf > shown.AsOf
        );
    }

    /// <summary>A period stands at its first day; days that stand out are within.</summary>
    private static ForecastResponse InPeriods(ForecastResponse shown) =>
        shown with
        {
            Days = [.. shown.Periods.Select(p => new ForecastRow(p.From, p.Mean, p.Quantiles))],
            Marks = [],
        };

    /// <summary>What was sold in whole periods; the present one is not over.</summary>
    private static List<DemandDay> Gather(List<DemandDay> days, ForecastGrain grain)
    {
        DateOnly Start(DateOnly day) =>
            grain == ForecastGrain.Month
                ? new(day.Year, day.Month, 1)
                : day.AddDays(-(((int)day.DayOfWeek - (int)DayOfWeek.Monday + 7) % 7));
        if (days.Count == 0)
            return days;
        var (first, last) = (days[0].Day, days[^1].Day);
        return
        [
            .. days.GroupBy(day => Start(day.Day))
                .Where(period => period.Key >= first && Start(last.AddDays(1)) > period.Key)
                .Select(period => new DemandDay(
                    period.Key,
                    period.Sum(day => day.Sold),
                    period.Sum(day => day.Returned),
                    period.Sum(day => day.Revenue)
                )),
        ];
    }

    private static Chart Fan(
        ForecastGrain grain,
        ForecastResponse shown,
        List<DemandDay> past,
        List<FanBand> bands,
        List<DemandMark> marks,
        DemandHistory? history
    )
    {
        var median = Quantiles(shown, 0.5);
        List<DateOnly> days = [.. past.Select(day => day.Day), .. shown.Days.Select(day => day.Date)];
        var mean = shown.Days.Select(day => Round(day.Mean)).ToList();
        var marked = marks.ToLookup(mark => mark.Day);

        // Both have a value at every place of the axis.
        List<double?> Sold(IEnumerable<double?> values) => [.. values, .. shown.Days.Select(_ => (double?)null)];
        List<double?> Ahead(IEnumerable<double> values) =>
            [.. past.Select(_ => (double?)null), .. values.Select(v => (double?)v)];

        List<ChartSeries> series =
        [
            new(T("Sold"), ChartShape.Bars, ChartColor.Accent, Sold(past.Select(day => (double?)day.Sold))),
        ];
        foreach (var kind in Enum.GetValues<DemandMarkKind>().Where(kind => marks.Exists(mark => mark.Kind == kind)))
        {
            DemandMark? Of(DateOnly day) => marked[day].FirstOrDefault(mark => mark.Kind == kind);
            series.Add(
                new(
                    Kind(kind),
                    kind switch
                    {
                        DemandMarkKind.Outlier => ChartShape.Diamond,
                        DemandMarkKind.Promotion => ChartShape.Triangle,
                        _ => ChartShape.Circle,
                    },
                    kind == DemandMarkKind.Outlier ? ChartColor.Bad : ChartColor.Warn,
                    Sold(past.Select(day => Of(day.Day)?.Demand))
                )
                {
                    Notes = days.ConvertAll(day => Of(day) is { } mark ? Against(mark) : null),
                }
            );
        }

        series.AddRange(
            bands.Select(band => new ChartSeries(
                T($"{band.Percent}% band"),
                ChartShape.Band,
                ChartColor.Second,
                Ahead(band.High)
            )
            {
                Low = Ahead(band.Low),
            })
        );
        if (median is not null)
            series.Add(new(T("Median"), ChartShape.Dotted, ChartColor.Second, Ahead(median)));
        series.Add(new(T("Expected units"), ChartShape.Line, ChartColor.Second, Ahead(mean)));

        // A far tail must not press everything else to the ground: then the axis ends above the rest.
        var tail = bands.SelectMany(band => band.High).DefaultIfEmpty().Max();
        var body =
            1.2
            * past.Select(day => (double)day.Sold)
                .Concat(mean)
                .Concat(bands.Where(band => band.Percent < 95).SelectMany(band => band.High))
                .Max();
        var cut = body > 0 && tail > 1.5 * body;
        return new(
            "forecast",
            grain switch
            {
                ForecastGrain.Week => T("Units sold per week, and what is expected"),
                ForecastGrain.Month => T("Units sold per month, and what is expected"),
                _ => T("Units sold per day, and what is expected"),
            },
            grain == ForecastGrain.Day
                ? T(
                    "Units sold per day up to the as-of day, then the forecast as bands that hold 50, 80 and 95 of 100 "
                        + "days; days that stand out are marked, stretches without stock shaded; "
                        + "the same numbers are in the table below."
                )
                : T(
                    "Units sold in whole weeks or months before the as-of day, then the forecast, first what is left "
                        + "of the present one, as bands that hold 50, 80 and 95 of 100; each stands at its first day; "
                        + "the same numbers are in the table below."
                ),
            new()
            {
                Days = days,
                Panels =
                [
                    new(
                        grain switch
                        {
                            ForecastGrain.Week => T("Units per week"),
                            ForecastGrain.Month => T("Units per month"),
                            _ => T("Units per day"),
                        },
                        series,
                        1
                    )
                    {
                        Top = cut ? body : null,
                        Beyond = cut ? T($"The band reaches {Show.Units(tail)}") : null,
                    },
                ],
                Breaks = Bounds(history?.Silent),
                Shades = Bounds(history?.WithoutStock),
                Shaded = T("Without stock: unknown"),
                Lines = [new(T("As of"), ChartColor.Muted, Day: shown.AsOf)],
            },
            Table(grain, shown, past, bands, median, marked),
            AsOf(shown),
            Tall: true
        );
    }

    private static ChartTable Table(
        ForecastGrain grain,
        ForecastResponse shown,
        List<DemandDay> past,
        List<FanBand> bands,
        List<double>? median,
        ILookup<DateOnly, DemandMark> marked
    )
    {
        static string Number(decimal value) => Show.Estimate(value);
        List<ChartColumn> columns =
        [
            new("day", grain == ForecastGrain.Day ? T("Day") : T("From")),
            new("expected", T("Expected units"), Number),
        ];
        if (median is not null)
            columns.Add(new("median", T("Median"), Number));
        foreach (var band in bands)
        {
            columns.Add(new($"low{band.Percent}", T($"{band.Percent}% band from"), Number));
            columns.Add(new($"high{band.Percent}", T($"{band.Percent}% band to"), Number));
        }

        columns.Add(new("sold", T("Sold"), v => Show.Units(v)));
        if (marked.Count > 0)
        {
            columns.Add(new("mark", T("Stands out")));
            columns.Add(new("usual", T("Usually"), Number));
        }

        object?[] Row(DateOnly day, IEnumerable<double?> ahead, decimal? sold)
        {
            var mark = marked[day].FirstOrDefault();
            return
            [
                day,
                .. ahead.Select(v => (object?)ChartTable.Number(v)),
                sold,
                .. marked.Count == 0
                    ? Array.Empty<object?>()
                    : [mark is null ? "" : Kind(mark.Kind), ChartTable.Number(mark?.Expected)],
            ];
        }

        return new(
            grain switch
            {
                ForecastGrain.Week => T("Forecast per week, units; then what was sold, newest first"),
                ForecastGrain.Month => T("Forecast per month, units; then what was sold, newest first"),
                _ => T("Forecast per day, units; then what was sold, newest first"),
            },
            columns,
            [
                .. shown.Days.Select(
                    (day, i) =>
                        Row(
                            day.Date,
                            [
                                Round(day.Mean),
                                .. median is null ? Array.Empty<double?>() : [median[i]],
                                .. bands.SelectMany(band => new double?[] { band.Low[i], band.High[i] }),
                            ],
                            null
                        )
                ),
                .. past.AsEnumerable()
                    .Reverse()
                    .Select(day =>
                        Row(
                            day.Day,
                            columns.Skip(1).TakeWhile(c => c.Key != "sold").Select(_ => (double?)null),
                            day.Sold
                        )
                    ),
            ]
        );
    }

    private static IHtmlContent AsOf(ForecastResponse shown)
    {
        var (asOf, computed) = (Show.Day(shown.AsOf), Show.Moment(shown.ComputedAt));
        var version = Show.Count(shown.Version);
        if (shown.Fit is not { } fit)
            return Rich($"History up to {asOf}, computed {computed} as version {version}");
        var (fitted, model) = (Show.Moment(fit.FittedAt), Show.Count(fit.Version));
        return fit.GlobalModel is { } global
            ? Rich(
                $"History up to {asOf}, computed {computed} as version {version}; model chosen {fitted} as version "
                    + $"{model}, with the model over all series, version {Show.Count(global)}"
            )
            : Rich(
                $"History up to {asOf}, computed {computed} as version {version}; model chosen {fitted} as version "
                    + $"{model}"
            );
    }

    private static string Kind(DemandMarkKind kind) =>
        kind switch
        {
            DemandMarkKind.Outlier => T("Outlier"),
            DemandMarkKind.Promotion => T("Price cut"),
            _ => T("Promotion"),
        };

    /// <summary>What came on a day that stands out, and how much more or less than usual that is.</summary>
    private static string Against(DemandMark mark) =>
        mark.Expected > 0
            ? T(
                $"{Show.Units(mark.Demand)}, usually {Show.Units(mark.Expected)} "
                    + $"({Show.Change(mark.Demand / mark.Expected - 1)})"
            )
            : T($"{Show.Units(mark.Demand)}, usually none");

    private static List<DateOnly[]> Bounds(IReadOnlyList<DayStretch>? stretches) =>
        [.. (stretches ?? []).Select(stretch => new[] { stretch.From, stretch.To.AddDays(1) })];

    // A forecast without these levels gets fewer bands, not made-up ones.
    private static FanBand? Band(ForecastResponse forecast, int percent)
    {
        var tail = (100 - percent) / 200.0;
        return Quantiles(forecast, tail) is { } low && Quantiles(forecast, 1 - tail) is { } high
            ? new FanBand(percent, low, high)
            : null;
    }

    private static List<double>? Quantiles(ForecastResponse forecast, double level)
    {
        for (var i = 0; i < forecast.Levels.Count; i++)
        {
            if (Math.Abs(forecast.Levels[i] - level) < 1e-6)
                return [.. forecast.Days.Select(day => Round(day.Quantiles[i]))];
        }

        return null;
    }

    private static double Round(double units) => Math.Round(units, 2);

    /// <param name="Percent">50, 80 or 95: the share of days that should end up inside.</param>
    private sealed record FanBand(int Percent, IReadOnlyList<double> Low, IReadOnlyList<double> High);
}
