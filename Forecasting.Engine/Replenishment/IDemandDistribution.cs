namespace SmartInventory.Forecasting.Engine.Replenishment;

/// <summary>The demand of a time that stock has to last for, in units.</summary>
public interface IDemandDistribution
{
    /// <summary>Expected demand.</summary>
    double Mean { get; }

    /// <summary>The probability that demand stays at or below <paramref name="stock"/>.</summary>
    double Below(double stock);

    /// <summary>The least stock that demand stays within with the probability, between 0 and 1.</summary>
    double Quantile(double probability);

    /// <summary>Expected units that demand goes beyond <paramref name="stock"/>.</summary>
    double Loss(double stock);

    /// <summary>The least stock beyond which demand is expected to go by no more than that many units.</summary>
    double StockForLoss(double most);
}
