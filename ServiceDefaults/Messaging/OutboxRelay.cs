using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Telemetry;

namespace SmartInventory.ServiceDefaults.Messaging;

/// <summary>
/// Publishes outbox rows with publisher confirms and marks them sent. Woken by <c>NOTIFY</c>, and by a slow poll for
/// whatever a lost notification left. Several relays share the work: a row is locked while it is sent.
/// </summary>
internal sealed partial class OutboxRelay<TDb>(
    IServiceScopeFactory scopes, NpgsqlDataSource source, IBus bus, TimeProvider time, ILogger<OutboxRelay<TDb>> log)
    : BackgroundService
    where TDb : DbContext
{
    private const int BatchSize = 20;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan KeepSent = TimeSpan.FromHours(24);
    private static readonly TimeSpan KeepAnswers = TimeSpan.FromDays(7);
    private static readonly Counter<long> Sent = MessagingMetrics.Meter.CreateCounter<long>("smartinventory.outbox.sent");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var cleaned = DateTimeOffset.MinValue;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var wake = await source.OpenConnectionAsync(stoppingToken);
                await using (var listen = new NpgsqlCommand($"LISTEN {Schema()}_outbox", wake))
                    await listen.ExecuteNonQueryAsync(stoppingToken);

                while (true)
                {
                    while (await SendBatch(stoppingToken) == BatchSize)
                    {
                    }

                    if (time.GetUtcNow() - cleaned > TimeSpan.FromMinutes(10))
                    {
                        await Clean(stoppingToken);
                        cleaned = time.GetUtcNow();
                    }

                    await wake.WaitAsync(Poll, stoppingToken);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                // Nothing is lost: unsent rows stay. The database or the broker will be back.
                LogRetry(log, e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken);
            }
        }
    }

    private string Schema()
    {
        using var scope = scopes.CreateScope();
        return scope.ServiceProvider.GetRequiredService<TDb>().Model.FindEntityType(typeof(OutboxMessage))!.GetSchema()!;
    }

    private async Task<int> SendBatch(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var schema = db.Model.FindEntityType(typeof(OutboxMessage))!.GetSchema();
        var rows = await db.Set<OutboxMessage>()
            .FromSqlRaw(
                $"SELECT * FROM \"{schema}\".outbox WHERE sent_at IS NULL ORDER BY sequence LIMIT {BatchSize} FOR UPDATE SKIP LOCKED")
            .AsNoTracking().ToListAsync(ct);
        if (rows.Count == 0) return 0;

        await Task.WhenAll(rows.Select(row => Publish(row, ct)));

        var ids = rows.ConvertAll(row => row.Id);
        await db.Set<OutboxMessage>().Where(m => ids.Contains(m.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.SentAt, time.GetUtcNow()), ct);
        await transaction.CommitAsync(ct);
        Sent.Add(rows.Count);
        return rows.Count;
    }

    private async Task Publish(OutboxMessage row, CancellationToken ct)
    {
        var type = Type.GetType(row.Type, throwOnError: true)!;
        var message = JsonSerializer.Deserialize(row.Body, type, JsonSerializerOptions.Web)!;
        ActivityContext.TryParse(row.TraceParent, null, isRemote: true, out var cause);
        using var activity = TelemetryExtensions.Source.StartActivity($"outbox {type.Name}", ActivityKind.Internal, cause);
        await bus.Publish(message, type, context => context.MessageId = row.Id, ct);
    }

    private async Task Clean(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        var sentBefore = time.GetUtcNow() - KeepSent;
        var answeredBefore = time.GetUtcNow() - KeepAnswers;
        await db.Set<OutboxMessage>().Where(m => m.SentAt < sentBefore).ExecuteDeleteAsync(ct);
        await db.Set<IdempotentAnswer>().Where(a => a.CreatedAt < answeredBefore).ExecuteDeleteAsync(ct);
    }

    [LoggerMessage(LogLevel.Warning, "The outbox waits: {Reason}")]
    private static partial void LogRetry(ILogger logger, string reason);
}

internal static class MessagingMetrics
{
    public static readonly Meter Meter = new("SmartInventory.Messaging");
}
