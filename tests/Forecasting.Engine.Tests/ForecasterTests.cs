using FsCheck;
using FsCheck.Xunit;
using SmartInventory.Forecasting.Engine.Counts;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Engine.Methods;
using SmartInventory.Forecasting.Engine.Paths;
using SmartInventory.Forecasting.Engine.Smooth;

namespace SmartInventory.Forecasting.Engine.Tests;

public sealed class ForecasterTests
{
    private static readonly double[] Probabilities = [.01, .025, .1, .25, .5, .75, .9, .975, .99];

    public static TheoryData<string> Methods => [Forecaster.Auto, .. ForecastMethod.OfOneSeries.Select(m => m.Name)];

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_constant_history_gives_the_constant(string method)
    {
        var forecast = Run([.. Enumerable.Repeat(42.5, 40)], 7, 10, method);
        Assert.All(forecast.Mean, m => Assert.Equal(42.5, m, 9));
        Assert.All(forecast.Quantiles, q => Assert.All(q, v => Assert.Equal(42.5, v, 9)));
        Assert.Equal(425, forecast.Cumulative[4][9], 6);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Four_times_the_history_gives_four_times_the_forecast(string method)
    {
        var one = Run(AirPassengers.Values, 12, 18, method);
        var four = Run([.. AirPassengers.Values.Select(v => v * 4)], 12, 18, method);
        for (var h = 0; h < 18; h++)
            Assert.Equal(4, four.Mean[h] / one.Mean[h], .02);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void The_same_history_gives_the_same_bytes(string method)
    {
        var work = new ForecastWorkspace();
        Forecaster.Forecast([1, 0, 5, 9, 2, 7, 3, 3, 8, 1, 0, 4], 3, 5, Probabilities, method: method, work: work);
        var used = Forecaster.Forecast(AirPassengers.Values, 12, 18, Probabilities, method: method, work: work);
        var fresh = Forecaster.Forecast(AirPassengers.Values, 12, 18, Probabilities, method: method);
        Assert.Equal(fresh.Mean, used.Mean);
        Assert.Equal(fresh.Quantiles, used.Quantiles);
        Assert.Equal(fresh.Cumulative, used.Cumulative);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Counts_stay_whole_and_are_never_negative(string method)
    {
        var history = Counts(3, .5, 200);
        var forecast = Run(history, 7, 14, method);
        foreach (var row in forecast.Quantiles.Concat(forecast.Cumulative))
        {
            Assert.All(row, v => Assert.True(v >= 0, $"{v}"));
            Assert.All(row, v => Assert.Equal(Math.Round(v), v));
        }
    }

    [Fact]
    public void Appending_what_smoothing_forecast_keeps_the_forecast()
    {
        double[] history = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5];
        var next = SimpleExponentialSmoothing.Next(history, .3);
        Assert.Equal(next, SimpleExponentialSmoothing.Next([.. history, next, next], .3), 12);
        var dead = Intermittent.RecentMean(history, 11);
        Assert.Equal(dead, Intermittent.RecentMean([.. history, dead], 12), 12);
    }

    [Fact]
    public void Leading_and_inner_unknowns_are_no_zeros()
    {
        var gappy = AirPassengers.Values.ToArray();
        gappy[50] = double.NaN;
        gappy[51] = double.PositiveInfinity;
        var whole = Run(AirPassengers.Values, 12, 6);
        var holes = Run([double.NaN, double.NaN, .. gappy], 12, 6);
        for (var h = 0; h < 6; h++)
            Assert.InRange(holes.Mean[h] / whole.Mean[h], .97, 1.03);
    }

    [Fact]
    public void Before_its_first_sale_a_product_had_no_demand_of_zero()
    {
        var sold = Counts(3, .5, 200);
        var (alone, late) = (Run(sold, 7, 14), Run([.. new double[140], .. sold], 7, 14));
        Assert.Equal(alone.Mean, late.Mean);
        Assert.Equal(alone.Cumulative, late.Cumulative);
    }

    [Fact]
    public void Small_counts_are_forecast_as_counts_and_the_reason_says_so()
    {
        var forecast = Run(Counts(.4, 1, 300), 7, 14);
        Assert.Equal("counts", forecast.Method);
        Assert.StartsWith("Small counts: ", forecast.Reason.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, 15, true)]
    [InlineData(7, 25, false)]
    [InlineData(52, 15, false)]
    [InlineData(52, 8, true)]
    public void Days_are_counts_up_to_a_larger_mean_than_weeks(int season, int mean, bool counts)
    {
        var random = new StableRandom(4);
        double[] history = [.. Enumerable.Range(0, 200).Select(_ => Math.Round(2 * mean * random.NextUnit()))];
        var forecast = Run(history, season, 14);
        var said = forecast.Reason.ToString();
        Assert.Equal(counts, said.StartsWith("Small counts: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Sums_of_a_drifting_series_are_wider_than_independent_days()
    {
        var random = new StableRandom(3);
        var level = 1000.0;
        var history = new double[150];
        for (var t = 0; t < history.Length; t++)
            history[t] = level += 20 * Normal(ref random);
        var forecast = Run(history, 1, 12);
        var width = forecast.Quantiles[6][0] - forecast.Quantiles[2][0];
        var sum = forecast.Cumulative[6][11] - forecast.Cumulative[2][11];
        Assert.True(sum > 2 * Math.Sqrt(12) * width, $"{sum} against {width}");
    }

    [Fact]
    public void Intervals_of_counts_cover_what_they_promise()
    {
        var (day80, sum80, days, sums) = (0, 0, 0, 0);
        for (var repeat = 0; repeat < 60; repeat++)
        {
            var all = Counts(2 + repeat % 5, .3, 393, (ulong)repeat + 10);
            var forecast = Run(all[..365], 7, 28);
            for (var h = 0; h < 28; h++, days++)
                day80 += all[365 + h] >= forecast.Quantiles[2][h] && all[365 + h] <= forecast.Quantiles[6][h] ? 1 : 0;
            var sum = all[365..].Sum();
            sum80 += sum >= forecast.Cumulative[2][27] && sum <= forecast.Cumulative[6][27] ? 1 : 0;
            sums++;
        }
        // Whole numbers and ends included: a little more than 80% is right.
        Assert.InRange((double)day80 / days, .80, .95);
        Assert.InRange((double)sum80 / sums, .70, 1);
    }

    [Fact]
    public void Intervals_of_a_local_level_cover_what_they_promise()
    {
        var (inside80, inside95, count) = (0, 0, 0);
        var random = new StableRandom(11);
        for (var repeat = 0; repeat < 100; repeat++)
        {
            var level = 500.0;
            var all = new double[112];
            for (var t = 0; t < all.Length; t++)
            {
                level += 5 * Normal(ref random);
                all[t] = level + 10 * Normal(ref random);
            }
            var forecast = Run(all[..100], 1, 12);
            for (var h = 0; h < 12; h++, count++)
            {
                inside80 +=
                    all[100 + h] >= forecast.Quantiles[2][h] && all[100 + h] <= forecast.Quantiles[6][h] ? 1 : 0;
                inside95 +=
                    all[100 + h] >= forecast.Quantiles[1][h] && all[100 + h] <= forecast.Quantiles[7][h] ? 1 : 0;
            }
        }
        Assert.InRange((double)inside80 / count, .72, .90);
        Assert.InRange((double)inside95 / count, .90, .99);
    }

    [Fact]
    public void A_golden_forecast_stays_what_it_was()
    {
        var forecast = Run(AirPassengers.Values, 12, 3);
        Assert.Equal("ensemble", forecast.Method);
        double[] golden = [442.3343, 428.6762, 487.7850];
        for (var h = 0; h < 3; h++)
            Assert.Equal(golden[h], forecast.Mean[h], 4);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Odd_histories_give_numbers(string method)
    {
        foreach (var history in Odd)
        {
            foreach (var season in (ReadOnlySpan<double>)[1, 7, 12, 365.25])
                Sane(history, season, 9, method);
        }
    }

    private static double[][] Odd =>
        [
            [],
            [5.0],
            [double.NaN],
            [double.NaN, double.PositiveInfinity],
            [0.0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            [0.0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
            [1.0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            [1e308, -1e308, 1e308, 1e308, 1e300, 1e308, 1e308, 1e308, 1, 0, 5],
            [1e-308, 2e-308, 1e-310, 5e-324, 1e-308, 2e-308, 1e-310, 5e-324, 1e-308],
            [1e-9, 1e9, 1e-9, 1e9, 1e-9, 1e9, 1e-9, 1e9, 1e-9, 1e9, 1e-9, 1e9],
            [-5.0, 3, -2, 8, -1, 0, 3, -9, 4, 4, 4, -3, 2, 1],
            [1.0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768],
            [.. Enumerable.Range(0, 40).Select(t => t % 7 == 0 ? double.NaN : t % 3)],
            [.. Enumerable.Range(0, 60).Select(t => t < 50 ? 1000.0 : 0)],
            [.. Enumerable.Range(0, 800).Select(t => t % 97 == 0 ? 3.0 : 0)],
            [.. Enumerable.Range(0, 30).Select(t => t % 11 == 0 ? .25 : 0)],
        ];

    [Property(MaxTest = 150)]
    public void No_history_of_any_shape_throws_or_gives_nonsense(
        double[] history,
        byte season,
        byte horizon,
        byte which
    )
    {
        var methods = ForecastMethod.OfOneSeries;
        Sane(history, season % 60, 1 + horizon % 40, methods[which % methods.Count].Name);
        Sane(history, season % 60, 1 + horizon % 40, Forecaster.Auto);
    }

    [Property(MaxTest = 60)]
    public void No_count_history_throws_or_gives_nonsense(NonNegativeInt[] seed, byte repeat, byte which)
    {
        var cycle = seed.Select(s => (double)(s.Get % 9)).DefaultIfEmpty(0).ToArray();
        var history = Enumerable.Range(0, 1 + repeat % 12 * 7).Select(t => cycle[t * 31 % cycle.Length]).ToArray();
        var methods = ForecastMethod.OfOneSeries;
        Sane(history, 7, 14, methods[which % methods.Count].Name);
        Sane(history, 7, 14, Forecaster.Auto);
    }

    private static void Sane(double[] history, double season, int horizon, string method)
    {
        var forecast = Run(history, season, horizon, method);
        Assert.All(forecast.Mean, m => Assert.True(double.IsFinite(m), $"{method}: mean {m}"));
        foreach (var table in (double[][][])[forecast.Quantiles, forecast.Cumulative])
        {
            for (var h = 0; h < horizon; h++)
            {
                for (var q = 0; q < Probabilities.Length; q++)
                {
                    Assert.True(double.IsFinite(table[q][h]), $"{method}: quantile {table[q][h]}");
                    Assert.True(q == 0 || table[q][h] >= table[q - 1][h], $"{method}: quantiles cross");
                }
            }
        }
    }

    private static DistributionForecast Run(
        double[] history,
        double season,
        int horizon,
        string method = Forecaster.Auto
    ) => Forecaster.Forecast(history, season, horizon, Probabilities, method: method);

    private static double[] Counts(double mean, double overdispersion, int length, ulong seed = 1)
    {
        var random = new StableRandom(seed);
        var counts = new double[length];
        foreach (ref var count in counts.AsSpan())
            count = CountModel.NegativeBinomialPoint(Math.Min(random.NextUnit(), .999999), mean, overdispersion);
        return counts;
    }

    private static double Normal(ref StableRandom random) =>
        Shocks.NormalPoint(Math.Clamp(random.NextUnit(), 1e-9, 1 - 1e-9));
}
