using Microsoft.AspNetCore.Http.HttpResults;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Trends;

/// <summary>Products by value and forecastability.</summary>
internal static class MatrixEndpoints
{
    public static async Task<Results<Ok<TrendMatrix>, ValidationProblem>> Get(
        [AsParameters] MatrixFilter filter,
        ForecastingDb db,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var choice = filter.ReadMatrix(errors);
        if (errors.Any)
            return errors.ToProblem();
        var products = await ClassifyAsync(db, choice, ct);
        var revenue = products.Sum(p => p.Product.Revenue365);
        return TypedResults.Ok(
            new TrendMatrix(
                choice.By,
                choice.Thresholds,
                products.Max(p => p.Product.Series.Max(s => s.AsOf)),
                Sum(products, revenue),
                [
                    .. from value in Enum.GetValues<ValueClass>()
                    from forecast in Enum.GetValues<ForecastClass>()
                    select new MatrixCell(
                        value.ToString(),
                        forecast.ToString(),
                        Sum(products.Where(p => p.Segment.Value == value && p.Segment.Forecast == forecast), revenue),
                        Segments.Hint(value, forecast)
                    ),
                ]
            )
        );
    }

    /// <summary>The products that ever sold, each with its class among them.</summary>
    public static async Task<List<(ProductFigures Product, Segment Segment)>> ClassifyAsync(
        ForecastingDb db,
        MatrixChoice choice,
        CancellationToken ct
    )
    {
        var products = (await ProductFigures.ReadAsync(db, choice.Products, ct)).FindAll(p => p.EverSold);
        var segments = Segments.Classify(
            [.. products.Select(p => ((double)p.Measure(choice.By), p.Rmsse(choice.By)))],
            choice.Thresholds
        );
        return [.. products.Zip(segments)];
    }

    private static MatrixFigures Sum(IEnumerable<(ProductFigures Product, Segment Segment)> products, decimal of)
    {
        var all = products.ToList();
        var revenue = all.Sum(p => p.Product.Revenue365);
        return new(
            all.Count,
            all.Count(p => p.Segment.Rmsse is null),
            all.Sum(p => p.Product.Units365),
            revenue,
            of > 0 ? Math.Round((double)(revenue / of), 6) : null,
            all.Sum(p => p.Product.StockValue ?? 0),
            all.Count(p => p.Product.StockValue is null)
        );
    }
}
