using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Replenishment;

/// <summary>How long an order takes, as a distribution of whole days.</summary>
public sealed class LeadTime
{
    /// <summary>Lead times that are told apart; more are brought together.</summary>
    private const int MostDays = 9;

    private readonly int[] _days;
    private readonly double[] _shares;

    private LeadTime(int[] days, double[] shares)
    {
        (_days, _shares) = (days, shares);
        for (var i = 0; i < days.Length; i++)
            Mean += days[i] * shares[i];
    }

    /// <summary>Ascending, not negative.</summary>
    public ReadOnlySpan<int> Days => _days;

    /// <summary>How likely each is; they sum up to 1.</summary>
    public ReadOnlySpan<double> Shares => _shares;

    /// <summary>Expected days.</summary>
    public double Mean { get; }

    /// <summary>A lead time that is always the same.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Days below 0.</exception>
    public static LeadTime Fixed(int days)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        return new([days], [1]);
    }

    /// <summary>
    /// Lognormal with that median and 90th percentile, read off at even shares: what receipts are summed up as.
    /// </summary>
    /// <param name="median">Days, above 0.</param>
    /// <param name="p90">Days, not below the median.</param>
    /// <exception cref="ArgumentOutOfRangeException">Out of these ranges.</exception>
    public static LeadTime Learned(double median, double p90)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(median);
        ArgumentOutOfRangeException.ThrowIfLessThan(p90, median);
        var spread = Math.Log(p90 / median) / Normal.Quantile(.9);
        var days = new SortedDictionary<int, double>();
        for (var i = 0; i < MostDays; i++)
        {
            var day = (int)Math.Round(median * Math.Exp(spread * Normal.Quantile((i + .5) / MostDays)));
            days[day] = days.GetValueOrDefault(day) + 1.0 / MostDays;
        }
        return new([.. days.Keys], [.. days.Values]);
    }

    /// <summary>Any days with their shares.</summary>
    /// <param name="days">Ascending, not negative; at least one.</param>
    /// <param name="shares">Above 0, one per day; brought to a sum of 1.</param>
    /// <exception cref="ArgumentException">Out of these ranges.</exception>
    public static LeadTime Of(IReadOnlyList<int> days, IReadOnlyList<double> shares)
    {
        if (days.Count == 0 || days.Count != shares.Count || days[0] < 0 || shares.Any(s => !(s > 0)))
            throw new ArgumentException("A lead time has days from 0 on, each with a share above 0.", nameof(days));
        for (var i = 1; i < days.Count; i++)
        {
            if (days[i] <= days[i - 1])
                throw new ArgumentException("The days of a lead time ascend.", nameof(days));
        }
        var total = shares.Sum();
        // What sums up to 1 already stays as it is, to the last digit.
        return new([.. days], total == 1 ? [.. shares] : [.. shares.Select(s => s / total)]);
    }

    /// <summary>The same, with so many days more for each order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An order would arrive before it is placed.</exception>
    public LeadTime Later(int days)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(_days[0] + days, nameof(days));
        return new([.. _days.Select(d => d + days)], _shares);
    }

    /// <summary>One of the days, by their shares.</summary>
    /// <param name="unit">A random number in (0, 1].</param>
    public int Draw(double unit)
    {
        var at = 0;
        while (at < _days.Length - 1 && unit > _shares[at])
            unit -= _shares[at++];
        return _days[at];
    }
}
