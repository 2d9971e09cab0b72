namespace SmartInventory.Forecasting.Models.Classical;

/// <summary>The kernels behind the seam of the daily service: unknown days filled, a week as season.</summary>
public static class ClassicalModels
{
    private const int Season = ForecastModels.Season;

    /// <summary>The methods worth a backtest on daily sales, in the order of preference at equal scores.</summary>
    public static readonly IReadOnlyList<IForecastModel> Daily =
    [
        new KernelModel("counts", static (y, in o, s) => Counts(y, o, s)),
        new KernelModel("dotm", static (y, in o, s) => Theta.Dynamic(y, Season, o, s)),
        new KernelModel("ets", static (y, in o, s) => Ets.Auto(y, Season, o, s)),
        new KernelModel("ensemble", static (y, in o, s) => SmoothEnsemble.Forecast(y, Season, o, s)),
    ];

    private delegate void Kernel(ReadOnlySpan<double> y, in ForecastOutput output, Scratch scratch);

    /// <summary>Level and weekday profile of <see cref="CountEnsemble"/>; the fit is the mean of the four weeks before.</summary>
    private static void Counts(ReadOnlySpan<double> y, in ForecastOutput output, Scratch scratch)
    {
        using var frame = scratch.Enter();
        var profile = scratch.Take(Season);
        CountModel.Profile(y, profile, scratch);
        var plain = scratch.Take(y.Length);
        double sum = 0;
        for (var t = 0; t < y.Length; t++)
        {
            plain[t] = y[t] / Math.Max(1e-6, profile[t % Season]);
            var window = Math.Min(t, 4 * Season);
            output.Fitted[t] = window > 0 ? sum / window * profile[t % Season] : double.NaN;
            sum += plain[t] - (t >= 4 * Season ? plain[t - 4 * Season] : 0);
        }
        var level = CountEnsemble.Level(plain, Season, scratch);
        for (var h = 0; h < output.Point.Length; h++)
            output.Point[h] = level * profile[(y.Length + h) % Season];
        output.Response.Fill(1.0 / (4 * Season));
    }

    private sealed class KernelModel(string name, Kernel kernel) : IForecastModel
    {
        /// <summary>The longest past a kernel is given: three years.</summary>
        private const int LongestHistory = 1096;

        // The seam hands over no memory of its own, and one thread forecasts one series at a time.
        [ThreadStatic]
        private static Scratch? t_scratch;

        public string Name => name;

        public bool TryForecast(in ForecastInput input, in ForecastOutput output)
        {
            if (input.Demand.Length < 2 * Season)
                return false;
            var scratch = t_scratch ??= new();
            using var frame = scratch.Enter();
            var from = Math.Max(0, input.Demand.Length - LongestHistory);
            var y = scratch.Take(input.Demand.Length - from);
            input.Demand[from..].CopyTo(y);
            ClassicalSeries.FillGaps(y, Season);
            output.Fitted[..from].Fill(double.NaN);
            kernel(y, new() { Fitted = output.Fitted[from..], Point = output.Point, Response = output.Response }, scratch);
            foreach (var value in output.Point)
            {
                if (!double.IsFinite(value))
                    return false;
            }
            return true;
        }
    }
}
