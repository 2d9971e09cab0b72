namespace SmartInventory.Forecasting.Models.Global;

/// <summary>
/// The features of one day ahead of one origin. All that depends on the size of a series is a logarithm of a ratio to its own
/// level, so that one tree serves sellers of one and of a thousand.
/// </summary>
internal sealed class GlobalFeatures
{
    private const int Own = 36;
    private const int PerLabel = 4;
    private const int EventReach = 8;

    private readonly Dictionary<string, double> _effects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DemandSums>[] _groups;
    private readonly Dictionary<string, int>[] _codes;
    private readonly int[] _labels;

    /// <param name="series">All series, cut at the day up to which anything may be known.</param>
    public GlobalFeatures(IReadOnlyList<GlobalSeries> series)
    {
        // A label that names every series, or all at once, says nothing about groups.
        var columns = series.Count == 0 ? 0 : series.Min(s => s.Labels.Length);
        _labels = [.. Enumerable.Range(0, columns).Where(c => series.Select(s => s.Labels[c]).Distinct().Count() is var n && n > 1 && n < series.Count)];
        _groups = Array.ConvertAll(_labels, c => series.GroupBy(s => s.Labels[c]).ToDictionary(g => g.Key, Total));
        _codes = Array.ConvertAll(_labels, c => series.Select(s => s.Labels[c]).Distinct().Order(StringComparer.Ordinal)
            .Select((name, i) => (name, i)).ToDictionary(p => p.name, p => p.i));
        Count = Own + PerLabel * _labels.Length;
        LearnEvents(series);
    }

    public int Count { get; }

    public void Write(GlobalSeries series, DemandSums own, GlobalBase level, int origin, int step, Span<float> x)
    {
        x.Clear();
        var target = origin + step;
        var day = own.FirstDay + target;
        var date = DateOnly.FromDayNumber(day);
        var size = level.Level;
        var i = 0;
        x[i++] = (float)Math.Log(size + .01);
        x[i++] = step;
        x[i++] = Ratio(own.Mean(origin, 7), size);
        x[i++] = Ratio(own.Mean(origin, 14), size);
        x[i++] = Ratio(own.Mean(origin, 28), size);
        x[i++] = Ratio(own.Mean(origin, 56), size);
        x[i++] = Ratio(own.Mean(origin, 182), size);
        x[i++] = Ratio(own.Mean(origin, 364), size);
        x[i++] = Ratio(own.Fast(origin), size);
        x[i++] = Ratio(own.Slow(origin), size);
        x[i++] = (float)(own.Deviation(origin, 28) / (size + .05));
        x[i++] = (float)(own.Deviation(origin, 182) / (size + .05));
        x[i++] = (float)own.ZeroShare(origin, 28);
        x[i++] = (float)own.ZeroShare(origin, 182);
        x[i++] = own.ZeroRun(origin);
        x[i++] = (float)(own.ZeroRun(origin) * size);
        x[i++] = MathF.Log(1 + Math.Max(0, origin - own.Start));
        x[i++] = (float)level.Profile(step);
        x[i++] = Ratio(own.WeekdayMean(origin, step, 4), level.At(step));
        x[i++] = Ratio(own.WeekdayMean(origin, step, 12), level.At(step));

        // The same days a year ago against the time before them: seasons of the year.
        x[i++] = Ratio(own.Mean(target - 364 + 4, 7), own.Mean(origin - 364, 56));
        x[i++] = Ratio(own.Mean(target - 364 + 14, 28), own.Mean(origin - 364, 56));

        x[i++] = (int)date.DayOfWeek;
        x[i++] = date.Day;
        x[i++] = date.DayOfYear;
        if (series.Calendar is { } calendar)
        {
            x[i++] = calendar.Event(day) is { } name ? (float)_effects.GetValueOrDefault(name) : 0;
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
        if (series.Prices is { } prices)
        {
            var (now, before, year) = (Price(prices, target, 1), Price(prices, origin - 1, 28), Price(prices, origin - 1, 364));
            x[i++] = Change(now, 1);
            x[i++] = Change(now, year);
            x[i++] = Change(now, before);
            x[i++] = Change(now, Price(prices, target - 1, 7));
            x[i++] = Change(before, year);
        }
        i = Own;
        for (var c = 0; c < _labels.Length; c++)
        {
            var label = series.Labels[_labels[c]];
            x[i++] = _codes[c].GetValueOrDefault(label, -1);
            if (!_groups[c].TryGetValue(label, out var group))
            {
                i += PerLabel - 1;
                continue;
            }
            var at = day - step - group.FirstDay;
            x[i++] = Ratio(group.Mean(at, 7), group.Mean(at, 28));
            x[i++] = Ratio(group.Mean(at, 28), group.Mean(at, 182));
            x[i++] = Ratio(group.Mean(at - 364 + step + 4, 7), group.Mean(at - 364, 56));
        }
    }

    private static float Ratio(double value, double size) =>
        double.IsNaN(value) || double.IsNaN(size) ? 0 : (float)Math.Log((value + .05 * size + .01) / (1.05 * size + .01));

    private static float Change(float now, float before) => now > 0 && before > 0 ? MathF.Log(now / before) : 0;

    private static float Price(float[] prices, int end, int days)
    {
        var (sum, count) = (0f, 0);
        for (var t = Math.Max(0, end - days + 1); t <= end && t < prices.Length; t++)
        {
            if (!(prices[t] > 0))
                continue;
            sum += prices[t];
            count++;
        }
        return count > 0 ? sum / count : 0;
    }

    private float Nearest(GlobalCalendar calendar, int day, int direction, out float effect)
    {
        for (var k = 1; k < EventReach; k++)
        {
            if (calendar.Event(day + direction * k) is not { } name)
                continue;
            effect = (float)_effects.GetValueOrDefault(name);
            return k;
        }
        effect = 0;
        return EventReach;
    }

    private static DemandSums Total(IEnumerable<GlobalSeries> series)
    {
        var members = series.ToList();
        var first = members.Min(s => s.FirstDay);
        var total = new double[members.Max(s => s.FirstDay + s.History.Length) - first];
        foreach (var member in members)
        {
            for (var t = 0; t < member.History.Length; t++)
            {
                if (double.IsFinite(member.History[t]))
                    total[member.FirstDay - first + t] += Math.Max(0, member.History[t]);
            }
        }
        return new(total, first);
    }

    /// <summary>How an event moves the demand of all series of its calendar: logarithm of the day over its weekday around, shrunken.</summary>
    private void LearnEvents(IReadOnlyList<GlobalSeries> series)
    {
        var seen = new Dictionary<string, (double Sum, int Count)>(StringComparer.Ordinal);
        foreach (var place in series.Where(s => s.Calendar is not null).GroupBy(s => s.Calendar!))
        {
            var total = Total(place);
            for (var t = 28; t < total.Values.Length; t++)
            {
                if (place.Key.Event(total.FirstDay + t) is not { } name)
                    continue;
                var usual = total.WeekdayMean(t, 0, 4);
                if (!(usual > 0))
                    continue;
                var (sum, count) = seen.GetValueOrDefault(name);
                seen[name] = (sum + Math.Log((total.Values[t] + .02 * usual) / (1.02 * usual)), count + 1);
            }
        }
        foreach (var (name, (sum, count)) in seen)
            _effects[name] = sum / (count + 2);
    }
}
