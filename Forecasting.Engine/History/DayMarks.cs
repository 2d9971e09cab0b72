using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.History;

public enum DayMarkKind
{
    /// <summary>Far more than the days around, or nothing where something is sold every day.</summary>
    Outlier,

    /// <summary>Sold at a price well below that of the weeks before.</summary>
    Promotion,

    /// <summary>In a promotion that somebody named (<see cref="PromotionUplift"/>).</summary>
    MarkedPromotion,
}

/// <summary>A day that stands out.</summary>
/// <param name="Demand">Units that came.</param>
/// <param name="Expected">Units on a usual day around it.</param>
public readonly record struct DayMark(DateOnly Day, DayMarkKind Kind, double Demand, double Expected);

/// <summary>
/// Finds the days of a history that stand out, so that a reader sees what the forecast was made from.
/// </summary>
public static class DayMarks
{
    /// <summary>Days on either side that a day is compared with.</summary>
    private const int Reach = 91;
    private const int FewestSales = 10;

    private const int UsualDays = 56;

    /// <summary>Robust deviations beyond which a sale is out of the ordinary.</summary>
    private const double Far = 4.5;

    /// <summary>The size of sales differs by this much at least, whatever a few weeks look like.</summary>
    private const double SmallestDeviation = .35;

    /// <summary>A day with nothing stands out only where no more than this share of days is empty.</summary>
    private const double FewZeros = .03;

    /// <summary>
    /// Outliers by Hampel's identifier (Davies and Gather 1993, "The identification of multiple outliers", JASA 88):
    /// distance from the
    /// median in median absolute deviations, on logarithms of the sizes of sales, which are skewed.
    /// </summary>
    /// <param name="demand">Units per day; NaN is unknown.</param>
    /// <param name="days">Their <see cref="DateOnly.DayNumber"/>.</param>
    /// <param name="work">The thread's memory.</param>
    internal static List<DayMark> Find(ReadOnlySpan<double> demand, ReadOnlySpan<int> days, Scratch work)
    {
        var marks = new List<DayMark>();
        using var frame = work.Enter();
        var sizes = work.Take(2 * Reach + 1);
        for (var t = 0; t < demand.Length; t++)
        {
            // A window that moves by the week costs a seventh and sees the same.
            if (t % DailyDemand.Season != 0)
                continue;
            var (from, to) = (Math.Max(0, t - Reach), Math.Min(demand.Length, t + Reach));
            var (sales, known) = (0, 0);
            foreach (var value in demand[from..to])
            {
                known += double.IsNaN(value) ? 0 : 1;
                if (value > 0)
                    sizes[sales++] = Math.Log(1 + value);
            }
            if (sales < FewestSales)
                continue;
            var usual = Median(sizes[..sales]);
            for (var i = 0; i < sales; i++)
                sizes[i] = Math.Abs(sizes[i] - usual);
            var deviation = Math.Max(SmallestDeviation, 1.4826 * Median(sizes[..sales]));
            var expected = Math.Exp(usual) - 1;
            var zeros = 1 - (double)sales / known;
            for (var d = t; d < Math.Min(t + DailyDemand.Season, demand.Length); d++)
            {
                var far = demand[d] > 0 && Math.Log(1 + demand[d]) > usual + Far * deviation;
                var missing = demand[d] == 0 && zeros <= FewZeros && usual - Far * deviation > 0;
                if (far || missing)
                    marks.Add(
                        new(DateOnly.FromDayNumber(days[d]), DayMarkKind.Outlier, demand[d], Math.Round(expected, 4))
                    );
            }
        }
        return marks;
    }

    /// <summary>
    /// Days sold at a price well below that of the eight weeks before (<see cref="UnitPrices.Promotions"/>).
    /// </summary>
    /// <param name="units">Units sold per day, consecutive.</param>
    /// <param name="revenue">What they brought.</param>
    /// <param name="firstDay">The <see cref="DateOnly.DayNumber"/> of the first.</param>
    /// <param name="work">The thread's memory.</param>
    public static List<DayMark> Promotions(
        ReadOnlySpan<double> units,
        ReadOnlySpan<double> revenue,
        int firstDay,
        ForecastWorkspace work
    )
    {
        var prices = new float[units.Length];
        var promoted = new bool[units.Length];
        UnitPrices.Daily(units, revenue, prices);
        UnitPrices.Promotions(prices, promoted, work.Scratch);
        var marks = new List<DayMark>();
        var (usual, days) = (0.0, 0);
        for (var t = 0; t < units.Length; t++)
        {
            if (promoted[t] && units[t] > 0)
            {
                marks.Add(
                    new(
                        DateOnly.FromDayNumber(firstDay + t),
                        DayMarkKind.Promotion,
                        units[t],
                        Math.Round(days == 0 ? 0 : usual / days, 4)
                    )
                );
            }
            if (promoted[t])
                continue;
            // A running mean of about eight weeks of days without a promotion.
            if (days < UsualDays)
                days++;
            else
                usual -= usual / UsualDays;
            usual += units[t];
        }
        return marks;
    }

    private static double Median(Span<double> values)
    {
        values.Sort();
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}
