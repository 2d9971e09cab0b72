namespace SmartInventory.Forecasting.Engine.Paths;

/// <summary>The gamma distribution, as far as paths need it.</summary>
internal static class GammaDistribution
{
    /// <summary>
    /// Point of the gamma distribution with scale 1 (Wilson and Hilferty 1931), but never below the law of its small
    /// values, a
    /// true lower bound that takes over where that approximation fails.
    /// </summary>
    public static double Point(double share, double shape)
    {
        var z = Shocks.NormalPoint(share);
        var cube = 1 - 1 / (9 * shape) + z / (3 * Math.Sqrt(shape));
        var point = cube > 0 ? shape * cube * cube * cube : 0;
        return shape < 20 ? Math.Max(point, Math.Pow(share * Gamma(shape + 1), 1 / shape)) : point;
    }

    /// <summary>Gamma function by Lanczos' approximation (1964), for arguments of 1 and more.</summary>
    private static double Gamma(double x)
    {
        ReadOnlySpan<double> c =
        [
            676.5203681218851,
            -1259.1392167224028,
            771.32342877765313,
            -176.61502916214059,
            12.507343278686905,
            -.13857109526572012,
            9.9843695780195716e-6,
            1.5056327351493116e-7,
        ];
        x -= 1;
        var sum = .99999999999980993;
        for (var i = 0; i < c.Length; i++)
            sum += c[i] / (x + i + 1);
        var t = x + c.Length - .5;
        return Math.Sqrt(2 * Math.PI) * Math.Pow(t, x + .5) * Math.Exp(-t) * sum;
    }
}
