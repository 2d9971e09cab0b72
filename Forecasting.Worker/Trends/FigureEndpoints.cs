using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Demand;
using SmartInventory.Forecasting.Series;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Trends;

/// <summary>What a shop looks at first, in one answer.</summary>
internal static class FigureEndpoints
{
    private const int MostDays = 366;

    public static async Task<Results<Ok<TrendFigures>, ValidationProblem>> Get(
        [AsParameters] ProductFilter filter,
        [Description("Days to add up, 1 to 366, default 28; as many before them are compared.")] int? days,
        ForecastingDb db,
        LocationClocks clocks,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var choice = filter.Read(errors);
        var span = errors.Whole("days", days, 1, MostDays, TrendRule.WindowDays);
        if (errors.Any)
            return errors.ToProblem();

        var heads = (await clocks.HeadsAsync(db, ct)).FindAll(h =>
            choice.Location is null || h.Location == choice.Location
        );
        var live = heads.FindAll(h => h.InProgress);
        var running = new Running([.. live.Select(h => h.Location)], [.. live.Select(h => h.AsOf)]);
        var now = time.GetUtcNow();
        var to = (live.Count > 0 ? live.Max(h => h.AsOf) : LocationClock.DayOf(null, now)).AddDays(-1);

        // What was sold of a product is revenue, archived since or not; what lies there of it is no stock to judge.
        var products = await ProductFigures.ReadAsync(db, choice, ct, archived: true);
        var known = products.ToDictionary(p => p.Sku);
        var sold = (await SoldAsync(db, running, span, ct))
            .Where(s => choice.Has(known.GetValueOrDefault(s.Sku)?.Category, known.GetValueOrDefault(s.Sku)?.Supplier))
            .ToList();
        var without = (await WithoutAsync(db, running, span, ct)).ToDictionary(w => SeriesKey.Of(w.Sku, w.Location));
        return TypedResults.Ok(
            new TrendFigures
            {
                Days = span,
                AsOf = now,
                From = to.AddDays(1 - span),
                To = to,
                Sold = Sales(sold),
                RevenueToday = sold.Sum(s => s.RevenueToday),
                Margin = Margin(sold, known),
                Fill = Fill(sold, products, without, running, span),
                Stock = StockTrendEndpoints.Totals(products.Where(p => !p.Archived)),
                Standing = [.. heads.Where(h => !h.InProgress).Select(h => h.Location)],
            }
        );
    }

    private static WindowFigures? Sales(List<Sold> sold) =>
        sold.Exists(s => s.Past)
            ? Window.Compare(
                sold.Sum(s => s.Units),
                sold.Sum(s => s.Revenue),
                sold.Sum(s => s.UnitsBefore),
                sold.Sum(s => s.RevenueBefore)
            )
            : null;

    private static MarginFigures? Margin(List<Sold> sold, Dictionary<string, ProductFigures> known)
    {
        var (margin, before, revenue, costUnknown, any) = (0m, 0m, 0m, 0m, false);
        foreach (var row in sold.Where(s => s.Past))
        {
            if (known.GetValueOrDefault(row.Sku)?.UnitCost is not { } cost)
            {
                costUnknown += row.Revenue;
                continue;
            }
            any = true;
            revenue += row.Revenue;
            margin += row.Revenue - row.Units * cost;
            before += row.RevenueBefore - row.UnitsBefore * cost;
        }
        return any
            ? new(
                decimal.Round(margin, 4),
                decimal.Round(before, 4),
                Window.Change(margin, before),
                revenue > 0 ? Math.Round((double)(margin / revenue), 4) : null,
                costUnknown
            )
            : null;
    }

    private static FillFigures? Fill(
        List<Sold> sold,
        List<ProductFigures> products,
        Dictionary<SeriesKey, Without> without,
        Running running,
        int span
    )
    {
        var bySeries = sold.ToDictionary(s => SeriesKey.Of(s.Sku, s.Location));
        var places = running.Locations.ToHashSet(StringComparer.Ordinal);
        var (now, before) = (new Fulfilment(), new Fulfilment());
        foreach (var series in products.SelectMany(p => p.Series).Where(s => s.Counted && places.Contains(s.Location)))
        {
            var key = SeriesKey.Of(series.Sku, series.Location);
            var (units, unitsBefore) = bySeries.TryGetValue(key, out var row) ? (row.Units, row.UnitsBefore) : (0, 0);
            var (days, daysBefore) = without.TryGetValue(key, out var none) ? (none.Days, none.DaysBefore) : (0, 0);
            var pace = FillRule.UsualPace(
                units + unitsBefore,
                Math.Min(2 * span, series.KnownDays) - days - daysBefore,
                series.Units365,
                Math.Min(TrendRule.YearDays, series.KnownDays)
            );
            now = now.With(units, days, pace);
            before = before.With(unitsBefore, daysBefore, pace);
        }
        return (now.Rate ?? before.Rate) is null
            ? null
            : new(now.Rate, before.Rate, now.DaysWithout, decimal.Round(now.Missed, 2));
    }

    /// <summary>Both windows and the running day in one statement, through the ledger's index of days.</summary>
    private static async Task<List<Sold>> SoldAsync(ForecastingDb db, Running running, int span, CancellationToken ct)
    {
        if (running.Locations.Length == 0)
            return [];
        var (locations, days) = (running.Locations, running.Days);
        var (first, last) = (days.Min().AddDays(-2 * span), days.Max());
        return await db
            .Database.SqlQuery<Sold>(
                $"""
                SELECT d.sku, d.location, bool_or(d.day < c.today) AS past,
                    coalesce(sum(sold - returned) FILTER (WHERE d.day < c.today AND d.day >= c.today - {span}), 0)
                        AS units,
                    coalesce(sum(revenue) FILTER (WHERE d.day < c.today AND d.day >= c.today - {span}), 0) AS revenue,
                    coalesce(sum(sold - returned) FILTER (WHERE d.day < c.today - {span}), 0) AS units_before,
                    coalesce(sum(revenue) FILTER (WHERE d.day < c.today - {span}), 0) AS revenue_before,
                    coalesce(sum(revenue) FILTER (WHERE d.day = c.today), 0) AS revenue_today
                FROM forecasting.demand AS d
                JOIN unnest({locations}, {days}) AS c (location, today) ON c.location = d.location
                WHERE d.day BETWEEN {first} AND {last} AND d.day BETWEEN c.today - 2 * {span} AND c.today
                GROUP BY d.sku, d.location
                """
            )
            .ToListAsync(ct);
    }

    /// <summary>How many days of each window were without stock from their beginning to their end.</summary>
    private static async Task<List<Without>> WithoutAsync(
        ForecastingDb db,
        Running running,
        int span,
        CancellationToken ct
    )
    {
        var (locations, days) = (running.Locations, running.Days);
        return await db
            .Database.SqlQuery<Without>(
                $"""
                SELECT sku, location,
                    CAST(sum(greatest(0, least(until, today - 1) - greatest(from_day, today - {span}) + 1)) AS int)
                        AS days,
                    CAST(sum(greatest(0, least(until, today - {span} - 1) - greatest(from_day, today - 2 * {span}) + 1))
                        AS int) AS days_before
                FROM (
                    SELECT o.sku, o.location, o.from_day, coalesce(o.to_day, c.today) AS until, c.today
                    FROM forecasting.stock_outs AS o
                    JOIN unnest({locations}, {days}) AS c (location, today) ON c.location = o.location) AS stretch
                WHERE until >= today - 2 * {span} AND from_day < today
                GROUP BY sku, location
                """
            )
            .ToListAsync(ct);
    }

    /// <summary>The locations whose clock runs, each with its day of today.</summary>
    private sealed record Running(string[] Locations, DateOnly[] Days);

    private sealed record Sold(
        string Sku,
        string Location,
        bool Past,
        decimal Units,
        decimal Revenue,
        decimal UnitsBefore,
        decimal RevenueBefore,
        decimal RevenueToday
    );

    private sealed record Without(string Sku, string Location, int Days, int DaysBefore);
}
