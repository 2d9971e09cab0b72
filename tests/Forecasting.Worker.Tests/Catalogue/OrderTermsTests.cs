using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Policies;
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
}
