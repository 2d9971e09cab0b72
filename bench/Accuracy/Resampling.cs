using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Accuracy;

/// <summary>
/// Many series made out of few, to measure time and memory at a size that no file here has; the scores of such series
/// say nothing.
/// Copy after copy of all series is taken, each rotated by whole weeks and thinned: of every unit sold it is drawn
/// whether
/// it was. The first label, the closest kinship, gets the number of the copy, so that there are as many more items of
/// the same size.
/// </summary>
public static class Resampling
{
    private const int Week = 7;
    private const double LeastKept = .3;

    /// <summary>Units above this are thinned by their share: drawing each one costs time and changes nothing.</summary>
    private const double MostDrawn = 1_000;

    /// <summary>Makes that many, the same ones every time.</summary>
    internal static List<WholeSeries> Make(IReadOnlyList<WholeSeries> sources, int count)
    {
        var made = new List<WholeSeries>(count);
        for (var i = 0; i < count && sources.Count > 0; i++)
        {
            var source = sources[i % sources.Count];
            var copy = FormattableString.Invariant($".{i / sources.Count + 1}");
            var random = new StableRandom((ulong)i);
            made.Add(
                source with
                {
                    Id = source.Id + copy,
                    Values = Thin(Rotate(source.Values, ref random), ref random),
                    Series = source.Series is null
                        ? null
                        : source.Series with
                        {
                            Id = source.Id + copy,
                            Labels = [.. source.Series.Labels.Select((label, c) => c == 0 ? label + copy : label)],
                        },
                }
            );
        }
        return made;
    }

    private static double[] Rotate(double[] values, ref StableRandom random)
    {
        var weeks = values.Length / Week;
        var (rest, whole) = (values.Length % Week, weeks * Week);
        var by = weeks > 0 ? Week * random.Next(weeks) : 0;
        var rotated = values.ToArray();
        for (var t = 0; t < whole; t++)
            rotated[rest + t] = values[rest + (t + by) % whole];
        return rotated;
    }

    private static double[] Thin(double[] values, ref StableRandom random)
    {
        var kept = LeastKept + (1 - LeastKept) * random.NextUnit();
        foreach (ref var value in values.AsSpan())
        {
            if (!(value > 0) || value > MostDrawn || Math.Floor(value) != value)
            {
                value = Math.Floor(value) == value ? Math.Round(value * kept) : value * kept;
                continue;
            }
            var left = 0;
            for (var unit = 0; unit < value; unit++)
                left += random.NextUnit() <= kept ? 1 : 0;
            value = left;
        }
        return values;
    }
}
