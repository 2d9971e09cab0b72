using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Tests.Paths;

public sealed class NormalTests
{
    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.95, 1.6448536269514722)]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.0001, -3.719016485455709)]
    [InlineData(1e-30, -11.464024688443616)]
    public void Normal_quantiles_are_the_published_ones(double probability, double z) =>
        Assert.Equal(z, Normal.Quantile(probability), 9);
}
