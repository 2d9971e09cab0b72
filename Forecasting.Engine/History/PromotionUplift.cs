namespace SmartInventory.Forecasting.Engine.History;

/// <summary>What a promotion made of the demand: what was sold on its days against what is usual around them.</summary>
/// <param name="Days">Days whose demand is known and that have something usual to be measured by.</param>
/// <param name="Sold">Units that came on them.</param>
/// <param name="Usual">Units that usually come on such days.</param>
public readonly record struct PromotionUplift(int Days, double Sold, double Usual)
{
    /// <summary>Weeks on either side that tell what is usual.</summary>
    private const int Weeks = 8;

    /// <summary>Fewer days of a weekday tell less of it than all weekdays together.</summary>
    private const int FewestOfWeekday = 3;

    /// <summary>So many days count as much as what is known of other promotions.</summary>
    private const double Trust = 2;

    /// <summary>A product that hardly sold before may seem to sell any number of times as much.</summary>
    private const double Largest = 20;

    /// <summary>Whether there is anything to measure it by.</summary>
    public bool IsMeasured => Days > 0 && Usual > 0 && Sold >= 0;

    /// <summary>How many times as much as usual; 1 where nothing was measured.</summary>
    public double Factor => IsMeasured ? Sold / Usual : 1;

    public static PromotionUplift operator +(PromotionUplift a, PromotionUplift b) =>
        new(a.Days + b.Days, a.Sold + b.Sold, a.Usual + b.Usual);

    /// <summary>What the rest did.</summary>
    public static PromotionUplift operator -(PromotionUplift all, PromotionUplift part) =>
        new(all.Days - part.Days, all.Sold - part.Sold, all.Usual - part.Usual);

    /// <summary>What days of a promotion add up to.</summary>
    public static PromotionUplift Of(IReadOnlyCollection<DayMark> days) =>
        new(days.Count, days.Sum(d => d.Demand), days.Sum(d => d.Expected));

    /// <summary>
    /// The days of a promotion beside what is usual: the mean of the known days of the same weekday in the eight weeks
    /// before and after it, spikes tamed, or of all weekdays where fewer than three of the weekday are known. None
    /// where nothing is.
    /// </summary>
    /// <param name="work">Holds the history, in which days of promotions are unknown.</param>
    /// <param name="context">What is known of the series.</param>
    /// <param name="days">The days of one promotion whose demand is known, ascending, with their units.</param>
    public static List<DayMark> Measure(
        ForecastWorkspace work,
        SeriesContext context,
        IReadOnlyList<(DateOnly Day, double Units)> days
    )
    {
        var marks = new List<DayMark>(days.Count);
        if (days.Count == 0)
            return marks;
        using var frame = work.Scratch.Enter();
        var history = work.History;
        var demand = Spikes.Tame(history.Demand, work.Scratch, DayRange.Among(history.Days, context.Counted));
        var (first, last) = (
            days[0].Day.DayNumber - Weeks * DailyDemand.Season,
            days[^1].Day.DayNumber + Weeks * DailyDemand.Season
        );
        Span<double> sums = stackalloc double[DailyDemand.Season];
        Span<int> counts = stackalloc int[DailyDemand.Season];
        var (sum, count) = (0.0, 0);
        for (var t = 0; t < demand.Length; t++)
        {
            if (history.Days[t] < first || history.Days[t] > last || double.IsNaN(demand[t]))
                continue;
            sums[history.Days[t] % DailyDemand.Season] += demand[t];
            counts[history.Days[t] % DailyDemand.Season]++;
            (sum, count) = (sum + demand[t], count + 1);
        }
        if (count == 0)
            return marks;
        foreach (var (day, units) in days)
        {
            var weekday = day.DayNumber % DailyDemand.Season;
            var usual = counts[weekday] >= FewestOfWeekday ? sums[weekday] / counts[weekday] : sum / count;
            marks.Add(new(day, DayMarkKind.MarkedPromotion, units, Math.Round(usual, 4)));
        }
        return marks;
    }

    /// <summary>
    /// What a promotion ahead is expected to do: what those of the product at the location did, shrunk towards those of
    /// the product elsewhere, and these towards those of all other products, by n / (n + 2) for n days. A promotion
    /// lowers nothing.
    /// </summary>
    /// <param name="here">Of the product at the location.</param>
    /// <param name="elsewhere">Of the product at other locations.</param>
    /// <param name="others">Of other products.</param>
    /// <returns>Null where the product had no promotion that was measured: others alone say too little of it.</returns>
    public static double? Expect(PromotionUplift here, PromotionUplift elsewhere, PromotionUplift others)
    {
        if (!here.IsMeasured && !elsewhere.IsMeasured)
            return null;
        double? prior = others.IsMeasured ? others.Factor : null;
        prior = Shrink(elsewhere, prior);
        return Math.Clamp(Shrink(here, prior)!.Value, 1, Largest);
    }

    private static double? Shrink(PromotionUplift effect, double? towards) =>
        !effect.IsMeasured ? towards
        : towards is not { } prior ? effect.Factor
        : (effect.Days * effect.Factor + Trust * prior) / (effect.Days + Trust);
}
