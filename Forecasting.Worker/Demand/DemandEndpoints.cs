using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Series;
using SmartInventory.ServiceDefaults.Web;
using DayRange = SmartInventory.Forecasting.Engine.History.DayRange;

namespace SmartInventory.Forecasting.Demand;

internal static class DemandEndpoints
{
    private const int DefaultDays = 365;
    private const int MaxDays = 3_660;

    public static async Task<Results<Ok<List<DemandHistory>>, ValidationProblem, ProblemHttpResult>> History(
        string sku,
        [Description("A location's code; default all.")] string? location,
        [Description("Days back from the location's as-of day, 1 to 3660, default 365.")] int? days,
        ForecastingDb db,
        NpgsqlDataSource source,
        LocationClocks clocks,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var (name, place) = SeriesQuery.Parse(errors, sku, location);
        var back = errors.Whole("days", days, 1, MaxDays, DefaultDays);
        if (errors.Any)
            return errors.ToProblem();

        var demand = await DemandStore.ProductAsync(source, name, ct);
        if (demand.Count == 0 && !await SeriesQuery.ExistsAsync(db, name, ct))
            return Refusals.NoProduct(sku);
        var wanted = demand
            .Where(d => place is null || d.Key.Location == place)
            .OrderBy(d => d.Key.Location, StringComparer.Ordinal)
            .ToList();
        var clocksOf = await clocks.ReadAsync(db, [.. wanted.Select(d => d.Key.Location)], ct);
        var stockOuts = await StockOutLog.ReadAsync(db, [name], ct);
        var marks = await SeriesMarks.ReadAsync(db, [name], ct);
        return TypedResults.Ok(
            wanted.ConvertAll(d =>
                Fill(d.Key, d.Value, clocksOf[d.Key.Location], stockOuts.GetValueOrDefault(d.Key) ?? [], back) with
                {
                    Marked = marks.GetValueOrDefault(d.Key)?.All.Select(m => m.ToResponse()).ToList() ?? [],
                }
            )
        );
    }

    /// <summary>
    /// Zero rows for days without a sale; none where the location was silent or had no stock: those are named instead.
    /// </summary>
    private static DemandHistory Fill(
        SeriesKey key,
        List<SeriesDay> sold,
        LocationClock clock,
        DayRange[] stockOuts,
        int back
    )
    {
        var first = clock.AsOf.AddDays(1 - back);
        if (sold[0].Day > first)
            first = sold[0].Day;
        var silences = clock.Silences.Where(s => s.Last >= first && s.First <= clock.AsOf).ToList();
        var withoutStock = DayRange.Within(stockOuts, first, clock.AsOf);
        var byDay = sold.ToDictionary(d => d.Day);
        var rows = new List<DemandDay>();
        for (var day = first; day <= clock.AsOf; day = day.AddDays(1))
        {
            if (byDay.TryGetValue(day, out var known))
                rows.Add(new(day, known.Sold, known.Returned, decimal.Round(known.Revenue, 4)));
            else if (!silences.Exists(s => s.Contains(day)) && !withoutStock.Exists(s => s.Contains(day)))
                rows.Add(new(day, 0, 0, 0));
        }
        return new(
            key.Sku,
            key.Location,
            clock.AsOf,
            rows,
            silences.ConvertAll(Stretch),
            withoutStock.ConvertAll(Stretch)
        );

        static DayStretch Stretch(DayRange range) => new(range.First, range.Last);
    }
}
