using System.Diagnostics;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;

namespace SmartInventory.ServiceDefaults.Messaging;

/// <summary>A message that was decided in the same transaction as its cause, and that the relay sends.</summary>
public sealed class OutboxMessage
{
    /// <summary>The message id on the wire too: sending it again is sending the same message.</summary>
    public required Guid Id { get; init; }

    /// <summary>Order of entering, for the relay; a database identity.</summary>
    public long Sequence { get; init; }

    /// <summary>
    /// The message type, as <see cref="System.Type.GetType(string)"/> finds it: full name and assembly.
    /// </summary>
    public required string Type { get; init; }

    /// <summary>JSON in the dialect of the contracts, fixed from here on.</summary>
    public required string Body { get; init; }

    /// <summary>W3C trace context of the cause.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Who caused it, as <see cref="MessageActor"/> writes it; null for nobody.</summary>
    public string? Actor { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? SentAt { get; set; }
}

/// <summary>A fact that this service has applied.</summary>
public sealed class InboxMessage
{
    public required Guid MessageId { get; init; }
    public DateTimeOffset AppliedAt { get; init; }
}

/// <summary>Writing to the outbox and asking the inbox, inside the caller's transaction.</summary>
public static class OutboxExtensions
{
    /// <summary>Adds the message to the context; the caller's <c>SaveChanges</c> stores it with the effect.</summary>
    public static void AddToOutbox<TMessage>(this DbContext db, TMessage message, TimeProvider time)
        where TMessage : class =>
        db.Add(
            new OutboxMessage
            {
                Id = Guid.CreateVersion7(time.GetUtcNow()),
                Type = $"{typeof(TMessage).FullName}, {typeof(TMessage).Assembly.GetName().Name}",
                Body = JsonSerializer.Serialize(message, ContractsJson.Options),
                TraceParent = Activity.Current?.Id,
                Actor = MessageActor.Write(Actor.Current),
                CreatedAt = time.GetUtcNow(),
            }
        );

    /// <summary>How many messages wait to be sent, and for how many seconds the oldest does.</summary>
    public static async Task<(long Messages, double? Seconds)> UnsentAsync(
        this DbContext db,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var unsent = await db.Set<OutboxMessage>()
            .Where(m => m.SentAt == null)
            .GroupBy(_ => 1)
            .Select(all => new { Messages = all.LongCount(), Since = all.Min(m => m.CreatedAt) })
            .SingleOrDefaultAsync(ct);
        return unsent is null
            ? (0, null)
            : (unsent.Messages, Math.Round(Math.Max(0, (time.GetUtcNow() - unsent.Since).TotalSeconds), 1));
    }

    /// <summary>
    /// Claims a fact for this transaction. False when it was applied before: then the caller acknowledges and does
    /// nothing.
    /// A second delivery that runs at the same moment waits here for the first to commit or roll back.
    /// </summary>
    public static async Task<bool> TryApplyOnceAsync(
        this DbContext db,
        Guid messageId,
        TimeProvider time,
        CancellationToken ct
    ) => (await db.TryApplyOnceAsync([messageId], time, ct)).Count == 1;

    /// <summary>Claims several facts for this transaction.</summary>
    /// <returns>Those that were not applied before.</returns>
    public static async Task<IReadOnlySet<Guid>> TryApplyOnceAsync(
        this DbContext db,
        IEnumerable<Guid> messageIds,
        TimeProvider time,
        CancellationToken ct
    )
    {
        if (db.Database.CurrentTransaction is null)
            throw new InvalidOperationException("The inbox needs the transaction of the effect.");
        var table = db.Model.FindEntityType(typeof(InboxMessage))!;
        // In one order everywhere, so that two transactions never wait for each other in a circle.
        return await db
            .Database.SqlQueryRaw<Guid>(
                $$"""
                INSERT INTO "{{table.GetSchema()}}"."{{table.GetTableName()}}" (message_id, applied_at)
                SELECT id, {1} FROM unnest({0}) AS n (id) ORDER BY id
                ON CONFLICT DO NOTHING RETURNING message_id AS "Value"
                """,
                messageIds.Distinct().ToArray(),
                time.GetUtcNow()
            )
            .ToHashSetAsync(ct);
    }

    /// <summary>
    /// Maps <c>outbox</c>, <c>inbox</c> and <c>idempotency</c> in the service's schema. The service's first migration
    /// must
    /// also run <see cref="NotifySql"/>.
    /// </summary>
    public static void MapMessagingTables(this ModelBuilder model, string schema)
    {
        model.Entity<OutboxMessage>(outbox =>
        {
            outbox.ToTable("outbox", schema);
            outbox.HasKey(m => m.Id);
            outbox.Property(m => m.Sequence).UseIdentityAlwaysColumn();
            outbox.Property(m => m.Type).HasMaxLength(300);
            outbox.HasIndex(m => m.Sequence).HasFilter("sent_at IS NULL").HasDatabaseName("ix_outbox_unsent");
            outbox.HasIndex(m => m.SentAt).HasFilter("sent_at IS NOT NULL").HasDatabaseName("ix_outbox_sent");
        });
        model.Entity<InboxMessage>(inbox =>
        {
            inbox.ToTable("inbox", schema);
            inbox.HasKey(m => m.MessageId);
            // Rows come in the order of time, so that this costs next to nothing.
            inbox.HasIndex(m => m.AppliedAt).HasMethod("brin");
        });
        model.Entity<IdempotentAnswer>(answer =>
        {
            answer.ToTable("idempotency", schema);
            answer.HasKey(a => a.Key);
            answer.Property(a => a.Key).HasMaxLength(500);
        });
    }

    /// <summary>The trigger that wakes the relay when a transaction with messages commits.</summary>
    public static string NotifySql(string schema) =>
        $"""
            CREATE OR REPLACE FUNCTION {schema}.notify_outbox() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN NOTIFY {schema}_outbox; RETURN NULL; END $$;
            CREATE OR REPLACE TRIGGER outbox_added AFTER INSERT ON {schema}.outbox
            FOR EACH STATEMENT EXECUTE FUNCTION {schema}.notify_outbox();
            """;
}
