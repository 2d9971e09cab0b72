using System.Buffers.Binary;
using SmartInventory.Forecasting.Engine.Global;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Tests.Global;

/// <summary>What a trained model is when nothing of its training is left: saved, loaded, asked days later.</summary>
public sealed class SavedModelTests
{
    private static readonly GlobalModel Model = GlobalModel.Train(
        SmallShop.Series(paidFactor: 3),
        28,
        SmallShop.Options
    );

    [Fact]
    public void A_loaded_model_forecasts_the_same_to_the_last_bit_and_saves_to_the_same_bytes()
    {
        var bytes = Saved(Model);
        var loaded = GlobalModel.Load(new MemoryStream(bytes));
        Assert.Equal(bytes, Saved(loaded));
        Assert.Equal((Model.Horizon, Model.LearnedThrough), (loaded.Horizon, loaded.LearnedThrough));
        foreach (var series in SmallShop.Series(paidFactor: 3))
        {
            Assert.Equal(Expected(Model, series, 28), Expected(loaded, series, 28));
            Assert.Equal(Expected(Model, series, 28, backtest: true), Expected(loaded, series, 28, backtest: true));
        }
        foreach (var periods in (int[])[1, 7, 10, 28])
            Assert.Equal(Model.Calibration.Share(.9, periods, 5), loaded.Calibration.Share(.9, periods, 5));
    }

    [Fact]
    public void The_same_series_are_trained_to_the_same_bytes() =>
        Assert.Equal(Saved(Model), Saved(GlobalModel.Train(SmallShop.Series(paidFactor: 3), 28, SmallShop.Options)));

    [Fact]
    public void What_is_no_whole_model_of_this_version_is_refused_with_the_reason()
    {
        var bytes = Saved(Model);
        Assert.Equal("This is no stored global model.", Refused([]));
        Assert.Equal(
            "This is no stored global model.",
            Refused("SIGNED, but something else than a model, longer than its header"u8.ToArray())
        );
        foreach (var length in (int[])[8, 20, 47, 48, 60, bytes.Length / 2, bytes.Length - 1])
            Assert.Equal("The stored global model is cut off.", Refused(bytes[..length]));
        var newer = bytes.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(newer.AsSpan(8), 99);
        Assert.StartsWith(
            "The global model is stored in format 99; this version of the program reads ",
            Refused(newer),
            StringComparison.Ordinal
        );
        var damaged = bytes.ToArray();
        damaged[30] ^= 1;
        Assert.Equal("The stored global model is damaged.", Refused(damaged));
        for (var at = 48; at < bytes.Length; at += 97)
        {
            damaged = bytes.ToArray();
            damaged[at] ^= 0x10;
            Assert.Equal("The stored global model is damaged.", Refused(damaged));
        }
    }

    [Fact]
    public void A_history_that_ends_after_the_training_is_forecast_from_its_own_end()
    {
        // Five days later a payday is another number of days ahead.
        var later = SmallShop.Series(paidFactor: 3, SmallShop.Days + 5);
        foreach (var series in later)
        {
            var point = Expected(Model, series, 28);
            for (var h = 0; h + 7 < 28; h++)
            {
                if (series.Calendar!.IsPaid(series.FirstDay + series.History.Length + h))
                    Assert.True(
                        point[h] > 1.5 * point[h + 7],
                        $"{series.Id}, step {h}: {point[h]}, a week later {point[h + 7]}"
                    );
            }
        }
    }

    [Fact]
    public void The_days_of_a_history_count_and_not_where_it_begins()
    {
        var series = SmallShop.Series(paidFactor: 3)[4];
        var known = new double[28];
        Model.Expected(series, series.History, series.FirstDay, known, new());

        // Unknown days before the first sale say nothing.
        double[] longer = [.. Enumerable.Repeat(double.NaN, 50), .. series.History];
        var point = new double[28];
        Model.Expected(series, longer, series.FirstDay - 50, point, new());
        for (var h = 0; h < 28; h++)
            Assert.Equal(known[h], point[h], 1e-9 * known[h]);
    }

    [Fact]
    public void The_twin_knows_nothing_of_the_days_it_is_asked_about()
    {
        var shop = SmallShop.Series(paidFactor: 2);
        var cut = SmallShop.Days - GlobalModel.TwinDays;
        var boom = shop.Select(
                (s, i) => s with { History = [.. s.History.Select((v, t) => t < cut ? v : v * (5 + i % 2))] }
            )
            .ToArray();
        var (one, two) = (
            GlobalModel.Train(shop, 28, SmallShop.Options),
            GlobalModel.Train(boom, 28, SmallShop.Options)
        );
        foreach (var series in shop)
        {
            var past = series with { History = series.History[..cut] };
            Assert.Equal(Expected(one, past, 28, backtest: true), Expected(two, past, 28, backtest: true));
        }

        // The model itself has seen them.
        Assert.NotEqual(Expected(one, shop[0], 28), Expected(two, shop[0], 28));
    }

    [Fact]
    public void Labels_that_were_never_seen_get_a_forecast_from_the_rest()
    {
        var shop = SmallShop.Series(paidFactor: 3);
        var strange = Expected(Model, shop[0] with { Labels = ["a new kind", "a new place"] }, 28);
        var short_ = Expected(Model, shop[0] with { Labels = [] }, 28);
        var usual = Expected(Model, shop[0], 28);
        Assert.InRange(strange.Average() / usual.Average(), .7, 1.4);
        Assert.Equal(strange, short_);

        // A new product of a new kind in a place that is known sells what that place sells.
        var unsold = new GlobalSeries("new", [], SmallShop.FirstDay + SmallShop.Days, ["a new kind", "place1"]);
        var place = shop.Where(s => s.Labels[1] == "place1").Average(s => s.History.Average());
        Assert.InRange(Expected(Model, unsold, 28).Average() / place, .6, 1.6);
    }

    [Fact]
    public void A_forecast_allocates_nothing()
    {
        var series = SmallShop.Series(paidFactor: 3)[3].Numbered(Cadence.Of(7));
        var (point, work) = (new double[200], new Scratch());
        Model.Expected(series, point, work);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Model.Expected(series, point, work);
        Model.Expected(series, series.History.AsSpan(0, 300), series.FirstDay, point, work, backtest: true);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static byte[] Saved(GlobalModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    private static string Refused(byte[] bytes) =>
        Assert.Throws<InvalidDataException>(() => GlobalModel.Load(new MemoryStream(bytes))).Message;

    private static double[] Expected(GlobalModel model, GlobalSeries series, int horizon, bool backtest = false)
    {
        var point = new double[horizon];
        model.Expected(series, point, new(), backtest);
        return point;
    }
}
