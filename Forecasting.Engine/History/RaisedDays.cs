namespace SmartInventory.Forecasting.Engine.History;

/// <summary>Days ahead on which more is expected than the history lets expect.</summary>
/// <param name="Days">The days.</param>
/// <param name="Factor">What the expectation and all quantiles of them are multiplied with; above 0.</param>
public readonly record struct RaisedDays(DayRange Days, double Factor)
{
    /// <summary>The factor of each step, 1 where nothing is raised; empty where none is.</summary>
    /// <param name="raised">Null for none.</param>
    /// <param name="asOf">The day before the first step.</param>
    /// <param name="horizon">How many steps.</param>
    internal static double[] Steps(IReadOnlyList<RaisedDays>? raised, DateOnly asOf, int horizon)
    {
        if (raised is not { Count: > 0 })
            return [];
        var factors = new double[horizon];
        factors.AsSpan().Fill(1);
        foreach (var (days, factor) in raised)
        {
            for (var step = 0; step < horizon; step++)
            {
                if (days.Contains(asOf.AddDays(1 + step)))
                    factors[step] *= factor;
            }
        }
        return factors;
    }
}
