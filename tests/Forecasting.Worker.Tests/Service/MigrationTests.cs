using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Status;
using SmartInventory.Forecasting.Pending;
using SmartInventory.ServiceDefaults.Books;
using SmartInventory.Testing;

namespace SmartInventory.Forecasting.Tests.Service;

public sealed class MigrationTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Numbers_of_an_older_version_become_the_words_that_they_meant_and_demand_is_in_the_totals()
    {
        var infrastructure = await Infrastructure.StartAsync(Ct);
        var connection = await infrastructure.CreateDatabaseAsync(ForecastingDb.Schema, Ct);
        await using var db = new ForecastingDb(
            new DbContextOptionsBuilder<ForecastingDb>().UseNpgsql(connection).UseSnakeCaseNamingConvention().Options
        );
        var migrator = db.GetService<IMigrator>();
        await migrator.MigrateAsync("Initial", Ct);
        await db.Database.ExecuteSqlRawAsync(
            """
            INSERT INTO forecasting.suggestions (sku, location, urgency, archived, order_by, cost, document)
            VALUES ('A', 'LDN', 1, false, '2026-01-01', 5, 'null');
            INSERT INTO forecasting.refit_requests (sku, location, reason, requested_at, touched_at)
            VALUES ('A', 'LDN', 4, now(), now());
            INSERT INTO forecasting.trends
                (sku, as_of, known_days, units_per_day, slope_per_week, direction, revenue28, revenue365, peak_weekday,
                 class, abc, revenue_share)
            VALUES ('A', '2026-01-01', 1, 1, 0, 2, 1, 1, 6, 3, 'A', 1);
            INSERT INTO forecasting.trends
                (sku, as_of, known_days, units_per_day, slope_per_week, direction, revenue28, revenue365, class, abc,
                 revenue_share)
            VALUES ('B', '2026-01-01', 1, 1, 0, 0, 1, 1, 4, 'A', 1);
            INSERT INTO forecasting.demand (sku, location, day, channel, sold, returned, revenue, lines)
            VALUES ('A', 'LDN', '2026-01-01', 'shop', 7, 1, 9, 3), ('A', 'LDN', '2026-01-02', 'shop', 2, 0, 9, 1);
            """,
            Ct
        );

        await migrator.MigrateAsync(cancellationToken: Ct);

        var suggestion = await db.Suggestions.SingleAsync(Ct);
        Assert.Equal((Urgency.Now, (int)Urgency.Now), (suggestion.Urgency, suggestion.UrgencyRank));
        Assert.Equal(RefitReason.Drift, (await db.RefitRequests.SingleAsync(Ct)).Reason);
        var trends = await db.Trends.OrderBy(t => t.Sku).ToListAsync(Ct);
        Assert.Equal(
            [
                (TrendDirection.Falling, DayOfWeek.Saturday, MoverClass.Dead),
                (TrendDirection.Rising, null, MoverClass.New),
            ],
            trends.Select(t => (t.Direction, t.PeakWeekday, t.Class))
        );
        Assert.Equal(["A", "B"], await db.DirtyTrends.Select(t => t.Sku).Order().ToListAsync(Ct));
        Assert.Equal([new SourceTotals("shop", 9, 1, 4)], await db.ChannelTotalsAsync(Ct));
        Assert.False(db.Database.HasPendingModelChanges());

        await migrator.MigrateAsync("Initial", Ct);
        await migrator.MigrateAsync(cancellationToken: Ct);
        Assert.Equal(2, await db.Trends.CountAsync(Ct));
    }

    [Fact]
    public async Task Days_that_were_excluded_are_marked_as_not_counting()
    {
        var infrastructure = await Infrastructure.StartAsync(Ct);
        var connection = await infrastructure.CreateDatabaseAsync(ForecastingDb.Schema, Ct);
        await using var db = new ForecastingDb(
            new DbContextOptionsBuilder<ForecastingDb>().UseNpgsql(connection).UseSnakeCaseNamingConvention().Options
        );
        var migrator = db.GetService<IMigrator>();
        await migrator.MigrateAsync("StockOutDay", Ct);
        await db.Database.ExecuteSqlRawAsync(
            """
            INSERT INTO forecasting.excluded_days (id, sku, location, from_day, to_day, reason, by, at)
            VALUES (gen_random_uuid(), 'A', 'LDN', '2026-01-01', '2026-01-03', 'Fair', 'ada', now());
            """,
            Ct
        );

        await migrator.MigrateAsync(cancellationToken: Ct);

        var marked = await db.MarkedDays.SingleAsync(Ct);
        Assert.Equal(
            ("A", "LDN", new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 3), MarkKind.DoesNotCount, "Fair", "ada"),
            (marked.Sku, marked.Location, marked.FromDay, marked.ToDay, marked.Kind, marked.Reason, marked.By)
        );
        Assert.Null(marked.ToResponse().Effect);

        await migrator.MigrateAsync("StockOutDay", Ct);
        Assert.Equal(
            "Fair",
            await db
                .Database.SqlQuery<string>($"SELECT reason AS \"Value\" FROM forecasting.excluded_days")
                .SingleAsync(Ct)
        );
    }
}
