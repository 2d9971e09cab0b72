namespace SmartInventory.Forecasting.Engine.Replenishment;

/// <summary>
/// The demand until an order arrives and for some days more, when its lead time is random: the mixture of the forecast
/// over all lead times that may come.
/// </summary>
/// <param name="outlook">The forecast.</param>
/// <param name="leadTime">How long the order takes.</param>
/// <param name="more">Days after it arrived.</param>
public sealed class LeadTimeDemand(DemandOutlook outlook, LeadTime leadTime, int more) : IDemandDistribution
{
    /// <summary>
    /// Units that levels are looked for with: far less than quantities have, so that what was left of the search does
    /// not round a whole unit up to the next.
    /// </summary>
    private const double Step = 1e-7;

    public double Mean
    {
        get
        {
            var sum = 0.0;
            for (var i = 0; i < leadTime.Days.Length; i++)
                sum += leadTime.Shares[i] * outlook.Expected(leadTime.Days[i] + more);
            return sum;
        }
    }

    public double Below(double stock) => 1 - Shortage(stock).Probability;

    public double Loss(double stock) => Shortage(stock).Units;

    public double Quantile(double probability)
    {
        var (low, high) = (double.PositiveInfinity, 0.0);
        foreach (var days in leadTime.Days)
        {
            var units = outlook.Quantile(probability, days + more);
            (low, high) = (Math.Min(low, units), Math.Max(high, units));
        }
        // A mixture's quantile lies between those of its parts.
        return Least(low, high, units => Below(units) >= probability);
    }

    public double StockForLoss(double most)
    {
        var high = Math.Max(1, Mean);
        while (Loss(high) > most)
            high *= 2;
        return Least(0, high, units => Loss(units) <= most);
    }

    /// <summary>How probable it is that demand is beyond a supply, and by how many units on average.</summary>
    public (double Probability, double Units) Shortage(double supply)
    {
        var (probability, units) = (0.0, 0.0);
        for (var i = 0; i < leadTime.Days.Length; i++)
        {
            var part = outlook.Shortage(supply, leadTime.Days[i] + more);
            probability += leadTime.Shares[i] * part.Probability;
            units += leadTime.Shares[i] * part.Units;
        }
        return (probability, units);
    }

    private static double Least(double low, double high, Func<double, bool> isEnough)
    {
        if (low >= high || isEnough(low))
            return low;
        while (high - low > Math.Max(Step, 1e-12 * high))
        {
            var middle = (low + high) / 2;
            if (isEnough(middle))
                high = middle;
            else
                low = middle;
        }
        return high;
    }
}
