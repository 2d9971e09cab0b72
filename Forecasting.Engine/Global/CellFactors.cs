using SmartInventory.Forecasting.Engine.Methods;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Global;

/// <summary>
/// What forecasts of groups say of their members. A category in a place is smoother than its products: its season and
/// its trend are seen where theirs are chance. Categories, places, their cells and the whole are forecast by themselves
/// and reconciled with the sums of their series (<see cref="Reconciliation"/>); each series then moves with its cell.
/// </summary>
internal sealed class CellFactors
{
    /// <summary>Of more cells than these little is said by each, and much is computed.</summary>
    private const int MostCells = 400;

    /// <summary>A group of fewer series is none.</summary>
    private const int FewestMembers = 3;

    /// <summary>Origins and periods of the backtests that tell how far to trust a group's forecast.</summary>
    private const int Origins = 3,
        Tested = 8;

    private readonly SortedDictionary<string, float[]> _cells;
    private readonly int _first;

    private CellFactors(int first, SortedDictionary<string, float[]> cells) => (_first, _cells) = (first, cells);

    /// <summary>Nothing is known of groups.</summary>
    public static CellFactors None { get; } = new(0, new(StringComparer.Ordinal));

    /// <summary>Multiplies what is expected of a series with what its cell is changed by.</summary>
    /// <param name="labels">Of the series.</param>
    /// <param name="first">The number of the first period ahead.</param>
    /// <param name="point">Expected value per period.</param>
    public void Apply(string[] labels, int first, Span<double> point)
    {
        if (_cells.Count == 0 || !_cells.TryGetValue(Cell(labels), out var factors))
            return;
        for (var step = 0; step < point.Length; step++)
            point[step] *= factors[Math.Clamp(first + step - _first, 0, factors.Length - 1)];
    }

    /// <param name="series">Numbered; those that end before the last period are not among those that go on.</param>
    /// <param name="through">The last period that is known.</param>
    /// <param name="means">What is expected of each series after it.</param>
    /// <param name="season">Periods per season.</param>
    /// <param name="work">The thread's memory.</param>
    public static CellFactors Learn(
        IReadOnlyList<GlobalSeries> series,
        int through,
        IReadOnlyList<double[]?> means,
        int season,
        Scratch work
    )
    {
        var going = Enumerable
            .Range(0, series.Count)
            .Where(i => means[i] is not null)
            .Select(i => (Series: series[i], Mean: means[i]!, Cell: Cell(series[i].Labels)))
            .ToList();
        string[] names = [.. going.Select(g => g.Cell).Distinct().Order(StringComparer.Ordinal)];
        if (names.Length is < 2 or > MostCells)
            return None;
        var place = names.Index().ToDictionary(c => c.Item, c => c.Index, StringComparer.Ordinal);

        // The whole, every label but that of the closest kin, and the cells.
        var groups = new SortedDictionary<string, SortedSet<int>>(StringComparer.Ordinal);
        var sizes = new Dictionary<string, int>(StringComparer.Ordinal);
        var horizon = going[0].Mean.Length;
        var expected = Array.ConvertAll(names, _ => new double[horizon]);
        var first = going.Min(g => g.Series.First);
        var totals = Array.ConvertAll(names, _ => new double[through + 1 - first]);
        foreach (var (one, mean, name) in going)
        {
            var cell = place[name];
            Add("", cell);
            Add("c" + name, cell);
            for (var c = 1; c < one.Labels.Length; c++)
                Add($"{c}{one.Labels[c]}", cell);
            for (var h = 0; h < horizon; h++)
                expected[cell][h] += mean[h];
            for (var t = 0; t < one.History.Length; t++)
            {
                if (DemandSums.Clean(one.History[t]) is var value && !double.IsNaN(value))
                    totals[cell][one.First - first + t] += value;
            }
        }
        var variances = new double[names.Length];
        var forecasts = new List<GroupForecast>();
        foreach (var (name, within) in groups)
        {
            int[] own = [.. within];
            // Two names of the same cells are one group.
            if (forecasts.Exists(f => f.Cells.AsSpan().SequenceEqual(own)))
                continue;
            var history = Sum(totals, own);
            var forecast = Forecast(history, season, horizon, work);
            var variance = Math.Max(
                Error(history, season, work),
                1e-6 + .0025 * forecast.Average() * forecast.Average()
            );
            if (own.Length == 1)
                variances[own[0]] = variance;
            if (sizes[name] >= FewestMembers)
                forecasts.Add(new(own, variance, forecast));
        }
        for (var i = 0; i < names.Length; i++)
        {
            if (!(variances[i] > 0))
                variances[i] = Math.Max(Error(totals[i], season, work), 1e-6);
        }
        var factors = Reconciliation.Factors(expected, variances, forecasts);
        var kept = new SortedDictionary<string, float[]>(StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
            kept[names[i]] = Array.ConvertAll(factors[i], f => (float)f);
        return new(through + 1, kept);

        void Add(string group, int cell)
        {
            if (!groups.TryGetValue(group, out var within))
                groups[group] = within = [];
            within.Add(cell);
            sizes[group] = sizes.GetValueOrDefault(group) + 1;
        }
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(_first);
        writer.Write(_cells.Count);
        foreach (var (name, factors) in _cells)
        {
            writer.WriteText(name);
            writer.Write(factors.Length);
            foreach (var factor in factors)
                writer.Write(factor);
        }
    }

    public static CellFactors Read(BinaryReader reader)
    {
        var first = reader.ReadInt32();
        var cells = new SortedDictionary<string, float[]>(StringComparer.Ordinal);
        for (var count = reader.ReadInt32(); count > 0; count--)
        {
            var name = reader.ReadText();
            var factors = new float[reader.ReadInt32()];
            foreach (ref var factor in factors.AsSpan())
                factor = reader.ReadSingle();
            cells[name] = factors;
        }
        return new(first, cells);
    }

    /// <summary>All labels but that of the closest kin, which is a product of its own.</summary>
    private static string Cell(string[] labels) => string.Join('\u001f', labels.Skip(1));

    private static double[] Sum(double[][] totals, int[] cells)
    {
        var sum = new double[totals[0].Length];
        foreach (var cell in cells)
        {
            for (var t = 0; t < sum.Length; t++)
                sum[t] += totals[cell][t];
        }
        return sum;
    }

    private static double[] Forecast(ReadOnlySpan<double> history, int season, int horizon, Scratch work)
    {
        using var frame = work.Enter();
        var question = new Question
        {
            History = history,
            Season = season,
            Horizon = horizon,
        };
        var point = work.Take(horizon);
        var paths = work.Take(horizon * Shocks.Paths);
        ForecastMethod.Ensemble.TryDraw(question.Recent(work), point, paths, work, out _);
        return point.ToArray();
    }

    /// <summary>Mean square error of a few forecasts that can be checked; 0 where there is no past for any.</summary>
    private static double Error(ReadOnlySpan<double> history, int season, Scratch work)
    {
        var (sum, count) = (0.0, 0);
        for (var origin = 1; origin <= Origins; origin++)
        {
            var cut = history.Length - origin * Tested;
            if (cut < 2 * Tested)
                break;
            var forecast = Forecast(history[..cut], season, Tested, work);
            for (var h = 0; h < Tested; h++)
                (sum, count) = (sum + (history[cut + h] - forecast[h]) * (history[cut + h] - forecast[h]), count + 1);
        }
        return count > 0 ? sum / count : 0;
    }
}
