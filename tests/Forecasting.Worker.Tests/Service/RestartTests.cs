using Npgsql;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Status;
using SmartInventory.Testing;

namespace SmartInventory.Forecasting.Tests.Service;

/// <summary>A worker that was started again.</summary>
public sealed class RestartTests
{
    // What its background work begins with: models, what has to be computed anew.
    private const string Work =
        "forecasting.models, forecasting.dirty_series, forecasting.dirty_trends, "
        + "forecasting.refit_requests, forecasting.trainings, forecasting.scorings, forecasting.group_days";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_healthy_and_answers_reads_before_its_own_work_has_come_to_anything()
    {
        var before = new WorkerHost();
        await using (before)
        {
            await before.InitializeAsync();
            await before.Publish(WorkerHost.History("SOON", 60));
            await before.GetUntil<List<ForecastResponse>>("/api/v1/forecasts/SOON", f => f is [{ Fit: not null }]);
        }

        var database = before.Settings["ConnectionStrings:inventory"];
        await using var holder = new NpgsqlConnection(database);
        await holder.OpenAsync(Ct);
        await using var hold = await holder.BeginTransactionAsync(Ct);
        await using (var command = new NpgsqlCommand($"LOCK TABLE {Work} IN ACCESS EXCLUSIVE MODE", holder, hold))
            await command.ExecuteNonQueryAsync(Ct);

        // Nor is there a cache: another one, which is empty.
        await using var again = new WorkerHost
        {
            Inventory = database,
            Messaging = before.Settings["ConnectionStrings:messaging"],
        };
        await again.InitializeAsync();
        await Eventually.Holds(
            async () =>
                await again.Scalar<long>(
                    "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'relation' "
                        + "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
                ) > 0,
            "its background work waits"
        );

        var forecast = Assert.Single((await again.Get<List<ForecastResponse>>("/api/v1/forecasts/SOON"))!);
        Assert.Equal(56, forecast.Days.Count);
        Assert.Single((await again.Get<List<SuggestionExplanation>>("/api/v1/replenishment/SOON"))!);
        Assert.Equal("healthy", (await again.Get<HealthReport>("/health"))!.Status);
    }
}
