using System.Net;
using System.Net.Http.Json;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Messages;
using SmartInventory.Testing;
using DemandHistory = SmartInventory.Contracts.Forecasting.DemandHistory;

namespace SmartInventory.Forecasting.Tests.Service;

/// <summary>Days that are taken out of the demand, from the request to the forecast.</summary>
public sealed class ExcludedDaysTests(WorkerHost worker) : IClassFixture<WorkerHost>
{
    private static readonly DateOnly Today = WorkerHost.Today;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Path(string sku) => $"/api/v1/forecasts/{sku}/excluded-days";

    private static SalesRecorded Sales(string sku, int from, int to, decimal units) =>
        new([.. Enumerable.Range(to, from - to + 1).Select(ago => WorkerHost.Line(sku, Today.AddDays(-ago), units))]);

    private Task<HttpResponseMessage> Exclude(string sku, object days) =>
        worker.Http.PostAsJsonAsync(Path(sku), days, Ct);

    [Fact]
    public async Task What_was_sold_on_excluded_days_does_not_raise_a_forecast_until_they_are_given_back()
    {
        await worker.Publish(new LocationChanged([new("LDN", 1, "London", "Europe/London", false)]));
        await worker.Publish(Sales("FAIR", 120, 9, 5));
        await worker.Publish(Sales("FAIR", 8, 2, 60));
        await worker.Publish(Sales("FAIR", 1, 1, 5));
        await worker.Settled(120);

        var excluded = await Exclude(
                "fair",
                new
                {
                    location = "ldn",
                    from = Today.AddDays(-8),
                    to = Today.AddDays(-2),
                    reason = "Trade fair",
                }
            )
            .Read<ExcludedStretch>(HttpStatusCode.Created);
        Assert.Equal(("FAIR", "LDN", "Trade fair"), (excluded.Sku, excluded.Location, excluded.Reason));
        var note =
            $"From {Today.AddDays(-8):d MMM yyyy} to {Today.AddDays(-2):d MMM yyyy} taken out of the demand: "
            + "unknown, left out.";
        var without = (
            await worker.GetUntil<List<ForecastResponse>>(
                "/api/v1/forecasts/FAIR",
                f => f.Count == 1 && f[0].Notes.Any(n => n.ToString() == note)
            )
        )[0];
        Assert.InRange(without.Cumulative[6].Mean / 7, 4, 6);
        var history = Assert.Single((await worker.Get<List<DemandHistory>>("/api/v1/forecasts/FAIR/history?days=30"))!);
        Assert.Equal([new DayStretch(Today.AddDays(-8), Today.AddDays(-2))], history.Excluded);
        Assert.Contains(history.Days, day => day.Sold == 60);

        using var again = await Exclude(
            "FAIR",
            new
            {
                location = "LDN",
                from = Today.AddDays(-3),
                reason = "Again",
            }
        );
        Assert.Equal(
            $"409 Days from {Today.AddDays(-8):O} to {Today.AddDays(-2):O} are excluded already.\n"
                + "Give them back first, or say other days.",
            await Problem.Read(again)
        );

        using var back = await worker.Http.DeleteAsync($"{Path("FAIR")}/{excluded.Id}", Ct);
        Assert.Equal(HttpStatusCode.NoContent, back.StatusCode);
        Assert.Empty((await worker.Get<List<ExcludedStretch>>(Path("FAIR")))!);
        var with = (
            await worker.GetUntil<List<ForecastResponse>>(
                "/api/v1/forecasts/FAIR",
                f => f.Count == 1 && !f[0].Notes.Any(n => n.ToString() == note)
            )
        )[0];
        Assert.True(with.Version > without.Version);
        using var gone = await worker.Http.DeleteAsync($"{Path("FAIR")}/{excluded.Id}", Ct);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task What_is_wrong_is_named_by_field()
    {
        await worker.Publish(Sales("WRONG", 3, 1, 5));
        await worker.Settled(3);

        using var nothing = await Exclude("WRONG", new { });
        Assert.Equal(
            "400 One or more fields are not valid.\nfrom: is required\nlocation: is required\nreason: is required",
            await Problem.Read(nothing)
        );
        using var backwards = await Exclude(
            "WRONG",
            new
            {
                location = "LDN",
                from = Today,
                to = Today.AddDays(-1),
                reason = "x",
            }
        );
        Assert.Equal(
            "400 One or more fields are not valid.\nto: must not be before from",
            await Problem.Read(backwards)
        );
        using var nowhere = await Exclude(
            "WRONG",
            new
            {
                location = "MARS",
                from = Today.AddDays(-1),
                reason = "x",
            }
        );
        Assert.Equal(
            "400 One or more fields are not valid.\nlocation: 'WRONG' was never sold at 'MARS'",
            await Problem.Read(nowhere)
        );
        using var unknown = await Exclude(
            "UNHEARD-OF",
            new
            {
                location = "LDN",
                from = Today,
                reason = "x",
            }
        );
        Assert.StartsWith(
            "404 No product has the SKU 'UNHEARD-OF'.",
            await Problem.Read(unknown),
            StringComparison.Ordinal
        );
    }
}
