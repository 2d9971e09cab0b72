namespace SmartInventory.Forecasting.Engine.History;

/// <summary>A weekday on which a location sells nothing, whatever the product.</summary>
/// <param name="Weekday">The weekday.</param>
/// <param name="Until">The first such day on which it sold: open from then on. Null while it is closed.</param>
public readonly record struct ClosedWeekday(DayOfWeek Weekday, DateOnly? Until)
{
    /// <summary>So far back is looked: who opens for Christmas alone is not closed for the rest of the year.</summary>
    public const int LookBackDays = 364;

    /// <summary>Fewer such days without a sale say nothing.</summary>
    public const int FewestDays = 8;

    /// <summary>A location that sells on few days at all must not be taken for one that is closed on some.</summary>
    private const double Unlikely = .001;

    private const int Week = DailyDemand.Season;

    /// <summary>Whether a day falls into it.</summary>
    public bool Contains(DateOnly day) => day.DayOfWeek == Weekday && !(day >= Until);

    /// <summary>
    /// The weekdays without a sale in the last year, and those that were so until they had one. A weekday counts where
    /// at least <see cref="FewestDays"/> of them brought nothing, and where that is less likely than one in a thousand
    /// for a location that sells on as many days as it does on the others.
    /// </summary>
    /// <param name="tradingDays">Days on which the location sold anything at all, ascending.</param>
    /// <param name="through">The last day that is over.</param>
    /// <param name="silences">Stretches of which nothing is known, ascending.</param>
    public static List<ClosedWeekday> Of(
        ReadOnlySpan<DateOnly> tradingDays,
        DateOnly through,
        ReadOnlySpan<DayRange> silences
    )
    {
        var closed = new List<ClosedWeekday>();
        if (tradingDays.IsEmpty)
            return closed;
        var first = through.AddDays(1 - LookBackDays);
        if (tradingDays[0] > first)
            first = tradingDays[0];

        // Per weekday: known days before its first sale, and that sale.
        Span<int> before = stackalloc int[Week];
        Span<int> known = stackalloc int[Week];
        Span<int> sold = stackalloc int[Week];
        var opened = new DateOnly?[Week];
        var (trade, silence) = (0, 0);
        var last = tradingDays[^1] > through ? tradingDays[^1] : through;
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            while (trade < tradingDays.Length && tradingDays[trade] < day)
                trade++;
            while (silence < silences.Length && silences[silence].Last < day)
                silence++;
            var weekday = (int)day.DayOfWeek;
            var isSold = trade < tradingDays.Length && tradingDays[trade] == day;
            // A day that is not over yet tells of what it sold and of nothing else.
            if (!isSold && (day > through || (silence < silences.Length && silences[silence].Contains(day))))
                continue;
            known[weekday]++;
            sold[weekday] += isSold ? 1 : 0;
            if (isSold)
                opened[weekday] ??= day;
            else if (opened[weekday] is null)
                before[weekday]++;
        }

        var (all, sales) = (Sum(known), Sum(sold));
        for (var w = 0; w < Week; w++)
        {
            var (others, theirSales) = (all - known[w], sales - sold[w]);
            if (before[w] < FewestDays || theirSales == 0)
                continue;
            if (Math.Pow(1 - (double)theirSales / others, before[w]) < Unlikely)
                closed.Add(new((DayOfWeek)w, opened[w]));
        }
        return closed;
    }

    private static int Sum(ReadOnlySpan<int> counts)
    {
        var sum = 0;
        foreach (var count in counts)
            sum += count;
        return sum;
    }
}
