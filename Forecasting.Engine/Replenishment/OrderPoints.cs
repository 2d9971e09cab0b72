using System.Buffers;

namespace SmartInventory.Forecasting.Engine.Replenishment;

/// <summary>The (s, S) pair that costs least.</summary>
/// <param name="Reorder">s: at this position and below an order is placed, in steps of the demand's grid.</param>
/// <param name="UpTo">S: the position it brings about, in the same steps.</param>
/// <param name="Cost">Money per period.</param>
public readonly record struct OrderPoints(int Reorder, int UpTo, double Cost)
{
    /// <summary>Steps between s and S beyond which nothing is looked for.</summary>
    private const int Widest = 4096;

    /// <summary>The same as a rule, with what the terms cost.</summary>
    /// <param name="terms">Of which ordering and holding cost something.</param>
    /// <param name="day">A day's demand, on the same grid; not of 0 alone.</param>
    /// <param name="protection">Demand until an order arrives and for the day after.</param>
    internal static StockRule Cheapest(SupplyTerms terms, DemandTable day, DemandTable protection)
    {
        var unit = protection.Unit;
        var points = Cheapest(
            terms.OrderCost,
            terms.HoldingPerDay * unit,
            Math.Max(terms.Margin, 1e-9) * unit,
            day.Probabilities,
            protection
        );
        return new(Math.BitIncrement(Math.Max(0, points.Reorder * unit)), points.UpTo * unit);
    }

    /// <summary>
    /// The optimum for discrete demand (Zheng and Federgruen 1991, "Finding optimal (s, S) policies is about as simple
    /// as evaluating a single policy", Operations Research 39).
    /// </summary>
    /// <param name="orderCost">Money per order, not negative.</param>
    /// <param name="holding">Money per step (of the grid) that is left at the end of a period, above 0.</param>
    /// <param name="stockOut">Money per step that is missing then, above 0.</param>
    /// <param name="period">Probabilities of a period's demand of 0, 1, 2 ... steps; not of 0 alone.</param>
    /// <param name="protection">Demand until an order arrives and for the period after; without a lead time that of a
    /// period.</param>
    public static OrderPoints Cheapest(
        double orderCost,
        double holding,
        double stockOut,
        ReadOnlySpan<double> period,
        DemandTable protection
    )
    {
        var unit = protection.Unit;
        double Of(int level) => StockLevels.NewsvendorCost(protection, level * unit, holding / unit, stockOut / unit);

        var buffer = ArrayPool<double>.Shared.Rent(2 * Widest);
        try
        {
            // m(j): how often, between two orders, the position is j steps below S; M(j): their sum before j.
            var often = buffer.AsSpan(0, Widest);
            var sum = buffer.AsSpan(Widest, Widest);
            var known = 1;
            often[0] = 1 / (1 - period[0]);
            sum[0] = 0;
            sum[1] = often[0];

            var bottom = (int)Math.Round(protection.Quantile(StockLevels.CriticalRatio(holding, stockOut)) / unit);
            var (s, best) = (bottom - 1, bottom);
            while (best - s < Widest - 1 && Cost(s, best, often, sum, period) > Of(s))
                s--;
            var least = Cost(s, best, often, sum, period);
            for (var up = best + 1; Of(up) <= least && up - s < Widest - 1; up++)
            {
                if (!(Cost(s, up, often, sum, period) < least))
                    continue;
                best = up;
                while (s + 1 < best && Cost(s, best, often, sum, period) <= Of(s + 1))
                    s++;
                least = Cost(s, best, often, sum, period);
            }
            return new(s, best, least);

            double Cost(int low, int up, Span<double> often, Span<double> sum, ReadOnlySpan<double> period)
            {
                var steps = up - low;
                for (; known < steps; known++)
                {
                    var visits = 0.0;
                    for (var d = 1; d <= Math.Min(known, period.Length - 1); d++)
                        visits += period[d] * often[known - d];
                    often[known] = visits / (1 - period[0]);
                    sum[known + 1] = sum[known] + often[known];
                }
                var cost = orderCost;
                for (var j = 0; j < steps; j++)
                    cost += often[j] * Of(up - j);
                return cost / sum[steps];
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(buffer);
        }
    }
}
