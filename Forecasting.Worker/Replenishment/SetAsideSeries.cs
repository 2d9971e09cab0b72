using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>A suggestion that somebody put off or refused. The last word counts; accepting it ends it.</summary>
internal sealed class SetAsideSeries
{
    public required string Sku { get; init; }
    public required string Location { get; init; }
    public required DecisionAction Action { get; init; }

    /// <summary>The first day on which it is back, in UTC.</summary>
    public required DateOnly Until { get; init; }
    public string? By { get; init; }
    public string? Reason { get; init; }

    public SetAside ToResponse() => new(Action, Until, By, Reason);

    /// <summary>Of these series, what is set aside. There are few, and the question is asked after each sale.</summary>
    public static async Task<Dictionary<SeriesKey, SetAsideSeries>> ReadAsync(
        ForecastingDb db,
        IReadOnlyCollection<string> skus,
        CancellationToken ct
    ) =>
        await db
            .SetAsides.AsNoTracking()
            .Where(a => skus.Contains(a.Sku))
            .ToDictionaryAsync(a => SeriesKey.Of(a.Sku, a.Location), ct);
}
