namespace SmartInventory.Forecasting.Engine.Paths;

/// <summary>
/// Where among its paths the truth lay, at earlier origins: a quantile is then read not at its own probability but at
/// the share of
/// paths below which the truth lay that often (Kuleshov, Fenner and Ermon 2018, "Accurate uncertainties for deep
/// learning using
/// calibrated regression"; for counts the share is drawn between below and up to, Czado, Gneiting and Held 2009). Kept
/// apart by
/// the number of periods summed up and by the size of what was expected. Immutable; <see cref="PathShares"/> makes one.
/// </summary>
internal sealed class PathCalibration
{
    private static readonly double[] Sizes = [1, 4, 16];

    /// <summary>That many observations count as much as the belief that the paths are right.</summary>
    private const double Trust = 60;

    private readonly int[] _sums;
    private readonly Cell[] _cells;

    private PathCalibration(int[] sums, Cell[] cells) => (_sums, _cells) = (sums, cells);

    /// <summary>Nothing was compared: every quantile is read at its own probability.</summary>
    /// <param name="sums">Numbers of periods whose sums are kept, ascending from 1.</param>
    public static PathCalibration None(int[] sums) => new PathShares(sums).Calibration();

    /// <summary>The share of paths at which the quantile of a sum is read. Rises with the probability.</summary>
    public double Share(double probability, int periods, double expected)
    {
        var size = Size(expected);
        var above = Array.FindIndex(_sums, p => p >= periods);
        if (above < 0)
            return One(probability, _sums.Length - 1, size);
        if (_sums[above] == periods)
            return One(probability, above, size);
        var part = Math.Log((double)periods / _sums[above - 1]) / Math.Log((double)_sums[above] / _sums[above - 1]);
        return (1 - part) * One(probability, above - 1, size) + part * One(probability, above, size);
    }

    /// <summary>The cell of a number of periods and a size; -1 when sums of so many are not kept.</summary>
    internal static int Place(int[] sums, int periods, double expected) =>
        Array.IndexOf(sums, periods) is var at && at < 0 ? -1 : Index(at, Size(expected));

    /// <summary>How many cells so many numbers of periods have.</summary>
    internal static int Cells(int sums) => sums * (Sizes.Length + 1);

    /// <summary>Sums up what was seen, cell by cell: of many observations, points at even distances stay.</summary>
    internal static PathCalibration Of(int[] sums, IReadOnlyList<List<double>> seen)
    {
        const int Most = 257;
        return new(
            sums,
            [
                .. seen.Select(shares =>
                {
                    float[] sorted = [.. shares.Select(s => (float)s).Order()];
                    return new Cell(
                        sorted.Length,
                        sorted.Length <= Most
                            ? sorted
                            : [.. Enumerable.Range(0, Most).Select(i => (float)Between(sorted, i / (Most - 1.0)))]
                    );
                }),
            ]
        );
    }

    internal void Write(BinaryWriter writer)
    {
        writer.Write(_sums.Length);
        foreach (var periods in _sums)
            writer.Write(periods);
        foreach (var (count, points) in _cells)
        {
            writer.Write(count);
            writer.Write(points.Length);
            foreach (var point in points)
                writer.Write(point);
        }
    }

    internal static PathCalibration Read(BinaryReader reader)
    {
        var sums = new int[reader.ReadInt32()];
        foreach (ref var periods in sums.AsSpan())
            periods = reader.ReadInt32();
        var cells = new Cell[Cells(sums.Length)];
        foreach (ref var cell in cells.AsSpan())
        {
            cell = new(reader.ReadInt32(), new float[reader.ReadInt32()]);
            foreach (ref var point in cell.Points.AsSpan())
                point = reader.ReadSingle();
        }
        return new(sums, cells);
    }

    private double One(double probability, int at, int size)
    {
        // A horizon that was never seen whole takes the longest that was.
        while (at > 0 && _cells[Index(at, size)].Count == 0)
            at--;
        var (count, points) = _cells[Index(at, size)];
        return count == 0
            ? probability
            : (count * Between(points, probability) + Trust * probability) / (count + Trust);
    }

    private static int Index(int at, int size) => at * (Sizes.Length + 1) + size;

    private static int Size(double expected)
    {
        var size = 0;
        while (size < Sizes.Length && expected >= Sizes[size])
            size++;
        return size;
    }

    private static double Between(ReadOnlySpan<float> sorted, double probability)
    {
        var place = probability * (sorted.Length - 1);
        var low = (int)place;
        return sorted[low] + (place - low) * (sorted[Math.Min(low + 1, sorted.Length - 1)] - sorted[low]);
    }

    /// <param name="Count">How much was seen.</param>
    /// <param name="Points">Ascending, from the smallest seen to the largest.</param>
    private sealed record Cell(int Count, float[] Points);
}
