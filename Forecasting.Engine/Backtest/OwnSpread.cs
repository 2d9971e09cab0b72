using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Backtest;

/// <summary>
/// How much wider or narrower the futures of one series have to be than the errors of its fit say. A method that fits
/// some series closely errs there more than it seems to, and less on others: what came after earlier origins tells
/// which. The factor is the one with the least pinball loss, held near 1 by what so few values cannot tell.
/// </summary>
internal sealed class OwnSpread
{
    private static readonly double[] Factors = [.55, .65, .75, .85, 1, 1.15, 1.3, 1.5, 1.75, 2];
    private static readonly int One = Array.IndexOf(Factors, 1);

    /// <summary>
    /// What a factor has to gain, as a share of the loss, per square of its logarithm; and with how few values twice
    /// that. Chosen, as the next, on ends of M3 before the ones that are reported.
    /// </summary>
    private const double Doubt = .7,
        Few = 20;

    /// <summary>Of two intervals that are as good by pinball loss the narrower holds less than it promises.</summary>
    private const double Caution = 1.07;

    private readonly double[] _losses = new double[Factors.Length];
    private int _seen;

    /// <summary>Learns from one step ahead of an earlier origin.</summary>
    /// <param name="probabilities">An odd number of them, one half in their midst.</param>
    /// <param name="quantiles">What was said of the step.</param>
    /// <param name="came">What came.</param>
    /// <param name="scale">By which losses of several origins are comparable.</param>
    public void Add(ReadOnlySpan<double> probabilities, ReadOnlySpan<double> quantiles, double came, double scale)
    {
        var middle = quantiles[quantiles.Length / 2];
        for (var f = 0; f < Factors.Length; f++)
        {
            for (var q = 0; q < quantiles.Length; q++)
            {
                var moved = middle + Factors[f] * (quantiles[q] - middle);
                _losses[f] += Scores.Pinball(probabilities[q], came, moved) / scale;
            }
        }
        _seen++;
    }

    /// <summary>By how much to stretch the futures; 1 when nothing was seen.</summary>
    public double Factor()
    {
        if (!(_losses[One] > 0))
            return 1;
        var doubt = Doubt * (1 + Few / _seen);
        var best = One;
        double Loss(int f) => _losses[f] / _losses[One] + doubt * Math.Pow(Math.Log(Factors[f]), 2);
        for (var f = 0; f < Factors.Length; f++)
        {
            if (Loss(f) < Loss(best))
                best = f;
        }
        return Caution * Factors[best];
    }

    /// <summary>Stretches futures around what is expected.</summary>
    /// <param name="factor">By how much.</param>
    /// <param name="point">What is expected of each step.</param>
    /// <param name="paths">The futures, step-major.</param>
    /// <param name="traits">What the history is: nothing is stretched below zero where nothing was, nor between whole
    /// numbers.</param>
    public static void Stretch(double factor, ReadOnlySpan<double> point, Span<double> paths, in SeriesTraits traits)
    {
        for (var h = 0; h < point.Length; h++)
        {
            foreach (ref var value in paths.Slice(h * Shocks.Paths, Shocks.Paths))
            {
                value = point[h] + factor * (value - point[h]);
                if (traits.NonNegative)
                    value = Math.Max(0, value);
                if (traits.Whole)
                    value = Math.Round(value);
            }
        }
    }
}
