using System.Numerics;

namespace SmartInventory.Forecasting.Engine.Paths;

/// <summary>
/// The luck of all paths: for each step, the shares (i + 1/2) / count in a shuffled order (Latin hypercube; McKay,
/// Beckman and
/// Conover 1979). Each step's shares fill the unit interval evenly, so a few hundred paths give quantiles as good as
/// thousands
/// of random ones, and the same luck for every series and every run.
/// </summary>
internal static class Shocks
{
    /// <summary>Paths per forecast.</summary>
    public const int Paths = 500;

    private static readonly Lock Growing = new();
    private static double[][] s_uniform = [];
    private static double[][] s_normal = [];

    /// <summary>
    /// Shares in (0, 1) of one step, one per path. Step -1 and below are extra draws, for what holds along a whole
    /// path.
    /// </summary>
    public static ReadOnlySpan<double> Uniform(int step) => Row(step, normal: false);

    /// <summary>The same as points of the standard normal distribution.</summary>
    public static ReadOnlySpan<double> Normal(int step) => Row(step, normal: true);

    /// <summary>target += factor x source. Multiply and add stay two roundings, so any vector width agrees.</summary>
    public static void AddScaled(Span<double> target, ReadOnlySpan<double> source, double factor)
    {
        var i = 0;
        var width = Vector<double>.Count;
        var scale = new Vector<double>(factor);
        for (; i <= target.Length - width; i += width)
            (new Vector<double>(target[i..]) + scale * new Vector<double>(source[i..])).CopyTo(target[i..]);
        for (; i < target.Length; i++)
            target[i] += factor * source[i];
    }

    /// <summary>
    /// Point of the standard normal distribution below which a share lies (Acklam's rational approximation, relative
    /// error
    /// below 1.2e-9).
    /// </summary>
    public static double NormalPoint(double share)
    {
        const double Tail = .02425;
        if (share < Tail)
        {
            var q = Math.Sqrt(-2 * Math.Log(share));
            return (
                    (
                        (
                            ((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838) * q
                            - 2.549732539343734
                        ) * q
                        + 4.374664141464968
                    ) * q
                    + 2.938163982698783
                )
                / (
                    (
                        ((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996) * q
                        + 3.754408661907416
                    ) * q
                    + 1
                );
        }
        if (share > 1 - Tail)
            return -NormalPoint(1 - share);
        var x = share - .5;
        var r = x * x;
        return (
                (
                    (
                        ((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r
                        + 1.383577518672690e+02
                    ) * r
                    - 3.066479806614716e+01
                ) * r
                + 2.506628277459239
            )
            * x
            / (
                (
                    (
                        ((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r
                        + 6.680131188771972e+01
                    ) * r
                    - 1.328068155288572e+01
                ) * r
                + 1
            );
    }

    private const int Extra = 4;

    private static ReadOnlySpan<double> Row(int step, bool normal)
    {
        var row = step + Extra;
        var rows = Volatile.Read(ref normal ? ref s_normal : ref s_uniform);
        if (row >= rows.Length)
        {
            Grow(row + 1);
            rows = Volatile.Read(ref normal ? ref s_normal : ref s_uniform);
        }
        return rows[row];
    }

    private static void Grow(int needed)
    {
        lock (Growing)
        {
            if (s_normal.Length >= needed)
                return;
            var size = Math.Max(needed, s_normal.Length * 2 + 64);
            var uniform = new double[size][];
            var normal = new double[size][];
            for (var row = 0; row < size; row++)
            {
                if (row < s_normal.Length)
                {
                    (uniform[row], normal[row]) = (s_uniform[row], s_normal[row]);
                    continue;
                }
                var random = new StableRandom((ulong)row * 0x9E3779B9UL + 12345);
                var shares = new double[Paths];
                for (var p = 0; p < Paths; p++)
                    shares[p] = (p + .5) / Paths;
                for (var p = Paths - 1; p > 0; p--)
                {
                    var other = random.Next(p + 1);
                    (shares[p], shares[other]) = (shares[other], shares[p]);
                }
                uniform[row] = shares;
                normal[row] = Array.ConvertAll(shares, NormalPoint);
            }
            Volatile.Write(ref s_uniform, uniform);
            Volatile.Write(ref s_normal, normal);
        }
    }
}
