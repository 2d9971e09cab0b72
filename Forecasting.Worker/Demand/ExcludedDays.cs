using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Demand;

/// <summary>
/// Days of a series that somebody took out of its demand: what was sold on them says nothing about what will be.
/// </summary>
internal sealed class ExcludedDays
{
    public const int MaxReason = 200;

    public required Guid Id { get; init; }
    public required string Sku { get; init; }
    public required string Location { get; init; }
    public required DateOnly FromDay { get; init; }
    public required DateOnly ToDay { get; init; }
    public required string Reason { get; init; }
    public string? By { get; init; }
    public required DateTimeOffset At { get; init; }

    public ExcludedStretch ToResponse() => new(Id, Sku, Location, FromDay, ToDay, Reason, By, At);

    /// <summary>Of these products, by series, ascending.</summary>
    public static async Task<Dictionary<SeriesKey, DayRange[]>> ReadAsync(
        ForecastingDb db,
        string[] skus,
        CancellationToken ct
    )
    {
        var rows = await db
            .ExcludedDays.AsNoTracking()
            .Where(e => skus.Contains(e.Sku))
            .OrderBy(e => e.FromDay)
            .ToListAsync(ct);
        return rows.GroupBy(e => SeriesKey.Of(e.Sku, e.Location))
            .ToDictionary(g => g.Key, g => g.Select(e => new DayRange(e.FromDay, e.ToDay)).ToArray());
    }
}
