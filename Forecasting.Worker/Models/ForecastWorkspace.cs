namespace SmartInventory.Forecasting.Models;

/// <summary>
/// The scratch memory of one thread: grown when a longer series comes, never shrunk, so that forecasting thousands of
/// series allocates only their results. Each member hands out the same memory again at every call.
/// </summary>
public sealed class ForecastWorkspace
{
    private double[] _fitted = [], _point = [], _response = [], _residuals = [], _shocks = [], _paths = [], _total = [];
    private int[] _starts = [];

    public DemandHistory History { get; } = new();

    public ForecastOutput Output(int history, int horizon) => new()
    {
        Fitted = Take(ref _fitted, history),
        Point = Take(ref _point, horizon),
        Response = Take(ref _response, horizon),
    };

    public Span<double> Residuals(int history) => Take(ref _residuals, history);
    public Span<double> Shocks(int horizon, int count) => Take(ref _shocks, horizon * count);
    public Span<double> Paths(int horizon, int count) => Take(ref _paths, horizon * count);
    public Span<double> Total(int count) => Take(ref _total, count);
    public Span<int> Starts(int count) => Take(ref _starts, count);

    private static Span<T> Take<T>(ref T[] array, int length)
    {
        if (array.Length < length)
            array = new T[Math.Max(length, 256)];
        return array.AsSpan(0, length);
    }
}
