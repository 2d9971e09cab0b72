namespace SmartInventory.Forecasting.Engine.Global;

/// <summary>
/// How each event moves demand: the logarithm of its day over the four weeks before, of longer periods over the four
/// before; the more shrunken the more ordinary ones scatter and the less often it was seen. 0 for what was never seen.
/// </summary>
internal sealed class EventEffects
{
    /// <summary>Years that events teach for.</summary>
    private const int Years = 10;

    /// <summary>
    /// What events usually do: a variance of the logarithm. Ordinary days that scatter as much make an event seen once
    /// half as believable.
    /// </summary>
    private const double UsualVariance = .04;

    /// <summary>What is asked of an event even where ordinary days hardly scatter.</summary>
    private const double Doubt = 1;

    private readonly SortedDictionary<string, float> _effects;

    private EventEffects(SortedDictionary<string, float> effects) => _effects = effects;

    public float Of(string? name) => name is not null && _effects.TryGetValue(name, out var effect) ? effect : 0;

    /// <summary>Learns from the demand of all series of a calendar together.</summary>
    /// <param name="through">The last period that may be looked at.</param>
    public static EventEffects Learn(Cadence cadence, IReadOnlyList<GlobalSeries> series, int through)
    {
        var seen = new SortedDictionary<string, (double Sum, double Noise, int Count)>(StringComparer.Ordinal);
        foreach (var place in series.Where(s => s.Calendar is not null).GroupBy(s => s.Calendar!))
        {
            var (total, first) = Total(cadence, [.. place], through);
            var changes = Changes(cadence.Week, total);
            var (squares, days) = (0.0, 0);
            for (var t = 0; t < changes.Length; t++)
            {
                if (!double.IsNaN(changes[t]) && cadence.Event(place.Key, first + t) is null)
                    (squares, days) = (squares + changes[t] * changes[t], days + 1);
            }
            var noise = days > 0 ? squares / days : 0;
            for (var t = 0; t < changes.Length; t++)
            {
                if (double.IsNaN(changes[t]) || cadence.Event(place.Key, first + t) is not { } name)
                    continue;
                var (sum, noises, count) = seen.GetValueOrDefault(name);
                seen[name] = (sum + changes[t], noises + noise, count + 1);
            }
        }
        var effects = new SortedDictionary<string, float>(StringComparer.Ordinal);
        foreach (var (name, (sum, noise, count)) in seen)
            effects[name] = (float)(sum / (count + Doubt + noise / count / UsualVariance));
        return new(effects);
    }

    internal void Write(BinaryWriter writer)
    {
        writer.Write(_effects.Count);
        foreach (var (name, effect) in _effects)
        {
            writer.WriteText(name);
            writer.Write(effect);
        }
    }

    internal static EventEffects Read(BinaryReader reader)
    {
        var effects = new SortedDictionary<string, float>(StringComparer.Ordinal);
        for (var count = reader.ReadInt32(); count > 0; count--)
            effects[reader.ReadText()] = reader.ReadSingle();
        return new(effects);
    }

    /// <summary>
    /// Logarithm of each period over the mean of the four before, of each day of its weekday; NaN where nothing was
    /// sold in these.
    /// </summary>
    private static double[] Changes(int week, double[] total)
    {
        var changes = new double[total.Length];
        changes.AsSpan().Fill(double.NaN);
        for (var t = 4 * week; t < total.Length; t++)
        {
            var usual = (total[t - week] + total[t - 2 * week] + total[t - 3 * week] + total[t - 4 * week]) / 4;
            if (usual > 0)
                changes[t] = Math.Log((total[t] + .02 * usual) / (1.02 * usual));
        }
        return changes;
    }

    private static (double[] Values, int First) Total(Cadence cadence, List<GlobalSeries> members, int through)
    {
        var first = Math.Max(members.Min(s => s.First), through - Years * cadence.Year);
        var total = new double[Math.Max(0, through - first + 1)];
        foreach (var member in members)
        {
            var end = Math.Min(member.History.Length, through - member.First + 1);
            for (var t = Math.Max(0, first - member.First); t < end; t++)
            {
                if (DemandSums.Clean(member.History[t]) is var value && !double.IsNaN(value))
                    total[member.First - first + t] += value;
            }
        }
        return (total, first);
    }
}
