using System.ComponentModel;
using System.Globalization;
using System.Linq.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Demand;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Trends;

internal static class TrendEndpoints
{
    /// <summary>Longer than anything has lain since it was sold: a product that only ever came back.</summary>
    private const int NeverSoldDays = 1_000_000;

    public static async Task<Results<Ok<Page<TrendResponse>>, ValidationProblem>> List(
        [AsParameters] PageRequest page,
        [Description("revenue, velocity, slowest or growth.")] string? sort,
        [Description("fast, steady, slow, dead or new.")] string? mover,
        [Description("Part of a SKU or name.")] string? search,
        [Description("a, b or c: only products of this class.")] string? abc,
        [Description("x, y or z: only products of this class.")] string? xyz,
        [AsParameters] MatrixFilter filter,
        ForecastingDb db,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var by = errors.Word<TrendSort>("sort", sort) ?? TrendSort.Revenue;
        var mine = errors.Word<MoverClass>("mover", mover);
        var words = errors.Text("search", search, 200);
        var value = errors.Word<ValueClass>("abc", abc);
        var forecast = errors.Word<ForecastClass>("xyz", xyz);
        var choice = filter.ReadMatrix(errors);
        var kind = $"trends/{Words.Of(by)}";
        var list = page.Check(errors, kind, 2);
        var after = list.After;
        var start = 0.0;
        if (
            after is not null
            && !(
                double.TryParse(after[0], NumberStyles.Float, CultureInfo.InvariantCulture, out start)
                && double.IsFinite(start)
            )
        )
            errors.Add("after", PageRequest.NoCursor);
        if (errors.Any)
            return errors.ToProblem();

        var rows = db.Trends.AsNoTracking();
        if (mine is { } wanted)
            rows = rows.Where(t => t.Class == wanted);
        Dictionary<string, Segment>? segments = null;
        if (value is not null || forecast is not null || filter.Says)
        {
            segments = (await MatrixEndpoints.ClassifyAsync(db, choice, ct))
                .Where(p =>
                    (value is null || p.Segment.Value == value) && (forecast is null || p.Segment.Forecast == forecast)
                )
                .ToDictionary(p => p.Product.Sku, p => p.Segment);
            var among = segments.Keys.ToArray();
            rows = rows.Where(t => among.Contains(t.Sku));
        }
        if (words is not null)
        {
            var literal = words
                .Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("%", "\\%", StringComparison.Ordinal)
                .Replace("_", "\\_", StringComparison.Ordinal);
            var pattern = $"%{literal}%";
            rows = rows.Where(t =>
                EF.Functions.ILike(t.Sku, pattern, "\\")
                || db.Products.Any(p => p.Sku == t.Sku && EF.Functions.ILike(p.Name, pattern, "\\"))
            );
        }

        // Every order is a number, largest first, then the SKU.
        Expression<Func<StoredTrend, double>> key = by switch
        {
            TrendSort.Velocity => t => t.UnitsPerDay,
            // What lies, the longest first, and of equals the slower; then what has no stock that could lie, by
            // speed. More that came back than was sold is no speed below zero.
            TrendSort.Slowest => t =>
                db.Stock.Any(s => s.Sku == t.Sku && s.Counted && s.OnHand > 0)
                    ? (t.DaysSinceLastSale ?? NeverSoldDays) + 1 / (1 + (t.UnitsPerDay > 0 ? t.UnitsPerDay : 0))
                : t.UnitsPerDay > 0 ? -t.UnitsPerDay
                : 0,
            TrendSort.Growth => t => t.Change ?? -2,
            _ => t => (double)t.Revenue28,
        };
        var keyed = rows.Select(Pair(key));
        if (after is not null)
        {
            var sku = after[1];
            keyed = keyed.Where(t => t.Key < start || (t.Key == start && string.Compare(t.Trend.Sku, sku) > 0));
        }
        var found = await keyed.OrderByDescending(t => t.Key).ThenBy(t => t.Trend.Sku).Take(list.Take).ToListAsync(ct);
        var shown = list.Of(found, t => [t.Key.ToString("R", CultureInfo.InvariantCulture), t.Trend.Sku], http);
        return TypedResults.Ok(
            new Page<TrendResponse>(
                await DescribeAsync(db, [.. shown.Items.Select(t => t.Trend)], segments, ct),
                shown.Next
            )
        );
    }

    public static async Task<Results<Ok<TrendResponse>, ValidationProblem, ProblemHttpResult>> Get(
        string sku,
        ForecastingDb db,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var (name, _) = SeriesQuery.Parse(errors, sku, null);
        if (errors.Any)
            return errors.ToProblem();
        var trend = await db.Trends.AsNoTracking().SingleOrDefaultAsync(t => t.Sku == name, ct);
        if (trend is not null)
            return TypedResults.Ok((await DescribeAsync(db, [trend], null, ct))[0]);
        return await SeriesQuery.ExistsAsync(db, name, ct)
            ? Refusals.NotFound(T($"'{name}' was never sold: there is no trend."))
            : Refusals.NoProduct(sku);
    }

    /// <summary>
    /// Adds names and stock, which change without the trend, and the class by forecastability. Where products were
    /// classed by the request's own measure, that is what is shown.
    /// </summary>
    private static async Task<List<TrendResponse>> DescribeAsync(
        ForecastingDb db,
        List<StoredTrend> trends,
        Dictionary<string, Segment>? segments,
        CancellationToken ct
    )
    {
        var skus = trends.ConvertAll(t => t.Sku);
        var names = await db.Products.Where(p => skus.Contains(p.Sku)).ToDictionaryAsync(p => p.Sku, p => p.Name, ct);
        var stock = await db
            .Stock.Where(s => skus.Contains(s.Sku) && s.Counted)
            .GroupBy(s => s.Sku)
            .Select(g => new { g.Key, OnHand = g.Sum(s => s.OnHand) })
            .ToDictionaryAsync(s => s.Key, s => (double)s.OnHand, ct);
        var series = await db
            .Turnover.Where(t => skus.Contains(t.Sku))
            .Select(t => new
            {
                t.Sku,
                t.Rmsse,
                t.Revenue365,
            })
            .ToListAsync(ct);
        var errors = series
            .GroupBy(t => t.Sku)
            .ToDictionary(g => g.Key, g => Segments.Together(g.Select(t => (t.Rmsse, (double)t.Revenue365))));
        return trends.ConvertAll(t =>
        {
            var rmsse = errors.GetValueOrDefault(t.Sku);
            var segment =
                segments?.GetValueOrDefault(t.Sku)
                ?? new Segment(Enum.Parse<ValueClass>([t.Abc]), Segments.ForecastOf(rmsse), rmsse);
            double? onHand = stock.TryGetValue(t.Sku, out var held) ? held : null;
            return new TrendResponse
            {
                Sku = t.Sku,
                Name = names.GetValueOrDefault(t.Sku, t.Sku),
                Class = t.Class,
                AbcClass = segment.Value.ToString(),
                XyzClass = segment.Forecast.ToString(),
                Rmsse = segment.Rmsse is { } error ? Math.Round(error, 4) : null,
                Direction = t.Direction,
                UnitsPerDay = t.UnitsPerDay,
                Change = t.Change,
                SlopePerWeek = t.SlopePerWeek,
                Revenue28 = t.Revenue28,
                RevenueShare = t.RevenueShare,
                PeakWeekday = t.PeakWeekday,
                PeakWeekdayShare = t.PeakWeekdayShare,
                Turnover = onHand > 0 ? Math.Round(365 * t.UnitsPerDay / onHand.Value, 2) : null,
                DaysOfCover =
                    onHand is { } there && t.UnitsPerDay > 0 ? Math.Round(Math.Max(0, there) / t.UnitsPerDay, 1) : null,
                LastSale = t.LastSale,
                AsOf = t.AsOf,
            };
        });
    }

    private static Expression<Func<StoredTrend, Keyed>> Pair(Expression<Func<StoredTrend, double>> key) =>
        Expression.Lambda<Func<StoredTrend, Keyed>>(
            Expression.MemberInit(
                Expression.New(typeof(Keyed)),
                Expression.Bind(typeof(Keyed).GetProperty(nameof(Keyed.Trend))!, key.Parameters[0]),
                Expression.Bind(typeof(Keyed).GetProperty(nameof(Keyed.Key))!, key.Body)
            ),
            key.Parameters[0]
        );

    private sealed class Keyed
    {
        public StoredTrend Trend { get; init; } = null!;
        public double Key { get; init; }
    }
}
