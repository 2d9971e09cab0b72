using SmartInventory.Forecasting.Engine.Replenishment;

namespace SmartInventory.ReplayBench;

/// <summary>What a rule of thumb knows of the past: units per day on average over some days.</summary>
internal static class Averages
{
    public const int Days = 90;

    public static (double Mean, double Deviation) Of(ReadOnlySpan<double> past)
    {
        double sum = 0,
            squares = 0,
            count = 0;
        foreach (var units in past[Math.Max(0, past.Length - Days)..])
        {
            if (double.IsNaN(units))
                continue;
            sum += units;
            squares += units * units;
            count++;
        }
        var mean = count > 0 ? sum / count : 0;
        return (mean, count > 1 ? Math.Sqrt(Math.Max(0, (squares - count * mean * mean) / (count - 1))) : 0);
    }
}

/// <summary>
/// Minimum and maximum from averages, times a factor, as Odoo suggests them: below the lead time's usual demand, order
/// up to that and a period's. The factor is its knob.
/// </summary>
internal sealed record MinMaxFromAverages(double Factor, int PeriodDays) : IOrderPolicy
{
    public int ReviewDays => 1;

    public StockRule Decide(IOrderSituation situation)
    {
        var (mean, _) = Averages.Of(situation.Past);
        var min = Math.Round(Factor * mean * (situation.Terms.LeadTime.Mean + 1));
        return new(Math.BitIncrement(min), min + Math.Max(1, Math.Round(mean * PeriodDays)));
    }
}

/// <summary>
/// Average demand of the lead time and a safety stock, as ERPNext recommends the reorder level: below it a fixed
/// quantity. How many deviations of the lead time's demand the safety stock is, is its knob.
/// </summary>
internal sealed record AverageWithSafetyStock(double Deviations, int PeriodDays) : IOrderPolicy
{
    public int ReviewDays => 1;

    public StockRule Decide(IOrderSituation situation)
    {
        var (mean, deviation) = Averages.Of(situation.Past);
        var demand = NormalDemand.Over(mean, deviation, situation.Terms.LeadTime.Mean + 1);
        var level = Math.Round(demand.Mean + Deviations * demand.Deviation);
        var lot = Math.Max(1, Math.Round(mean * PeriodDays));
        return new(Math.BitIncrement(level), level + lot, lot);
    }
}

/// <summary>
/// Forecast times days of cover, as planners for shops do: every period, order up to what is expected until the next
/// order arrives, and some days more. Those days are its knob; the forecast is ours.
/// </summary>
internal sealed record ForecastCover(double Days, int PeriodDays) : IOrderPolicy
{
    public int ReviewDays => PeriodDays;

    public StockRule Decide(IOrderSituation situation)
    {
        var whole = (int)situation.Terms.LeadTime.Mean + PeriodDays;
        var level = Math.Round(situation.Expected(whole) + Days * situation.Expected(28) / 28);
        return new(level, level);
    }
}
