using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Engine;
using SmartInventory.Forecasting.Engine.Replenishment;
using SmartInventory.Forecasting.Forecasts;
using SmartInventory.Forecasting.Replenishment;
using static SmartInventory.Forecasting.Tests.Replenishment.TestTerms;

namespace SmartInventory.Forecasting.Tests.Replenishment;

/// <summary>The fan of the stock to come, as arithmetic.</summary>
public sealed class StockProjectorTests
{
    private static ForecastDocument Forecast(DemandOutlook outlook)
    {
        var sums = Enumerable.Range(1, outlook.Horizon).Select(outlook.Sums).ToArray();
        double[][] cumulative =
        [
            .. Forecaster.Probabilities.ToArray().Select((_, level) => Array.ConvertAll(sums, s => s[level])),
        ];
        return new(Today, ForecastStatus.Ok, "test", $"", false, 10, 0, outlook.Mean, cumulative, cumulative, [], []);
    }

    /// <summary>A suggestion as the rule makes it, with what the projection reads of it.</summary>
    private static SuggestionExplanation Explained(DemandOutlook outlook, StockPosition stock, int lead, int review)
    {
        var decision = ReplenishmentRule.Decide(outlook, stock, Of(lead, review), Today);
        return new()
        {
            Suggestion = new()
            {
                Sku = "A",
                Name = "A",
                Location = "X",
                Urgency = decision.Urgency,
                OrderQuantity = decision.OrderQuantity,
                OrderBy = decision.OrderBy,
                StockOutOn = decision.StockOutOn,
                OnHand = stock.OnHand,
                Counted = stock.Counted,
                OnOrder = stock.OnOrder,
                ReorderPoint = decision.ReorderPoint,
                SafetyStock = decision.SafetyStock,
                LeadTimeDays = lead,
                Assumed = false,
                Confidence = ForecastStatus.Ok,
                AsOf = Today,
                ComputedAt = DateTimeOffset.UnixEpoch,
            },
            ServiceLevel = .95m,
            ReviewPeriodDays = review,
            Moq = 0,
            PackMultiple = 0,
            Arrivals = stock.Shown(),
            Steps = decision.Steps,
            Model = "test",
            ForecastVersion = 3,
            StockVersion = 4,
            Notes = [],
        };
    }

    private static StockProjection Projected(StockPosition stock, int days, int lead = 3, int review = 4)
    {
        var outlook = NormalDemand(10, 3);
        return StockProjector.Of(Explained(outlook, stock, lead, review), Forecast(outlook), 7, days);
    }

    [Fact]
    public void The_mean_is_supply_less_expected_demand_and_the_band_lies_around_it()
    {
        var fan = Projected(Stock(150, arrivals: [(40, 1), (30, 9)]), 14);

        Assert.Equal((14, 150m, 7L, 4L), (fan.Days.Count, fan.OnHand, fan.ForecastVersion, fan.StockVersion));
        for (var i = 0; i < fan.Days.Count; i++)
        {
            var (day, left) = (i + 1, fan.Days[i].AsItIs);
            Assert.Equal(Today.AddDays(day), fan.Days[i].Day);
            // The order of tomorrow is there tomorrow.
            Assert.Equal(190 + (day >= 9 ? 30 : 0), left.Supply);
            Assert.Equal((double)left.Supply - 10 * day, left.Mean, 2);
            Assert.Equal(left.Mean, left.P50, 2);
            Assert.True(left.P10 < left.P50 && left.P50 < left.P90);
            // 1.2816 standard deviations of the sum of so many days.
            Assert.Equal(1.2816 * 3 * Math.Sqrt(day), left.P90 - left.P50, 1);
        }
        Assert.Equal(["PO-0", "PO-1"], fan.Arrivals.Select(a => a.Order));
    }

    [Fact]
    public void Below_zero_nothing_is_left_and_what_is_missing_is_said()
    {
        var fan = Projected(Stock(40), 14);

        // With 40 the fifth day is the first with more demand than there is; the fourth is a toss of a coin.
        Assert.Equal(Today.AddDays(5), fan.StockOutOn);
        Assert.Equal(.5, fan.Days[3].AsItIs.StockOutProbability, 2);
        Assert.All(fan.Days.Skip(3), d => Assert.Equal(0, d.AsItIs.Mean));
        Assert.All(fan.Days, d => Assert.True(d.AsItIs.P10 >= 0));
        Assert.Equal(100, fan.Days[^1].AsItIs.Missing, 1);
        Assert.Equal(1, fan.Days[^1].AsItIs.StockOutProbability, 3);
        Assert.True(fan.Days.Zip(fan.Days.Skip(1)).All(d => d.First.AsItIs.Missing <= d.Second.AsItIs.Missing));
    }

    [Fact]
    public void The_suggested_order_is_a_second_line_from_the_day_on_which_it_arrives()
    {
        var fan = Projected(Stock(45), 14);

        var order = fan.Order!;
        Assert.Equal(order.OrderBy.AddDays(3), order.ArrivesOn);
        Assert.All(fan.Days, d => Assert.Equal(d.Day >= order.ArrivesOn, d.WithOrder is not null));
        Assert.All(
            fan.Days.Where(d => d.WithOrder is not null),
            d =>
            {
                Assert.Equal(d.AsItIs.Supply + order.Quantity, d.WithOrder!.Supply);
                Assert.True(d.WithOrder.StockOutProbability <= d.AsItIs.StockOutProbability);
            }
        );
        // Until the order after it could arrive it keeps what the service level promises.
        var last = fan.Days.Single(d => d.Day == order.ArrivesOn.AddDays(4));
        Assert.InRange(last.WithOrder!.StockOutProbability, .03, .0501);
        Assert.Empty(fan.Notes);
        Assert.Contains(Projected(Stock(45), 2).Notes, n => n.Contains("after these days", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_brought_from_elsewhere_is_on_the_second_line_from_its_own_day_on()
    {
        var outlook = NormalDemand(10, 3);
        var explained = Explained(outlook, Stock(45), 3, 4);
        var moved = explained with
        {
            Suggestion = explained.Suggestion with { Transfers = [new("Y", 12, Today.AddDays(2))] },
        };

        var fan = StockProjector.Of(moved, Forecast(outlook), 7, 10);

        Assert.Equal("Y", Assert.Single(fan.Transfers).From);
        var order = fan.Order!;
        Assert.All(
            fan.Days,
            d =>
                Assert.Equal(
                    (d.Day >= Today.AddDays(2) ? 12 : 0) + (d.Day >= order.ArrivesOn ? order.Quantity : 0),
                    (d.WithOrder?.Supply ?? d.AsItIs.Supply) - d.AsItIs.Supply
                )
        );
    }

    [Fact]
    public void An_order_that_is_late_counts_from_the_day_that_is_assumed_of_it()
    {
        // Two days late: taken to need two days more.
        var fan = Projected(Stock(200, arrivals: [(60, -2)]), 6);

        Assert.Equal([200, 260], fan.Days.Take(2).Select(d => d.AsItIs.Supply));
        var arrival = Assert.Single(fan.Arrivals);
        Assert.Equal(
            (true, Today.AddDays(2), Today.AddDays(-2)),
            (arrival.Late, arrival.CountedFrom, arrival.ExpectedOn)
        );
        Assert.Contains(fan.Notes, n => n.Contains("PO-0 was expected on", StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_never_counted_begins_at_nothing()
    {
        var fan = Projected(Stock(-300, counted: false, arrivals: [(50, 2)]), 4);

        Assert.Equal(0, fan.OnHand);
        Assert.Equal([0, 50, 50, 50], fan.Days.Select(d => d.AsItIs.Supply));
        Assert.Contains(fan.Notes, n => n.Contains("never counted", StringComparison.Ordinal));
    }

    [Fact]
    public void As_many_days_are_shown_as_the_next_order_takes_and_two_weeks_more_within_the_forecast()
    {
        var outlook = NormalDemand(10, 3);
        Assert.Equal(3 + 4 + 14, StockProjector.UsualDays(Explained(outlook, Stock(40), 3, 4), Forecast(outlook)));
        Assert.Equal(28, StockProjector.UsualDays(Explained(outlook, Stock(40), 20, 7), Forecast(outlook)));
    }
}
