using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Smooth;

/// <summary>
/// The combination for series of ordinary size: the plain mean of four methods that err differently (Bates and Granger
/// 1969;
/// Petropoulos and Svetunkov 2020, "A simple combination of univariate models", International Journal of Forecasting
/// 36).
/// <list type="bullet">
/// <item>dynamic optimised Theta on the series without its fixed season,</item>
/// <item>standard Theta on its logarithms: growth in percent,</item>
/// <item>autoregression on the logarithms' changes, without a season that evolves,</item>
/// <item>ETS with full choice of the member.</item>
/// </list>
/// Members and weights were chosen on origins before the ones they are scored on (docs/forecasting.md).
/// </summary>
internal static class SmoothEnsemble
{
    private const int Members = 4;
    private const int LongestEtsSeason = 24;

    /// <summary>With fewer cycles than these its own season is taken out before.</summary>
    private const int FewestEtsCycles = 3;

    /// <summary>Writes the forecast of a series without gaps, of ordinary size.</summary>
    public static void Forecast(ReadOnlySpan<double> y, int season, in ForecastOutput output, Scratch scratch)
    {
        output.Fitted.Clear();
        output.Point.Clear();
        output.Response.Clear();
        var log = true;
        foreach (var value in y)
            log &= value > 0;

        using var frame = scratch.Enter();
        var member = new ForecastOutput
        {
            Fitted = scratch.Take(y.Length),
            Point = scratch.Take(output.Point.Length),
            Response = scratch.Take(output.Point.Length),
        };
        var adjusted = scratch.Take(y.Length);
        var part = scratch.Take(y.Length);
        var ahead = scratch.Take(output.Point.Length);

        var further = SeasonalAdjustment.Remove(y, season, log, Stl.Periodic, 2, adjusted, part, ahead, scratch);
        Theta.Standard(adjusted, 1, member, scratch);
        Add(member, part, ahead, log, output);

        if (log)
            Exponential(adjusted);
        Theta.Adjusted(adjusted, dynamic: true, member);
        AddScaled(member, part, ahead, log, output);

        if (season <= LongestEtsSeason && y.Length >= FewestEtsCycles * season)
        {
            Ets.Auto(y, season, member, scratch);
            part.Clear();
            ahead.Clear();
        }
        else
        {
            Ets.Auto(adjusted, 1, member, scratch);
        }
        AddScaled(member, part, ahead, log, output);

        SeasonalAdjustment.Remove(y, season, log, 11, 4, adjusted, part, ahead, scratch);
        AutoRegression.Differenced(adjusted, member, scratch);
        Add(member, part, ahead, log, output);
        for (var t = 0; t < y.Length; t++)
            output.Fitted[t] = y[t] - (y[t] - output.Fitted[t]) * further;
    }

    /// <summary>The autoregressive member on its own.</summary>
    public static void SeasonalAutoRegression(
        ReadOnlySpan<double> y,
        int season,
        in ForecastOutput output,
        Scratch scratch
    )
    {
        var log = true;
        foreach (var value in y)
            log &= value > 0;
        using var frame = scratch.Enter();
        var adjusted = scratch.Take(y.Length);
        var part = scratch.Take(y.Length);
        var ahead = scratch.Take(output.Point.Length);
        SeasonalAdjustment.Remove(y, season, log, 11, 4, adjusted, part, ahead, scratch);
        AutoRegression.Differenced(adjusted, output, scratch);
        for (var t = 0; t < y.Length; t++)
            output.Fitted[t] = Level(output.Fitted[t] + part[t], log);
        for (var h = 0; h < ahead.Length; h++)
            output.Point[h] = Level(output.Point[h] + ahead[h], log);
    }

    /// <summary>Adds a member that was fitted to what <see cref="SeasonalAdjustment"/> left, on its scale.</summary>
    private static void Add(
        in ForecastOutput member,
        ReadOnlySpan<double> season,
        ReadOnlySpan<double> ahead,
        bool log,
        in ForecastOutput output
    )
    {
        for (var t = 0; t < season.Length; t++)
            output.Fitted[t] += Level(member.Fitted[t] + season[t], log) / Members;
        for (var h = 0; h < ahead.Length; h++)
        {
            output.Point[h] += Level(member.Point[h] + ahead[h], log) / Members;
            output.Response[h] += member.Response[h] / Members;
        }
    }

    /// <summary>Adds a member that was fitted to levels: a logarithmic season is then a factor.</summary>
    private static void AddScaled(
        in ForecastOutput member,
        ReadOnlySpan<double> season,
        ReadOnlySpan<double> ahead,
        bool log,
        in ForecastOutput output
    )
    {
        for (var t = 0; t < season.Length; t++)
            output.Fitted[t] += (log ? member.Fitted[t] * Math.Exp(season[t]) : member.Fitted[t] + season[t]) / Members;
        for (var h = 0; h < ahead.Length; h++)
        {
            output.Point[h] += (log ? member.Point[h] * Math.Exp(ahead[h]) : member.Point[h] + ahead[h]) / Members;
            output.Response[h] += member.Response[h] / Members;
        }
    }

    // A logarithm that runs away must not become infinite.
    private static double Level(double value, bool log) => log ? Math.Exp(Math.Clamp(value, -700, 700)) : value;

    private static void Exponential(Span<double> values)
    {
        foreach (ref var value in values)
            value = Math.Exp(value);
    }
}
