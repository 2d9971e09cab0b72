using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Stock;

/// <summary>
/// Levels as they were: the level of now less what happened later, corrections included. What is recorded late changes
/// them, as it says what was so.
/// </summary>
internal sealed class PastStock(LedgerReader reader, TimeProvider time)
{
    public const string Meaning =
        "What lay there at that moment, a time of the past; without an offset it is on each location's clock, a plain "
        + "date is the beginning of that day there";

    /// <summary>No clock is further ahead of UTC.</summary>
    private static readonly TimeSpan FurthestAhead = TimeSpan.FromHours(14);

    public LocationTime? Read(string field, string? text, FieldErrors errors)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        var moment = LocationTime.Read(text);
        if (!moment.IsTime)
            errors.Add(field, LocationTime.Rule);
        else if (moment.Clock - (moment.Offset ?? FurthestAhead) > time.GetUtcNow().UtcDateTime)
            errors.Add(field, T("must not be in the future"));
        return moment;
    }

    /// <param name="levels">The levels to show, in their order.</param>
    /// <param name="then">The moment.</param>
    /// <param name="ct">Ends it early.</param>
    /// <remarks>Needs a transaction that sees one moment: a line that came between two looks would be missing, or be
    /// taken off twice.</remarks>
    public async Task<List<StockLevelResponse>> ReadAsync(
        IQueryable<LevelCost> levels,
        LocationTime then,
        CancellationToken ct
    )
    {
        var rows = await levels
            .Select(l => new
            {
                l.Level,
                l.Name,
                l.UnitCost,
                l.CatalogueCost,
                Zone = l.Level.LocationRow!.TimeZone,
            })
            .ToListAsync(ct);
        var moments = rows.Select(l => l.Zone)
            .Distinct()
            .ToDictionary(zone => zone, zone => Moments.Stored(then.In(TimeZoneInfo.FindSystemTimeZoneById(zone))));
        var past = await reader.PastAsync(
            [
                .. rows.Where(l => l.Level.MovedAt > moments[l.Zone])
                    .Select(l => new PlaceMoment(l.Level.Sku, l.Level.Location, moments[l.Zone])),
            ],
            ct
        );
        var costs = await CostsAsync(
            past,
            rows.ToDictionary(l => (l.Level.Sku, l.Level.Location), l => l.CatalogueCost),
            ct
        );
        return rows.ConvertAll(l =>
        {
            var at = moments[l.Zone];
            var (movedAfter, counted, costChanged) = past.GetValueOrDefault(
                new PlaceMoment(l.Level.Sku, l.Level.Location, at),
                new Past(0, l.Level.Counted, false)
            );
            var onHand = l.Level.OnHand - movedAfter;
            var cost = costChanged ? costs[(l.Level.Sku, l.Level.Location)] : l.UnitCost;
            return new StockLevelResponse(
                l.Level.Sku,
                l.Name,
                l.Level.Location,
                onHand,
                null,
                counted,
                onHand * cost,
                at,
                cost
            )
            {
                LastCountAt = Until(l.Level.LastCountAt, at),
                LastSoldAt = Until(l.Level.LastSoldAt, at),
                MovedAt = Until(l.Level.MovedAt, at),
            };
        });
    }

    /// <summary>
    /// What a unit cost then, where something that came later changed it: the averages are made again of what had come
    /// by then.
    /// </summary>
    private async Task<Dictionary<(string Sku, string Location), decimal?>> CostsAsync(
        Dictionary<PlaceMoment, Past> past,
        Dictionary<(string Sku, string Location), decimal?> catalogue,
        CancellationToken ct
    )
    {
        List<PlaceMoment> changed = [.. past.Where(p => p.Value.CostChanged).Select(p => p.Key)];
        if (changed.Count == 0)
            return [];
        var lines = await reader.CostedAsync(changed, ct);
        return changed.ToDictionary(
            p => p.Place,
            p =>
                lines[p.Place]
                    .Aggregate(
                        catalogue[p.Place],
                        (average, line) =>
                            UnitCosts.Average(average, line.Before, line.Quantity, line.UnitCost, line.Seen) ?? average
                    )
        );
    }

    // What happened last before that moment is not kept; that nothing did since, is.
    private static DateTimeOffset? Until(DateTimeOffset? last, DateTimeOffset at) => last <= at ? last : null;
}
