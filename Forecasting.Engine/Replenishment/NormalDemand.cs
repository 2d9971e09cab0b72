using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Replenishment;

/// <summary>
/// Demand that is normally distributed: large and steady. Where counts are small, <see cref="DemandTable"/> is right.
/// </summary>
/// <param name="Mean">Expected units.</param>
/// <param name="Deviation">Standard deviation, units.</param>
public readonly record struct NormalDemand(double Mean, double Deviation) : IDemandDistribution
{
    /// <summary>
    /// Independent days over a lead time that is random itself: variance L sigma^2 + d^2 sigma_L^2 (Silver, Pyke and
    /// Thomas 2017, Inventory and Production Management in Supply Chains, 4th ed., section 6.10).
    /// </summary>
    /// <param name="perDay">Expected units per day.</param>
    /// <param name="deviationPerDay">Standard deviation of a day's demand, units.</param>
    /// <param name="leadTime">Expected days.</param>
    /// <param name="leadTimeDeviation">Standard deviation of the lead time, days; 0 for a fixed one.</param>
    public static NormalDemand Over(
        double perDay,
        double deviationPerDay,
        double leadTime,
        double leadTimeDeviation = 0
    ) =>
        new(
            perDay * leadTime,
            Math.Sqrt(
                leadTime * deviationPerDay * deviationPerDay + perDay * perDay * leadTimeDeviation * leadTimeDeviation
            )
        );

    public double Below(double stock) =>
        Deviation > 0 ? Normal.Cumulative((stock - Mean) / Deviation)
        : stock < Mean ? 0
        : 1;

    public double Quantile(double probability) =>
        Deviation > 0 ? Mean + Deviation * Normal.Quantile(probability) : Mean;

    /// <summary>Stock beyond the expectation that cycle service asks for, units.</summary>
    public double SafetyStock(double probability) => Quantile(probability) - Mean;

    public double Loss(double stock) =>
        Deviation > 0 ? Deviation * UnitLoss((stock - Mean) / Deviation) : Math.Max(0, Mean - stock);

    public double StockForLoss(double most)
    {
        if (!(Deviation > 0))
            return Mean - most;
        // G falls and is convex: Newton's steps from the left never go too far.
        var wanted = most / Deviation;
        var z = -Math.Max(wanted, 0) - 1;
        for (var i = 0; i < 200; i++)
        {
            var step = (UnitLoss(z) - wanted) / (1 - Normal.Cumulative(z));
            z += step;
            if (!(Math.Abs(step) > 1e-13) || z > 37)
                break;
        }
        return Mean + Deviation * Math.Min(z, 37);
    }

    /// <summary>G(k), what a standard normal variable is expected to go beyond k.</summary>
    public static double UnitLoss(double k) => Normal.Density(k) - k * (1 - Normal.Cumulative(k));
}
