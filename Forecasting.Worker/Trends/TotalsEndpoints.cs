using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Demand;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Trends;

/// <summary>What was sold in any window, against another.</summary>
internal static class TotalsEndpoints
{
    private const int MostDays = 3_660;

    public static async Task<Results<Ok<TrendTotals>, ValidationProblem>> Get(
        [AsParameters] ProductFilter filter,
        [Description("product, category, location or supplier; default product.")] string? by,
        [Description("First day; default 27 days before the last.")] string? from,
        [Description("Last day; default the newest as-of day of a location.")] string? to,
        [Description("before: as many days just before; last-year: the same weekdays 52 weeks before.")]
            string? against,
        [Description("Groups to show, 1 to 500, default 50.")] int? limit,
        ForecastingDb db,
        LocationClocks clocks,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var choice = filter.Read(errors);
        var group = errors.Word<TotalsBy>("by", by) ?? TotalsBy.Product;
        var other = errors.Word<TotalsAgainst>("against", against) ?? TotalsAgainst.Before;
        var (first, last) = (errors.Day("from", from), errors.Day("to", to));
        var most = errors.Whole("limit", limit, 1, Limits.MaxPage, PageRequest.DefaultLimit);
        if (errors.Any)
            return errors.ToProblem();

        var end = last ?? await NewestAsync(db, clocks, choice.Location, time, ct);
        var window = new Window(first ?? end.AddDays(1 - TrendRule.WindowDays), end);
        if (window.Days < 1)
            errors.Add("from", T($"must not be after {end:yyyy-MM-dd}"));
        else if (window.Days > MostDays)
            errors.Add("from", T($"must be at most {MostDays} days before {end:yyyy-MM-dd}"));
        if (errors.Any)
            return errors.ToProblem();

        var compared = window.Against(other);
        var rows = await ReadAsync(db, window, compared, choice.Location, ct);
        var groups = (await GroupAsync(db, rows, group, choice, ct)).ToList();
        return TypedResults.Ok(
            new TrendTotals(
                group,
                window.From,
                window.To,
                other,
                compared.From,
                compared.To,
                Sum(groups.SelectMany(g => g.Rows)),
                groups.Count,
                [
                    .. groups
                        .Select(g => new WindowGroup(g.Key, g.Name, Sum(g.Rows)))
                        .OrderByDescending(g => Math.Max(g.Figures.Revenue, g.Figures.RevenueBefore))
                        .ThenBy(g => g.Key, StringComparer.Ordinal)
                        .Take(most)
                        .OrderByDescending(g => g.Figures.Revenue)
                        .ThenByDescending(g => g.Figures.RevenueBefore)
                        .ThenBy(g => g.Key, StringComparer.Ordinal),
                ]
            )
        );
    }

    private static async Task<DateOnly> NewestAsync(
        ForecastingDb db,
        LocationClocks clocks,
        string? location,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var heads = (await clocks.HeadsAsync(db, ct)).FindAll(h => location is null || h.Location == location);
        return heads.Count == 0 ? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime) : heads.Max(h => h.AsOf);
    }

    /// <summary>Both windows in one statement, through the ledger's index of days.</summary>
    private static Task<List<Sold>> ReadAsync(
        ForecastingDb db,
        Window window,
        Window compared,
        string? location,
        CancellationToken ct
    )
    {
        var (from, to, otherFrom, otherTo) = (window.From, window.To, compared.From, compared.To);
        return db
            .Database.SqlQuery<Sold>(
                $"""
                SELECT sku, location,
                    coalesce(sum(sold - returned) FILTER (WHERE day BETWEEN {from} AND {to}), 0) AS units,
                    coalesce(sum(revenue) FILTER (WHERE day BETWEEN {from} AND {to}), 0) AS revenue,
                    coalesce(sum(sold - returned) FILTER (WHERE day BETWEEN {otherFrom} AND {otherTo}), 0)
                        AS units_before,
                    coalesce(sum(revenue) FILTER (WHERE day BETWEEN {otherFrom} AND {otherTo}), 0) AS revenue_before
                FROM forecasting.demand
                WHERE (day BETWEEN {from} AND {to} OR day BETWEEN {otherFrom} AND {otherTo})
                    AND ({location}::text IS NULL OR location = {location})
                GROUP BY sku, location
                """
            )
            .ToListAsync(ct);
    }

    private static async Task<IEnumerable<(string? Key, string Name, List<Sold> Rows)>> GroupAsync(
        ForecastingDb db,
        List<Sold> rows,
        TotalsBy by,
        ProductChoice choice,
        CancellationToken ct
    )
    {
        var products = await db.Products.AsNoTracking().ToDictionaryAsync(p => p.Sku, ct);
        var suppliers = await db.Suppliers.AsNoTracking().ToDictionaryAsync(s => s.Code, ct);
        var locations = await db.Locations.ToDictionaryAsync(l => l.Code, l => l.Name, ct);
        var archived = suppliers.Values.Where(s => s.Archived).Select(s => s.Code).ToHashSet();
        var supplierOf = rows.Select(r => r.Sku)
            .Distinct()
            .ToDictionary(sku => sku, sku => products.GetValueOrDefault(sku)?.OrderedBy(archived)?.Supplier);
        var wanted = rows.Where(r => choice.Has(products.GetValueOrDefault(r.Sku)?.Category, supplierOf[r.Sku]));
        return wanted
            .GroupBy(r =>
                by switch
                {
                    TotalsBy.Category => products.GetValueOrDefault(r.Sku)?.Category,
                    TotalsBy.Location => r.Location,
                    TotalsBy.Supplier => supplierOf[r.Sku],
                    _ => r.Sku,
                }
            )
            .Select(g => (g.Key, NameOf(g.Key), g.ToList()));

        string NameOf(string? key) =>
            key is null
                ? "(none)"
                : by switch
                {
                    TotalsBy.Product => products.GetValueOrDefault(key)?.Name ?? key,
                    TotalsBy.Location => locations.GetValueOrDefault(key, key),
                    TotalsBy.Supplier => suppliers.GetValueOrDefault(key)?.Name ?? key,
                    _ => key,
                };
    }

    private static WindowFigures Sum(IEnumerable<Sold> rows)
    {
        var (units, revenue, unitsBefore, revenueBefore) = (0m, 0m, 0m, 0m);
        foreach (var row in rows)
        {
            units += row.Units;
            revenue += row.Revenue;
            unitsBefore += row.UnitsBefore;
            revenueBefore += row.RevenueBefore;
        }
        return Window.Compare(units, revenue, unitsBefore, revenueBefore);
    }

    private sealed record Sold(
        string Sku,
        string Location,
        decimal Units,
        decimal Revenue,
        decimal UnitsBefore,
        decimal RevenueBefore
    );
}
