using System.Diagnostics.Metrics;

namespace SmartInventory.Forecasting.Pending;

/// <summary>What the two lanes tell OpenTelemetry.</summary>
internal sealed class ForecastMetrics : IDisposable
{
    public const string MeterName = "SmartInventory.Forecasting";

    private readonly Meter _meter;
    private readonly Counter<long> _refits;
    private readonly Histogram<double> _refitSeconds;
    private readonly Histogram<double> _freshness;
    private long _pending;
    private double _lag;

    public ForecastMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _refits = _meter.CreateCounter<long>("smartinventory.forecasting.refits", "{series}", "Series fitted anew.");
        _refitSeconds = _meter.CreateHistogram<double>(
            "smartinventory.forecasting.refit.duration",
            "s",
            "Processor time of one series' refit."
        );
        _freshness = _meter.CreateHistogram<double>(
            "smartinventory.forecasting.refresh.latency",
            "s",
            "From the first change of a series to its forecast in Postgres and Redis.",
            advice: new() { HistogramBucketBoundaries = [.05, .1, .2, .3, .5, .75, 1, 2, 5, 10, 30, 60, 300] }
        );
        _meter.CreateObservableGauge(
            "smartinventory.forecasting.lag",
            () => Volatile.Read(ref _lag),
            "s",
            "How long the oldest of the series refreshed last had waited."
        );
        _meter.CreateObservableGauge(
            "smartinventory.forecasting.refits.pending",
            () => Volatile.Read(ref _pending),
            "{series}",
            "Series that wait for a refit."
        );
    }

    /// <summary>How long the series that was refreshed last had waited; zero when none waits.</summary>
    public TimeSpan Lag
    {
        set => Volatile.Write(ref _lag, value.TotalSeconds);
    }

    /// <summary>Series that wait for a refit, of all workers.</summary>
    public long Pending
    {
        set => Volatile.Write(ref _pending, value);
    }

    /// <param name="priority">The lane: 0 is fresh, 1 routine.</param>
    /// <param name="waited">Since the first change.</param>
    public void Refreshed(short priority, TimeSpan waited) =>
        _freshness.Record(
            waited.TotalSeconds,
            new KeyValuePair<string, object?>("lane", priority == 0 ? "fresh" : "routine")
        );

    public void Refitted(RefitReason reason, int series) =>
        _refits.Add(series, new KeyValuePair<string, object?>("reason", reason.ToString()));

    public void RefitTook(TimeSpan time) => _refitSeconds.Record(time.TotalSeconds);

    public void Dispose() => _meter.Dispose();
}
