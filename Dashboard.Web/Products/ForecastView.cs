using SmartInventory.Contracts.Forecasting;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Products;

/// <summary>One location's forecast with its history, ready to draw. Pure.</summary>
/// <param name="Shown">Null when there is no forecast yet.</param>
/// <param name="Chart">History and fan; null without a forecast.</param>
/// <param name="Expected">Mean demand of the whole horizon, units.</param>
/// <param name="Outdated">Sales after the forecast's as-of day are known: a newer forecast is on its way.</param>
public sealed record ForecastView(
    string Sku,
    ForecastResponse? Shown,
    IReadOnlyList<string> Locations,
    FanChart? Chart,
    double Expected,
    bool Outdated
)
{
    private static readonly int[] Percents = [95, 80, 50];

    public static ForecastView Of(
        string sku,
        string? location,
        IReadOnlyList<ForecastResponse> forecasts,
        IReadOnlyList<DemandHistory> histories
    )
    {
        var locations = forecasts.Select(f => f.Location).ToList();
        var shown =
            forecasts.FirstOrDefault(f => string.Equals(f.Location, location, StringComparison.OrdinalIgnoreCase))
            ?? (forecasts.Count > 0 ? forecasts[0] : null);
        if (shown is null)
            return new ForecastView(sku, null, locations, null, 0, false);

        var history = histories.FirstOrDefault(h => h.Location == shown.Location);
        var past = history?.Days.Where(day => day.Day <= shown.AsOf).ToList() ?? [];
        var chart = new FanChart(
            shown.AsOf,
            [.. past.Select(day => day.Day)],
            [.. past.Select(day => day.Sold)],
            [.. shown.Days.Select(day => day.Date)],
            [.. shown.Days.Select(day => Round(day.Mean))],
            Quantiles(shown, 0.5),
            [.. Percents.Select(percent => Band(shown, percent)).OfType<FanBand>()],
            Bounds(history?.Silent),
            Bounds(history?.WithoutStock),
            [.. shown.Marks.Where(mark => past.Count > 0 && mark.Day >= past[0].Day)]
        );
        return new ForecastView(
            sku,
            shown,
            locations,
            chart,
            shown.Days.Sum(day => day.Mean),
            history?.AsOf > shown.AsOf
        );
    }

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
}
