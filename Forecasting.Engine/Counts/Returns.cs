namespace SmartInventory.Forecasting.Engine.Counts;

/// <summary>
/// How silences end (<see cref="Silence"/>): how often demand comes back, and at what part of the level before. The
/// longer a series has been silent, and the less that was to be expected of it, the more seldom: the chance of a sale
/// per day is exp(a + b log(days silent) + c log(how unlikely they are)), a Poisson regression over all series, since
/// one falls silent too seldom to tell (Holford 1980, "The analysis of rates and of survivorship using log-linear
/// models", Biometrics 36).
/// </summary>
internal sealed class Returns
{
    /// <summary>
    /// The three numbers where no other series is known: 1,829 returns of 140 products of M5 without their last twelve
    /// weeks.
    /// </summary>
    private static readonly double[] Known = [-3.1, -.8, -.25];

    /// <summary>The same products, over the four weeks after.</summary>
    private const double UsualSize = .84;

    /// <summary>Returns that count as much as what is usual.</summary>
    private const double Trust = 30;

    /// <summary>Periods over which what came back is measured.</summary>
    private const int Measured = 28;

    /// <summary>What came back larger than that is another product, or another year.</summary>
    private const double MostSize = 3;

    private const int Classes = 14;

    private readonly double[] _rate;
    private readonly double _days;

    private Returns(double[] rate, double days, double size) => (_rate, _days, Size) = (rate, days, size);

    /// <summary>What comes back sells that part of what it sold.</summary>
    public double Size { get; }

    /// <summary>What is usual where no other series is known.</summary>
    /// <param name="season">Periods per season.</param>
    public static Returns Usual(int season) => new(Known, Days(season), UsualSize);

    /// <summary>Chance that a silence ends with the next period.</summary>
    /// <param name="run">Periods that it lasted for.</param>
    /// <param name="surprise">How unlikely one period of it is: minus the logarithm of that chance.</param>
    public double Chance(int run, double surprise) =>
        1 - Math.Exp(-_days * Math.Exp(_rate[0] + _rate[1] * Long(run * _days) + _rate[2] * Unlikely(run * surprise)));

    /// <summary>Learns from histories, oldest first, in which NaN is unknown.</summary>
    /// <param name="season">Periods per season.</param>
    public static Returns Learn(IEnumerable<ReadOnlyMemory<double>> histories, int season)
    {
        var days = Days(season);
        var cells = new Cell[Classes * Classes];
        var (sold, expected) = (Trust * UsualSize, Trust);
        foreach (var history in histories)
        {
            var y = history.Span;
            var last = 0;
            while (last < y.Length && !(y[last] > 0))
                last++;
            while (last < y.Length)
            {
                var next = last + 1;
                var run = 0;
                for (; next < y.Length && !(y[next] > 0); next++)
                    run += y[next] == 0 ? 1 : 0;
                var past = run < Silence.ShortestRun ? default : Silence.Before(y, last);
                if (past.Level > 0 && run >= past.From)
                {
                    for (var r = past.From; r <= run; r++)
                    {
                        ref var cell = ref cells[Class(r * days) * Classes + Class(r * past.Surprise)];
                        cell.Waited += days;
                        cell.Long += days * Long(r * days);
                        cell.Unlikely += days * Unlikely(r * past.Surprise);
                        cell.Ended += r == run && next < y.Length ? 1 : 0;
                    }
                    if (next < y.Length && CameBack(y[next..], past.Level) is var part && double.IsFinite(part))
                        (sold, expected) = (sold + Math.Min(MostSize, part), expected + 1);
                }
                last = next;
            }
        }
        return new(Fit(cells), days, sold / expected);
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(Size);
        writer.Write(_days);
        foreach (var number in _rate)
            writer.Write(number);
    }

    public static Returns Read(BinaryReader reader)
    {
        var (size, days) = (reader.ReadDouble(), reader.ReadDouble());
        return new([reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble()], days, size);
    }

    private static double Days(int season) => season == 7 ? 1 : 364.0 / Math.Max(1, season);

    private static double Long(double days) => Math.Log(days / 28);

    private static double Unlikely(double surprise) => Math.Log(surprise / 10);

    private static int Class(double value) => Math.Clamp((int)Math.Log2(Math.Max(1, value)), 0, Classes - 1);

    /// <summary>What came back, in parts of the level before.</summary>
    private static double CameBack(ReadOnlySpan<double> after, double level)
    {
        var (sum, known) = (0.0, 0);
        foreach (var value in after[..Math.Min(after.Length, Measured)])
        {
            if (double.IsFinite(value))
                (sum, known) = (sum + Math.Max(0, value), known + 1);
        }
        return sum / known / level;
    }

    /// <summary>Newton's method from what is usual, which counts as a number of returns.</summary>
    private static double[] Fit(Cell[] cells)
    {
        double[] rate = [.. Known];
        Span<double> x = stackalloc double[3];
        for (var round = 0; round < 25; round++)
        {
            var (gradient, curve) = (new double[3], new double[3, 3]);
            for (var i = 0; i < 3; i++)
            {
                gradient[i] = Trust * (Known[i] - rate[i]);
                curve[i, i] = Trust;
            }
            foreach (var cell in cells)
            {
                if (!(cell.Waited > 0))
                    continue;
                (x[0], x[1], x[2]) = (1, cell.Long / cell.Waited, cell.Unlikely / cell.Waited);
                var ended = cell.Waited * Math.Exp(Math.Min(2, rate[0] + rate[1] * x[1] + rate[2] * x[2]));
                for (var i = 0; i < 3; i++)
                {
                    gradient[i] += (cell.Ended - ended) * x[i];
                    for (var j = 0; j < 3; j++)
                        curve[i, j] += ended * x[i] * x[j];
                }
            }
            var step = Solve(curve, gradient);
            for (var i = 0; i < 3; i++)
                rate[i] += Math.Clamp(step[i], -1, 1);
        }
        return rate;
    }

    /// <summary>Gauss's elimination of three equations; the matrix is positive definite.</summary>
    private static double[] Solve(double[,] a, double[] b)
    {
        for (var i = 0; i < 3; i++)
        {
            for (var k = i + 1; k < 3; k++)
            {
                var factor = a[k, i] / a[i, i];
                for (var j = i; j < 3; j++)
                    a[k, j] -= factor * a[i, j];
                b[k] -= factor * b[i];
            }
        }
        for (var i = 2; i >= 0; i--)
        {
            for (var j = i + 1; j < 3; j++)
                b[i] -= a[i, j] * b[j];
            b[i] /= a[i, i];
        }
        return b;
    }

    /// <summary>Silences of about that length and unlikeliness, in days.</summary>
    private struct Cell
    {
        public double Waited,
            Long,
            Unlikely,
            Ended;
    }
}
