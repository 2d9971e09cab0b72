using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Forecasting.Tests.Service;

/// <summary>An old history beside a living shop: each is forecast by what is known of its own time.</summary>
public sealed class TimesTests(WorkerHost worker) : IClassFixture<WorkerHost>
{
    [Fact]
    public async Task The_model_over_all_series_speaks_for_those_of_its_time_only()
    {
        await worker.Publish(WorkerHost.History("OLD", 300, "ARCHIVE", new DateOnly(2011, 12, 9)));
        for (var i = 0; i < 25; i++)
            await worker.Publish(WorkerHost.History($"LIVE-{i}", 150));
        await worker.GetUntil<List<ForecastResponse>>(
            "/api/v1/forecasts/LIVE-7",
            f => f.Count == 1 && f[0].Candidates.Any(c => c.Model == "global")
        );
        await WorkerHost.Until(async () =>
            (await worker.Get<Contracts.Status.LedgerTotals>("/api/v1/forecasts/totals"))!.UnderWay.Values.All(n =>
                n == 0
            )
        );
        var old = (await worker.Get<List<ForecastResponse>>("/api/v1/forecasts/OLD"))![0];
        Assert.NotEmpty(old.Candidates);
        Assert.DoesNotContain(old.Candidates, c => c.Model == "global");
    }
}
