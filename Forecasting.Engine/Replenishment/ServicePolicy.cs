namespace SmartInventory.Forecasting.Engine.Replenishment;

/// <summary>The usual policies (Silver, Pyke and Thomas 2017, section 6.7).</summary>
public enum PolicyKind
{
    /// <summary>(s, S): looked at every day; below s an order fills up to S.</summary>
    ReorderUpTo,

    /// <summary>(s, Q): looked at every day; below s an order of a fixed size.</summary>
    ReorderQuantity,

    /// <summary>(R, S): every R days an order fills up to S.</summary>
    PeriodicUpTo,

    /// <summary>(R, s, S): every R days, below s only, an order fills up to S.</summary>
    PeriodicReorderUpTo,
}

/// <summary>What a service level promises.</summary>
public enum ServiceMeasure
{
    /// <summary>The probability that nothing is missing until the next order arrives.</summary>
    CycleService,

    /// <summary>The share of units that are served at once.</summary>
    FillRate,

    /// <summary>Whatever costs least, when a missing unit costs the terms' margin.</summary>
    StockOutCost,
}

/// <summary>Levels that follow the distribution of lead-time demand, computed anew at each decision.</summary>
/// <param name="Kind">When and how much is ordered.</param>
/// <param name="Measure">What is promised.</param>
/// <param name="Service">
/// How much of it, between 0 and 1; of no meaning for <see cref="ServiceMeasure.StockOutCost"/>.
/// </param>
/// <param name="PeriodDays">R: days between orders; where stock is looked at every day, days that an order lasts for
/// unless its cost says otherwise.</param>
public sealed record ServicePolicy(PolicyKind Kind, ServiceMeasure Measure, double Service, int PeriodDays)
    : IOrderPolicy
{
    /// <summary>Q of (s, Q), units; 0 for what costs least, else for R days of demand.</summary>
    public double LotSize { get; init; }

    private bool Periodic => Kind is PolicyKind.PeriodicUpTo or PolicyKind.PeriodicReorderUpTo;

    public int ReviewDays => Periodic ? PeriodDays : 1;

    public StockRule Decide(IOrderSituation situation)
    {
        var terms = situation.Terms;
        var protection = situation.Demand(Periodic ? PeriodDays : situation.LookDays);
        if (Kind == PolicyKind.PeriodicUpTo)
        {
            var level =
                Measure == ServiceMeasure.FillRate
                    ? Math.Max(
                        0,
                        StockLevels.ForPeriodicFillRate(protection, situation.Demand(0), Service)
                            - LostOnBusyDays * LostMeanwhile(situation)
                    )
                    : protection.Quantile(CycleService(terms, PeriodDays));
            return new(level, level);
        }

        if (
            Kind == PolicyKind.ReorderUpTo
            && Measure == ServiceMeasure.StockOutCost
            && terms.OrderCost > 0
            && terms.HoldingPerDay > 0
        )
            return situation.Cheapest();
        var lot = Lot(situation, terms);
        if (Measure == ServiceMeasure.FillRate)
        {
            // When it is looked at, the position is anywhere within a period's demand below the point.
            var beyond = Math.Min(situation.UndershootDays + .5 * (ReviewDays - 1), Math.Max(1, PeriodDays));
            var point = Math.Max(
                0,
                PointFor(situation, (int)beyond, lot)
                    + (beyond - (int)beyond)
                        * (PointFor(situation, (int)beyond + 1, lot) - PointFor(situation, (int)beyond, lot))
                    - LostMeanwhile(situation)
            );
            return new(point, point + lot, Kind == PolicyKind.ReorderQuantity ? lot : 0);
        }
        var perDay = Math.Max(situation.Expected(PeriodDays) / Math.Max(1, PeriodDays), 1e-9);
        var reorder = protection.Quantile(CycleService(terms, Math.Max(ReviewDays, lot / perDay)));
        if (Kind == PolicyKind.ReorderUpTo && Measure == ServiceMeasure.CycleService)
            return new(reorder, Math.Max(reorder, situation.Demand(PeriodDays).Quantile(Service)));
        return new(reorder, reorder + lot, Kind == PolicyKind.ReorderQuantity ? lot : 0);
    }

    private double PointFor(IOrderSituation situation, int more, double lot) =>
        StockLevels.ForFillRate(situation.Demand(more), Math.Max(lot, situation.Unit), Service);

    /// <summary>
    /// The levels are those of demand that waits. What is lost while an order is on its way takes no stock when it
    /// comes: as much less is needed, where days that are busy follow each other twice that.
    /// </summary>
    private double LostMeanwhile(IOrderSituation situation) =>
        (1 - Service) * (1 - situation.Terms.Backordered) * situation.Demand(0).Mean;

    private const double LostOnBusyDays = 2;

    /// <summary>
    /// What an order is to be: as large as costs least where an order costs something, else for R days.
    /// </summary>
    private double Lot(IOrderSituation situation, SupplyTerms terms)
    {
        if (Kind == PolicyKind.ReorderQuantity && LotSize > 0)
            return terms.Order.Of(LotSize);
        var period = situation.Expected(PeriodDays);
        var lot = period;
        if (terms.OrderCost > 0 && terms.HoldingPerDay > 0 && period > 0)
        {
            lot = EconomicOrder
                .WithPriceBreaks(terms.OrderCost, terms.HoldingRate / 365, period / PeriodDays, terms.Prices)
                .Quantity;
        }
        return terms.Order.Of(Math.Max(lot, situation.Unit));
    }

    private double CycleService(SupplyTerms terms, double cycleDays) =>
        Measure == ServiceMeasure.CycleService
            ? Service
            : StockLevels.CriticalRatio(terms.HoldingPerDay * cycleDays, Math.Max(terms.Margin, 1e-9));
}

/// <summary>Levels typed by hand.</summary>
/// <param name="Min">At this position and below it an order is placed, units.</param>
/// <param name="Max">The position that it brings about, units.</param>
public sealed record TypedLevels(double Min, double Max) : IOrderPolicy
{
    public int ReviewDays => 1;

    public StockRule Decide(IOrderSituation situation) => new(Math.BitIncrement(Min), Max);
}
