using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.ServiceDefaults.Data;

namespace SmartInventory.ServiceDefaults.Activities;

/// <summary>
/// The table <c>activity</c>: who did what, written in the transaction of what was done. Where a context saves the
/// effect, add an <see cref="ActivityEntry"/> to it; where a statement stores many, use <see cref="RecordAsync"/>.
/// </summary>
public static class ActivityLog
{
    private const int MaxStatement = 5_000;

    /// <summary>Stores many entries by statements of thousands, in the caller's transaction.</summary>
    public static async Task RecordAsync(this DbContext db, IEnumerable<ActivityEntry> entries, CancellationToken ct)
    {
        foreach (var part in entries.Chunk(MaxStatement))
            await db.UpsertAsync(part, ct);
    }

    /// <summary>
    /// Maps the table. The migration that makes it must also run <see cref="AppendOnlySql"/>.
    /// </summary>
    public static void MapActivityTable(this ModelBuilder model, string schema) =>
        model.Entity<ActivityEntry>(entry =>
        {
            entry.ToTable("activity", schema);
            entry.HasKey(e => e.Id);
            entry.Property(e => e.Via).HasConversion<string>().HasMaxLength(10);
            entry.Property(e => e.Action).HasMaxLength(ActivityEntry.MaxAction);
            entry.Property(e => e.Kind).HasConversion<string>().HasMaxLength(20);
            entry.Property(e => e.Key).HasMaxLength(Subject.MaxKey).UseCollation("C");
            entry.Property(e => e.Location).HasMaxLength(32);
            entry
                .Property(e => e.Changes)
                .HasColumnType("jsonb")
                .HasConversion(
                    changes => JsonSerializer.Serialize(changes, ContractsJson.Options),
                    json => JsonSerializer.Deserialize<List<FieldChange>>(json, ContractsJson.Options)!,
                    // Never changed once it is there.
                    new ValueComparer<IReadOnlyList<FieldChange>>((a, b) => ReferenceEquals(a, b), c => c.Count, c => c)
                );
            entry.HasIndex(e => new { e.At, e.Id });
            entry.HasIndex(e => new
            {
                e.Kind,
                e.Key,
                e.At,
            });
            entry.HasIndex(e => new { e.By, e.At });
        });

    /// <summary>The trigger that refuses to change or delete what was written.</summary>
    public static string AppendOnlySql(string schema) =>
        $"""
            CREATE FUNCTION {schema}.refuse_activity_change() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN
                RAISE EXCEPTION 'what was done is not undone by forgetting it: % refused', TG_OP;
            END $$;
            CREATE TRIGGER activity_append_only BEFORE UPDATE OR DELETE ON {schema}.activity
            FOR EACH ROW EXECUTE FUNCTION {schema}.refuse_activity_change();
            CREATE TRIGGER activity_not_emptied BEFORE TRUNCATE ON {schema}.activity
            FOR EACH STATEMENT EXECUTE FUNCTION {schema}.refuse_activity_change();
            """;

    /// <summary>One page, newest first.</summary>
    public static async Task<List<ActivityResponse>> ListActivityAsync(
        this DbContext db,
        ActivityQuery wanted,
        CancellationToken ct
    )
    {
        var query = db.Set<ActivityEntry>().AsNoTracking();
        if (wanted.Subject is { } subject)
        {
            query = query.Where(e => e.Kind == subject.Kind && e.Key == subject.Key);
            if (subject.Location is { } location)
                query = query.Where(e => e.Location == location);
        }
        if (wanted.By is { } by)
            query = query.Where(e => e.By == by);
        if (wanted.Via is { } via)
            query = query.Where(e => e.Via == via);
        if (wanted.Action is { } action)
            query = query.Where(e => e.Action == action);
        if (wanted.From is { } first && Midnight(first) is var from)
            query = query.Where(e => e.At >= from);
        if (wanted.To is { } to && Midnight(to.AddDays(1)) is var before)
            query = query.Where(e => e.At < before);
        if (wanted.After is { } last)
            query = query.Where(e =>
                EF.Functions.LessThan(ValueTuple.Create(e.At, e.Id), ValueTuple.Create(last.At, last.Id))
            );
        var rows = await query
            .OrderByDescending(e => e.At)
            .ThenByDescending(e => e.Id)
            .Take(wanted.Page.Take)
            .ToListAsync(ct);
        return rows.ConvertAll(e => e.ToResponse());
    }

    private static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
