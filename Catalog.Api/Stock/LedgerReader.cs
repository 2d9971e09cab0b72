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
internal readonly record struct Past(decimal MovedAfter, bool Counted);

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
                    bool_or(m.occurred_at <= p.at AND m.kind NOT IN ('Sale', 'Return')) AS counted
                FROM unnest({skus}, {locations}, {moments}) AS p (sku, location, at)
                JOIN catalog.stock_movements m ON m.sku = p.sku AND m.location = p.location
                GROUP BY p.sku, p.location, p.at
                """
            )
            .ToListAsync(ct);
        return rows.ToDictionary(r => new PlaceMoment(r.Sku, r.Location, r.At), r => new Past(r.MovedAfter, r.Counted));
    }

    private static (string[] Skus, string[] Locations, DateTimeOffset[] Moments) Columns(
        IReadOnlyCollection<PlaceMoment> places
    ) => ([.. places.Select(p => p.Sku)], [.. places.Select(p => p.Location)], [.. places.Select(p => p.At)]);

    private sealed record CountRow(string Sku, string Location, DateTimeOffset At, Guid Id);

    private sealed record PastRow(string Sku, string Location, DateTimeOffset At, decimal MovedAfter, bool Counted);
}
