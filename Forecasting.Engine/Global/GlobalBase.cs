using SmartInventory.Forecasting.Engine.Counts;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Global;

/// <summary>What a series is measured against at one origin: its own level and weekdays.</summary>
internal readonly ref struct GlobalBase
{
    private readonly Span<double> _profile;
    private readonly int _origin;

    /// <param name="peers">Level of similar series, for the first weeks of a product.</param>
    public GlobalBase(in DemandSums series, int origin, double peers, Scratch work)
    {
        _origin = origin;
        var cadence = series.Cadence;
        _profile = work.Take(cadence.Week);
        var age = origin - series.Start;
        if (age < 1)
        {
            _profile.Fill(1);
            Level = peers;
            return;
        }
        CountModel.Profile(series.Values[..origin], _profile, work);
        var (month, two) = (series.Mean(origin, cadence.Month), series.Mean(origin, cadence.TwoMonths));
        var recent = (Or(month, 0) + Or(two, 0) + series.Slow(origin)) / 3;

        // The first weeks of a product say little: its peers count as three more days. No level is exactly zero.
        var own = (recent * age + peers * cadence.Smallest) / (age + cadence.Smallest);
        Level = Math.Max(age < cadence.TwoMonths ? own : recent, .05 * Or(series.Mean(origin, cadence.Year), 0) + 1e-3);
    }

    public double Level { get; }

    public double At(int step) => Level * Profile(step);

    public double Profile(int step) => _profile[(_origin + step) % _profile.Length];

    private static double Or(double value, double other) => double.IsNaN(value) ? other : value;
}
