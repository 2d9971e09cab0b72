using SmartInventory.Contracts;
using SmartInventory.Contracts.Messages;
using SmartInventory.ServiceDefaults.Background;
using SmartInventory.ServiceDefaults.Messaging;

namespace SmartInventory.Catalog.Api.Stock;

/// <summary>
/// Puts levels that changed into the outbox, as they are now: a level that moved a thousand times since the last look
/// is announced once.
/// </summary>
internal sealed class StockAnnouncer(IServiceScopeFactory scopes, TimeProvider time, ILogger<StockAnnouncer> log)
    : Loop(time, log)
{
    private const int BatchSize = Limits.MaxBatch;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Under an import everything changes all the time; announcing it more often would only slow it down.
    /// </summary>
    private static readonly TimeSpan BusyPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Looks become rarer the longer nothing moves.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(750);

    private TimeSpan _idle;

    // Where the last batch ended: without it, under load, the first SKUs would be announced again and again and the
    // last never.
    private (string Sku, string Location) _after = ("", "");

    protected override async Task<TimeSpan> TurnAsync(CancellationToken ct) =>
        await AnnounceAsync(ct) switch
        {
            BatchSize => BusyPause,
            > 0 => Pause,
            _ => _idle = _idle < LongestPause ? _idle + Pause : LongestPause,
        };

    private async Task<int> AnnounceAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CatalogDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var levels = scope.ServiceProvider.GetRequiredService<LevelStore>();
        var changed = await levels.TakeChangedAsync(_after, BatchSize, ct);
        if (changed.Count > 0)
        {
            _idle = TimeSpan.Zero;
            db.AddToOutbox(new StockChanged(changed), Time);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }

        var last = changed.MaxBy(s => (s.Sku, s.Location), StockKeyOrder.Instance);
        _after = changed.Count < BatchSize || last is null ? ("", "") : (last.Sku, last.Location);
        return changed.Count;
    }
}
