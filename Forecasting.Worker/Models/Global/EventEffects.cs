namespace SmartInventory.Forecasting.Models.Global;

/// <summary>How each event moves demand: the logarithm of its day over its weekday around, shrunken. 0 for what was never seen.</summary>
public sealed class EventEffects
{
    /// <summary>How far back events teach.</summary>
    private const int Days = 3_653;

    private readonly SortedDictionary<string, float> _effects;

    private EventEffects(SortedDictionary<string, float> effects) => _effects = effects;

    public float Of(string? name) => name is not null && _effects.TryGetValue(name, out var effect) ? effect : 0;

    /// <summary>Learns from the demand of all series of a calendar together.</summary>
    /// <param name="through">The last day that may be looked at.</param>
    public static EventEffects Learn(IReadOnlyList<GlobalSeries> series, int through)
    {
        var seen = new SortedDictionary<string, (double Sum, int Count)>(StringComparer.Ordinal);
        foreach (var place in series.Where(s => s.Calendar is not null).GroupBy(s => s.Calendar!))
        {
            var (total, first) = Total([.. place], through);
            for (var t = 28; t < total.Length; t++)
            {
                if (place.Key.Event(first + t) is not { } name)
                    continue;
                var usual = (total[t - 7] + total[t - 14] + total[t - 21] + total[t - 28]) / 4;
                if (!(usual > 0))
                    continue;
                var (sum, count) = seen.GetValueOrDefault(name);
                seen[name] = (sum + Math.Log((total[t] + .02 * usual) / (1.02 * usual)), count + 1);
            }
        }
        var effects = new SortedDictionary<string, float>(StringComparer.Ordinal);
        foreach (var (name, (sum, count)) in seen)
            effects[name] = (float)(sum / (count + 2));
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

    private static (double[] Values, int FirstDay) Total(List<GlobalSeries> members, int through)
    {
        var first = Math.Max(members.Min(s => s.FirstDay), through - Days + 1);
        var total = new double[Math.Max(0, through - first + 1)];
        foreach (var member in members)
        {
            var end = Math.Min(member.History.Length, through - member.FirstDay + 1);
            for (var t = Math.Max(0, first - member.FirstDay); t < end; t++)
            {
                if (DemandSums.Clean(member.History[t]) is var value && !double.IsNaN(value))
                    total[member.FirstDay - first + t] += value;
            }
        }
        return (total, first);
    }
}
