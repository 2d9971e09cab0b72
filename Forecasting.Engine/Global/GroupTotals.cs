namespace SmartInventory.Forecasting.Engine.Global;

/// <summary>Demand per period of all series that share a label.</summary>
internal sealed class GroupTotals
{
    private readonly float[] _values;
    private readonly double[] _sum;
    private readonly int _start;

    /// <param name="values">Consecutive periods, oldest first.</param>
    /// <param name="first">The number of the first.</param>
    public GroupTotals(float[] values, int first)
    {
        (_values, First) = (values, first);
        _sum = new double[values.Length + 1];
        _start = values.Length;
        for (var t = 0; t < values.Length; t++)
        {
            _sum[t + 1] = _sum[t] + values[t];
            if (values[t] > 0 && _start == values.Length)
                _start = t;
        }
    }

    public int First { get; }

    public ReadOnlySpan<float> Values => _values;

    /// <summary>
    /// Mean of <paramref name="periods"/> before one, not from before the first sale; after the last one that is known,
    /// of the last.
    /// </summary>
    public double Mean(int number, int periods)
    {
        var to = Math.Clamp(number - First, 0, _values.Length);
        var from = Math.Min(to, Math.Max(_start, to - periods));
        return to > from ? (_sum[to] - _sum[from]) / (to - from) : double.NaN;
    }

    /// <summary>The same without what lies longer ago.</summary>
    public GroupTotals Last(int periods) =>
        _values.Length <= periods ? this : new(_values[^periods..], First + _values.Length - periods);
}
