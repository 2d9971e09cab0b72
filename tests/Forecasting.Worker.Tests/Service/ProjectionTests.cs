using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Messages;

namespace SmartInventory.Forecasting.Tests.Service;

/// <summary>The projected stock through its door.</summary>
public sealed class ProjectionTests(WorkerHost worker) : IClassFixture<WorkerHost>
{
    private static readonly DateOnly Today = WorkerHost.Today;

    [Fact]
    public async Task A_product_has_a_fan_per_location_with_its_arrivals_and_the_suggested_order()
    {
        await worker.Publish(new SupplierChanged([new("FAN", 1, "FAN", false)]));
        await worker.Publish(
            new ProductChanged([WorkerHost.Product("FAN-1", 1, new SupplierTermState("FAN", 5, 0, 0, 2, true))])
        );
        await worker.Publish(WorkerHost.History("FAN-1", 90));
        await worker.Publish(WorkerHost.History("FAN-1", 90, "PAR"));
        await worker.Publish(
            new StockChanged([
                new StockState("FAN-1", "LDN", 1, 40, 25, true)
                {
                    Arrivals = [new ArrivalState("PO-1", Today.AddDays(3), 25)],
                },
            ])
        );
        await worker.GetUntil<List<SuggestionExplanation>>(
            "/api/v1/replenishment/FAN-1",
            all => all.Count == 2 && all.Exists(e => e.Suggestion is { OnHand: 40, OrderQuantity: > 0 })
        );

        // Forecast and suggestion are two reads, between which another sale may be counted.
        List<StockProjection> fans = [];
        SuggestionExplanation explained = null!;
        await WorkerHost.Until(async () =>
        {
            fans = (await worker.Get<List<StockProjection>>("/api/v1/replenishment/FAN-1/projection"))!;
            explained = (await worker.Get<List<SuggestionExplanation>>("/api/v1/replenishment/FAN-1?location=LDN"))![0];
            return fans.Count == 2 && fans[0].ForecastVersion == explained.ForecastVersion;
        });
        var forecast = (await worker.Get<List<ForecastResponse>>("/api/v1/forecasts/FAN-1?location=LDN"))![0];

        Assert.Equal(["LDN", "PAR"], fans.Select(f => f.Location));
        var (fan, of) = (fans[0], explained.Suggestion);
        Assert.Equal(of.LeadTimeDays + explained.ReviewPeriodDays + 14, fan.Days.Count);
        Assert.Equal((40m, of.ReorderPoint), (fan.OnHand, fan.ReorderPoint));
        Assert.Equal(new PlannedOrder(of.OrderQuantity, of.OrderBy!.Value, of.OrderBy.Value.AddDays(5)), fan.Order);
        for (var i = 0; i < fan.Days.Count; i++)
        {
            var left = fan.Days[i].AsItIs;
            Assert.Equal(i >= 2 ? 65 : 40, left.Supply);
            Assert.Equal(Math.Max(0, (double)left.Supply - forecast.Cumulative[i].Mean), left.Mean, tolerance: .05);
        }
        Assert.Equal(of.StockOutOn, fan.Days.First(d => (double)d.AsItIs.Supply < Sum(forecast, d.Day)).Day);
        Assert.Contains(fans[1].Notes, n => n.Contains("never counted", StringComparison.Ordinal));

        // More than is kept is forecast on the spot.
        var far = (
            await worker.Get<List<StockProjection>>("/api/v1/replenishment/fan-1/projection?location=ldn&days=70")
        )!;
        Assert.Equal(70, Assert.Single(far).Days.Count);
    }

    private static double Sum(ForecastResponse forecast, DateOnly day) =>
        forecast.Cumulative.Single(c => c.Date == day).Mean;

    [Fact]
    public async Task What_is_bad_is_named_and_an_unknown_product_is_a_404()
    {
        var (status, body) = await worker.Problem(
            HttpMethod.Get,
            "/api/v1/replenishment/X/projection?days=181&location=?"
        );
        Assert.Equal(400, status);
        Assert.Equal(
            ["days", "location"],
            body.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal)
        );
        var (unknown, _) = await worker.Problem(HttpMethod.Get, "/api/v1/replenishment/NOBODY/projection");
        Assert.Equal(404, unknown);
    }
}
