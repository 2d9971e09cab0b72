using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Policies;

namespace SmartInventory.Forecasting.Trends;

/// <summary>A series' sales and stock; either may be missing.</summary>
internal sealed record SeriesFigures(
    string Sku,
    string Location,
    DateOnly? AsOf,
    DateOnly? LastSale,
    int KnownDays,
    int? DaysSinceLastSale,
    decimal Units28,
    decimal Revenue28,
    decimal Units365,
    decimal Revenue365,
    double? Rmsse,
    bool Counted,
    decimal OnHand
);

/// <summary>What is known of a product at the locations that are looked at.</summary>
/// <param name="OrderDays">Lead time + review period.</param>
internal sealed record ProductFigures(
    string Sku,
    string Name,
    string? Category,
    string? Supplier,
    decimal? UnitCost,
    int OrderDays,
    bool Archived,
    IReadOnlyList<SeriesFigures> Series
)
{
    public bool EverSold => Series.Any(s => s.AsOf is not null);
    public int KnownDays => Series.Max(s => s.KnownDays);
    public DateOnly? LastSale => Series.Max(s => s.LastSale);
    public int? DaysSinceLastSale => Series.Min(s => s.DaysSinceLastSale);
    public decimal Units28 => Series.Sum(s => s.Units28);
    public decimal Units365 => Series.Sum(s => s.Units365);
    public decimal Revenue365 => Series.Sum(s => s.Revenue365);

    /// <summary>
    /// Over counted levels above zero: what was never counted is no stock, and a debt is none either.
    /// </summary>
    public decimal OnHand => Series.Sum(s => s.Counted ? Math.Max(0, s.OnHand) : 0);

    /// <summary>Null where there is stock and no unit cost is known.</summary>
    public decimal? StockValue =>
        OnHand == 0 ? 0
        : UnitCost is { } cost ? decimal.Round(OnHand * cost, 4)
        : null;

    public decimal Measure(MatrixBy by) => by == MatrixBy.Units ? Units365 : Revenue365;

    public double? Rmsse(MatrixBy by) =>
        Segments.Together(Series.Select(s => (s.Rmsse, (double)(by == MatrixBy.Units ? s.Units365 : s.Revenue365))));

    /// <summary>
    /// All products that were ever sold or held, unless they are archived. Two statements over aggregates of one row
    /// per series: no history is read.
    /// </summary>
    public static async Task<List<ProductFigures>> ReadAsync(
        ForecastingDb db,
        ProductChoice choice,
        CancellationToken ct,
        bool archived = false
    )
    {
        var place = choice.Location;
        var series = await db
            .Database.SqlQuery<SeriesFigures>(
                $"""
                SELECT sku, location, t.as_of, t.last_sale, coalesce(t.known_days, 0) AS known_days,
                    t.days_since_last_sale, coalesce(t.units28, 0) AS units28, coalesce(t.revenue28, 0) AS revenue28,
                    coalesce(t.units365, 0) AS units365, coalesce(t.revenue365, 0) AS revenue365, t.rmsse,
                    coalesce(s.counted, false) AS counted, coalesce(s.on_hand, 0) AS on_hand
                FROM forecasting.turnover AS t FULL JOIN forecasting.stock AS s USING (sku, location)
                WHERE {place}::text IS NULL OR location = {place}
                """
            )
            .ToListAsync(ct);
        var products = await db.Products.AsNoTracking().ToDictionaryAsync(p => p.Sku, ct);
        var without = await KnownSupplier.ArchivedAsync(db, ct);
        var policies = await PolicySet.ReadAsync(db, null, ct);
        return
        [
            .. series
                .GroupBy(s => s.Sku)
                .Where(g => archived || products.GetValueOrDefault(g.Key) is not { Archived: true })
                .Select(g => Of(g.Key, products.GetValueOrDefault(g.Key), without, policies, [.. g]))
                .Where(p => choice.Has(p.Category, p.Supplier))
                .OrderBy(p => p.Sku, StringComparer.Ordinal),
        ];
    }

    private static ProductFigures Of(
        string sku,
        KnownProduct? product,
        HashSet<string> archivedSuppliers,
        PolicySet policies,
        List<SeriesFigures> series
    )
    {
        var term = product?.OrderedBy(archivedSuppliers);
        // Locations may differ: none is ordered for longer than that.
        var policy = series
            .Select(s => policies.Resolve(product, term?.Supplier, s.Location, policies.SegmentOf(sku)))
            .MaxBy(p => p.Values.ReviewDays)!;
        var terms = OrderTerms.Of(product, term, null, null, policy);
        return new(
            sku,
            product?.Name ?? sku,
            product?.Category,
            terms.Supplier,
            terms.UnitCost,
            terms.ProtectionDays,
            product is { Archived: true },
            series
        );
    }
}
