namespace SmartInventory.Forecasting.Engine.Replenishment;

/// <summary>What a policy may know when it decides on a forecast. Of one thread.</summary>
/// <param name="outlook">The forecast, whose first day is tomorrow.</param>
/// <param name="terms">How the product is ordered and what it costs.</param>
/// <param name="lookDays">See <see cref="IOrderSituation.LookDays"/>.</param>
public sealed class ForecastSituation(DemandOutlook outlook, SupplyTerms terms, int lookDays) : IOrderSituation
{
    private const int Week = 7,
        OrderSteps = 100;

    /// <summary>Least part of a unit that can be ordered.</summary>
    private const double LeastPart = 1e-4;

    public SupplyTerms Terms => terms;

    public ReadOnlySpan<double> Past => [];

    public double Unit => terms.Order.Divisible ? LeastPart : 1;

    public int LookDays => lookDays;

    /// <summary>
    /// What is left of a renewal's step, E[D (D - 1)] / 2 E[D], in days; D is a day of the next week. Who holds
    /// tomorrow's position against the point finds it a day earlier, and who can order on some days only half of the
    /// time between them later.
    /// </summary>
    public double UndershootDays
    {
        get
        {
            var days = Math.Min(Week, outlook.Horizon);
            var mean = outlook.Expected(days) / days;
            if (!(mean > 0))
                return 0;
            var variance = outlook.Variance(days) / days;
            var step = .5 * (1 + Math.Max(0, variance / mean - Unit) / mean);
            return Math.Max(0, step - 1 + .5 * lookDays);
        }
    }

    public double Expected(int days) => outlook.Expected(days);

    public IDemandDistribution Demand(int more) => new LeadTimeDemand(outlook, terms.LeadTime, more);

    public StockRule Cheapest()
    {
        var days = Math.Min(Week, outlook.Horizon);
        var (mean, variance) = (outlook.Expected(days) / days, outlook.Variance(days) / days);
        if (!(mean > 0))
            return new(0, 0);
        // On a grid of which an order is some hundred steps: the search grows with their square.
        var lot = EconomicOrder.Quantity(terms.OrderCost, terms.HoldingPerDay, mean);
        var step = terms.Order.Divisible ? Math.Min(1, mean / OrderSteps) : 1;
        while (step < lot / OrderSteps)
            step *= 2;
        var more = terms.LeadTime.Days[^1] > 0 ? lookDays : Math.Max(1, lookDays);
        var most = terms.LeadTime.Days[^1] + more;
        var (protection, day) = (new DemandTable(), new DemandTable());
        protection.Clear(step, outlook.Expected(most), Math.Sqrt(outlook.Variance(most)));
        for (var i = 0; i < terms.LeadTime.Days.Length; i++)
            outlook.AddTo(protection, terms.LeadTime.Shares[i], terms.LeadTime.Days[i] + more);
        protection.Close();
        day.Clear(protection.Unit, mean, Math.Sqrt(variance));
        day.AddCounts(1, mean, variance);
        day.Close();
        return day.Count < 2 ? new(0, 0) : OrderPoints.Cheapest(terms, day, protection);
    }
}
