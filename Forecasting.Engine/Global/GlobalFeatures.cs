namespace SmartInventory.Forecasting.Engine.Global;

/// <summary>
/// The features of the days ahead of one origin. All that depends on the size of a series is a logarithm of a ratio to
/// its own
/// level, so that one tree serves sellers of one and of a thousand.
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
    private readonly GlobalBase _level;
    private readonly int _origin;
    private readonly float _priceOfMonth,
        _priceOfYear;

    /// <param name="codes">Of the series' labels.</param>
    /// <param name="origin">Index of the first day that is not known.</param>
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
        _level = level;
        _priceOfMonth = Price(origin - 1, 28);
        _priceOfYear = Price(origin - 1, 364);
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
        x[i++] = Ratio(own.Mean(_origin, 7), size);
        x[i++] = Ratio(own.Mean(_origin, 14), size);
        x[i++] = Ratio(own.Mean(_origin, 28), size);
        x[i++] = Ratio(own.Mean(_origin, 56), size);
        x[i++] = Ratio(own.Mean(_origin, 182), size);
        x[i++] = Ratio(own.Mean(_origin, 364), size);
        x[i++] = Ratio(own.Fast(_origin), size);
        x[i++] = Ratio(own.Slow(_origin), size);
        x[i++] = (float)(own.Deviation(_origin, 28) / (size + .05));
        x[i++] = (float)(own.Deviation(_origin, 182) / (size + .05));
        x[i++] = (float)own.ZeroShare(_origin, 28);
        x[i++] = (float)own.ZeroShare(_origin, 182);
        x[i++] = (float)own.ZeroRun(_origin);
        x[i++] = (float)(own.ZeroRun(_origin) * size);

        // Two years are old: older histories may have been cut.
        x[i++] = MathF.Log(1 + Math.Clamp(_origin - own.Start, 0, 728));
        x[i] = Change(_priceOfMonth, _priceOfYear);

        var day = own.FirstDay + _origin;
        for (var c = 0; c < _labels.Count; c++)
        {
            i = OfOrigin + OfStep + PerLabel * c;
            x[i++] = _codes[c];
            if (_labels.Totals(c, _codes[c]) is not { } group)
                continue;
            x[i++] = Ratio(group.Mean(day, 7), group.Mean(day, 28));
            x[i] = Ratio(group.Mean(day, 28), group.Mean(day, 182));
        }
    }

    /// <summary>Writes what is a step's own, over the features of another step of the same origin.</summary>
    public void WriteStep(int step, Span<float> x)
    {
        var own = _own;
        var target = _origin + step;
        var day = own.FirstDay + target;
        var date = DateOnly.FromDayNumber(Math.Clamp(day, 0, DateOnly.MaxValue.DayNumber));
        var i = OfOrigin;
        x[i++] = step;
        x[i++] = (float)_level.Profile(step);
        x[i++] = Ratio(own.WeekdayMean(_origin, step, 4), _level.At(step));
        x[i++] = Ratio(own.WeekdayMean(_origin, step, 12), _level.At(step));

        // The same days a year ago against the time before them: seasons of the year.
        x[i++] = Ratio(own.Mean(Math.Min(_origin, target - 364 + 4), 7), own.Mean(_origin - 364, 56));
        x[i++] = Ratio(own.Mean(Math.Min(_origin, target - 364 + 14), 28), own.Mean(_origin - 364, 56));

        x[i++] = (int)date.DayOfWeek;
        x[i++] = date.Day;
        x[i++] = date.DayOfYear;
        if (_series.Calendar is { } calendar)
        {
            x[i++] = _effects.Of(calendar.Event(day));
            x[i++] = Nearest(calendar, day, 1, out var next);
            x[i++] = next;
            x[i++] = Nearest(calendar, day, -1, out _);
            x[i++] = calendar.IsPaid(day) ? 1 : 0;
            x[i++] = calendar.IsPaid(day - 1) ? 1 : 0;
        }
        else
        {
            i += 6;
        }
        var now = Price(target, 1);
        x[i++] = Change(now, 1);
        x[i++] = Change(now, _priceOfYear);
        x[i++] = Change(now, _priceOfMonth);
        x[i] = Change(now, Price(target - 1, 7));
        for (var c = 0; c < _labels.Count; c++)
        {
            if (_labels.Totals(c, _codes[c]) is not { } group)
                continue;
            var before = day - step - 364;
            x[OfOrigin + OfStep + PerLabel * c + 3] = Ratio(
                group.Mean(Math.Min(day - step, before + step + 4), 7),
                group.Mean(before, 56)
            );
        }
    }

    private static float Ratio(double value, double size) =>
        double.IsNaN(value) || double.IsNaN(size)
            ? 0
            : (float)Math.Log((value + .05 * size + .01) / (1.05 * size + .01));

    private static float Change(float now, float before) => now > 0 && before > 0 ? MathF.Log(now / before) : 0;

    /// <summary>Mean price of the days up to and with one; 0 when unknown.</summary>
    private float Price(int end, int days)
    {
        if (_series.Prices is not { } prices)
            return 0;
        var last = (_series.Posted ? end : Math.Min(end, _origin - 1)) + _own.FirstDay - _series.FirstDay;
        var (sum, count) = (0.0, 0);
        for (var t = Math.Max(0, last - days + 1); t <= last && t < prices.Length; t++)
        {
            if (!(prices[t] > 0) || !float.IsFinite(prices[t]))
                continue;
            sum += prices[t];
            count++;
        }
        return count > 0 ? (float)(sum / count) : 0;
    }

    private float Nearest(GlobalCalendar calendar, int day, int direction, out float effect)
    {
        for (var k = 1; k < EventReach; k++)
        {
            if (calendar.Event(day + direction * k) is not { } name)
                continue;
            effect = _effects.Of(name);
            return k;
        }
        effect = 0;
        return EventReach;
    }
}
