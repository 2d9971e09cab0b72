using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using SmartInventory.Contracts;
using SmartInventory.ServiceDefaults.Background;
using SmartInventory.ServiceDefaults.Telemetry;

namespace SmartInventory.ServiceDefaults.Messaging;

/// <summary>
/// Publishes outbox rows with publisher confirms and marks them sent. Woken by <c>NOTIFY</c>, and by a slow poll for
/// whatever a lost notification left. Several relays share the work: a row is locked while it is sent.
/// </summary>
internal sealed class OutboxRelay<TDb>(
    IServiceScopeFactory scopes,
    NpgsqlDataSource source,
    IBus bus,
    TimeProvider time,
    ILogger<OutboxRelay<TDb>> log
) : Loop(time, log)
    where TDb : DbContext
{
    private const int BatchSize = 20;
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);
    private static readonly Counter<long> Sent = MessagingMetrics.Meter.CreateCounter<long>(
        "smartinventory.outbox.sent"
    );

    /// <summary>
    /// As long as the connection holds on which it is woken. Nothing is lost with it: unsent rows stay.
    /// </summary>
    protected override async Task<TimeSpan> TurnAsync(CancellationToken ct)
    {
        await using var wake = await source.OpenConnectionAsync(ct);
        await using (var listen = new NpgsqlCommand($"LISTEN {Schema()}_outbox", wake))
            await listen.ExecuteNonQueryAsync(ct);
        while (true)
        {
            while (await SendBatch(ct) == BatchSize) { }

            await wake.WaitAsync(Poll, ct);
        }
    }

    private string Schema()
    {
        using var scope = scopes.CreateScope();
        return scope
            .ServiceProvider.GetRequiredService<TDb>()
            .Model.FindEntityType(typeof(OutboxMessage))!
            .GetSchema()!;
    }

    private async Task<int> SendBatch(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var schema = db.Model.FindEntityType(typeof(OutboxMessage))!.GetSchema();
        var rows = await db.Set<OutboxMessage>()
            .FromSqlRaw(
                $"""
                SELECT * FROM "{schema}".outbox WHERE sent_at IS NULL ORDER BY sequence
                LIMIT {BatchSize} FOR UPDATE SKIP LOCKED
                """
            )
            .AsNoTracking()
            .ToListAsync(ct);
        if (rows.Count == 0)
            return 0;

        await Task.WhenAll(rows.Select(row => Publish(row, ct)));

        var ids = rows.ConvertAll(row => row.Id);
        await db.Set<OutboxMessage>()
            .Where(m => ids.Contains(m.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.SentAt, Time.GetUtcNow()), ct);
        await transaction.CommitAsync(ct);
        Sent.Add(rows.Count);
        return rows.Count;
    }

    private async Task Publish(OutboxMessage row, CancellationToken ct)
    {
        var type = Type.GetType(row.Type, throwOnError: true)!;
        var message = JsonSerializer.Deserialize(row.Body, type, ContractsJson.Options)!;
        ActivityContext.TryParse(row.TraceParent, null, isRemote: true, out var cause);
        using var activity = TelemetryExtensions.Source.StartActivity(
            $"outbox {type.Name}",
            ActivityKind.Internal,
            cause
        );
        await bus.Publish(
            message,
            type,
            context =>
            {
                context.MessageId = row.Id;
                if (row.Actor is not null)
                    context.Headers.Set(MessageActor.Header, row.Actor);
            },
            ct
        );
    }
}

internal static class MessagingMetrics
{
    public static readonly Meter Meter = new("SmartInventory.Messaging");
}
