using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Messages;
using SmartInventory.Forecasting.Pending;
using SmartInventory.ServiceDefaults.Messaging;

namespace SmartInventory.Forecasting.Intake;

/// <summary>
/// Applies sales to the ledger: each message once, and all that arrive within a moment in one transaction, because a
/// till that rings two hundred times a second should not commit two hundred times. When a shared transaction fails,
/// each message gets its own, so that a bad one fails alone.
/// </summary>
internal sealed class SalesIntake(
    IServiceScopeFactory scopes,
    WakeSignal signal,
    SalesTraffic traffic,
    TimeProvider time
)
{
    private const int MostLines = 5_000;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(25);

    private readonly Lock _lock = new();
    private readonly Queue<Delivery> _waiting = [];
    private bool _running;

    /// <summary>
    /// Returns when the message is committed, by this call or an earlier one; throws what kept it from that.
    /// </summary>
    /// <param name="id">The message's.</param>
    /// <param name="lines">What was sold.</param>
    /// <param name="trace">W3C trace context that the refresh of the series continues.</param>
    /// <param name="ct">Stops waiting; the message may be committed all the same.</param>
    public Task ApplyAsync(Guid id, IReadOnlyList<SaleLine> lines, string? trace, CancellationToken ct)
    {
        var delivery = new Delivery(id, lines, trace);
        lock (_lock)
        {
            _waiting.Enqueue(delivery);
            if (!_running)
            {
                _running = true;
                // What it does belongs to many traces, not to the first one.
                using (ExecutionContext.SuppressFlow())
                    _ = Task.Run(PumpAsync, CancellationToken.None);
            }
        }
        return delivery.Done.Task.WaitAsync(ct);
    }

    private async Task PumpAsync()
    {
        while (true)
        {
            await Task.Delay(Moment, time);
            List<Delivery> batch = [];
            lock (_lock)
            {
                for (var lines = 0; lines < MostLines && _waiting.TryDequeue(out var next); lines += next.Lines.Count)
                    batch.Add(next);
                if (batch.Count == 0)
                {
                    _running = false;
                    return;
                }
            }
            if (!await TryApplyAsync(batch) && batch.Count > 1)
            {
                foreach (var delivery in batch)
                    await TryApplyAsync([delivery]);
            }
        }
    }

    /// <summary>
    /// Whoever delivered a message alone hears of its failure; a failed batch is silent, for its messages are tried
    /// alone.
    /// </summary>
    private async Task<bool> TryApplyAsync(List<Delivery> batch)
    {
        try
        {
            await ApplyAsync(batch);
        }
        catch (Exception e)
        {
            if (batch.Count == 1)
                batch[0].Done.SetException(e);
            return false;
        }
        foreach (var delivery in batch)
            delivery.Done.SetResult();
        return true;
    }

    private async Task ApplyAsync(List<Delivery> batch)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ForecastingDb>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var fresh = await db.TryApplyOnceAsync(batch.Select(d => d.Id), time, CancellationToken.None);
        // The same message twice in one batch counts once too.
        var news = batch.Where(d => fresh.Contains(d.Id)).DistinctBy(d => d.Id).ToList();
        if (news.Count == 0)
            return;
        await DemandWriter.AddAsync(db, news, time, CancellationToken.None);
        await transaction.CommitAsync();
        traffic.Sold(news.Sum(d => d.Lines.Count), news.SelectMany(d => d.Lines).Select(l => l.Location).Distinct());
        signal.Wake();
    }
}

/// <summary>A message with sales on its way into the ledger.</summary>
internal sealed record Delivery(Guid Id, IReadOnlyList<SaleLine> Lines, string? Trace)
{
    /// <summary>Set when the message is committed.</summary>
    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether it comes from an import, and its series do not go before those of a sale at the till.</summary>
    public bool IsBulk => Lines.Count > SalesTraffic.MostLinesAtTill;
}
