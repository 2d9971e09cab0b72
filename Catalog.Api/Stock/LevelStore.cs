using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using SmartInventory.Catalog.Api.PurchaseOrders;
using SmartInventory.Contracts.Messages;

namespace SmartInventory.Catalog.Api.Stock;

/// <summary>
/// What is added to a level. The average cost is no addition: who changes it holds the level, and says what it is now.
/// </summary>
internal record struct LevelChange(
    decimal OnHand,
    decimal OnOrder,
    bool Counted,
    DateTimeOffset? MovedAt,
    DateTimeOffset? LastCountAt,
    decimal? AverageCost,
    DateTimeOffset? LastSoldAt
);

/// <summary>
/// The one writer of <c>stock_levels</c>. It takes them in the order of their keys. Needs the caller's transaction.
/// </summary>
internal sealed class LevelStore(CatalogDb db, TimeProvider time)
{
    /// <summary>The levels of these places, held still until the transaction ends.</summary>
    public async Task<Dictionary<(string Sku, string Location), StockLevel>> LockAsync(
        IEnumerable<(string Sku, string Location)> places,
        CancellationToken ct
    )
    {
        var keys = places.Distinct().Order(StockKeyOrder.Instance).ToList();
        var (skus, locations) = (keys.Select(k => k.Sku).ToArray(), keys.Select(k => k.Location).ToArray());
        // A level that does not exist cannot be locked, so it comes into being at zero first.
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO catalog.stock_levels (sku, location, on_hand, on_order, counted, version, announced, updated_at)
            SELECT sku, location, 0, 0, false, 0, true, {time.GetUtcNow()}
            FROM unnest({skus}, {locations}) AS k (sku, location)
            ON CONFLICT DO NOTHING
            """,
            ct
        );
        var levels = await db
            .Levels.FromSql(
                $"""
                SELECT * FROM catalog.stock_levels WHERE (sku, location) IN (SELECT * FROM unnest({skus}, {locations}))
                ORDER BY sku, location FOR NO KEY UPDATE
                """
            )
            .AsNoTracking()
            .ToListAsync(ct);
        return levels.ToDictionary(l => (l.Sku, l.Location));
    }

    /// <summary>
    /// The statement that adds the changes; a level of which nothing was known begins with them. Its rows are the
    /// places (SKU, location) with a count after <paramref name="earliest"/>, which are few or none while sales come as
    /// they happen.
    /// </summary>
    public NpgsqlBatchCommand Add(
        SortedDictionary<(string Sku, string Location), LevelChange> changes,
        DateTimeOffset? earliest
    ) =>
        new(
            """
            WITH changed AS (
                INSERT INTO catalog.stock_levels AS l
                    (sku, location, on_hand, on_order, counted, version, announced, updated_at, moved_at, last_count_at,
                     average_cost, last_sold_at)
                SELECT sku, location, on_hand, on_order, counted, 1, false, $6, moved_at, last_count_at, average_cost,
                    last_sold_at
                FROM unnest($1, $2, $3, $4, $5, $7, $8, $9, $11)
                    AS d (sku, location, on_hand, on_order, counted, moved_at, last_count_at, average_cost,
                        last_sold_at)
                ON CONFLICT (sku, location) DO UPDATE SET
                    on_hand = l.on_hand + excluded.on_hand, on_order = l.on_order + excluded.on_order,
                    counted = l.counted OR excluded.counted, version = l.version + 1, announced = false,
                    updated_at = excluded.updated_at, moved_at = greatest(l.moved_at, excluded.moved_at),
                    last_count_at = greatest(l.last_count_at, excluded.last_count_at),
                    average_cost = coalesce(excluded.average_cost, l.average_cost),
                    last_sold_at = greatest(l.last_sold_at, excluded.last_sold_at)
                RETURNING sku, location, last_count_at)
            SELECT sku, location FROM changed WHERE last_count_at > $10
            """
        )
        {
            Parameters =
            {
                new NpgsqlParameter<string[]> { TypedValue = [.. changes.Keys.Select(k => k.Sku)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. changes.Keys.Select(k => k.Location)] },
                new NpgsqlParameter<decimal[]> { TypedValue = [.. changes.Values.Select(v => v.OnHand)] },
                new NpgsqlParameter<decimal[]> { TypedValue = [.. changes.Values.Select(v => v.OnOrder)] },
                new NpgsqlParameter<bool[]> { TypedValue = [.. changes.Values.Select(v => v.Counted)] },
                new NpgsqlParameter<DateTimeOffset> { TypedValue = time.GetUtcNow() },
                new NpgsqlParameter<DateTimeOffset?[]> { TypedValue = [.. changes.Values.Select(v => v.MovedAt)] },
                new NpgsqlParameter<DateTimeOffset?[]> { TypedValue = [.. changes.Values.Select(v => v.LastCountAt)] },
                new NpgsqlParameter<decimal?[]> { TypedValue = [.. changes.Values.Select(v => v.AverageCost)] },
                new NpgsqlParameter<DateTimeOffset?> { TypedValue = earliest, NpgsqlDbType = NpgsqlDbType.TimestampTz },
                new NpgsqlParameter<DateTimeOffset?[]> { TypedValue = [.. changes.Values.Select(v => v.LastSoldAt)] },
            },
        };

    /// <summary>
    /// Marks the next levels behind <paramref name="after"/> that changed as announced. Several announcers share the
    /// work, as each skips what another has locked.
    /// </summary>
    /// <returns>They as they are now, with what is on order.</returns>
    public async Task<List<StockState>> TakeChangedAsync(
        (string Sku, string Location) after,
        int limit,
        CancellationToken ct
    )
    {
        var changed = await db
            .Database.SqlQuery<Changed>(
                $"""
                WITH batch AS (
                    SELECT sku, location FROM catalog.stock_levels
                    WHERE NOT announced AND (sku, location) > ({after.Sku}, {after.Location})
                    ORDER BY sku, location LIMIT {limit} FOR NO KEY UPDATE SKIP LOCKED)
                UPDATE catalog.stock_levels l SET announced = true
                FROM batch b WHERE l.sku = b.sku AND l.location = b.location
                RETURNING l.sku, l.location, l.version, l.on_hand, l.on_order, l.counted,
                    CASE WHEN l.moved_at IS NOT NULL THEN least(l.moved_at, l.updated_at) END AS at
                """
            )
            .ToListAsync(ct);
        // Asked all the time, mostly for nothing.
        if (changed.Count == 0)
            return [];
        // What changes an order changes its levels, too, so that what is newer here than the level is told again.
        var arrivals = await PurchaseOrder.ArrivalsAsync(db, changed.ConvertAll(l => (l.Sku, l.Location)), ct);
        return changed.ConvertAll(l => new StockState(
            l.Sku,
            l.Location,
            l.Version,
            l.OnHand,
            l.OnOrder,
            l.Counted,
            l.At
        )
        {
            Arrivals = [.. arrivals[(l.Sku, l.Location, false)]],
            Drafts = [.. arrivals[(l.Sku, l.Location, true)]],
        });
    }

    private sealed record Changed(
        string Sku,
        string Location,
        long Version,
        decimal OnHand,
        decimal OnOrder,
        bool Counted,
        DateTimeOffset? At
    );
}

/// <summary>The order in which every writer takes levels: that of the database's "C" collation.</summary>
internal sealed class StockKeyOrder : IComparer<(string Sku, string Location)>
{
    public static readonly StockKeyOrder Instance = new();

    public int Compare((string Sku, string Location) x, (string Sku, string Location) y) =>
        string.CompareOrdinal(x.Sku, y.Sku) is not 0 and var bySku
            ? bySku
            : string.CompareOrdinal(x.Location, y.Location);
}
