namespace SmartInventory.Forecasting.Engine.Replenishment;

/// <summary>When and how much to order.</summary>
/// <param name="Reorder">An order is placed while the position is below it, units.</param>
/// <param name="UpTo">The position that the order brings about at least, units.</param>
/// <param name="Lot">
/// Units of which an order is a multiple, before packs, until the position is not below <paramref name="Reorder"/>; 0
/// orders what is missing up to <paramref name="UpTo"/>.
/// </param>
public readonly record struct StockRule(double Reorder, double UpTo, double Lot = 0)
{
    /// <summary>What to order at a position below <see cref="Reorder"/>, before minimum and packs.</summary>
    public double Need(double position) => Lot > 0 ? Math.Ceiling((Reorder - position) / Lot) * Lot : UpTo - position;
}

/// <summary>A way to decide, live or in a replay. Without state: one object serves many threads.</summary>
public interface IOrderPolicy
{
    /// <summary>Days from one decision to the next, at least 1.</summary>
    int ReviewDays { get; }

    /// <summary>Decides by what is known now.</summary>
    StockRule Decide(IOrderSituation situation);
}

/// <summary>What a policy may know when it decides.</summary>
public interface IOrderSituation
{
    /// <summary>How the product is ordered and what it costs.</summary>
    SupplyTerms Terms { get; }

    /// <summary>Units per day until now, oldest first; NaN is unknown. Empty where only a forecast is kept.</summary>
    ReadOnlySpan<double> Past { get; }

    /// <summary>The smallest number of units there is.</summary>
    double Unit { get; }

    /// <summary>
    /// Days until stock is looked at again that a reorder point has to last for besides the lead time, where it is
    /// looked at whenever orders can be placed: 1 when today's position is compared with it, 0 when tomorrow's is.
    /// </summary>
    int LookDays { get; }

    /// <summary>How far below a reorder point a position is found, in days of demand.</summary>
    double UndershootDays { get; }

    /// <summary>Expected units of the next days.</summary>
    double Expected(int days);

    /// <summary>The demand until an order placed now arrives and for so many days after.</summary>
    IDemandDistribution Demand(int more);

    /// <summary>The (s, S) that costs least with the terms' costs of ordering, holding and missing units.</summary>
    StockRule Cheapest();
}
