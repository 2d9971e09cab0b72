using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Demand;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Fits;
using SmartInventory.Forecasting.Series;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Trends;

/// <summary>What is regular in how one product sells.</summary>
internal static class PatternEndpoints
{
    public static async Task<Results<Ok<ProductPatterns>, ValidationProblem, ProblemHttpResult>> Get(
        string sku,
        [Description("A location's code; default all together.")] string? location,
        ForecastingDb db,
        NpgsqlDataSource source,
        LocationClocks clocks,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var (name, place) = SeriesQuery.Parse(errors, sku, location);
        if (errors.Any)
            return errors.ToProblem();
        var keys = await db
            .Forecasts.Where(f => f.Sku == name && (place == null || f.Location == place))
            .Select(f => SeriesKey.Of(f.Sku, f.Location))
            .ToListAsync(ct);
        var pasts = await SeriesPast.ReadAsync(source, keys, ct);
        var clock = await clocks.ReadAsync(db, [.. keys.Select(k => k.Location).Distinct()], ct);
        var (demand, days, priced) = Together(
            pasts,
            clock,
            await StockOutLog.ReadAsync(db, [name], ct),
            await SeriesMarks.ReadAsync(db, [name], ct)
        );
        if (demand.Length == 0)
            return await SeriesQuery.ExistsAsync(db, name, ct)
                ? Refusals.NotFound(
                    place is null
                        ? T($"'{name}' was never sold: there is no pattern.")
                        : T($"'{name}' was never sold at {place}: there is no pattern.")
                )
                : Refusals.NoProduct(sku);
        var since = demand.Length - 1 - Array.FindLastIndex(demand, d => d > 0);
        var known = demand.Length;
        var first = Math.Max(0, demand.Length - PatternRule.MostDays);
        (demand, days) = (demand[first..], days[first..]);
        var trend = PatternRule.Trend(PatternRule.Weekly(demand));
        return TypedResults.Ok(
            new ProductPatterns
            {
                Sku = name,
                Location = place,
                From = DateOnly.FromDayNumber(days[0]),
                AsOf = DateOnly.FromDayNumber(days[^1]),
                Weekdays = PatternRule.Weekdays(demand, days),
                Months = PatternRule.Months(demand, days),
                WeekStrength = Round(PatternRule.WeekStrength(demand)),
                YearStrength = Round(PatternRule.YearStrength(demand)),
                Trend = trend,
                Stage = PatternRule.Stage(known, since, trend),
                Promotions = PatternRule.Promotions(pasts.Values.SelectMany(p => p.Kept?.Fit.Marks ?? [])),
                Price = PriceRule.Measure(priced),
            }
        );
    }

    /// <summary>
    /// The known days of all locations added up, by day; a day that no location knows is unknown, one on which some do
    /// not has what the others sold.
    /// </summary>
    private static (double[] Demand, int[] Days, List<PricedDays> Priced) Together(
        Dictionary<SeriesKey, SeriesPast> pasts,
        Dictionary<string, LocationClock> clocks,
        Dictionary<SeriesKey, DayRange[]> stockOuts,
        Dictionary<SeriesKey, SeriesMarks> marks
    )
    {
        var sums = new SortedDictionary<int, double>();
        var priced = new List<PricedDays>();
        var history = new DailyDemand();
        foreach (var (key, past) in pasts)
        {
            past.Prepare(
                history,
                clocks[key.Location],
                stockOuts.GetValueOrDefault(key),
                marks.GetValueOrDefault(key)?.Unknown
            );
            priced.Add(Priced(history, past));
            for (var t = 0; t < history.Length; t++)
            {
                var (day, value) = (history.Days[t], history.Demand[t]);
                var before = sums.GetValueOrDefault(day, double.NaN);
                sums[day] =
                    double.IsNaN(value) ? before
                    : double.IsNaN(before) ? value
                    : before + value;
            }
        }
        return ([.. sums.Values], [.. sums.Keys], priced);
    }

    /// <summary>The newest days of a series with their revenue.</summary>
    private static PricedDays Priced(DailyDemand history, SeriesPast past)
    {
        var first = Math.Max(0, history.Length - PatternRule.MostDays);
        var days = history.Days[first..].ToArray();
        var brought = past.Days.ToDictionary(d => d.Day.DayNumber, d => (double)d.Revenue);
        return new(history.Demand[first..].ToArray(), Array.ConvertAll(days, d => brought.GetValueOrDefault(d)), days);
    }

    private static double? Round(double? value) => value is { } v ? Math.Round(v, 4) : null;
}
