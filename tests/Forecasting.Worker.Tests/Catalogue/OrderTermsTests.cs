using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Messages;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Forecasts;
using SmartInventory.Forecasting.Policies;
using SmartInventory.Forecasting.Series;
using SmartInventory.Forecasting.Tests.Service;

namespace SmartInventory.Forecasting.Tests.Catalogue;

public sealed class OrderTermsTests
{
    [Theory]
    [InlineData(0.9, 14, 0.9, 14)]
    [InlineData(null, 14, 0.95, 14)]
    [InlineData(0.9, null, 0.9, 7)]
    public void What_a_product_does_not_say_is_assumed(double? said, int? days, double service, int review)
    {
        var product = KnownProduct.Of(
            WorkerHost.Product("A") with
            {
                ServiceLevel = (decimal?)said,
                ReviewPeriodDays = days,
            }
        );
        var terms = OrderTerms.Of(product, null, null, null, PolicySet.Empty.Resolve(product, null, "LDN", null));
        Assert.Equal((service, review), (terms.ServiceLevel, terms.ReviewPeriodDays));
    }

    [Theory]
    [InlineData("", "Monday Tuesday Wednesday Thursday Friday")]
    [InlineData("Friday Saturday", "Friday")]
    // It has to be written to on some day.
    [InlineData("Saturday", "Saturday")]
    public void Nothing_is_ordered_while_the_location_is_closed(string taken, string ordered)
    {
        Assert.Equal(Days(ordered), OrderDays(taken, DayOfWeek.Saturday, DayOfWeek.Sunday));
        Assert.Equal(Days(taken), OrderDays(taken));
    }

    private static IReadOnlyList<DayOfWeek> OrderDays(string taken, params DayOfWeek[] closed)
    {
        var acme = new SupplierState("ACME", 1, "Acme", false) { OrderDays = Days(taken) };
        var clock = new LocationClock(
            new(2026, 11, 25),
            true,
            200,
            [],
            // It was closed on Mondays too, until it sold on one.
            [.. closed.Select(day => new ClosedWeekday(day, null)), new(DayOfWeek.Monday, new(2026, 3, 2))]
        );
        var data = new SeriesData
        {
            Products = new Dictionary<string, KnownProduct>(),
            Stock = new Dictionary<SeriesKey, KnownStock>(),
            StockOuts = new Dictionary<SeriesKey, DayRange[]>(),
            Suppliers = new Dictionary<string, KnownSupplier> { ["ACME"] = KnownSupplier.Of(acme) },
            LeadTimes = new(new Dictionary<(string Supplier, string Sku), DeliveryDelay>()),
            ArchivedLocations = new HashSet<string>(),
            Policies = PolicySet.Empty,
            Clocks = new Dictionary<string, LocationClock> { ["LDN"] = clock },
        };
        return data.TermsOf(SeriesKey.Of("A", "LDN"), new("ACME", 7, 0, 0, 1, true)).OrderDays;
    }

    private static DayOfWeek[] Days(string words) =>
        Array.ConvertAll(words.Split(' ', StringSplitOptions.RemoveEmptyEntries), Enum.Parse<DayOfWeek>);
}
