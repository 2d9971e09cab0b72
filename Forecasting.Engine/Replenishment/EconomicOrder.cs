namespace SmartInventory.Forecasting.Engine.Replenishment;

/// <summary>A price that holds for all units of an order from a size on.</summary>
/// <param name="From">Units.</param>
/// <param name="UnitPrice">Money per unit.</param>
public readonly record struct PriceBreak(double From, double UnitPrice);

/// <summary>
/// How much to order at once where demand is steady (Harris 1913; Nahmias and Olsen 2015, Production and Operations
/// Analysis, 7th ed., chapter 4). Demand and holding cost are of the same period, whichever it is.
/// </summary>
public static class EconomicOrder
{
    /// <summary>The quantity, in units, at which ordering and holding cost least together.</summary>
    /// <param name="orderCost">Money per order; 0 and below order as little as possible: 0.</param>
    /// <param name="holdingCost">Money per unit and period, above 0.</param>
    /// <param name="demand">Units per period.</param>
    public static double Quantity(double orderCost, double holdingCost, double demand) =>
        orderCost > 0 && demand > 0 ? Math.Sqrt(2 * orderCost * demand / holdingCost) : 0;

    /// <summary>What ordering and holding cost per period, without the goods themselves.</summary>
    public static double Cost(double quantity, double orderCost, double holdingCost, double demand) =>
        orderCost * demand / quantity + holdingCost * quantity / 2;

    /// <summary>
    /// The quantity at which goods, ordering and holding cost least together where a larger order lowers the price of
    /// all its units: at each price its own quantity, or the least that has this price (Hadley and Whitin 1963,
    /// section 2-12).
    /// </summary>
    /// <param name="orderCost">Money per order.</param>
    /// <param name="holdingRate">Share of a unit's price that holding it costs per period, above 0.</param>
    /// <param name="demand">Units per period, above 0.</param>
    /// <param name="breaks">Ascending by size; at least one.</param>
    /// <returns>Units, and money per period with the goods.</returns>
    public static (double Quantity, double Cost) WithPriceBreaks(
        double orderCost,
        double holdingRate,
        double demand,
        ReadOnlySpan<PriceBreak> breaks
    )
    {
        var (best, least) = (0.0, double.PositiveInfinity);
        for (var i = 0; i < breaks.Length; i++)
        {
            var (from, price) = breaks[i];
            var holding = holdingRate * price;
            var quantity = Math.Max(from, Quantity(orderCost, holding, demand));
            // Where its own quantity has a better price already, that price's turn comes.
            if (!(quantity > 0) || (i + 1 < breaks.Length && quantity >= breaks[i + 1].From))
                continue;
            var cost = price * demand + Cost(quantity, orderCost, holding, demand);
            if (cost < least)
                (best, least) = (quantity, cost);
        }
        return (best, least);
    }

    /// <summary>The price per unit of an order of that size; the first where it is smaller than all.</summary>
    public static double PriceAt(double quantity, ReadOnlySpan<PriceBreak> breaks)
    {
        var price = breaks[0].UnitPrice;
        foreach (var step in breaks)
        {
            if (step.From <= quantity)
                price = step.UnitPrice;
        }
        return price;
    }
}
