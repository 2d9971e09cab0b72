using System.Globalization;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Catalog.Api.Stock;

/// <summary>A count, as far as lines before it need to know it.</summary>
internal readonly record struct CountMark(DateTimeOffset At, Guid Id);

/// <summary>
/// The counts of one place. A count says what lay there at its moment, so what happened before it and is recorded later
/// changes nothing after it: the first count behind it takes it back. Of one moment, what was recorded first happened
/// first.
/// </summary>
internal sealed class PlaceCounts(IEnumerable<CountMark> inOrder)
{
    private readonly List<CountMark> _marks = [.. inOrder];

    public void Add(CountMark count)
    {
        var later = _marks.FindIndex(c => c.At > count.At);
        _marks.Insert(later < 0 ? _marks.Count : later, count);
    }

    public CountMark? FirstAfter(DateTimeOffset moment)
    {
        foreach (var mark in _marks)
        {
            if (mark.At > moment)
                return mark;
        }

        return null;
    }
}

/// <summary>Gathers what each count has to take back, and says so in one line per count.</summary>
internal sealed class Corrections
{
    private readonly Dictionary<(string Sku, string Location, Guid Count), Sum> _sums = [];

    public void Add(StockMovement late, CountMark count)
    {
        var sum = _sums.GetValueOrDefault((late.Sku, late.Location, count.Id));
        _sums[(late.Sku, late.Location, count.Id)] = new Sum(count.At, sum.Quantity - late.Quantity, sum.Lines + 1);
    }

    public List<StockMovement> ToMovements(DateTimeOffset now) =>
        [
            .. _sums
                .Where(s => s.Value.Quantity != 0)
                .Select(s => new StockMovement
                {
                    Id = Guid.CreateVersion7(now),
                    Sku = s.Key.Sku,
                    Location = s.Key.Location,
                    Kind = MovementKind.Correction,
                    Quantity = s.Value.Quantity,
                    Reference = s.Key.Count.ToString("D"),
                    Reason = string.Create(
                        CultureInfo.InvariantCulture,
                        $"{(s.Value.Lines == 1 ? "a line" : $"{s.Value.Lines} lines")} from before the count of {
                            s.Value.At:yyyy-MM-dd HH:mm} UTC, recorded after it"
                    ),
                    OccurredAt = s.Value.At,
                    RecordedAt = now,
                }),
        ];

    private readonly record struct Sum(DateTimeOffset At, decimal Quantity, int Lines);
}

/// <summary>
/// One place while somebody who holds its level records lines there, one after the other. It decides; others read and
/// write.
/// </summary>
/// <param name="level">The level before.</param>
/// <param name="counts">The counts that may lie behind a line of this request.</param>
/// <param name="movedAfter">What moved after a moment in which this request counts; 0 where nothing did.</param>
/// <param name="corrections">Where corrections are gathered.</param>
/// <param name="catalogueCost">What a unit costs by the catalogue; null when it does not say.</param>
internal sealed class Shelf(
    StockLevel level,
    PlaceCounts counts,
    Func<DateTimeOffset, decimal> movedAfter,
    Corrections corrections,
    decimal? catalogueCost
)
{
    private readonly List<(DateTimeOffset At, decimal Quantity)> _lines = [];

    public decimal OnHand { get; private set; } = level.OnHand;

    /// <summary>What a unit costs here on average; null when nothing is known of it.</summary>
    public decimal? AverageCost { get; private set; } = level.AverageCost ?? catalogueCost;

    /// <summary>The new average, where it changed.</summary>
    public CostChange? CostChange { get; private set; }

    /// <summary>What the ledger has for a moment in which this request counts.</summary>
    public decimal OnHandAt(DateTimeOffset moment) =>
        level.OnHand - movedAfter(moment) + _lines.Where(l => l.At <= moment).Sum(l => l.Quantity);

    /// <summary>Takes the line, and the correction where a count lies behind it.</summary>
    public void Take(StockMovement line)
    {
        if (line is { UnitCost: { } cost, Quantity: > 0 })
            Average(line, cost);
        Put(line.OccurredAt, line.Quantity);
        if (counts.FirstAfter(line.OccurredAt) is { } count)
        {
            Put(count.At, -line.Quantity);
            corrections.Add(line, count);
        }

        if (line.Kind == MovementKind.Count)
            counts.Add(new CountMark(line.OccurredAt, line.Id));
    }

    private void Average(StockMovement line, decimal cost)
    {
        var counted = counts.FirstAfter(line.OccurredAt) is not null;
        if (UnitCosts.Average(AverageCost, OnHand, line.Quantity, cost, counted) is not { } average)
            return;
        AverageCost = average;
        CostChange = new CostChange(line.Sku, line.Location, average);
    }

    private void Put(DateTimeOffset at, decimal quantity)
    {
        OnHand += quantity;
        _lines.Add((at, quantity));
    }
}
