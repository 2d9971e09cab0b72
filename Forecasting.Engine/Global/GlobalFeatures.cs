namespace SmartInventory.Forecasting.Engine.Global;

/// <summary>
/// The features of the periods ahead of one origin. All that depends on the size of a series is a logarithm of a ratio
/// to its own level, so that one tree serves sellers of one and of a thousand.
/// </summary>
internal readonly ref struct GlobalFeatures
{
    private const int OfOrigin = 17;
    private const int OfStep = 19;
    private const int PerLabel = 4;
    private const int EventReach = 8;

    private readonly GlobalLabels _labels;
    private readonly EventEffects _effects;
    private readonly GlobalSeries _series;
    private readonly ReadOnlySpan<int> _codes;
    private readonly DemandSums _own;
    private readonly Cadence _cadence;
    private readonly GlobalBase _level;
    private readonly int _origin;
    private readonly float _priceOfMonth,
        _priceOfYear;

    /// <param name="codes">Of the series' labels.</param>
    /// <param name="origin">Index of the first period that is not known.</param>
    public GlobalFeatures(
        GlobalLabels labels,
        EventEffects effects,
        GlobalSeries series,
        ReadOnlySpan<int> codes,
        DemandSums own,
        GlobalBase level,
        int origin
    )
    {
        (_labels, _effects, _series, _origin) = (labels, effects, series, origin);
        _codes = codes;
        _own = own;
        _cadence = own.Cadence;
        _level = level;
        _priceOfMonth = Price(origin - 1, _cadence.Month);
        _priceOfYear = Price(origin - 1, _cadence.Year);
    }

    public static int Count(GlobalLabels labels) => OfOrigin + OfStep + PerLabel * labels.Count;

    /// <summary>Writes what is the same for all steps.</summary>
    public void WriteOrigin(Span<float> x)
    {
        x.Clear();
        var own = _own;
        var size = _level.Level;
        var i = 0;
        x[i++] = (float)Math.Log(size + .01);
        foreach (var window in _cadence.Windows)
            x[i++] = Ratio(own.Mean(_origin, window), size);
        x[i++] = Ratio(own.Fast(_origin), size);
        x[i++] = Ratio(own.Slow(_origin), size);
        x[i++] = (float)(own.Deviation(_origin, _cadence.Month) / (size + .05));
        x[i++] = (float)(own.Deviation(_origin, _cadence.HalfYear) / (size + .05));
        x[i++] = (float)own.ZeroShare(_origin, _cadence.Month);
        x[i++] = (float)own.ZeroShare(_origin, _cadence.HalfYear);
        x[i++] = (float)own.ZeroRun(_origin);
        x[i++] = (float)(own.ZeroRun(_origin) * size);

        // Two years are old: older histories may have been cut.
        x[i++] = MathF.Log(1 + Math.Clamp(_origin - own.Start, 0, 2 * _cadence.Year));
        x[i] = Change(_priceOfMonth, _priceOfYear);

        var at = own.First + _origin;
        for (var c = 0; c < _labels.Count; c++)
        {
            i = OfOrigin + OfStep + PerLabel * c;
            x[i++] = _codes[c];
            if (_labels.Totals(c, _codes[c]) is not { } group)
                continue;
            x[i++] = Ratio(group.Mean(at, _cadence.Windows[0]), group.Mean(at, _cadence.Month));
            x[i] = Ratio(group.Mean(at, _cadence.Month), group.Mean(at, _cadence.HalfYear));
        }
    }

    /// <summary>Writes what is a step's own, over the features of another step of the same origin.</summary>
    public void WriteStep(int step, Span<float> x)
    {
        var own = _own;
        var target = _origin + step;
        var number = own.First + target;
        var date = DateOnly.FromDayNumber(Math.Clamp(_cadence.Day(number), 0, DateOnly.MaxValue.DayNumber));
        var (year, before) = (_cadence.Year, _cadence.TwoMonths);
        var (close, wide) = (_cadence.Cycle, _cadence.FourCycles);
        var i = OfOrigin;
        x[i++] = step;
        x[i++] = (float)_level.Profile(step);
        x[i++] = Ratio(own.PhaseMean(_origin, step, 4), _level.At(step));
        x[i++] = Ratio(own.PhaseMean(_origin, step, 12), _level.At(step));

        // The same time a year ago against the time before it: seasons of the year.
        var usual = own.Mean(_origin - year, before);
        x[i++] = Ratio(own.Mean(Math.Min(_origin, target - year + (close + 1) / 2), close), usual);
        x[i++] = Ratio(own.Mean(Math.Min(_origin, target - year + (wide + 1) / 2), wide), usual);

        x[i++] = (int)date.DayOfWeek;
        x[i++] = date.Day;
        x[i++] = date.DayOfYear;
        if (_series.Calendar is { } calendar)
        {
            x[i++] = _effects.Of(_cadence.Event(calendar, number));
            x[i++] = Nearest(calendar, number, 1, out var next);
            x[i++] = next;
            x[i++] = Nearest(calendar, number, -1, out _);
            x[i++] = _cadence.Paid(calendar, number);
            x[i++] = _cadence.Paid(calendar, number - 1);
        }
        else
        {
            i += 6;
        }
        var now = Price(target, 1);
        x[i++] = Change(now, 1);
        x[i++] = Change(now, _priceOfYear);
        x[i++] = Change(now, _priceOfMonth);
        x[i] = Change(now, Price(target - 1, _cadence.Cycle));
        for (var c = 0; c < _labels.Count; c++)
        {
            if (_labels.Totals(c, _codes[c]) is not { } group)
                continue;
            var ago = number - step - year;
            x[OfOrigin + OfStep + PerLabel * c + 3] = Ratio(
                group.Mean(Math.Min(number - step, ago + step + (close + 1) / 2), close),
                group.Mean(ago, before)
            );
        }
    }

    private static float Ratio(double value, double size) =>
        double.IsNaN(value) || double.IsNaN(size)
            ? 0
            : (float)Math.Log((value + .05 * size + .01) / (1.05 * size + .01));

    private static float Change(float now, float before) => now > 0 && before > 0 ? MathF.Log(now / before) : 0;

    /// <summary>Mean price of the periods up to and with one; 0 when unknown.</summary>
    private float Price(int end, int periods)
    {
        if (_series.Prices is not { } prices)
            return 0;
        var last = (_series.Posted ? end : Math.Min(end, _origin - 1)) + _own.First - _series.First;
        var (sum, count) = (0.0, 0);
        for (var t = Math.Max(0, last - periods + 1); t <= last && t < prices.Length; t++)
        {
            if (!(prices[t] > 0) || !float.IsFinite(prices[t]))
                continue;
            sum += prices[t];
            count++;
        }
        return count > 0 ? (float)(sum / count) : 0;
    }

    private float Nearest(GlobalCalendar calendar, int number, int direction, out float effect)
    {
        for (var k = 1; k < EventReach; k++)
        {
            if (_cadence.Event(calendar, number + direction * k) is not { } name)
                continue;
            effect = _effects.Of(name);
            return k;
        }
        effect = 0;
        return EventReach;
    }
}
