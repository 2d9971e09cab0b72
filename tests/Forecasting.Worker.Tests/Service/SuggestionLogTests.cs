using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Messages;

namespace SmartInventory.Forecasting.Tests.Service;

/// <summary>What was suggested on a day of the past, and what changed since.</summary>
public sealed class SuggestionLogTests(WorkerHost worker) : IClassFixture<WorkerHost>
{
    private static readonly DateOnly Today = WorkerHost.Today;

    private async Task<SuggestionExplanation> Stock(string sku, long version, decimal onHand)
    {
        await worker.Publish(new StockChanged([new(sku, "LDN", version, onHand, 0, true)]));
        return (
            await worker.GetUntil<List<SuggestionExplanation>>(
                $"/api/v1/replenishment/{sku}",
                s => s is [var one] && one.Suggestion.OnHand == onHand
            )
        )[0];
    }

    [Fact]
    public async Task A_suggestion_of_the_past_is_shown_as_it_was_and_comes_out_again()
    {
        await worker.Publish(
            new ProductChanged([WorkerHost.Product("PAST-1", 1, new SupplierTermState("ACME", 5, 0, 0, 2, true))])
        );
        await worker.Publish(WorkerHost.History("PAST-1", 90));
        await Stock("PAST-1", 1, 400);
        var first = await Stock("PAST-1", 2, 30);
        Assert.Equal(Advice.Order, first.Suggestion.Advice);
        worker.Ahead = TimeSpan.FromDays(1);
        try
        {
            // The forecast of the new day may say another quantity than that of the day before.
            await worker.GetUntil<List<ForecastResponse>>(
                "/api/v1/forecasts/PAST-1",
                f => f.Count == 1 && f[0].AsOf == Today.AddDays(1)
            );
            var second = await Stock("PAST-1", 3, 10);
            Assert.NotEqual(first.Suggestion.OrderQuantity, second.Suggestion.OrderQuantity);

            // Of the first day its last one is kept, the others are not.
            var then = (await worker.Get<List<SuggestionExplanation>>($"/api/v1/replenishment/PAST-1?at={Today:O}"))!;
            Assert.Equal(
                (first.Suggestion.OrderQuantity, 30m, true),
                (then[0].Suggestion.OrderQuantity, then[0].Suggestion.OnHand, then[0].Reproduced)
            );
            Assert.Equal(first.Steps, then[0].Steps);
            var now = (
                await worker.Get<List<SuggestionExplanation>>($"/api/v1/replenishment/PAST-1?at={Today.AddDays(1):O}")
            )!;
            Assert.Equal((second.Suggestion.OrderQuantity, true), (now[0].Suggestion.OrderQuantity, now[0].Reproduced));
            Assert.Empty(
                (
                    await worker.Get<List<SuggestionExplanation>>(
                        $"/api/v1/replenishment/PAST-1?at={Today.AddDays(-1):O}"
                    )
                )!
            );

            var changes = (await worker.Get<List<SuggestionChange>>("/api/v1/replenishment/PAST-1/changes"))!;
            Assert.Equal(
                [second.Suggestion.OrderQuantity, first.Suggestion.OrderQuantity],
                changes.Select(c => c.OrderQuantity)
            );
            Assert.Contains("On hand: 10 instead of 30", changes[0].Changes);
            Assert.Contains(
                $"Order: {second.Suggestion.OrderQuantity:0.####} instead of {first.Suggestion.OrderQuantity:0.####}",
                changes[0].Changes
            );
            Assert.Empty(changes[1].Changes);
            Assert.Single((await worker.Get<List<SuggestionChange>>("/api/v1/replenishment/PAST-1/changes?limit=1"))!);
        }
        finally
        {
            worker.Ahead = TimeSpan.Zero;
        }
    }

    [Fact]
    public async Task What_says_the_same_day_after_day_is_kept_once()
    {
        await worker.Publish(new ProductChanged([WorkerHost.Product("SAME-1")]));
        await worker.Publish(WorkerHost.History("SAME-1", 90));
        try
        {
            for (var day = 0; day < 4; day++)
            {
                worker.Ahead = TimeSpan.FromDays(day);
                Assert.Equal(Advice.Nothing, (await Stock("SAME-1", day + 1, 5000 - day)).Suggestion.Advice);
            }
            var changes = (await worker.Get<List<SuggestionChange>>("/api/v1/replenishment/SAME-1/changes"))!;
            Assert.Equal(2, changes.Count);
        }
        finally
        {
            worker.Ahead = TimeSpan.Zero;
        }
    }
}
