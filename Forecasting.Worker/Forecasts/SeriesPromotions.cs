using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Localization;
using SmartInventory.Forecasting.Demand;
using SmartInventory.Forecasting.Engine;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Forecasts;

/// <summary>A promotion as far as it is over.</summary>
/// <param name="Days">Its known days beside what is usual, ascending.</param>
internal sealed record MeasuredPromotion(MarkedDays Marked, IReadOnlyList<DayMark> Days)
{
    public PromotionUplift Effect { get; } = PromotionUplift.Of([.. Days]);

    /// <summary>Whether what is kept of it says something else.</summary>
    public bool IsNews => Effect != Marked.Effect;
}

/// <summary>What the promotions of a series did, and what those ahead are expected to do.</summary>
/// <param name="Past">Those that have begun, ascending.</param>
/// <param name="Ahead">The days to come of those that are not over, ascending.</param>
/// <param name="Here">What <paramref name="Past"/> did together.</param>
/// <param name="Elsewhere">What promotions of the product did at other locations.</param>
/// <param name="Factor">How many times the usual is expected ahead; null where nothing tells.</param>
internal sealed record SeriesPromotions(
    IReadOnlyList<MeasuredPromotion> Past,
    IReadOnlyList<DayRange> Ahead,
    PromotionUplift Here,
    PromotionUplift Elsewhere,
    double? Factor
)
{
    private static readonly SeriesPromotions None = new([], [], default, default, null);

    /// <summary>The days of all that are over.</summary>
    public IEnumerable<DayMark> Days => Past.SelectMany(p => p.Days);

    public IReadOnlyList<RaisedDays> Raised =>
        Factor is { } factor ? [.. Ahead.Select(days => new RaisedDays(days, factor))] : [];

    /// <param name="work">Holds the history of the series.</param>
    public static SeriesPromotions Of(SeriesKey key, SeriesData data, ForecastWorkspace work, SeriesContext context)
    {
        var marks = data.Marks.GetValueOrDefault(key);
        if (marks is null || !marks.Promotions.Any())
            return None;
        var clock = data.Clocks[key.Location];
        var past = marks
            .Promotions.Where(m => m.FromDay <= clock.LastWhole)
            .Select(m => new MeasuredPromotion(m, PromotionUplift.Measure(work, context, Known(m, key, data))))
            .ToList();
        var ahead = DayRange.Within(
            marks.Ahead(clock.AsOf).Select(m => m.Days),
            clock.AsOf.AddDays(1),
            DateOnly.MaxValue
        );
        var here = past.Aggregate(default(PromotionUplift), (sum, p) => sum + p.Effect);
        var ofProduct = data.Marks.Where(m => m.Key.Sku == key.Sku).ToList();
        var elsewhere = ofProduct
            .Where(m => m.Key != key)
            .Aggregate(default(PromotionUplift), (sum, m) => sum + m.Value.Effect);
        var own = ofProduct.Aggregate(default(PromotionUplift), (sum, m) => sum + m.Value.Effect);
        var others = data.AllPromotions - own;
        return new(
            past,
            ahead,
            here,
            elsewhere,
            ahead.Count == 0 ? null : PromotionUplift.Expect(here, elsewhere, others)
        );
    }

    /// <summary>What was said of days that have begun.</summary>
    /// <param name="marked">They begin no later than <paramref name="last"/>.</param>
    /// <param name="last">The last day that is spoken of.</param>
    public Sentence Say(MarkedDays marked, DateOnly last)
    {
        var days = Of(new(marked.FromDay, marked.ToDay > last ? last : marked.ToDay));
        if (marked.Kind == MarkKind.DoesNotCount)
            return S($"From {days} marked as no demand: unknown, left out.");
        if (marked.Kind == MarkKind.Counts)
            return S($"From {days} marked as demand that counts: nothing of it is damped.");
        var effect = Past.FirstOrDefault(p => p.Marked.Id == marked.Id)?.Effect ?? default;
        return effect.IsMeasured
            ? S(
                $"Promotion from {days}: {effect.Factor - 1:+0%;-0%;0%} against usual over {effect.Days} days, "
                    + $"left out of the level."
            )
            : S($"Promotion from {days}: left out of the level; nothing around it tells what is usual.");
    }

    /// <summary>What is expected of those ahead that begin up to a day.</summary>
    public IEnumerable<Sentence> SayAhead(DateOnly last) =>
        Ahead
            .Where(days => days.First <= last)
            .Select(days =>
                Factor is { } factor
                    ? S(
                        $"Promotion ahead from {Of(days)}: {factor:0.00} times the usual is expected, by {Here.Days} "
                            + $"days of its promotions here and {Elsewhere.Days} elsewhere."
                    )
                    : S(
                        $"Promotion ahead from {Of(days)}: nothing is raised, since no promotion of this product was "
                            + $"measured yet."
                    )
            );

    /// <summary>The days of a promotion that are over and whose demand is known.</summary>
    private static List<(DateOnly Day, double Units)> Known(MarkedDays promotion, SeriesKey key, SeriesData data)
    {
        var (clock, rows) = (data.Clocks[key.Location], data.Pasts[key].Days);
        var days = new List<(DateOnly, double)>();
        if (rows.Count == 0)
            return days;
        var sold = rows.Where(d => promotion.Days.Contains(d.Day)).ToDictionary(d => d.Day, d => d.Sold - d.Returned);
        var withoutStock = data.StockOuts.GetValueOrDefault(key) ?? [];
        var first = promotion.FromDay > rows[0].Day ? promotion.FromDay : rows[0].Day;
        for (var day = first; day <= promotion.ToDay && day <= clock.LastWhole; day = day.AddDays(1))
        {
            var units = Math.Max(0, sold.GetValueOrDefault(day));
            var unknown =
                units == 0
                && (
                    Array.Exists(clock.Silences, range => range.Contains(day))
                    || Array.Exists(withoutStock, range => range.Contains(day))
                    || Array.Exists(clock.Closed, weekday => weekday.Contains(day))
                );
            if (!unknown)
                days.Add((day, (double)units));
        }
        return days;
    }

    private static Sentence Of(DayRange days) => S($"{days.First:d MMM yyyy} to {days.Last:d MMM yyyy}");
}
