using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Forecasting.Trends;

/// <summary>One product among all, as the classes see it.</summary>
/// <param name="Revenue365">Net revenue of the last year.</param>
/// <param name="UnitsPerDay">Velocity over the last 28 days.</param>
/// <param name="KnownDays">Days from the first sale on.</param>
/// <param name="DaysSinceLastSale">Null without any sale.</param>
internal readonly record struct MoverInput(
    double Revenue365,
    double UnitsPerDay,
    int KnownDays,
    int? DaysSinceLastSale
);

internal readonly record struct MoverResult(MoverClass Class, char Abc, double RevenueShare);

/// <summary>
/// Classes that only exist in comparison: ABC by cumulated revenue, fast and slow by cumulated units (Pareto's rule as
/// used for stock since Dickie 1951, "ABC inventory analysis shoots for dollars, not pennies").
/// </summary>
internal static class Movers
{
    public const double FirstClass = 0.80;
    public const double SecondClass = 0.95;
    public const int DeadDays = 90;
    public const int NewDays = 28;

    /// <summary>One result per product, in the order given.</summary>
    public static MoverResult[] Classify(ReadOnlySpan<MoverInput> products)
    {
        var n = products.Length;
        var (revenue, units) = (new double[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            revenue[i] = Math.Max(0, products[i].Revenue365);
            units[i] = Math.Max(0, products[i].UnitsPerDay);
        }
        var abc = Pareto(revenue);
        var speed = Pareto(units);
        var total = revenue.Sum();

        var results = new MoverResult[n];
        for (var i = 0; i < n; i++)
        {
            var p = products[i];
            var mover =
                p.DaysSinceLastSale is null or >= DeadDays ? MoverClass.Dead
                : p.KnownDays <= NewDays ? MoverClass.New
                : speed[i] switch
                {
                    0 => MoverClass.Fast,
                    1 => MoverClass.Steady,
                    _ => MoverClass.Slow,
                };
            results[i] = new(mover, (char)('A' + abc[i]), total > 0 ? revenue[i] / total : 0);
        }
        return results;
    }

    /// <summary>
    /// 0 for the largest that together make up the first 80%, 1 up to 95%, 2 for the rest and for zeros. The one that
    /// crosses a border belongs to the better class; equals keep the given order.
    /// </summary>
    public static int[] Pareto(ReadOnlySpan<double> values, double first = FirstClass, double second = SecondClass)
    {
        var sizes = values.ToArray();
        var order = Enumerable.Range(0, sizes.Length).OrderByDescending(i => sizes[i]).ThenBy(i => i);
        var total = sizes.Sum();
        var classes = new int[sizes.Length];
        var before = 0.0;
        foreach (var i in order)
        {
            classes[i] =
                sizes[i] <= 0 || before >= second * total ? 2
                : before >= first * total ? 1
                : 0;
            before += sizes[i];
        }
        return classes;
    }
}
