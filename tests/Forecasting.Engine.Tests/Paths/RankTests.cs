using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Tests.Paths;

public sealed class RankTests
{
    [Theory]
    [InlineData(3, 0)]
    [InlineData(900, 0)]
    [InlineData(9_000, 0)]
    [InlineData(50, .5)]
    [InlineData(50, -20)]
    public void Ranks_are_those_of_a_sort_whether_the_values_are_counted_or_placed(int most, double shift)
    {
        var luck = new Random(7);
        var values = Enumerable.Range(0, 500).Select(_ => luck.Next(most + 1) + shift).ToArray();
        int[] ranks = [0, 1, 12, 49, 49, 249, 250, 449, 498, 499];
        var expected = Array.ConvertAll(ranks, r => values.Order().ElementAt(r));
        var found = new double[ranks.Length];
        Ranks.Read(values, ranks, found);
        Assert.Equal(expected, found);
    }
}
