using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Trends;

/// <summary>Stock that turns over, and stock that lies.</summary>
internal static class StockTrendEndpoints
{
    private const int MostCoverDays = 3_660;

    public static async Task<Results<Ok<Page<StockTrend>>, ValidationProblem>> List(
        [AsParameters] PageRequest page,
        [AsParameters] ProductFilter filter,
        [Description("fast, steady, slow, dead or never-sold; default all.")] string? motion,
        [Description("excess, value or cover, largest first; default excess.")] string? sort,
        [Description("Days that stock may last before the rest is excess, 1 to 3660, default 90.")] int? cover,
        ForecastingDb db,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var choice = filter.Read(errors);
        var only = errors.Word<StockMotion>("motion", motion);
        var by = errors.Word<StockSort>("sort", sort) ?? StockSort.Excess;
        var days = errors.Whole("cover", cover, 1, MostCoverDays, StockRule.CoverDays);
        var list = page.Check(errors, $"stock-trends/{Words.Of(by)}", 2);
        var start = double.PositiveInfinity;
        if (
            list.After is { } after
            && !double.TryParse(after[0], NumberStyles.Float, CultureInfo.InvariantCulture, out start)
        )
            errors.Add("after", PageRequest.NoCursor);
        if (errors.Any)
            return errors.ToProblem();

        Func<StockTrend, double> key = by switch
        {
            StockSort.Value => t => (double)(t.Value ?? 0),
            StockSort.Cover => t => t.DaysOfCover ?? double.MaxValue,
            _ => t => (double)(t.ExcessValue ?? 0),
        };
        var found = (await ReadAsync(db, choice, days, ct))
            .Select(s => (Trend: s.Trend, Key: key(s.Trend)))
            .Where(s => only is null || s.Trend.Motion == only)
            .Where(s =>
                list.After is null
                || s.Key < start
                || (s.Key == start && string.CompareOrdinal(s.Trend.Sku, list.After[1]) > 0)
            )
            .OrderByDescending(s => s.Key)
            .ThenBy(s => s.Trend.Sku, StringComparer.Ordinal)
            .Select(s => s.Trend)
            .Take(list.Take)
            .ToList();
        return TypedResults.Ok(list.Of(found, t => [key(t).ToString("R", CultureInfo.InvariantCulture), t.Sku], http));
    }

    public static async Task<Results<Ok<StockTrendSummary>, ValidationProblem>> Summary(
        [AsParameters] ProductFilter filter,
        [Description("Days that stock may last before the rest is excess, 1 to 3660, default 90.")] int? cover,
        ForecastingDb db,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var choice = filter.Read(errors);
        var days = errors.Whole("cover", cover, 1, MostCoverDays, StockRule.CoverDays);
        if (errors.Any)
            return errors.ToProblem();
        var all = await ReadAsync(db, choice, days, ct);
        return TypedResults.Ok(
            new StockTrendSummary(
                days,
                all.Max(s => s.Product.Series.Max(x => x.AsOf)),
                Sum(all),
                [
                    .. Enum.GetValues<StockMotion>()
                        .Select(m => new StockMotionTotals(m, Sum(all.FindAll(s => s.Trend.Motion == m)))),
                ]
            )
        );
    }

    private static async Task<List<(ProductFigures Product, StockTrend Trend)>> ReadAsync(
        ForecastingDb db,
        ProductChoice choice,
        int coverDays,
        CancellationToken ct
    ) =>
        [
            .. (await ProductFigures.ReadAsync(db, choice, ct))
                .Where(p => p.OnHand > 0)
                .Select(p => (p, Of(p, coverDays))),
        ];

    /// <summary>The stock of some products, as in the summary.</summary>
    public static StockTrendTotals Totals(IEnumerable<ProductFigures> products) =>
        Sum([.. products.Where(p => p.OnHand > 0).Select(p => (p, Of(p, StockRule.CoverDays)))]);

    private static StockTrend Of(ProductFigures product, int coverDays)
    {
        var input = new StockInput(
            product.OnHand,
            product.UnitCost,
            product.Units28,
            product.Units365,
            product.Revenue365,
            product.KnownDays,
            product.DaysSinceLastSale,
            product.OrderDays
        );
        var verdict = StockRule.Judge(input, coverDays);
        return new()
        {
            Sku = product.Sku,
            Name = product.Name,
            Category = product.Category,
            Supplier = product.Supplier,
            Motion = verdict.Motion,
            Reason = verdict.Reason,
            OnHand = product.OnHand,
            Value = product.StockValue,
            UnitsPerDay = Math.Round(verdict.UnitsPerDay, 6),
            DaysOfCover = Round(verdict.DaysOfCover, 1),
            Turnover = Round(verdict.Turnover, 3),
            SellThrough = Round(verdict.SellThrough, 4),
            Gmroi = Round(verdict.Gmroi, 3),
            ExcessUnits = verdict.ExcessUnits,
            ExcessValue = product.UnitCost is { } cost ? decimal.Round(verdict.ExcessUnits * cost, 4) : null,
            LastSale = product.LastSale,
            DaysSinceLastSale = product.DaysSinceLastSale,
        };
    }

    /// <summary>Ratios of sums, not means of ratios: a large product counts as what it is.</summary>
    private static StockTrendTotals Sum(List<(ProductFigures Product, StockTrend Trend)> all)
    {
        var costed = all.FindAll(s => s.Product.UnitCost is not null);
        var value = costed.Sum(s => s.Trend.Value ?? 0);
        var cost = costed.Sum(s =>
            StockRule.Yearly(s.Product.Units365 * s.Product.UnitCost!.Value, s.Product.KnownDays)
        );
        var revenue = costed.Sum(s => StockRule.Yearly(s.Product.Revenue365, s.Product.KnownDays));
        return new(
            all.Count,
            all.Count - costed.Count,
            value,
            costed.Sum(s => s.Trend.ExcessValue ?? 0),
            value > 0 ? Math.Round((double)(cost / value), 3) : null,
            value > 0 ? Math.Round((double)((revenue - cost) / value), 3) : null
        );
    }

    private static double? Round(double? value, int digits) => value is { } v ? Math.Round(v, digits) : null;
}
