using Microsoft.EntityFrameworkCore;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Fits;

namespace SmartInventory.Forecasting.Forecasts;

/// <summary>The key of a series.</summary>
public readonly record struct SeriesKey(string Sku, string Location);

/// <summary>One day of a series over all sources.</summary>
/// <param name="Lines">Sale and return lines.</param>
public readonly record struct SeriesDay(DateOnly Day, decimal Sold, decimal Returned, decimal Revenue, long Lines);

/// <summary>
/// Everything that the computation of some series reads besides their demand, in a handful of queries whatever their
/// number.
/// </summary>
public sealed record SeriesData
{
    public required IReadOnlyDictionary<string, KnownProduct> Products { get; init; }
    public required IReadOnlyDictionary<SeriesKey, KnownStock> Stock { get; init; }

    /// <summary>Days without stock, ascending; one that still lasts ends at the end of time.</summary>
    public required IReadOnlyDictionary<SeriesKey, DayRange[]> StockOuts { get; init; }

    public required IReadOnlySet<string> ArchivedSuppliers { get; init; }
    public required IReadOnlySet<string> ArchivedLocations { get; init; }

    /// <summary>Of every location of the series.</summary>
    public required IReadOnlyDictionary<string, LocationClock> Clocks { get; init; }

    /// <summary>The model over all series; null before the first training.</summary>
    public LoadedModel? Model { get; init; }

    /// <summary>Of the series whose demand was asked for.</summary>
    public IReadOnlyDictionary<SeriesKey, SeriesPast> Pasts { get; init; } = new Dictionary<SeriesKey, SeriesPast>();
}

/// <summary>Reads <see cref="SeriesData"/>.</summary>
public sealed class SeriesReader(Clocks clocks, GlobalModels models)
{
    public async Task<SeriesData> ReadAsync(ForecastingDb db, IReadOnlyCollection<SeriesKey> keys, CancellationToken ct)
    {
        var skus = keys.Select(k => k.Sku).Distinct().ToArray();
        var locations = keys.Select(k => k.Location).Distinct().ToArray();
        return new SeriesData
        {
            Products = await db
                .Products.AsNoTracking()
                .Where(p => skus.Contains(p.Sku))
                .ToDictionaryAsync(p => p.Sku, ct),
            Stock = await db
                .Stock.AsNoTracking()
                .Where(s => skus.Contains(s.Sku) && locations.Contains(s.Location))
                .ToDictionaryAsync(s => new SeriesKey(s.Sku, s.Location), ct),
            StockOuts = await Catalogue.StockOuts.ReadAsync(db, skus, ct),
            ArchivedSuppliers = await db.Suppliers.Where(s => s.Archived).Select(s => s.Code).ToHashSetAsync(ct),
            ArchivedLocations = await db.Locations.Where(l => l.Archived).Select(l => l.Code).ToHashSetAsync(ct),
            Clocks = await clocks.ReadAsync(db, locations, ct),
            Model = await models.NewestAsync(db, ct),
        };
    }
}
