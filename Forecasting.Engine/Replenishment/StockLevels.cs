namespace SmartInventory.Forecasting.Engine.Replenishment;

/// <summary>
/// How much stock a promise needs (Silver, Pyke and Thomas 2017, chapters 6 and 9; Hadley and Whitin 1963). All levels
/// are of the inventory position, in units, and round up to the distribution's own steps.
/// </summary>
public static class StockLevels
{
    /// <summary>
    /// The newsvendor's critical ratio: the probability of enough at which a unit more costs as much as it saves.
    /// </summary>
    /// <param name="over">What a unit too much costs, money.</param>
    /// <param name="under">What a unit too little costs, money.</param>
    public static double CriticalRatio(double over, double under) => under / (under + over);

    /// <summary>What stock for one period costs on average: units left over and units missing, money.</summary>
    public static double NewsvendorCost<T>(T demand, double stock, double over, double under)
        where T : IDemandDistribution => over * (stock - demand.Mean) + (over + under) * demand.Loss(stock);

    /// <summary>
    /// The reorder point of (r, Q) at which a share of the demand is served from stock: what is short per order, less
    /// what would be short anyway, is at most the rest of what an order brings.
    /// </summary>
    /// <param name="protection">Demand until an order arrives.</param>
    /// <param name="quantity">Units of an order, above 0.</param>
    /// <param name="fillRate">Share of units served at once, between 0 and 1.</param>
    public static double ForFillRate<T>(T protection, double quantity, double fillRate)
        where T : IDemandDistribution
    {
        var most = (1 - fillRate) * quantity;
        // What stays short however low the point is raises it; two or three rounds find the common level.
        var point = protection.StockForLoss(most);
        for (var i = 0; i < 3; i++)
        {
            var beyond = protection.Loss(point + quantity);
            if (beyond <= 1e-9 * quantity)
                break;
            point = protection.StockForLoss(most + beyond);
        }
        return point;
    }

    /// <summary>
    /// The order-up-to level of (R, S) at which a share of the demand is served from stock: what is short before the
    /// next order arrives, less what is short before this one does, is at most the rest of a period's demand.
    /// </summary>
    /// <param name="protection">Demand of lead time and review period.</param>
    /// <param name="leadTime">Demand of the lead time alone.</param>
    /// <param name="fillRate">Share of units served at once, between 0 and 1.</param>
    public static double ForPeriodicFillRate<T>(T protection, T leadTime, double fillRate)
        where T : IDemandDistribution
    {
        var most = (1 - fillRate) * Math.Max(0, protection.Mean - leadTime.Mean);
        var level = protection.StockForLoss(most);
        for (var i = 0; i < 3; i++)
        {
            var before = leadTime.Loss(level);
            if (before <= 1e-9 * protection.Mean)
                break;
            level = protection.StockForLoss(most + before);
        }
        return level;
    }
}
