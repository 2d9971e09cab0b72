namespace SmartInventory.Forecasting.Engine.Global;

/// <summary>What series of the same kind sell in a period, over the last half year.</summary>
internal sealed class PeerLevels
{
    private readonly (double Sum, int Count)[][] _groups;
    private readonly (double Sum, int Count) _all;

    private PeerLevels((double, int)[][] groups, (double, int) all) => (_groups, _all) = (groups, all);

    /// <param name="through">The last period that may be looked at.</param>
    public static PeerLevels Learn(
        Cadence cadence,
        GlobalLabels labels,
        IReadOnlyList<GlobalSeries> series,
        int through
    )
    {
        var groups = new (double Sum, int Count)[labels.Count][];
        for (var c = 0; c < groups.Length; c++)
            groups[c] = new (double, int)[labels.Values(c)];
        var all = (Sum: 0.0, Count: 0);
        Span<int> codes = stackalloc int[labels.Count];
        foreach (var member in series)
        {
            var level = Level(cadence, member.Known(through));
            if (double.IsNaN(level))
                continue;
            all = (all.Sum + level, all.Count + 1);
            labels.Find(member.Labels, codes);
            for (var c = 0; c < groups.Length; c++)
            {
                if (codes[c] >= 0)
                    groups[c][codes[c]] = (groups[c][codes[c]].Sum + level, groups[c][codes[c]].Count + 1);
            }
        }
        return new(groups, all);
    }

    /// <summary>
    /// The level of the most alike: of the same item elsewhere, else of its department, and so on; at last of all.
    /// </summary>
    /// <param name="codes">Of the labels, the closest kinship first.</param>
    /// <param name="own">A level that was counted in and is not to be; NaN for none.</param>
    public double Of(ReadOnlySpan<int> codes, double own = double.NaN)
    {
        for (var c = 0; c < codes.Length; c++)
        {
            if (codes[c] >= 0 && Without(_groups[c][codes[c]], own) is var level && !double.IsNaN(level))
                return level;
        }
        return Without(_all, own) is var typical && !double.IsNaN(typical) ? typical : 0;
    }

    /// <summary>Mean of the last half year, from the first sale on; NaN when nothing was ever sold.</summary>
    public static double Level(Cadence cadence, ReadOnlySpan<double> history)
    {
        var (mean, known) = (0.0, 0);
        foreach (var value in history[Math.Max(FirstSale(history), history.Length - cadence.HalfYear)..])
        {
            if (DemandSums.Clean(value) is var counted && !double.IsNaN(counted))
                mean += (counted - mean) / ++known;
        }
        return known > 0 ? mean : double.NaN;
    }

    /// <summary>Index of the first sale; the length of the history when nothing was sold.</summary>
    public static int FirstSale(ReadOnlySpan<double> history)
    {
        var first = 0;
        while (first < history.Length && !(DemandSums.Clean(history[first]) > 0))
            first++;
        return first;
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(_groups.Length);
        foreach (var group in _groups)
        {
            writer.Write(group.Length);
            foreach (var (sum, count) in group)
            {
                writer.Write(sum);
                writer.Write(count);
            }
        }
        writer.Write(_all.Sum);
        writer.Write(_all.Count);
    }

    public static PeerLevels Read(BinaryReader reader)
    {
        var groups = new (double, int)[reader.ReadInt32()][];
        foreach (ref var group in groups.AsSpan())
        {
            group = new (double, int)[reader.ReadInt32()];
            foreach (ref var level in group.AsSpan())
                level = (reader.ReadDouble(), reader.ReadInt32());
        }
        return new(groups, (reader.ReadDouble(), reader.ReadInt32()));
    }

    private static double Without((double Sum, int Count) group, double own)
    {
        if (!double.IsNaN(own))
            group = (Math.Max(0, group.Sum - own), group.Count - 1);
        return group.Count > 0 ? group.Sum / group.Count : double.NaN;
    }
}
