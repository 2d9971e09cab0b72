using Microsoft.EntityFrameworkCore;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Demand;
using SmartInventory.Forecasting.GlobalModels;
using SmartInventory.Forecasting.Policies;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Forecasts;

/// <summary>Reads <see cref="SeriesData"/>.</summary>
internal sealed class SeriesReader(LocationClocks clocks, GlobalModelStore models)
{
    public async Task<SeriesData> ReadAsync(ForecastingDb db, IReadOnlyCollection<SeriesKey> keys, CancellationToken ct)
    {
        var skus = keys.Select(k => k.Sku.Value).Distinct().ToArray();
        var locations = keys.Select(k => k.Location.Value).Distinct().ToArray();
        var products = await db
            .Products.AsNoTracking()
            .Where(p => skus.Contains(p.Sku))
            .ToDictionaryAsync(p => p.Sku, ct);
        var marks = await SeriesMarks.ReadAsync(db, skus, ct);
        var known = await clocks.ReadAsync(db, locations, ct);
        var promoted = keys.Any(k => marks.GetValueOrDefault(k)?.Ahead(known[k.Location].AsOf).Any() is true);
        var suppliers = products.Values.SelectMany(p => p.TermList()).Select(t => t.Supplier).Distinct().ToArray();
        return new SeriesData
        {
            Products = products,
            Suppliers = await db
                .Suppliers.AsNoTracking()
                .Where(s => suppliers.Contains(s.Code))
                .ToDictionaryAsync(s => s.Code, ct),
            LeadTimes = await LeadTimeBook.ReadAsync(db, products.Values, ct),
            Stock = await db
                .Stock.AsNoTracking()
                .Where(s => skus.Contains(s.Sku) && locations.Contains(s.Location))
                .ToDictionaryAsync(s => SeriesKey.Of(s.Sku, s.Location), ct),
            StockOuts = await StockOutLog.ReadAsync(db, skus, ct),
            Marks = marks,
            AllPromotions = promoted ? await SeriesMarks.PromotionsAsync(db, ct) : default,
            ArchivedLocations = await db.Locations.Where(l => l.Archived).Select(l => l.Code).ToHashSetAsync(ct),
            Policies = await PolicySet.ReadAsync(db, keys, ct),
            Clocks = known,
            Model = await models.NewestAsync(db, ct),
        };
    }
}
