using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Demand;

/// <summary>What was said of the days of one series.</summary>
/// <param name="All">Ascending; no two share a day.</param>
internal sealed record SeriesMarks(MarkedDays[] All)
{
    public static readonly SeriesMarks None = new([]);

    /// <summary>Days that say nothing of what will be, whatever was sold on them.</summary>
    public DayRange[] Unknown { get; } = [.. All.Where(m => m.Kind != MarkKind.Counts).Select(m => m.Days)];

    /// <summary>Days that count however much they stand out.</summary>
    public DayRange[] Counted { get; } = [.. All.Where(m => m.Kind == MarkKind.Counts).Select(m => m.Days)];

    public IEnumerable<MarkedDays> Promotions => All.Where(m => m.Kind == MarkKind.Promotion);

    /// <summary>What the promotions did, as it is kept.</summary>
    public PromotionUplift Effect => Promotions.Aggregate(default(PromotionUplift), (sum, m) => sum + m.Effect);

    /// <summary>Promotions with days after one.</summary>
    public IEnumerable<MarkedDays> Ahead(DateOnly day) => Promotions.Where(m => m.ToDay > day);

    /// <summary>Whether somebody said of all days of a stretch that they count.</summary>
    public bool Settles(DateOnly first, DateOnly last)
    {
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            if (!Array.Exists(Counted, range => range.Contains(day)))
                return false;
        }
        return true;
    }

    /// <summary>
    /// The days that stand out and those of promotions, ascending: what was said of a day goes before what was found.
    /// </summary>
    public IEnumerable<DayMark> Beside(IEnumerable<DayMark> found, IEnumerable<DayMark> promotions) =>
        found
            .Where(mark =>
                !Array.Exists(Unknown, range => range.Contains(mark.Day))
                && (mark.Kind != DayMarkKind.Outlier || !Settles(mark.Day, mark.Day))
            )
            .Concat(promotions)
            .OrderBy(mark => mark.Day);

    /// <summary>Of these products, by series.</summary>
    public static async Task<Dictionary<SeriesKey, SeriesMarks>> ReadAsync(
        ForecastingDb db,
        string[] skus,
        CancellationToken ct
    )
    {
        var rows = await db
            .MarkedDays.AsNoTracking()
            .Where(m => skus.Contains(m.Sku))
            .OrderBy(m => m.FromDay)
            .ToListAsync(ct);
        return rows.GroupBy(m => SeriesKey.Of(m.Sku, m.Location))
            .ToDictionary(g => g.Key, g => new SeriesMarks([.. g]));
    }

    /// <summary>What the promotions of all products did, as it is kept.</summary>
    public static async Task<PromotionUplift> PromotionsAsync(ForecastingDb db, CancellationToken ct) =>
        await db
            .MarkedDays.Where(m => m.Kind == MarkKind.Promotion && m.MeasuredUsual > 0)
            .GroupBy(_ => 1)
            .Select(g => new PromotionUplift(
                g.Sum(m => m.MeasuredDays),
                g.Sum(m => m.MeasuredSold),
                g.Sum(m => m.MeasuredUsual)
            ))
            .SingleOrDefaultAsync(ct);

    /// <summary>Keeps what promotions did.</summary>
    public static async Task KeepAsync(
        ForecastingDb db,
        IReadOnlyCollection<(Guid Id, PromotionUplift Effect)> measured,
        CancellationToken ct
    )
    {
        if (measured.Count == 0)
            return;
        var (ids, days) = (measured.Select(m => m.Id).ToArray(), measured.Select(m => m.Effect.Days).ToArray());
        var sold = measured.Select(m => m.Effect.Sold).ToArray();
        var usual = measured.Select(m => m.Effect.Usual).ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE forecasting.marked_days AS m
            SET measured_days = n.days, measured_sold = n.sold, measured_usual = n.usual
            FROM unnest({ids}, {days}, {sold}, {usual}) AS n (id, days, sold, usual)
            WHERE m.id = n.id
            """,
            ct
        );
    }
}
