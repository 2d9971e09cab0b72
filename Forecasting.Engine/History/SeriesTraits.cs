using SmartInventory.Forecasting.Engine.Counts;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.History;

/// <summary>What a history turned out to be, after <see cref="SeriesCleaning.Clean"/>.</summary>
/// <param name="Start">Index of the first value that is known.</param>
/// <param name="Known">Known values.</param>
/// <param name="Exponent">Values were multiplied by 2^-Exponent, so that no arithmetic overflows.</param>
/// <param name="NonNegative">No known value is below zero.</param>
/// <param name="Whole">All known values are whole numbers.</param>
/// <param name="Constant">All known values are the same.</param>
/// <param name="ZeroShare">Share of known values that are zero.</param>
/// <param name="Mean">Mean of the known values as given.</param>
internal readonly record struct SeriesTraits(
    int Start,
    int Known,
    int Exponent,
    bool NonNegative,
    bool Whole,
    bool Constant,
    double ZeroShare,
    double Mean
)
{
    /// <summary>Below this many known values nothing is fitted.</summary>
    public const int FewestValues = 8;

    /// <summary>
    /// From this share of zeros on, or with this share and below this mean, a series is counts rather than a level.
    /// </summary>
    private const double MostlyZero = .5;
    private const double SomeZeros = .1;
    private const double SmallCounts = 10;

    /// <summary>The same of days, whose counts of weekdays say more than a season of them.</summary>
    private const double SmallCountsOfDays = 20;

    /// <summary>Small counts, which a level and a distribution of counts describe; so is nothing at all.</summary>
    /// <param name="season">Periods per season.</param>
    public bool IsCounts(int season) =>
        Known == 0
        || (
            NonNegative
            && (
                ZeroShare >= MostlyZero
                || (
                    Whole
                        ? Mean < (season == DailyDemand.Season ? SmallCountsOfDays : SmallCounts)
                        : ZeroShare >= SomeZeros
                )
            )
        );

    /// <summary>It never changed, and for long enough that this says something.</summary>
    /// <param name="season">Periods per season.</param>
    public bool IsStill(int season) => Constant && (Known >= CountPaths.FewestDays || !IsCounts(season));

    /// <summary>What a history is.</summary>
    public static SeriesTraits Of(ReadOnlySpan<double> history, Scratch work)
    {
        using var frame = work.Enter();
        return SeriesCleaning.Clean(history, work.Take(history.Length));
    }
}
