namespace SmartInventory.Forecasting.Engine.Smooth;

/// <summary>Symmetric positive definite systems by Cholesky's factors, row-major and in place.</summary>
internal static class Cholesky
{
    /// <summary>What rounding leaves of a variance at least, as a part of it.</summary>
    private const double Least = 1e-9;

    /// <summary>Puts the factor in the place of the lower half, the only one that is read.</summary>
    /// <param name="a">n x n.</param>
    /// <param name="n">How many rows it has.</param>
    public static void Factor(Span<double> a, int n)
    {
        for (var j = 0; j < n; j++)
        {
            for (var i = j; i < n; i++)
            {
                var sum = a[i * n + j];
                for (var k = 0; k < j; k++)
                    sum -= a[i * n + k] * a[j * n + k];
                a[i * n + j] = i == j ? Math.Sqrt(Math.Max(sum, Least * a[j * n + j])) : sum / a[j * n + j];
            }
        }
    }

    /// <summary>Puts the solution in the place of the right side.</summary>
    /// <param name="factor">From <see cref="Factor"/>.</param>
    /// <param name="b">As many values as the factor has rows.</param>
    public static void Solve(ReadOnlySpan<double> factor, Span<double> b)
    {
        var n = b.Length;
        for (var i = 0; i < n; i++)
        {
            for (var k = 0; k < i; k++)
                b[i] -= factor[i * n + k] * b[k];
            b[i] /= factor[i * n + i];
        }
        for (var i = n - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < n; k++)
                b[i] -= factor[k * n + i] * b[k];
            b[i] /= factor[i * n + i];
        }
    }
}
