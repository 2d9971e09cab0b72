namespace SmartInventory.Forecasting.Trends;

/// <summary>
/// How much of what was wanted could be sold. What nobody could buy is not recorded: it is estimated by the pace of the
/// days on which there was stock. Pure.
/// </summary>
internal static class FillRule
{
    /// <summary>Units that are sold on a day with stock.</summary>
    /// <param name="units">Net units of both windows.</param>
    /// <param name="days">Known days of both windows that had stock.</param>
    /// <param name="unitsOfYear">Net units of the last 365 days, for what had no stock in all of the windows.</param>
    /// <param name="daysOfYear">Known days of these.</param>
    public static decimal UsualPace(decimal units, int days, decimal unitsOfYear, int daysOfYear) =>
        days > 0 ? Math.Max(0, units) / days
        : daysOfYear > 0 ? Math.Max(0, unitsOfYear) / daysOfYear
        : 0;
}

/// <summary>What was sold in a window, and what was missed.</summary>
internal readonly record struct Fulfilment(decimal Sold, decimal Missed, int DaysWithout)
{
    /// <summary>Null where nothing was sold or missed.</summary>
    public double? Rate => Sold + Missed > 0 ? Math.Round((double)(Sold / (Sold + Missed)), 4) : null;

    /// <summary>
    /// The same with one more product at a location; what came back was sold before and is not missed.
    /// </summary>
    public Fulfilment With(decimal units, int daysWithout, decimal pace) =>
        new(Sold + Math.Max(0, units), Missed + daysWithout * pace, DaysWithout + daysWithout);
}
