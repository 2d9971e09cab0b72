namespace SmartInventory.Forecasting.Engine.Paths;

/// <summary>Gathers where among its paths the truth lay, for a <see cref="PathCalibration"/>.</summary>
/// <param name="sums">Numbers of periods whose sums are kept, ascending from 1.</param>
internal sealed class PathShares(int[] sums)
{
    private readonly List<double>[] _seen =
    [
        .. Enumerable.Range(0, PathCalibration.Cells(sums.Length)).Select(_ => new List<double>()),
    ];
    private StableRandom _random = new(99);

    /// <summary>Learns from one forecast and what came; numbers of periods that are not kept are passed over.</summary>
    public void Add(int periods, double expected, ReadOnlySpan<double> paths, double came)
    {
        var place = PathCalibration.Place(sums, periods, expected);
        if (place < 0 || double.IsNaN(came))
            return;
        var (below, equal) = (0, 0);
        foreach (var path in paths)
        {
            below += path < came ? 1 : 0;
            equal += path == came ? 1 : 0;
        }
        _seen[place].Add((below + equal * _random.NextUnit()) / paths.Length);
    }

    public PathCalibration Calibration() => PathCalibration.Of(sums, _seen);
}
