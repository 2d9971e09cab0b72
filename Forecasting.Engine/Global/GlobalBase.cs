using SmartInventory.Forecasting.Engine.Counts;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Global;

/// <summary>What a series is measured against at one origin: its own level and weekdays.</summary>
internal readonly ref struct GlobalBase
{
    private const int Week = 7;

    private readonly Span<double> _profile;
    private readonly int _origin;

    /// <param name="peers">Level of similar series, for the first weeks of a product.</param>
    public GlobalBase(in DemandSums series, int origin, double peers, Scratch work)
    {
        _origin = origin;
        _profile = work.Take(Week);
        var age = origin - series.Start;
        if (age < 1)
        {
            _profile.Fill(1);
            Level = peers;
            return;
        }
        CountModel.Profile(series.Values[..origin], _profile, work);
        var recent = (Or(series.Mean(origin, 28), 0) + Or(series.Mean(origin, 56), 0) + series.Slow(origin)) / 3;

        // The first weeks of a product say little: its peers count as one more week. No level is exactly zero.
        var own = (recent * Math.Min(age, 56) + peers * 3) / (Math.Min(age, 56) + 3);
        Level = Math.Max(age < 56 ? own : recent, .05 * Or(series.Mean(origin, 364), 0) + 1e-3);
    }

    public double Level { get; }

    public double At(int step) => Level * Profile(step);

    public double Profile(int step) => _profile[(_origin + step) % Week];

    private static double Or(double value, double other) => double.IsNaN(value) ? other : value;
}
