using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Counts;

/// <summary>
/// Possible futures of a series of counts: <see cref="CountModel"/> around an expectation, wherever that came from.
/// </summary>
internal static class CountPaths
{
    /// <summary>With fewer known values than this, the level itself is as uncertain as they are few.</summary>
    public const int FewestDays = 35;

    /// <summary>
    /// Parts of the scatter around a running mean, and of that mean's wandering, that an expectation from elsewhere
    /// does not foresee
    /// either.
    /// </summary>
    private const double UnforeseenScatter = .4,
        UnforeseenDrift = .67;

    /// <summary>A product without a past: its peers' level may be wrong by a factor.</summary>
    private static readonly CountSpread Unknown = new(1, 1, 28);

    /// <summary>Draws paths around an expectation that was not learned from the series alone.</summary>
    public static void DrawAround(
        ReadOnlySpan<double> y,
        int season,
        in SeriesTraits traits,
        Span<double> point,
        Span<double> paths,
        Returns returns,
        Scratch work
    )
    {
        using var frame = work.Enter();
        var profile = work.Take(Math.Max(1, season));
        CountModel.Profile(y, profile, work);
        Draw(y, traits, profile, point, paths, returns, work, UnforeseenScatter, UnforeseenDrift);
    }

    /// <summary>Draws paths around <paramref name="point"/>, both in the units of <paramref name="y"/>.</summary>
    public static void Draw(
        ReadOnlySpan<double> y,
        in SeriesTraits traits,
        ReadOnlySpan<double> profile,
        Span<double> point,
        Span<double> paths,
        Returns returns,
        Scratch work,
        double scatter = 1,
        double drift = 1
    )
    {
        using var frame = work.Enter();
        var plain = work.Take(y.Length);

        // What is not counted in whole units is counted in the unit of its typical sale.
        var unit = traits.Whole && traits.Exponent == 0 ? 1 : TypicalSale(y) / 10;
        for (var t = 0; t < y.Length; t++)
            plain[t] = Math.Max(0, y[t]) / unit;
        for (var h = 0; h < point.Length; h++)
            point[h] /= unit;
        var spread = traits.Known < SeriesTraits.FewestValues ? Unknown : CountModel.Spread(plain, profile, work);
        spread = spread with { Overdispersion = scatter * spread.Overdispersion, Drift = drift * spread.Drift };
        if (traits.Known < FewestDays)
            spread = spread with { Drift = Math.Max(spread.Drift, 7.0 / (7 + traits.Known)) };
        if (
            !Silence.Is(plain, out var past, out var run)
            || !Silence.TryDraw(point, past, run, returns, spread.Overdispersion, paths, work)
        )
            CountModel.Draw(point, spread, paths, work);
        for (var h = 0; h < point.Length; h++)
            point[h] *= unit;
        foreach (ref var value in paths)
            value *= unit;
    }

    private static double TypicalSale(ReadOnlySpan<double> y)
    {
        double sum = 0;
        var sales = 0;
        foreach (var value in y)
        {
            if (!(value > 0))
                continue;
            sum += value;
            sales++;
        }
        return sales > 0 ? sum / sales : 1;
    }
}
