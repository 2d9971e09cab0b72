using Microsoft.EntityFrameworkCore;
using Npgsql;
using SmartInventory.Contracts.Status;

namespace SmartInventory.ServiceDefaults.Books;

/// <summary>
/// A part of what a service holds of one channel's sales, kept in the transaction of the lines. The parts of a channel
/// are added up by whoever reads them: a writer takes the part of its connection, so that two rarely wait for each
/// other.
/// </summary>
public sealed class ChannelTotal
{
    public required string Channel { get; init; }
    public int Slot { get; init; }
    public decimal Sold { get; init; }
    public decimal Returned { get; init; }
    public long Lines { get; init; }
}

/// <summary>What is added to a channel's totals.</summary>
public record struct ChannelChange(decimal Sold, decimal Returned, long Lines);

/// <summary>
/// The one writer and the one reader of <c>channel_totals</c>, which <see cref="Recounting{TDb}"/> checks.
/// </summary>
public static class ChannelTotals
{
    /// <summary>
    /// The statement that adds the changes; last in its transaction, so that the row is held shortly.
    /// </summary>
    public static NpgsqlBatchCommand Add(string schema, SortedDictionary<string, ChannelChange> changes) =>
        new(
            $"""
            INSERT INTO {schema}.channel_totals AS t (channel, slot, sold, returned, lines)
            SELECT channel, pg_backend_pid() % 8, sold, returned, lines
            FROM unnest($1, $2, $3, $4) AS d (channel, sold, returned, lines)
            ON CONFLICT (channel, slot) DO UPDATE SET
                sold = t.sold + excluded.sold, returned = t.returned + excluded.returned,
                lines = t.lines + excluded.lines
            """
        )
        {
            Parameters =
            {
                new NpgsqlParameter<string[]> { TypedValue = [.. changes.Keys] },
                new NpgsqlParameter<decimal[]> { TypedValue = [.. changes.Values.Select(v => v.Sold)] },
                new NpgsqlParameter<decimal[]> { TypedValue = [.. changes.Values.Select(v => v.Returned)] },
                new NpgsqlParameter<long[]> { TypedValue = [.. changes.Values.Select(v => v.Lines)] },
            },
        };

    public static Task<List<SourceTotals>> ChannelTotalsAsync(this DbContext db, CancellationToken ct) =>
        db.Set<ChannelTotal>()
            .GroupBy(t => t.Channel)
            .OrderBy(g => g.Key)
            .Select(g => new SourceTotals(g.Key, g.Sum(t => t.Sold), g.Sum(t => t.Returned), g.Sum(t => t.Lines)))
            .ToListAsync(ct);

    /// <summary>Maps <c>channel_totals</c> and <c>recount</c> in the service's schema.</summary>
    public static void MapBooks(this ModelBuilder model, string schema)
    {
        model.Entity<ChannelTotal>(total =>
        {
            total.ToTable("channel_totals", schema);
            total.HasKey(t => new { t.Channel, t.Slot });
            total.Property(t => t.Channel).UseCollation("C");
            total.Property(t => t.Sold).HasColumnType("numeric");
            total.Property(t => t.Returned).HasColumnType("numeric");
        });
        model.Entity<Recount>(recount =>
        {
            recount.ToTable("recount", schema);
            recount.Property(r => r.Id).ValueGeneratedNever();
            recount.HasData(new Recount { Id = Recount.Only, At = DateTimeOffset.UnixEpoch });
        });
    }
}
