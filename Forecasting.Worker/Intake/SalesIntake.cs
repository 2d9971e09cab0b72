using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Messages;
using SmartInventory.Forecasting.Pending;
using SmartInventory.ServiceDefaults.Background;
using SmartInventory.ServiceDefaults.Messaging;

namespace SmartInventory.Forecasting.Intake;

/// <summary>
/// Applies sales to the ledger: each message once, and all that arrive within a moment in one transaction, because a
/// till that rings two hundred times a second should not commit two hundred times.
/// </summary>
internal sealed class SalesIntake
{
    private const int MostLines = 5_000;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(25);

    private readonly IServiceScopeFactory _scopes;
    private readonly WakeSignal _signal;
    private readonly SalesTraffic _traffic;
    private readonly TimeProvider _time;
    private readonly Gathering<Delivery, bool> _gathering;

    public SalesIntake(IServiceScopeFactory scopes, WakeSignal signal, SalesTraffic traffic, TimeProvider time)
    {
        (_scopes, _signal, _traffic, _time) = (scopes, signal, traffic, time);
        _gathering = new(ApplyAsync, d => d.Lines.Count, MostLines, Moment, time);
    }

    /// <summary>
    /// Returns when the message is committed, by this call or an earlier one; throws what kept it from that.
    /// </summary>
    /// <param name="delivery">The message.</param>
    /// <param name="ct">Stops waiting; the message may be committed all the same.</param>
    public Task ApplyAsync(Delivery delivery, CancellationToken ct) => _gathering.AddAsync(delivery, ct);

    /// <returns>For each whether it is new.</returns>
    private async Task<IReadOnlyList<bool>> ApplyAsync(IReadOnlyList<Delivery> batch)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ForecastingDb>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var fresh = await db.TryApplyOnceAsync(batch.Select(d => d.Id), _time, CancellationToken.None);
        // The same message twice in one batch counts once too.
        var news = batch.Where(d => fresh.Contains(d.Id)).DistinctBy(d => d.Id).ToList();
        if (news.Count > 0)
            await DemandWriter.AddAsync(db, news, _time, CancellationToken.None);
        await transaction.CommitAsync();
        _traffic.Sold(news.Sum(d => d.Lines.Count), news.SelectMany(d => d.Lines).Select(l => l.Location).Distinct());
        _signal.Wake();
        return [.. batch.Select(d => fresh.Contains(d.Id))];
    }
}

/// <summary>A message with sales on its way into the ledger.</summary>
/// <param name="Id">The message's.</param>
/// <param name="Lines">What was sold.</param>
/// <param name="Trace">W3C trace context that the refresh of the series continues.</param>
internal sealed record Delivery(Guid Id, IReadOnlyList<SaleLine> Lines, string? Trace)
{
    /// <summary>Whether it comes from an import, and its series do not go before those of a sale at the till.</summary>
    public bool IsBulk => Lines.Count > SalesTraffic.MostLinesAtTill;
}
