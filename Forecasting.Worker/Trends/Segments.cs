using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Forecasting.Trends;

/// <summary>A product's place in the matrix.</summary>
/// <param name="Rmsse">Of its series together; null while none could be tested.</param>
internal readonly record struct Segment(ValueClass Value, ForecastClass Forecast, double? Rmsse);

/// <summary>
/// The two ways to class a product: ABC by what it brings (Dickie 1951), XYZ by how well it is forecast. The latter is
/// by error and not by raw variation: a strong season varies and is known beforehand.
/// </summary>
internal static class Segments
{
    /// <summary>
    /// The RMSSE (Hyndman and Koehler 2006) divides a method's error by that of saying "as the day before". Chance
    /// alone around a level that is known comes to the root of a half, .707, whatever its distribution: the difference
    /// of two independent days has twice the variance of one. Measured over some forty days, as the backtest does, it
    /// is known to a ninth; up to .8 a forecast knows all there is to know.
    /// </summary>
    public const double Known = .8;

    /// <summary>Above 1 the chosen method was worse than saying "as the day before".</summary>
    public const double NoBetterThanNaive = 1;

    /// <summary>What could not be tested belongs to <see cref="ForecastClass.Z"/>: nobody knows better.</summary>
    public static ForecastClass ForecastOf(double? rmsse, double x = Known, double y = NoBetterThanNaive) =>
        rmsse <= x ? ForecastClass.X
        : rmsse <= y ? ForecastClass.Y
        : ForecastClass.Z;

    /// <summary>
    /// The error of several series as one: the mean, weighted by what each brings. Where none brings anything, all
    /// count alike; series without a test count nowhere.
    /// </summary>
    public static double? Together(IEnumerable<(double? Rmsse, double Weight)> series)
    {
        var (sum, weights, plain, count) = (0.0, 0.0, 0.0, 0);
        foreach (var (rmsse, weight) in series)
        {
            if (rmsse is not { } error)
                continue;
            var w = Math.Max(0, weight);
            (sum, weights, plain, count) = (sum + w * error, weights + w, plain + error, count + 1);
        }
        return count == 0 ? null
            : weights > 0 ? sum / weights
            : plain / count;
    }

    /// <summary>One segment per product, in the order given.</summary>
    public static Segment[] Classify(ReadOnlySpan<(double Value, double? Rmsse)> products, MatrixThresholds thresholds)
    {
        var values = new double[products.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = Math.Max(0, products[i].Value);
        var abc = Movers.Pareto(values, thresholds.A, thresholds.B);
        var segments = new Segment[values.Length];
        for (var i = 0; i < segments.Length; i++)
        {
            var rmsse = products[i].Rmsse;
            segments[i] = new((ValueClass)abc[i], ForecastOf(rmsse, thresholds.X, thresholds.Y), rmsse);
        }
        return segments;
    }

    /// <summary>What to do with the products of a cell, in a sentence.</summary>
    public static string Hint(ValueClass value, ForecastClass forecast) =>
        (value, forecast) switch
        {
            (ValueClass.A, ForecastClass.X) => T(
                "Order often, in small lots, by the forecast: a high service level is cheap here."
            ),
            (ValueClass.A, ForecastClass.Y) => T(
                "Keep the service level high and review it often: the safety stock is worth its money."
            ),
            (ValueClass.A, ForecastClass.Z) => T(
                "Decide by hand: look at it each week, and shorten lead times rather than pile up stock."
            ),
            (ValueClass.B, ForecastClass.X) => T("Let it be ordered as suggested; look at it each month."),
            (ValueClass.B, ForecastClass.Y) => T("Let it be ordered as suggested, with an ordinary service level."),
            (ValueClass.B, ForecastClass.Z) => T("Hold a moderate stock, order in small lots, and watch what lies."),
            (ValueClass.C, ForecastClass.X) => T("Order seldom, in large lots: handling costs more than stock."),
            (ValueClass.C, ForecastClass.Y) => T("Use a simple minimum and maximum, and a lower service level."),
            _ => T("Order only on demand, or drop it: stock of it is a bet."),
        };
}
