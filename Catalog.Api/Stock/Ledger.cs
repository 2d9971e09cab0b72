using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Books;

namespace SmartInventory.Catalog.Api.Stock;

/// <summary>What is ordered (or, below zero, received or cancelled) changes with this.</summary>
internal readonly record struct OnOrderChange(string Sku, string Location, decimal Quantity);

/// <summary>What a unit costs on average at a place from now on.</summary>
internal readonly record struct CostChange(string Sku, string Location, decimal Average);

/// <summary>
/// The only way in which stock changes. Movements, levels and the figures of products and channels are written in the
/// caller's transaction, so they are never seen apart.
/// </summary>
internal sealed class Ledger(CatalogDb db, LevelStore levels, LedgerReader reader, TimeProvider time)
{
    /// <summary>
    /// Records sales and returns, which come in any order and by the thousand, and takes back what a count had seen
    /// already. Whether there is such a count, the levels say when they are changed: then they are held, and a count
    /// that is made at the same time is either seen here or sees these lines.
    /// </summary>
    public async Task PostSalesAsync(IReadOnlyCollection<StockMovement> lines, CancellationToken ct)
    {
        var counted = await WriteAsync(lines, [], [], lines.Min(l => (DateTimeOffset?)l.OccurredAt), ct);
        if (counted.Count == 0)
            return;
        var places = lines
            .GroupBy(l => (l.Sku, l.Location))
            .Where(g => counted.Contains(g.Key))
            .Select(g => new PlaceMoment(g.Key.Sku, g.Key.Location, g.Min(l => l.OccurredAt)))
            .ToList();
        var counts = await reader.CountsAfterAsync(places, ct);
        var corrections = new Corrections();
        foreach (var line in lines)
        {
            if (counts.GetValueOrDefault((line.Sku, line.Location))?.FirstAfter(line.OccurredAt) is { } count)
                corrections.Add(line, count);
        }

        var movements = corrections.ToMovements(time.GetUtcNow());
        if (movements.Count > 0)
            await WriteAsync(movements, [], [], null, ct);
    }

    /// <summary>
    /// Records what was moved by hand, by a caller who holds the levels and brings the corrections and what a unit
    /// costs there now: see <see cref="Shelf"/>.
    /// </summary>
    public Task PostAsync(
        IReadOnlyCollection<StockMovement> movements,
        IReadOnlyCollection<OnOrderChange> orders,
        IReadOnlyCollection<CostChange> costs,
        CancellationToken ct
    ) => WriteAsync(movements, orders, costs, null, ct);

    /// <summary>Records what was ordered, or is ordered no more.</summary>
    public Task PostOrdersAsync(IReadOnlyCollection<OnOrderChange> orders, CancellationToken ct) =>
        WriteAsync([], orders, [], null, ct);

    /// <summary>
    /// Appends the movements and applies their sums. Rows are taken in key order everywhere, so writers cannot
    /// deadlock.
    /// </summary>
    /// <returns>The places with a count after <paramref name="earliest"/>.</returns>
    private async Task<HashSet<(string Sku, string Location)>> WriteAsync(
        IReadOnlyCollection<StockMovement> movements,
        IReadOnlyCollection<OnOrderChange> orders,
        IReadOnlyCollection<CostChange> costs,
        DateTimeOffset? earliest,
        CancellationToken ct
    )
    {
        var transaction =
            (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction()
            ?? throw new InvalidOperationException("The ledger needs the transaction of the cause.");
        var connection = transaction.Connection!;
        var places = new SortedDictionary<(string Sku, string Location), LevelChange>(StockKeyOrder.Instance);
        var products = new SortedDictionary<string, TotalsChange>(StringComparer.Ordinal);
        var channels = new SortedDictionary<string, ChannelChange>(StringComparer.Ordinal);
        foreach (var m in movements)
        {
            var level = places.GetValueOrDefault((m.Sku, m.Location));
            level.OnHand += m.Quantity;
            level.Counted |= m.Kind is not (MovementKind.Sale or MovementKind.Return);
            if (level.MovedAt is null || m.OccurredAt > level.MovedAt)
                level.MovedAt = m.OccurredAt;
            if (m.Kind == MovementKind.Count && (level.LastCountAt is null || m.OccurredAt > level.LastCountAt))
                level.LastCountAt = m.OccurredAt;
            if (m.Kind == MovementKind.Sale && (level.LastSoldAt is null || m.OccurredAt > level.LastSoldAt))
                level.LastSoldAt = m.OccurredAt;
            places[(m.Sku, m.Location)] = level;

            var product = products.GetValueOrDefault(m.Sku);
            product.OnHand += m.Quantity;
            if (m.Kind is MovementKind.Sale or MovementKind.Return)
                product.UnitsSold -= m.Quantity;
            product.Revenue += m.Amount ?? 0;
            if (m.Kind == MovementKind.Sale && (product.LastSoldAt is null || m.OccurredAt > product.LastSoldAt))
                product.LastSoldAt = m.OccurredAt;
            products[m.Sku] = product;

            if (m.Source is { } channel)
            {
                var total = channels.GetValueOrDefault(channel);
                if (m.Kind == MovementKind.Sale)
                    total.Sold -= m.Quantity;
                else
                    total.Returned += m.Quantity;
                total.Lines++;
                channels[channel] = total;
            }
        }

        foreach (var o in orders)
        {
            var level = places.GetValueOrDefault((o.Sku, o.Location));
            level.OnOrder += o.Quantity;
            places[(o.Sku, o.Location)] = level;
            var product = products.GetValueOrDefault(o.Sku);
            product.OnOrder += o.Quantity;
            products[o.Sku] = product;
        }

        foreach (var c in costs)
            places[(c.Sku, c.Location)] = places.GetValueOrDefault((c.Sku, c.Location)) with
            {
                AverageCost = c.Average,
            };

        await using var batch = new NpgsqlBatch(connection, transaction);
        if (movements.Count > 0)
            batch.BatchCommands.Add(MovementStore.Add(movements));
        batch.BatchCommands.Add(levels.Add(places, earliest));
        batch.BatchCommands.Add(TotalsStore.Add(products));
        if (channels.Count > 0)
            batch.BatchCommands.Add(ChannelTotals.Add(CatalogDb.Schema, channels));
        await using var rows = await batch.ExecuteReaderAsync(ct);
        var counted = new HashSet<(string Sku, string Location)>();
        while (await rows.ReadAsync(ct))
            counted.Add((rows.GetString(0), rows.GetString(1)));
        // To the end: the statements after the first fail here, if they do.
        while (await rows.NextResultAsync(ct)) { }

        return counted;
    }
}
