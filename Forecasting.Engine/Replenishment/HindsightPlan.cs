namespace SmartInventory.Forecasting.Engine.Replenishment;

/// <summary>
/// The orders that would have cost least had demand been known: what no policy can beat that serves it all (Wagner and
/// Whitin 1958, "Dynamic version of the economic lot size model", Management Science 5).
/// </summary>
public static class HindsightPlan
{
    /// <summary>The least that ordering and holding cost for demand that is known.</summary>
    /// <param name="demand">Units per period, not negative.</param>
    /// <param name="orderCost">Money per order.</param>
    /// <param name="holdingCost">Money per unit that is left at the end of a period.</param>
    /// <param name="orders">Receives the units ordered for the begin of each period; as long as demand.</param>
    /// <returns>Money.</returns>
    public static double Cost(ReadOnlySpan<double> demand, double orderCost, double holdingCost, Span<double> orders)
    {
        var n = demand.Length;
        var least = new double[n + 1];
        var from = new int[n + 1];
        var earliest = 0;
        for (var end = 1; end <= n; end++)
        {
            least[end] = double.PositiveInfinity;
            if (demand[end - 1] <= 0)
            {
                (least[end], from[end]) = (least[end - 1], -1);
                continue;
            }
            double held = 0,
                later = 0;
            // The order that serves a later period is never placed earlier than that of this one: the planning horizon.
            for (var start = end - 1; start >= earliest; start--)
            {
                if (start < end - 1)
                {
                    later += demand[start + 1];
                    held += holdingCost * later;
                }
                if (demand[start] > 0 && least[start] + orderCost + held < least[end])
                    (least[end], from[end]) = (least[start] + orderCost + held, start);
            }
            earliest = from[end];
        }
        orders.Clear();
        for (var end = n; end > 0; )
        {
            if (from[end] < 0)
            {
                end--;
                continue;
            }
            var start = from[end];
            for (var t = start; t < end; t++)
                orders[start] += demand[t];
            end = start;
        }
        return least[n];
    }
}
