namespace SmartInventory.Forecasting.Trends;

/// <summary>
/// Tails of counts whose variance is a multiple of their mean: the negative binomial distribution with mean m and
/// variance f m, f above 1. Its size is m / (f - 1), its probability 1 / f. Amounts between whole numbers have the
/// tails in between.
/// </summary>
internal static class CountTails
{
    /// <summary>Never quite Poisson: the level itself is never quite known.</summary>
    public const double LeastDispersion = 1.02;

    /// <summary>P(Y >= count).</summary>
    public static double AtLeast(double count, double mean, double dispersion) =>
        count <= 0 ? 1
        : mean <= 0 ? 0
        : Beta(count, Size(mean, dispersion), 1 - 1 / Least(dispersion));

    /// <summary>P(Y &lt;= count).</summary>
    public static double AtMost(double count, double mean, double dispersion) =>
        count < 0 ? 0
        : mean <= 0 ? 1
        : Beta(Size(mean, dispersion), count + 1, 1 / Least(dispersion));

    /// <summary>
    /// The natural logarithm of P(Y = 0): days without a sale multiply, and soon are below any number.
    /// </summary>
    public static double LogNone(double mean, double dispersion) =>
        mean <= 0 ? 0 : -Size(mean, dispersion) * Math.Log(Least(dispersion));

    private static double Least(double dispersion) => Math.Max(LeastDispersion, dispersion);

    private static double Size(double mean, double dispersion) => mean / (Least(dispersion) - 1);

    /// <summary>
    /// The regularized incomplete beta function I_x(a, b), by its continued fraction (Press et al. 2007, "Numerical
    /// Recipes", section 6.4; modified Lentz).
    /// </summary>
    internal static double Beta(double a, double b, double x)
    {
        if (x <= 0)
            return 0;
        if (x >= 1)
            return 1;
        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + a * Math.Log(x) + b * Math.Log(1 - x));
        return x < (a + 1) / (a + b + 2) ? front * Fraction(a, b, x) / a : 1 - front * Fraction(b, a, 1 - x) / b;
    }

    private static double Fraction(double a, double b, double x)
    {
        const double tiny = 1e-300;
        var (c, d) = (1.0, 1 - (a + b) * x / (a + 1));
        d = 1 / (Math.Abs(d) < tiny ? tiny : d);
        var h = d;
        // The number of terms grows with the root of the larger parameter.
        var most = 200 + (int)(10 * Math.Sqrt(Math.Max(a, b)));
        for (var m = 1; m <= most; m++)
        {
            Step(m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)));
            var change = Step(-(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)));
            if (Math.Abs(change - 1) < 1e-12)
                break;
        }
        return h;

        double Step(double term)
        {
            d = 1 + term * d;
            d = 1 / (Math.Abs(d) < tiny ? tiny : d);
            c = 1 + term / c;
            c = Math.Abs(c) < tiny ? tiny : c;
            h *= d * c;
            return d * c;
        }
    }

    /// <summary>Lanczos' approximation (g = 7, nine terms), exact to some fifteen digits.</summary>
    internal static double LogGamma(double x)
    {
        if (x < .5)
            return Math.Log(Math.PI / Math.Sin(Math.PI * x)) - LogGamma(1 - x);
        x -= 1;
        var sum = Lanczos[0];
        for (var i = 1; i < Lanczos.Length; i++)
            sum += Lanczos[i] / (x + i);
        var t = x + 7.5;
        return .5 * Math.Log(2 * Math.PI) + (x + .5) * Math.Log(t) - t + Math.Log(sum);
    }

    private static readonly double[] Lanczos =
    [
        0.99999999999980993,
        676.5203681218851,
        -1259.1392167224028,
        771.32342877765313,
        -176.61502916214059,
        12.507343278686905,
        -0.13857109526572012,
        9.9843695780195716e-6,
        1.5056327351493116e-7,
    ];
}
