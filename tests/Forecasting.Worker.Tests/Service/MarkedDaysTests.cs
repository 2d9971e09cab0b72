using System.Net;
using System.Net.Http.Json;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Messages;
using SmartInventory.Forecasting.Engine;
using SmartInventory.Testing;
using DemandHistory = SmartInventory.Contracts.Forecasting.DemandHistory;

namespace SmartInventory.Forecasting.Tests.Service;

/// <summary>What is said of days of a product, from the request to the forecast.</summary>
public sealed class MarkedDaysTests(WorkerHost worker) : IClassFixture<WorkerHost>
{
    private static readonly DateOnly Today = WorkerHost.Today;
    private static readonly int High = Forecaster.Probabilities.IndexOf(.95);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string Path(string sku) => $"/api/v1/forecasts/{sku}/marked-days";

    /// <summary>Sells on each of some days, and waits until they are known.</summary>
    private async Task Sell(string sku, int from, int to, Func<int, decimal> units, string location = "LDN")
    {
        var days = Enumerable.Range(to, from - to + 1).ToList();
        await worker.Publish(
            new SalesRecorded([.. days.Select(ago => WorkerHost.Line(sku, Today.AddDays(-ago), units(ago), location))])
        );
        await worker.GetUntil<List<DemandHistory>>(
            $"/api/v1/forecasts/{sku}/history?location={location}",
            h =>
                h.Count == 1
                && days.TrueForAll(ago => h[0].Days.Any(day => day.Day == Today.AddDays(-ago) && day.Sold > 0))
        );
    }

    private Task Sell(string sku, int from, int to, decimal units, string location = "LDN") =>
        Sell(sku, from, to, _ => units, location);

    private Task<HttpResponseMessage> Mark(string sku, object days) => worker.Http.PostAsJsonAsync(Path(sku), days, Ct);

    private Task<MarkedStretch> Mark(string sku, int from, int to, string kind, string location = "LDN") =>
        Mark(
                sku,
                new
                {
                    location,
                    from = Today.AddDays(from),
                    to = Today.AddDays(to),
                    kind,
                    reason = "Said",
                }
            )
            .Read<MarkedStretch>(HttpStatusCode.Created);

    private async Task<ForecastResponse> Until(string sku, Func<ForecastResponse, bool> met, string location = "LDN") =>
        (
            await worker.GetUntil<List<ForecastResponse>>(
                $"/api/v1/forecasts/{sku}?location={location}",
                f => f.Count == 1 && met(f[0])
            )
        )[0];

    private Task<ForecastResponse> Says(string sku, string note, string location = "LDN") =>
        Until(sku, f => f.Notes.Any(n => n.ToString() == note), location);

    private static string Of(int from, int to) => $"{Today.AddDays(from):d MMM yyyy} to {Today.AddDays(to):d MMM yyyy}";

    [Fact]
    public async Task What_does_not_count_does_not_raise_a_forecast_until_that_is_taken_back()
    {
        await worker.Publish(new LocationChanged([new("LDN", 1, "London", "Europe/London", false)]));
        await Sell("FAIR", 120, 9, 5);
        await Sell("FAIR", 8, 2, 60);
        await Sell("FAIR", 1, 1, 5);

        var marked = await Mark(
                "fair",
                new
                {
                    location = "ldn",
                    from = Today.AddDays(-8),
                    to = Today.AddDays(-2),
                    reason = "Trade fair",
                }
            )
            .Read<MarkedStretch>(HttpStatusCode.Created);
        Assert.Equal(
            ("FAIR", "LDN", MarkKind.DoesNotCount, "Trade fair"),
            (marked.Sku, marked.Location, marked.Kind, marked.Reason)
        );
        var note = $"From {Of(-8, -2)} marked as no demand: unknown, left out.";
        var without = await Says("FAIR", note);
        Assert.InRange(without.Cumulative[6].Mean / 7, 4, 6);
        var history = Assert.Single((await worker.Get<List<DemandHistory>>("/api/v1/forecasts/FAIR/history?days=30"))!);
        Assert.Equal([marked], history.Marked);
        Assert.Contains(history.Days, day => day.Sold == 60);

        using var again = await Mark(
            "FAIR",
            new
            {
                location = "LDN",
                from = Today.AddDays(-3),
                kind = "counts",
                reason = "Again",
            }
        );
        Assert.Equal(
            $"409 Days from {Today.AddDays(-8):O} to {Today.AddDays(-2):O} are marked already.\n"
                + "Take that back first, or say other days.",
            await Problem.Read(again)
        );

        using var back = await worker.Http.DeleteAsync($"{Path("FAIR")}/{marked.Id}", Ct);
        Assert.Equal(HttpStatusCode.NoContent, back.StatusCode);
        Assert.Empty((await worker.Get<List<MarkedStretch>>(Path("FAIR")))!);
        var with = await Until("FAIR", f => !f.Notes.Any(n => n.ToString() == note));
        Assert.True(with.Version > without.Version);
        using var gone = await worker.Http.DeleteAsync($"{Path("FAIR")}/{marked.Id}", Ct);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task A_lone_spike_that_counts_makes_the_order_large_again_and_is_no_anomaly_any_more()
    {
        await Sell("BULK", 120, 1, ago => ago == 8 ? 500 : 3 + ago * 7 % 5);
        var damped = await Until("BULK", f => f.Marks.Any(mark => mark.Day == Today.AddDays(-8)));
        await WorkerHost.Until(async () => (await Anomalies("BULK")).Items is [{ Kind: AnomalyKind.Spike }]);

        await Mark("BULK", -8, -8, "counts");

        var counted = await Says("BULK", $"From {Of(-8, -8)} marked as demand that counts: nothing of it is damped.");
        Assert.True(counted.Cumulative[13].Quantiles[High] > 2 * damped.Cumulative[13].Quantiles[High]);
        Assert.DoesNotContain(counted.Marks, mark => mark.Day == Today.AddDays(-8));
        await WorkerHost.Until(async () => (await Anomalies("BULK")).Items is []);
    }

    [Fact]
    public async Task A_promotion_is_left_out_and_its_effect_is_said()
    {
        await Sell("PROMO", 120, 1, ago => ago is >= 20 and <= 26 ? 15 : 5);

        await Mark("PROMO", -26, -20, "promotion");

        var forecast = await Says(
            "PROMO",
            $"Promotion from {Of(-26, -20)}: +200% against usual over 7 days, left out of the level."
        );
        Assert.InRange(forecast.Cumulative[6].Mean / 7, 4.9, 5.1);
        var days = forecast.Marks.Where(m => m.Kind == DemandMarkKind.MarkedPromotion).ToList();
        Assert.Equal(Enumerable.Range(-26, 7).Select(ago => Today.AddDays(ago)), days.Select(m => m.Day));
        Assert.All(days, day => Assert.Equal((15, 5), (day.Demand, day.Expected)));
        var listed = Assert.Single((await worker.Get<List<MarkedStretch>>(Path("PROMO")))!);
        Assert.Equal(MarkKind.Promotion, listed.Kind);
        Assert.Equal(new MarkedEffect(7, 105, 35, 2), listed.Effect);
    }

    /// <summary>What is said elsewhere and of others is as large: there is nothing to shrink towards.</summary>
    [Fact]
    public async Task A_promotion_ahead_raises_its_days_by_what_past_ones_did_here_and_elsewhere()
    {
        await Sell("AHEAD", 120, 1, ago => ago is >= 20 and <= 26 ? 15 : 5);
        await Sell("AHEAD", 120, 1, 5, "PAR");
        await Mark("AHEAD", -26, -20, "promotion");
        await Says("AHEAD", $"Promotion from {Of(-26, -20)}: +200% against usual over 7 days, left out of the level.");

        await Mark("AHEAD", 3, 5, "promotion");
        var raised = await Says(
            "AHEAD",
            $"Promotion ahead from {Of(3, 5)}: 3.00 times the usual is expected, by 7 days of its promotions here and "
                + "0 elsewhere."
        );
        for (var step = 0; step < 14; step++)
        {
            var units = step is >= 2 and <= 4 ? 15 : 5;
            Assert.Equal(Today.AddDays(1 + step), raised.Days[step].Date);
            Assert.Equal(units, raised.Days[step].Mean, 2);
            Assert.All(raised.Days[step].Quantiles, q => Assert.Equal(units, q));
        }
        Assert.All(raised.Cumulative[13].Quantiles, q => Assert.Equal(14 * 5 + 3 * 10, q));

        await Mark("AHEAD", 1, 1, "promotion", "PAR");
        var elsewhere = await Says(
            "AHEAD",
            $"Promotion ahead from {Of(1, 1)}: 3.00 times the usual is expected, by 0 days of its promotions here and "
                + "7 elsewhere.",
            "PAR"
        );
        Assert.Equal(15, elsewhere.Days[0].Mean, 2);
        Assert.Equal(5, elsewhere.Days[1].Mean, 2);
    }

    [Fact]
    public async Task Without_a_promotion_that_was_measured_nothing_is_raised_and_that_is_said()
    {
        await Sell("FIRST", 60, 1, 5);

        await Mark("FIRST", 2, 4, "promotion");

        var forecast = await Says(
            "FIRST",
            $"Promotion ahead from {Of(2, 4)}: nothing is raised, since no promotion of this product was measured yet."
        );
        Assert.All(forecast.Days, day => Assert.Equal(5, day.Mean, 2));
    }

    [Fact]
    public async Task What_is_wrong_is_named_by_field()
    {
        await Sell("WRONG", 3, 1, 5);
        async Task<string> Refused(object days, string sku = "WRONG")
        {
            using var refused = await Mark(sku, days);
            return await Problem.Read(refused);
        }
        static object Days(DateOnly from, DateOnly? to = null, string kind = "does-not-count", string at = "LDN") =>
            new
            {
                location = at,
                from,
                to,
                kind,
                reason = "x",
            };
        const string Invalid = "400 One or more fields are not valid.\n";

        Assert.Equal($"{Invalid}from: is required\nlocation: is required\nreason: is required", await Refused(new { }));
        Assert.Equal($"{Invalid}to: must not be before from", await Refused(Days(Today, Today.AddDays(-1))));
        Assert.Equal($"{Invalid}to: must be at most 366 days in all", await Refused(Days(Today.AddDays(-366), Today)));
        Assert.Equal(
            $"{Invalid}location: 'WRONG' was never sold at 'MARS'",
            await Refused(Days(Today.AddDays(-1), at: "MARS"))
        );
        foreach (var kind in (string[])["does-not-count", "counts"])
            Assert.Equal(
                $"{Invalid}to: must not be after the location's last day, except of a promotion",
                await Refused(Days(Today, Today.AddDays(1), kind))
            );
        Assert.Equal(
            $"{Invalid}to: must be at most 365 days after the location's last day",
            await Refused(Days(Today.AddDays(366), kind: "promotion"))
        );
        Assert.StartsWith($"{Invalid}kind: ", await Refused(Days(Today, kind: "sale")), StringComparison.Ordinal);
        Assert.StartsWith(
            "404 No product has the SKU 'UNHEARD-OF'.",
            await Refused(Days(Today), "UNHEARD-OF"),
            StringComparison.Ordinal
        );
    }

    private async Task<Page<AnomalyResponse>> Anomalies(string sku) =>
        (await worker.Get<Page<AnomalyResponse>>($"/api/v1/trends/anomalies?sku={sku}"))!;
}
