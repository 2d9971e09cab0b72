namespace SmartInventory.Forecasting.Engine.Global;

/// <summary>The labels by which series belong together: their codes, and what their groups sold.</summary>
internal sealed class GlobalLabels
{
    /// <summary>Of a label with more values than this, totals say little and cost much memory.</summary>
    private const int MostTotals = 5_000;

    private readonly Column[] _columns;

    private GlobalLabels(Column[] columns) => _columns = columns;

    /// <summary>How many labels tell groups apart.</summary>
    public int Count => _columns.Length;

    /// <summary>How many values the label has.</summary>
    public int Values(int column) => _columns[column].Names.Length;

    /// <param name="through">The number of the last period that is known.</param>
    /// <param name="periods">How far back totals go.</param>
    public static GlobalLabels Of(IReadOnlyList<GlobalSeries> series, int through, int periods)
    {
        var columns = new List<Column>();
        for (var c = 0; c < (series.Count == 0 ? 0 : series.Max(s => s.Labels.Length)); c++)
        {
            // A label that names every series, or all at once, says nothing about groups.
            string[] names =
            [
                .. series
                    .Where(s => c < s.Labels.Length)
                    .Select(s => s.Labels[c])
                    .Distinct()
                    .Order(StringComparer.Ordinal),
            ];
            if (names.Length > 1 && names.Length < series.Count)
                columns.Add(new(c, names, new GroupTotals?[names.Length]));
        }
        var labels = new GlobalLabels([.. columns]);
        foreach (var column in columns.Where(c => c.Names.Length <= MostTotals))
            Sum(column, series, through, periods);
        return labels;
    }

    /// <summary>Finds the codes of a series' labels; -1 for one that was never seen.</summary>
    public void Find(string[] labels, Span<int> codes)
    {
        for (var c = 0; c < _columns.Length; c++)
        {
            var column = _columns[c];
            codes[c] =
                column.Index < labels.Length && column.Codes.TryGetValue(labels[column.Index], out var code)
                    ? code
                    : -1;
        }
    }

    public GroupTotals? Totals(int column, int code) => code < 0 ? null : _columns[column].Totals[code];

    /// <summary>The same with totals of the last periods only.</summary>
    public GlobalLabels Last(int periods) =>
        new(Array.ConvertAll(_columns, c => c with { Totals = Array.ConvertAll(c.Totals, t => t?.Last(periods)) }));

    public void Write(BinaryWriter writer)
    {
        writer.Write(_columns.Length);
        foreach (var column in _columns)
        {
            writer.Write(column.Index);
            writer.Write(column.Names.Length);
            for (var i = 0; i < column.Names.Length; i++)
            {
                writer.WriteText(column.Names[i]);
                writer.Write(column.Totals[i] is not null);
                if (column.Totals[i] is not { } totals)
                    continue;
                writer.Write(totals.First);
                writer.Write(totals.Values.Length);
                foreach (var value in totals.Values)
                    writer.Write(value);
            }
        }
    }

    public static GlobalLabels Read(BinaryReader reader)
    {
        var columns = new Column[reader.ReadInt32()];
        for (var c = 0; c < columns.Length; c++)
        {
            var index = reader.ReadInt32();
            var names = new string[reader.ReadInt32()];
            var totals = new GroupTotals?[names.Length];
            for (var i = 0; i < names.Length; i++)
            {
                names[i] = reader.ReadText();
                if (!reader.ReadBoolean())
                    continue;
                var first = reader.ReadInt32();
                var values = new float[reader.ReadInt32()];
                foreach (ref var value in values.AsSpan())
                    value = reader.ReadSingle();
                totals[i] = new(values, first);
            }
            columns[c] = new(index, names, totals);
        }
        return new(columns);
    }

    private static void Sum(Column column, IReadOnlyList<GlobalSeries> series, int through, int periods)
    {
        var first = Math.Max(
            through - periods + 1,
            series.Where(s => s.History.Length > 0).Select(s => s.First).DefaultIfEmpty(through).Min()
        );
        var sums = new double[column.Names.Length][];
        foreach (ref var sum in sums.AsSpan())
            sum = new double[through - first + 1];
        foreach (var member in series)
        {
            if (column.Index >= member.Labels.Length)
                continue;
            var sum = sums[column.Codes[member.Labels[column.Index]]];
            for (var t = Math.Max(0, first - member.First); t < member.History.Length; t++)
            {
                if (DemandSums.Clean(member.History[t]) is var value && !double.IsNaN(value))
                    sum[member.First - first + t] += value;
            }
        }
        for (var i = 0; i < sums.Length; i++)
            column.Totals[i] = new(Array.ConvertAll(sums[i], s => (float)s), first);
    }

    /// <param name="Index">Which of a series' labels.</param>
    /// <param name="Names">Ascending: a name's place is its code.</param>
    private sealed record Column(int Index, string[] Names, GroupTotals?[] Totals)
    {
        public Dictionary<string, int> Codes { get; } =
            Names.Select((name, i) => (name, i)).ToDictionary(p => p.name, p => p.i, StringComparer.Ordinal);
    }
}
