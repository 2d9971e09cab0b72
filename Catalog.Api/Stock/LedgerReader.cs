using Microsoft.EntityFrameworkCore;

namespace SmartInventory.Catalog.Api.Stock;

/// <summary>A place, and a moment there.</summary>
internal readonly record struct PlaceMoment(string Sku, string Location, DateTimeOffset At)
{
    public (string Sku, string Location) Place => (Sku, Location);
}

/// <summary>
/// What the past has to say to a line that is recorded now. Who asks holds the levels, so that nothing is added
/// meanwhile.
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

    /// <summary>What was added to the level of each place by all that happened after the moment.</summary>
    public async Task<Dictionary<PlaceMoment, decimal>> MovedAfterAsync(
        IReadOnlyCollection<PlaceMoment> places,
        CancellationToken ct
    )
    {
        if (places.Count == 0)
            return [];
        var (skus, locations, moments) = Columns(places);
        var rows = await db
            .Database.SqlQuery<MovedRow>(
                $"""
                SELECT p.sku, p.location, p.at, sum(m.quantity) AS quantity
                FROM unnest({skus}, {locations}, {moments}) AS p (sku, location, at)
                JOIN catalog.stock_movements m ON m.sku = p.sku AND m.location = p.location AND m.occurred_at > p.at
                GROUP BY p.sku, p.location, p.at
                """
            )
            .ToListAsync(ct);
        return rows.ToDictionary(r => new PlaceMoment(r.Sku, r.Location, r.At), r => r.Quantity);
    }

    private static (string[] Skus, string[] Locations, DateTimeOffset[] Moments) Columns(
        IReadOnlyCollection<PlaceMoment> places
    ) => ([.. places.Select(p => p.Sku)], [.. places.Select(p => p.Location)], [.. places.Select(p => p.At)]);

    private sealed record CountRow(string Sku, string Location, DateTimeOffset At, Guid Id);

    private sealed record MovedRow(string Sku, string Location, DateTimeOffset At, decimal Quantity);
}
