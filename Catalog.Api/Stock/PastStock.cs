using System.Data;
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
internal sealed class PastStock(CatalogDb db, LedgerReader reader, TimeProvider time)
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
            errors.Add(field, "must not be in the future");
        return moment;
    }

    /// <param name="page">The levels to show, in their order.</param>
    /// <param name="then">The moment.</param>
    /// <param name="ct">Ends it early.</param>
    public async Task<List<StockLevelResponse>> ReadAsync(
        IQueryable<StockLevel> page,
        LocationTime then,
        CancellationToken ct
    )
    {
        // Levels and lines of one moment: a line that came between two looks would be missing, or be taken off twice.
        await using var snapshot = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var levels = await page.Select(l => new
            {
                l.Sku,
                l.Product!.Name,
                l.Location,
                l.OnHand,
                l.Counted,
                l.MovedAt,
                Zone = l.LocationRow!.TimeZone,
            })
            .ToListAsync(ct);
        var moments = levels
            .Select(l => l.Zone)
            .Distinct()
            .ToDictionary(zone => zone, zone => Moments.Stored(then.In(TimeZoneInfo.FindSystemTimeZoneById(zone))));
        var past = await reader.PastAsync(
            [
                .. levels
                    .Where(l => l.MovedAt > moments[l.Zone])
                    .Select(l => new PlaceMoment(l.Sku, l.Location, moments[l.Zone])),
            ],
            ct
        );
        return levels.ConvertAll(l =>
        {
            var at = moments[l.Zone];
            var (movedAfter, counted) = past.GetValueOrDefault(
                new PlaceMoment(l.Sku, l.Location, at),
                new Past(0, l.Counted)
            );
            return new StockLevelResponse(l.Sku, l.Name, l.Location, l.OnHand - movedAfter, null, counted, null, at);
        });
    }
}
