using Microsoft.EntityFrameworkCore;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.Testing;

namespace SmartInventory.ServiceDefaults.Tests;

public sealed class BulkRowsTests : IAsyncLifetime
{
    private BulkDb _db = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var connection = await (await Infrastructure.StartAsync(Ct)).CreateDatabaseAsync("bulk", Ct);
        _db = new BulkDb(
            new DbContextOptionsBuilder<BulkDb>().UseNpgsql(connection).UseSnakeCaseNamingConvention().Options
        );
        await _db.Database.ExecuteSqlRawAsync(_db.Database.GenerateCreateScript(), Ct);
    }

    public async ValueTask DisposeAsync() => await _db.DisposeAsync();

    [Fact]
    public async Task Of_each_key_the_newest_version_is_kept_in_whatever_order_they_come()
    {
        var first = await _db.UpsertNewestAsync([Row("b", 2), Row("a", 1), Row("a", 3), Row("a", 2)], Ct);
        Assert.Equal([("a", 3L), ("b", 2L)], first.Select(r => (r.Key, r.Version)));

        var second = await _db.UpsertNewestAsync([Row("b", 2), Row("a", 2), Row("B", 1), Row("c", 9)], Ct);
        Assert.Equal([("B", 1L), ("c", 9L)], second.Select(r => (r.Key, r.Version)));
        Assert.Equal([("B", 1L), ("a", 3L), ("b", 2L), ("c", 9L)], await Stored());
    }

    [Fact]
    public async Task Every_kind_of_column_comes_back_as_it_was_written()
    {
        var full = Row("a", 1, "b'\"\\{}") with
        {
            Amount = 12.3456m,
            Maybe = -1.5m,
            Count = 7,
            Day = new DateOnly(2026, 2, 28),
            At = new DateTimeOffset(2026, 2, 28, 1, 2, 3, TimeSpan.Zero),
            Kind = Kind.Second,
            Flag = true,
            Json = """{"x": [1, "ü"]}""",
            Bytes = [0, 255],
            Doubled = 14,
        };
        await _db.UpsertNewestAsync([full, Row("a", 1)], Ct);
        var rows = await _db.Rows.AsNoTracking().OrderByDescending(r => r.Other).ToListAsync(Ct);
        Assert.Equivalent(full, rows[0], strict: true);
        Assert.Equivalent(Row("a", 1), rows[1], strict: true);
    }

    [Fact]
    public async Task What_somebody_else_writes_is_kept()
    {
        await _db.UpsertAsync(
            [
                new Plain
                {
                    Key = "a",
                    Mine = 1,
                    Yours = 1,
                },
            ],
            Ct
        );
        await _db.UpsertAsync(
            [
                new Plain
                {
                    Key = "b",
                    Mine = 2,
                    Yours = 2,
                },
                new Plain
                {
                    Key = "a",
                    Mine = 2,
                    Yours = 2,
                },
            ],
            Ct,
            p => p.Yours
        );
        Assert.Equal(
            [("a", 2, 1), ("b", 2, 2)],
            (await _db.Plain.OrderBy(p => p.Key).ToListAsync(Ct)).Select(p => (p.Key, p.Mine, p.Yours))
        );
    }

    [Fact]
    public async Task A_transaction_that_is_rolled_back_takes_its_rows_with_it()
    {
        await using (await _db.Database.BeginTransactionAsync(Ct))
        {
            Assert.Single(await _db.UpsertNewestAsync([Row("a", 1)], Ct));
        }
        Assert.Empty(await Stored());
        Assert.Empty(await _db.UpsertNewestAsync<VersionedRow>([], Ct));
    }

    private async Task<IEnumerable<(string, long)>> Stored() =>
        (await _db.Rows.AsNoTracking().ToListAsync(Ct))
            .OrderBy(r => r.Key, StringComparer.Ordinal)
            .Select(r => (r.Key, r.Version));

    private static VersionedRow Row(string key, long version, string other = "") =>
        new()
        {
            Key = key,
            Other = other,
            Version = version,
        };

    public enum Kind
    {
        First,
        Second,
    }

    public sealed record VersionedRow : IVersioned
    {
        public required string Key { get; init; }
        public required string Other { get; init; }
        public long Version { get; init; }
        public decimal Amount { get; init; }
        public decimal? Maybe { get; init; }
        public int? Count { get; init; }
        public DateOnly? Day { get; init; }
        public DateTimeOffset At { get; init; }
        public Kind Kind { get; init; }
        public bool Flag { get; init; }
        public string? Json { get; init; }
        public byte[]? Bytes { get; init; }
        public int Doubled { get; init; }
    }

    public sealed class Plain
    {
        public required string Key { get; init; }
        public int Mine { get; init; }
        public int Yours { get; init; }
    }

    private sealed class BulkDb(DbContextOptions<BulkDb> options) : DbContext(options)
    {
        public DbSet<VersionedRow> Rows => Set<VersionedRow>();
        public DbSet<Plain> Plain => Set<Plain>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.HasDefaultSchema("bulk");
            modelBuilder.Entity<VersionedRow>(row =>
            {
                row.HasKey(r => new { r.Key, r.Other });
                row.Property(r => r.Amount).HasPrecision(19, 4);
                row.Property(r => r.Kind).HasConversion<string>().HasMaxLength(20);
                row.Property(r => r.Json).HasColumnType("jsonb");
                row.Property(r => r.Doubled).HasComputedColumnSql("coalesce(count, 0) * 2", stored: true);
            });
            modelBuilder.Entity<Plain>().HasKey(p => p.Key);
        }
    }
}
