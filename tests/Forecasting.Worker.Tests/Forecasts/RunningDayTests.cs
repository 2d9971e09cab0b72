using SmartInventory.Contracts.Catalog;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Engine.Global;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Fits;
using SmartInventory.Forecasting.Forecasts;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Tests.Forecasts;

/// <summary>What a few sales in the morning do to a forecast: none of them makes the day a low one.</summary>
public sealed class RunningDayTests : IClassFixture<RunningDayTests.Shop>
{
    private const int Series = 24;
    private const int Length = 400;
    private static readonly DateOnly Today = new(2026, 11, 25);
    private readonly Shop _shop;

    public RunningDayTests(Shop shop) => _shop = shop;

    [Fact]
    public void One_unit_at_another_price_leaves_the_forecast_as_it_is()
    {
        var before = _shop.Forecast([]);
        Assert.Equal("global", before.Model);
        foreach (var price in new decimal[] { 10, 14, 6, 0 })
        {
            var after = _shop.Forecast([new(Today, 1, 0, price, 1)]);
            Assert.Equal(before.Mean, after.Mean);
            Assert.Equal(before.Cumulative, after.Cumulative);
            Assert.Equal(before.Lines + 1, after.Lines);
        }
    }

    [Fact]
    public void A_morning_that_sold_more_than_a_whole_day_counts()
    {
        var before = _shop.Forecast([]);
        var after = _shop.Forecast([new(Today, 200, 0, 2_000, 1)]);
        Assert.True(after.Mean.Sum() > before.Mean.Sum(), $"{after.Mean.Sum()} against {before.Mean.Sum()}");
    }

    /// <summary>Products that sell less when their price is up, and the model that learned it of them.</summary>
    public sealed class Shop
    {
        private readonly SeriesData _data;
        private readonly SeriesKey _key = Key(0);
        private readonly List<SeriesDay> _days = Days(0);

        public Shop()
        {
            var clock = new LocationClock(Today, true, Length, [], []);
            _data = new SeriesData
            {
                Products = new Dictionary<string, KnownProduct>(),
                Stock = new Dictionary<SeriesKey, KnownStock>(),
                StockOuts = new Dictionary<SeriesKey, DayRange[]>(),
                Suppliers = new Dictionary<string, KnownSupplier>(),
                LeadTimes = new(new Dictionary<(string Supplier, string Sku), DeliveryDelay>()),
                ArchivedLocations = new HashSet<string>(),
                Policies = new([], new Dictionary<string, string>()),
                Clocks = new Dictionary<string, LocationClock> { ["LDN"] = clock },
            };
            var learned = new List<GlobalSeries>();
            var work = new ForecastWorkspace();
            for (var i = 0; i < Series; i++)
            {
                var data = With(Key(i), Days(i));
                SeriesComputation.Prepare(Key(i), data, work);
                learned.Add(GlobalInput.Learn(Key(i), data, work.History)!);
            }
            _data = _data with { Model = new(1, DayAndWeekModels.Train(learned, 56, 8)) };
        }

        internal ForecastDocument Forecast(List<SeriesDay> today) =>
            SeriesComputation.Forecast(_key, With(_key, [.. _days, .. today]), new ForecastWorkspace()).Document;

        private SeriesData With(SeriesKey key, List<SeriesDay> days) =>
            _data with
            {
                Pasts = new Dictionary<SeriesKey, SeriesPast> { [key] = new(null, days) },
            };

        private static SeriesKey Key(int i) => SeriesKey.Of($"P-{i}", "LDN");

        /// <summary>Every third month the price is up by two fifths, and half as much is sold.</summary>
        private static List<SeriesDay> Days(int i)
        {
            var days = new List<SeriesDay>();
            for (var t = 0; t < Length; t++)
            {
                var dear = (t / 30 + i) % 3 == 0;
                var units = (dear ? 10m : 20m) + (t * 7 + i * 3) % 5;
                days.Add(new(Today.AddDays(t - Length), units, 0, units * (dear ? 14 : 10), 1));
            }
            return days;
        }
    }
}
