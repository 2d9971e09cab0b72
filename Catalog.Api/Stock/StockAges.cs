using System.Data;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Catalog.Api.Products;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Catalog.Api.Stock;

/// <summary>Which levels, checked.</summary>
internal sealed record StockAgeChoice(string? Sku, string? Location, string? Supplier, string? Category);

/// <summary>A page of the list of ages.</summary>
/// <param name="Sort">Its order.</param>
/// <param name="After">The sort key, SKU and location of the last level of the page before.</param>
/// <param name="Take">How many levels; null for all.</param>
internal sealed record StockAgePage(
    StockAgeSort Sort,
    (decimal Key, string Sku, string Location)? After = null,
    int? Take = null
);

/// <summary>A level by age.</summary>
/// <param name="Key">What it is sorted by, the largest first.</param>
/// <param name="Known">Units of known age.</param>
/// <param name="MeanAge">Of these; null where there are none.</param>
/// <param name="Oldest">When the oldest of them came.</param>
internal sealed record AgedLevel(
    string Sku,
    string Name,
    string Location,
    string TimeZone,
    decimal OnHand,
    decimal? UnitCost,
    decimal Month,
    decimal Quarter,
    decimal HalfYear,
    decimal Year,
    decimal Older,
    decimal Known,
    decimal? MeanAge,
    DateTimeOffset? Oldest,
    decimal Key
)
{
    public IReadOnlyList<decimal> Units => [Month, Quarter, HalfYear, Year, Older, OnHand - Known];
}

/// <summary>What a level was over a year.</summary>
/// <param name="Days">Of the year, those since more than sales was known of it.</param>
/// <param name="Mean">Mean units on hand over them; null for no time at all.</param>
/// <param name="UnitsOut">Units sold less returned in them.</param>
internal sealed record LevelYear(string Sku, string Location, double Days, double? Mean, decimal UnitsOut)
{
    private const int YearDays = 365;

    /// <summary>Fewer days say nothing of a year.</summary>
    private const int FewestDays = 28;

    /// <summary>A year of what went out; null where too little is known.</summary>
    public double? UnitsOutAYear => Days >= FewestDays ? (double)UnitsOut * YearDays / Days : null;

    public double? Turnover => Mean > 0 ? UnitsOutAYear / Mean : null;
}

/// <summary>
/// How long stock has lain, from the ledger. Goods leave in the order in which they came, so what is on hand is what
/// came last. Nothing is replayed: only lines that brought something are read for the ages, and for the mean each line
/// of the year counts once, with the time for which it lasted.
/// </summary>
internal sealed class StockAges(CatalogDb db)
{
    /// <summary>A page of levels by age with what they were over a year, in one snapshot.</summary>
    public async Task<(List<AgedLevel> Levels, Dictionary<(string Sku, string Location), LevelYear> Years)> ReadAsync(
        StockAgeChoice choice,
        StockAgePage page,
        DateTimeOffset asOf,
        CancellationToken ct
    )
    {
        await using var snapshot = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        // One plan for every filter takes all filters for said, expects one level, and loops over all of them for each.
        await db.Database.ExecuteSqlAsync($"SET LOCAL plan_cache_mode = force_custom_plan", ct);
        var levels = await LevelsAsync(choice, page, asOf, ct);
        return (levels, await YearsAsync(levels, asOf, ct));
    }

    private Task<List<AgedLevel>> LevelsAsync(
        StockAgeChoice choice,
        StockAgePage page,
        DateTimeOffset asOf,
        CancellationToken ct
    )
    {
        var (sku, location, supplier, category) = choice;
        var first = category is null ? null : CategoryPath.KeyOf(category);
        var end = first is null ? null : CategoryPath.EndOf(first);
        var sort = page.Sort.ToString();
        var (lastKey, lastSku, lastLocation) = page.After ?? default;
        var isFirst = page.After is null;
        // What brought goods at one moment is one layer. A count and what it took back later are one: what lay there
        // beyond what is known to have come.
        return db
            .Database.SqlQuery<AgedLevel>(
                $"""
                WITH level AS MATERIALIZED (
                    SELECT l.sku, l.location, p.name, o.time_zone, l.on_hand,
                        coalesce(l.average_cost, t.unit_cost, p.cost) AS unit_cost
                    FROM catalog.stock_levels l
                    JOIN catalog.products p ON p.sku = l.sku
                    JOIN catalog.locations o ON o.code = l.location
                    LEFT JOIN catalog.supplier_terms t ON t.sku = l.sku AND t.preferred
                    WHERE l.counted AND l.on_hand > 0
                        AND ({sku}::text IS NULL OR l.sku = {sku})
                        AND ({location}::text IS NULL OR l.location = {location})
                        AND ({supplier}::text IS NULL OR t.supplier = {supplier})
                        AND ({first}::text IS NULL OR p.category_key >= {first} AND p.category_key < {end})),
                layer AS (
                    SELECT m.sku, m.location, level.on_hand, m.occurred_at AS at, sum(m.quantity) AS units,
                        bool_or(m.kind IN ('Count', 'Correction', 'Adjustment')) AS unknown,
                        CASE m.kind WHEN 'Correction' THEN 'Count' ELSE m.kind END AS kind
                    FROM level JOIN catalog.stock_movements m USING (sku, location)
                    WHERE m.kind <> 'Sale'
                    GROUP BY m.sku, m.location, level.on_hand, m.occurred_at,
                        CASE m.kind WHEN 'Correction' THEN 'Count' ELSE m.kind END
                    HAVING sum(m.quantity) > 0),
                taken AS (
                    SELECT sku, location, at, unknown,
                        greatest(0, floor(extract(epoch FROM {asOf} - at) / 86400)) AS age,
                        least(units, on_hand - before) AS units
                    FROM (
                        SELECT *, sum(units) OVER (
                            PARTITION BY sku, location ORDER BY at DESC, kind ROWS UNBOUNDED PRECEDING)
                            - units AS before
                        FROM layer) AS newest
                    WHERE before < on_hand),
                aged AS (
                    SELECT sku, location,
                        sum(units) FILTER (WHERE age <= 30) AS month,
                        sum(units) FILTER (WHERE age > 30 AND age <= 90) AS quarter,
                        sum(units) FILTER (WHERE age > 90 AND age <= 180) AS half_year,
                        sum(units) FILTER (WHERE age > 180 AND age <= 365) AS year,
                        sum(units) FILTER (WHERE age > 365) AS older,
                        sum(units) AS known, round(sum(units * age) / sum(units), 4) AS mean_age, min(at) AS oldest
                    FROM taken WHERE NOT unknown GROUP BY sku, location),
                keyed AS (
                    SELECT sku, name, location, time_zone, on_hand, unit_cost, coalesce(month, 0) AS month,
                        coalesce(quarter, 0) AS quarter, coalesce(half_year, 0) AS half_year, coalesce(year, 0) AS year,
                        coalesce(older, 0) AS older, coalesce(known, 0) AS known, mean_age, oldest,
                        CASE {sort}
                            WHEN 'Age' THEN coalesce(mean_age, -1)
                            WHEN 'OldValue' THEN coalesce(unit_cost, 0) * (coalesce(year, 0) + coalesce(older, 0))
                            WHEN 'Value' THEN coalesce(unit_cost, 0) * on_hand
                            ELSE 0
                        END AS key
                    FROM level LEFT JOIN aged USING (sku, location))
                SELECT * FROM keyed
                WHERE {isFirst} OR key < {lastKey}
                    OR (key = {lastKey} AND (sku, location) > ({lastSku}, {lastLocation}))
                ORDER BY key DESC, sku, location LIMIT {page.Take}
                """
            )
            .ToListAsync(ct);
    }

    /// <summary>
    /// What these levels were over the last 365 days. A line of the year lasted from its moment on: the mean is what is
    /// on hand now, less each line for the part of the time that lay before it.
    /// </summary>
    private async Task<Dictionary<(string Sku, string Location), LevelYear>> YearsAsync(
        List<AgedLevel> levels,
        DateTimeOffset asOf,
        CancellationToken ct
    )
    {
        if (levels.Count == 0)
            return [];
        string[] skus = [.. levels.Select(l => l.Sku)];
        string[] locations = [.. levels.Select(l => l.Location)];
        var rows = await db
            .Database.SqlQuery<LevelYear>(
                $"""
                WITH level AS MATERIALIZED (
                    SELECT sku, location, l.on_hand
                    FROM unnest({skus}, {locations}) AS p (sku, location)
                    JOIN catalog.stock_levels l USING (sku, location)),
                begun AS MATERIALIZED (
                    SELECT sku, location, on_hand,
                        greatest(min(m.occurred_at), {asOf} - interval '365 days') AS start
                    FROM level JOIN catalog.stock_movements m USING (sku, location)
                    WHERE m.kind NOT IN ('Sale', 'Return') GROUP BY sku, location, on_hand),
                moved AS (
                    SELECT sku, location,
                        sum(m.quantity::float8 * extract(epoch FROM least(m.occurred_at, {asOf}) - b.start)::float8)
                            AS unit_seconds,
                        -sum(m.quantity) FILTER (WHERE m.kind IN ('Sale', 'Return')) AS units_out
                    FROM begun b JOIN catalog.stock_movements m USING (sku, location)
                    WHERE m.occurred_at > b.start GROUP BY sku, location),
                lasted AS (
                    SELECT sku, location, on_hand,
                        greatest(0, extract(epoch FROM {asOf} - start))::float8 AS seconds FROM begun)
                SELECT sku, location, seconds / 86400 AS days,
                    CASE WHEN seconds > 0 THEN on_hand::float8 - coalesce(unit_seconds, 0) / seconds END AS mean,
                    coalesce(units_out, 0) AS units_out
                FROM lasted LEFT JOIN moved USING (sku, location)
                """
            )
            .ToListAsync(ct);
        return rows.ToDictionary(r => (r.Sku, r.Location));
    }
}
