using Microsoft.EntityFrameworkCore;

namespace SmartInventory.Catalog.Api.Stock;

/// <summary>A place, and a moment there.</summary>
internal readonly record struct PlaceMoment(string Sku, string Location, DateTimeOffset At)
{
    public (string Sku, string Location) Place => (Sku, Location);
}

/// <summary>What the ledger says of a place at a moment.</summary>
/// <param name="MovedAfter">The sum of what happened after it: the level of now less this is the level of then.</param>
/// <param name="Counted">Whether more than sales and returns was known of it by then.</param>
/// <param name="CostChanged">Whether something came after it that said what a unit cost.</param>
internal readonly record struct Past(decimal MovedAfter, bool Counted, bool CostChanged);

/// <summary>Something came to a place of which is known what a unit cost.</summary>
/// <param name="Before">What lay there before, by what was recorded until then.</param>
/// <param name="Seen">Whether a count had seen it already.</param>
internal sealed record CostedLine(
    string Sku,
    string Location,
    decimal Quantity,
    decimal UnitCost,
    decimal Before,
    bool Seen
);

/// <summary>
/// What the ledger knows of the past. Who compares it with levels holds these, or reads both in one snapshot. It reads
/// all lines of the products that are asked for, so it is asked only where something moved after the moment.
/// </summary>
internal sealed class LedgerReader(CatalogDb db)
{
    /// <summary>The counts of each place that were made after the moment.</summary>
    public async Task<Dictionary<(string Sku, string Location), PlaceCounts>> CountsAfterAsync(
        IReadOnlyCollection<PlaceMoment> places,
        CancellationToken ct
    )
    {
        if (places.Count == 0)
            return [];
        var (skus, locations, moments) = Columns(places);
        var rows = await db
            .Database.SqlQuery<CountRow>(
                $"""
                SELECT m.sku, m.location, m.occurred_at AS at, m.id
                FROM unnest({skus}, {locations}, {moments}) AS p (sku, location, at)
                JOIN catalog.stock_movements m ON m.sku = p.sku AND m.location = p.location
                WHERE m.kind = 'Count' AND m.occurred_at > p.at
                ORDER BY m.occurred_at, m.recorded_at, m.id
                """
            )
            .ToListAsync(ct);
        return rows.GroupBy(r => (r.Sku, r.Location))
            .ToDictionary(g => g.Key, g => new PlaceCounts(g.Select(r => new CountMark(r.At, r.Id))));
    }

    /// <summary>What the ledger says of each place and moment; nothing where nothing ever moved.</summary>
    public async Task<Dictionary<PlaceMoment, Past>> PastAsync(
        IReadOnlyCollection<PlaceMoment> places,
        CancellationToken ct
    )
    {
        if (places.Count == 0)
            return [];
        var (skus, locations, moments) = Columns(places);
        var rows = await db
            .Database.SqlQuery<PastRow>(
                $"""
                SELECT p.sku, p.location, p.at,
                    coalesce(sum(m.quantity) FILTER (WHERE m.occurred_at > p.at), 0) AS moved_after,
                    bool_or(m.occurred_at <= p.at AND m.kind NOT IN ('Sale', 'Return')) AS counted,
                    bool_or(m.occurred_at > p.at AND m.unit_cost IS NOT NULL AND m.quantity > 0) AS cost_changed
                FROM unnest({skus}, {locations}, {moments}) AS p (sku, location, at)
                JOIN catalog.stock_movements m ON m.sku = p.sku AND m.location = p.location
                GROUP BY p.sku, p.location, p.at
                """
            )
            .ToListAsync(ct);
        return rows.ToDictionary(
            r => new PlaceMoment(r.Sku, r.Location, r.At),
            r => new Past(r.MovedAfter, r.Counted, r.CostChanged)
        );
    }

    /// <summary>
    /// What came to each place up to its moment with a known cost, in the order in which it was recorded: that is the
    /// order in which averages were made.
    /// </summary>
    public async Task<ILookup<(string Sku, string Location), CostedLine>> CostedAsync(
        IReadOnlyCollection<PlaceMoment> places,
        CancellationToken ct
    )
    {
        var (skus, locations, moments) = Columns(places);
        var rows = await db
            .Database.SqlQuery<CostedLine>(
                $"""
                SELECT sku, location, quantity, unit_cost, before, EXISTS (
                    SELECT FROM catalog.stock_movements c
                    WHERE c.sku = line.sku AND c.location = line.location AND c.kind = 'Count'
                        AND c.occurred_at > line.occurred_at AND c.occurred_at <= line.at
                        AND (c.recorded_at, c.id) < (line.recorded_at, line.id)) AS seen
                FROM (
                    SELECT p.at, m.*, coalesce(sum(m.quantity) OVER (
                        PARTITION BY m.sku, m.location ORDER BY m.recorded_at, m.id
                        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
                    FROM unnest({skus}, {locations}, {moments}) AS p (sku, location, at)
                    JOIN catalog.stock_movements m ON m.sku = p.sku AND m.location = p.location
                    WHERE m.occurred_at <= p.at) AS line
                WHERE unit_cost IS NOT NULL AND quantity > 0
                ORDER BY recorded_at, id
                """
            )
            .ToListAsync(ct);
        return rows.ToLookup(r => (r.Sku, r.Location));
    }

    private static (string[] Skus, string[] Locations, DateTimeOffset[] Moments) Columns(
        IReadOnlyCollection<PlaceMoment> places
    ) => ([.. places.Select(p => p.Sku)], [.. places.Select(p => p.Location)], [.. places.Select(p => p.At)]);

    private sealed record CountRow(string Sku, string Location, DateTimeOffset At, Guid Id);

    private sealed record PastRow(
        string Sku,
        string Location,
        DateTimeOffset At,
        decimal MovedAfter,
        bool Counted,
        bool CostChanged
    );
}
