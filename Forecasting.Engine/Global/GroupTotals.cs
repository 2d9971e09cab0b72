namespace SmartInventory.Forecasting.Engine.Global;

/// <summary>Daily demand of all series that share a label.</summary>
internal sealed class GroupTotals
{
    private readonly float[] _values;
    private readonly double[] _sum;
    private readonly int _start;

    /// <param name="values">Consecutive days, oldest first.</param>
    /// <param name="firstDay">The <see cref="DateOnly.DayNumber"/> of the first.</param>
    public GroupTotals(float[] values, int firstDay)
    {
        (_values, FirstDay) = (values, firstDay);
        _sum = new double[values.Length + 1];
        _start = values.Length;
        for (var t = 0; t < values.Length; t++)
        {
            _sum[t + 1] = _sum[t] + values[t];
            if (values[t] > 0 && _start == values.Length)
                _start = t;
        }
    }

    public int FirstDay { get; }

    public ReadOnlySpan<float> Values => _values;

    /// <summary>
    /// Mean of <paramref name="days"/> before a day, not from before the first sale; after the last day that is known,
    /// of the last.
    /// </summary>
    public double Mean(int day, int days)
    {
        var to = Math.Clamp(day - FirstDay, 0, _values.Length);
        var from = Math.Min(to, Math.Max(_start, to - days));
        return to > from ? (_sum[to] - _sum[from]) / (to - from) : double.NaN;
    }

    /// <summary>The same without what lies longer ago.</summary>
    public GroupTotals Last(int days) =>
        _values.Length <= days ? this : new(_values[^days..], FirstDay + _values.Length - days);
}
