using SmartInventory.Forecasting.Engine.Smooth;

namespace SmartInventory.Forecasting.Engine.Global;

/// <summary>A group of cells with a forecast of its own.</summary>
/// <param name="Cells">Which cells it is the sum of, by their places.</param>
/// <param name="Variance">Of its error, squared units; above 0.</param>
/// <param name="Mean">What is expected of it per period.</param>
internal sealed record GroupForecast(int[] Cells, double Variance, double[] Mean);

/// <summary>
/// Makes forecasts of parts and of groups of them agree: the parts are changed as little as their errors are small, so
/// that sums come as near to what the groups were forecast to be as those are sure. Least squares weighted by error
/// variances (Wickramasuriya, Athanasopoulos and Hyndman 2019, "Optimal forecast reconciliation for hierarchical and
/// grouped time series through trace minimization", Journal of the American Statistical Association 114, with a
/// diagonal covariance). Groups may cross: a category in all places, a place with all categories.
/// </summary>
internal static class Reconciliation
{
    /// <summary>A cell is believed to be wrong by that factor at most.</summary>
    private const double MostFactor = 2;

    /// <summary>By what every cell is to be multiplied, per period: [cell][period].</summary>
    /// <param name="means">What the sum of a cell's series is expected to be: [cell][period], none below 0.</param>
    /// <param name="variances">Of the cells' errors, squared units; above 0.</param>
    /// <param name="groups">Forecasts of cells and of sums of cells, for the same periods.</param>
    public static double[][] Factors(double[][] means, double[] variances, IReadOnlyList<GroupForecast> groups)
    {
        var factors = Array.ConvertAll(means, cell => Array.ConvertAll(cell, _ => 1.0));
        if (groups.Count == 0 || means.Length == 0)
            return factors;
        var factor = Covariance(variances, groups);
        Cholesky.Factor(factor, groups.Count);
        var missing = new double[groups.Count];
        for (var period = 0; period < means[0].Length; period++)
        {
            for (var g = 0; g < missing.Length; g++)
            {
                missing[g] = groups[g].Mean[period];
                foreach (var cell in groups[g].Cells)
                    missing[g] -= means[cell][period];
            }
            Cholesky.Solve(factor, missing);
            var changes = new double[means.Length];
            for (var g = 0; g < missing.Length; g++)
            {
                foreach (var cell in groups[g].Cells)
                    changes[cell] += variances[cell] * missing[g];
            }
            for (var cell = 0; cell < means.Length; cell++)
            {
                if (means[cell][period] > 0)
                    factors[cell][period] = Math.Clamp(
                        1 + changes[cell] / means[cell][period],
                        1 / MostFactor,
                        MostFactor
                    );
            }
        }
        return factors;
    }

    /// <summary>The lower half of S D S' + V: how the groups' errors hang together.</summary>
    private static double[] Covariance(double[] variances, IReadOnlyList<GroupForecast> groups)
    {
        var within = new bool[variances.Length];
        var covariance = new double[groups.Count * groups.Count];
        for (var i = 0; i < groups.Count; i++)
        {
            Array.Clear(within);
            foreach (var cell in groups[i].Cells)
                within[cell] = true;
            for (var j = 0; j <= i; j++)
            {
                ref var sum = ref covariance[i * groups.Count + j];
                sum = i == j ? groups[i].Variance : 0;
                foreach (var cell in groups[j].Cells)
                    sum += within[cell] ? variances[cell] : 0;
            }
        }
        return covariance;
    }
}
