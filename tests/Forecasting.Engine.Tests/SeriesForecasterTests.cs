using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Tests;

public sealed class SeriesForecasterTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(2.5)]
    public void A_constant_history_is_continued_for_certain(double value)
    {
        var forecast = Series.Forecast(Enumerable.Repeat(value, 120).ToArray());
        Assert.True(forecast.EnoughData);
        Assert.All(forecast.Mean, mean => Assert.Equal(value, mean, 10));
        Assert.All(forecast.Quantiles, row => Assert.All(row, q => Assert.Equal(value, q, 10)));
        Assert.All(forecast.Cumulative, row => Assert.Equal(28 * value, row[^1], 8));
    }

    [Fact]
    public void Scaling_the_history_scales_the_forecast()
    {
        var demand = Series.Weekly(300).Select(d => d + 0.25).ToArray();
        var one = Series.Forecast(demand);
        var two = Series.Forecast(demand.Select(d => 2 * d).ToArray());
        Assert.Equal(one.Model, two.Model);
        for (var h = 0; h < 28; h++)
        {
            Assert.Equal(2 * one.Mean[h], two.Mean[h], 6);
            for (var q = 0; q < one.Quantiles.Length; q++)
            {
                Assert.Equal(2 * one.Quantiles[q][h], two.Quantiles[q][h], 6);
                Assert.Equal(2 * one.Cumulative[q][h], two.Cumulative[q][h], 5);
            }
        }
        foreach (var (a, b) in one.Scores.Zip(two.Scores))
            Assert.Equal(a.Pinball!.Value, b.Pinball!.Value, 4);
    }

    [Fact]
    public void The_same_data_give_the_same_numbers_whatever_was_computed_before()
    {
        var demand = Series.Weekly(374);
        var work = Series.Prepared(demand);
        var asOf = Series.Start.AddDays(373);
        var first = Series.Forecast(work, new(28, 10), new(asOf));
        Series.Forecast(Series.Prepared(Series.Weekly(50, seed: 3)), new(60, 30), new(asOf));
        var second = Series.Forecast(work, new(28, 10), new(asOf));
        Assert.Equal(first.Quantiles, second.Quantiles);
        Assert.Equal(first.Cumulative, second.Cumulative);
        Assert.Equal(first.Scores, second.Scores);
    }

    [Theory]
    [InlineData(374)]
    [InlineData(20)]
    public void A_longer_horizon_continues_a_shorter_one(int days)
    {
        var demand = Series.Weekly(days);
        var (shorter, longer) = (Series.Forecast(demand, 28), Series.Forecast(demand, 90));
        for (var q = 0; q < shorter.Quantiles.Length; q++)
        {
            Assert.Equal(shorter.Quantiles[q], longer.Quantiles[q][..28]);
            Assert.Equal(shorter.Cumulative[q], longer.Cumulative[q][..28]);
        }
    }

    [Fact]
    public void A_weekday_that_never_sells_is_forecast_as_next_to_nothing()
    {
        var forecast = Series.Forecast(Series.Weekly(364));
        for (var h = 6; h < 28; h += 7)
            Assert.InRange(forecast.Mean[h], 0, .2);
    }

    [Fact]
    public void Too_little_history_says_so_and_spreads_wide()
    {
        var forecast = Series.Forecast([3, 0, 2, 4]);
        Assert.False(forecast.EnoughData);
        Assert.Equal("counts", forecast.Model);
        Assert.Equal(
            "4 known days with 3 sale days; 35 and 4 are needed to tell methods apart.",
            forecast.Reason.ToString()
        );
        Assert.True(forecast.Cumulative[^2][27] > 2 * forecast.Cumulative[6][27]);
        Assert.Empty(forecast.Scores);
    }

    [Fact]
    public void Nothing_ever_sold_is_forecast_as_nothing()
    {
        var work = new ForecastWorkspace();
        work.History.Prepare([], Series.Start);
        var forecast = Series.Forecast(work, new(28, 14), new(Series.Start));
        Assert.False(forecast.EnoughData);
        Assert.Equal("Never sold.", forecast.Reason.ToString());
        Assert.Equal(Series.Start.AddDays(1), forecast.FirstDay);
        Assert.All(forecast.Mean, mean => Assert.Equal(0, mean));
    }

    [Fact]
    public void Naive_wins_where_every_week_repeats_the_one_before()
    {
        var demand = new double[280];
        var random = new StableRandom(3);
        for (var t = 0; t < demand.Length; t++)
            demand[t] = t < 7 ? random.Next(12) : demand[t - 7];
        var forecast = Series.Forecast(demand);
        Assert.Equal("seasonal-naive", forecast.Model);
        Assert.EndsWith("nothing beat naive.", forecast.Reason.ToString(), StringComparison.Ordinal);
        Assert.Equal(["seasonal-naive", "counts", "imapa", "calendar"], forecast.Scores.Select(s => s.Model));
        Assert.Equal(demand[^7..], forecast.Mean[..7]);
    }

    [Fact]
    public void A_level_beats_naive_on_noise()
    {
        var random = new StableRandom(11);
        var demand = Enumerable.Range(0, 374).Select(_ => (double)(random.Next(10) + random.Next(10))).ToArray();
        var forecast = Series.Forecast(demand);
        Assert.Equal("counts", forecast.Model);
        Assert.True(forecast.Scores[1].Pinball < forecast.Scores[0].Pinball);
    }

    [Fact]
    public void Sums_over_a_lead_time_cover_what_comes_as_often_as_they_say()
    {
        // Demand with a slowly wandering level: independent days would give sums that are far too narrow.
        var (inside80, inside95, runs) = (0, 0, 300);
        for (var run = 0; run < runs; run++)
        {
            var random = new StableRandom((ulong)run * 7919);
            var all = new double[388];
            var level = 40.0;
            for (var t = 0; t < all.Length; t++)
            {
                level = Math.Max(5, level + 2 * Gauss(ref random));
                all[t] = Math.Max(0, Math.Round(level + 4 * Gauss(ref random)));
            }
            var came = all[374..].Sum();
            var forecast = Series.Forecast(all.AsSpan(0, 374));
            var sums = forecast.Cumulative.Select(row => row[13]).ToArray();
            inside80 += came >= sums[3] && came <= sums[9] ? 1 : 0;
            inside95 += came >= sums[1] && came <= sums[11] ? 1 : 0;
        }
        Assert.InRange((double)inside80 / runs, 0.70, 0.90);
        Assert.InRange((double)inside95 / runs, 0.88, 0.99);
    }

    [Property(MaxTest = 300)]
    public Property No_history_throws_or_gives_anything_but_ordered_non_negative_numbers()
    {
        var day = Gen.OneOf(
            Gen.Constant(0.0),
            Gen.Constant(double.NaN),
            Gen.Choose(0, 50).Select(i => (double)i),
            Gen.Choose(0, 1_000_000_000).Select(i => (double)i),
            Gen.Choose(1, 10_000).Select(i => i / 1000.0)
        );
        var histories = Gen.Choose(0, 120).SelectMany(n => Gen.ArrayOf(day, n));
        return Prop.ForAll(
            histories.ToArbitrary(),
            Gen.Choose(1, 60).ToArbitrary(),
            (demand, horizon) =>
            {
                var forecast = Series.Forecast(demand, horizon);
                Check(forecast.Quantiles);
                Check(forecast.Cumulative);
                foreach (var row in forecast.Cumulative)
                {
                    for (var h = 1; h < row.Length; h++)
                        Assert.True(row[h] >= row[h - 1], "a sum shrank");
                }
                Assert.All(forecast.Mean, mean => Assert.True(double.IsFinite(mean) && mean >= 0));
                Assert.All(
                    forecast.Scores,
                    s =>
                        Assert.All(
                            (double?[])[s.Rmsse, s.Pinball, s.CumulativePinball, s.Bias, s.Coverage80, s.Coverage95],
                            score => Assert.True(score is null || double.IsFinite(score.Value))
                        )
                );
            }
        );

        void Check(double[][] rows)
        {
            for (var q = 0; q < rows.Length; q++)
            {
                for (var h = 0; h < rows[q].Length; h++)
                {
                    Assert.True(double.IsFinite(rows[q][h]) && rows[q][h] >= 0, "not a demand");
                    Assert.True(q == 0 || rows[q][h] >= rows[q - 1][h], "quantiles cross");
                }
            }
        }
    }

    [Property(MaxTest = 100)]
    public void Whole_histories_give_whole_quantiles(NonNegativeInt[] demand)
    {
        var forecast = Series.Forecast(Array.ConvertAll(demand, d => (double)d.Get));
        Assert.All(
            forecast.Quantiles.Concat(forecast.Cumulative),
            row => Assert.All(row, v => Assert.Equal(Math.Round(v), v))
        );
    }

    private static double Gauss(ref StableRandom random) =>
        Math.Sqrt(-2 * Math.Log(random.NextUnit())) * Math.Cos(2 * Math.PI * random.NextUnit());
}
