using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Engine.History;

namespace SmartInventory.Forecasting.Trends;

/// <summary>A series with what its days brought.</summary>
/// <param name="Demand">Units per day; NaN is unknown.</param>
/// <param name="Revenue">Net revenue of the same days.</param>
/// <param name="Days">Their day numbers, ascending.</param>
internal readonly record struct PricedDays(double[] Demand, double[] Revenue, int[] Days);

/// <summary>
/// What prices that lasted did to demand. Poisson regression of the units on the logarithm of the price, which needs no
/// logarithm of a day without a sale (Santos Silva and Tenreyro 2006, "The Log of Gravity"), with each weekday and a
/// slow level taken out. Several locations are estimated each by itself, so that a change of who sells how much is no
/// change of price, and put together by their precision.
/// </summary>
internal static class PriceRule
{
    public static string TooFewPrices => T("not enough different prices");
    public static string TooFewSales => T("too few sales at different prices");
    public static string Undecided => T("the prices cannot be told from the season");

    /// <summary>A price counts that was there for four weeks, and at which so much was sold.</summary>
    public const int FewestDays = 28;
    public const int FewestUnits = 10;

    /// <summary>The dearest must be so much above the cheapest.</summary>
    public const double LeastSpread = .05;

    /// <summary>Prices this near to each other are one: cents, and who buys how much at once.</summary>
    private const double Same = .03;

    /// <summary>A price is the median of so many days on either side: what lasts a week is a promotion.</summary>
    private const int Reach = 7;

    /// <summary>
    /// The slow level is a line that may bend every quarter; of a year or more every half, with its first two waves.
    /// </summary>
    private const int Quarter = 91;
    private const int Waves = 2;
    private const double YearLength = 365.25;

    /// <summary>Days that may hang together: their covariance widens the interval (Newey and West 1987).</summary>
    private const int Lag = 28;

    /// <summary>Two-sided 90%.</summary>
    private const double Confident = 1.645;

    public static PriceEffect Measure(IEnumerable<PricedDays> series)
    {
        double weights = 0,
            weighted = 0,
            lowest = double.MaxValue,
            highest = 0;
        var (prices, days, reason) = (0, 0, TooFewPrices);
        foreach (var one in series)
        {
            var (levelOf, levels) = Levels(one);
            var lasting = Lasting(one, levelOf, levels.Count, out var enoughSold);
            var counted = Enumerable.Range(0, levels.Count).Where(l => lasting[l]).Select(l => levels[l]).ToList();
            if (counted.Count < 2 || counted.Max() < counted.Min() * (1 + LeastSpread))
            {
                reason = enoughSold ? reason : TooFewSales;
                continue;
            }

            var rows = Enumerable.Range(0, levelOf.Length).Where(t => levelOf[t] >= 0 && lasting[levelOf[t]]).ToArray();
            if (Fit(one, rows, t => Math.Log(levels[levelOf[t]])) is not { } fit)
            {
                reason = Undecided;
                continue;
            }

            (weights, weighted) = (weights + 1 / fit.Variance, weighted + fit.Elasticity / fit.Variance);
            (lowest, highest) = (Math.Min(lowest, counted.Min()), Math.Max(highest, counted.Max()));
            (prices, days) = (Math.Max(prices, counted.Count), days + rows.Length);
        }

        if (weights == 0)
            return new(0, null, null, 0, null, null, null, reason);
        var (elasticity, reach) = (weighted / weights, Confident / Math.Sqrt(weights));
        return new(
            prices,
            Math.Round(lowest, 4),
            Math.Round(highest, 4),
            days,
            Math.Round(elasticity, 4),
            Math.Round(elasticity - reach, 4),
            Math.Round(elasticity + reach, 4),
            null
        );
    }

    /// <summary>
    /// The prices, and which of them each day had; -1 for a day of unknown demand or price, and for one of a promotion.
    /// </summary>
    private static (int[] LevelOf, List<double> Levels) Levels(PricedDays series)
    {
        var daily = new float[series.Demand.Length];
        UnitPrices.Daily(series.Demand, series.Revenue, daily);
        var levels = new List<double>();
        var levelOf = new int[daily.Length];
        for (var t = 0; t < daily.Length; t++)
        {
            levelOf[t] = -1;
            var around = daily[Math.Max(0, t - Reach)..Math.Min(daily.Length, t + Reach + 1)];
            var known = around.Where(p => !float.IsNaN(p)).Order().ToArray();
            if (known.Length == 0 || float.IsNaN(daily[t]) || double.IsNaN(series.Demand[t]))
                continue;
            var price = known[known.Length / 2];
            if (daily[t] <= UnitPrices.PromotionShare * price)
                continue;
            var level = levels.FindIndex(l => Math.Abs(Math.Log(price / l)) <= Same);
            if (level < 0)
            {
                level = levels.Count;
                levels.Add(price);
            }

            levelOf[t] = level;
        }

        return (levelOf, levels);
    }

    private static bool[] Lasting(PricedDays series, int[] levelOf, int count, out bool enoughSold)
    {
        var (days, units) = (new int[count], new double[count]);
        for (var t = 0; t < levelOf.Length; t++)
        {
            if (levelOf[t] < 0)
                continue;
            days[levelOf[t]]++;
            units[levelOf[t]] += series.Demand[t];
        }

        enoughSold = !Enumerable.Range(0, count).Any(l => days[l] >= FewestDays && units[l] < FewestUnits);
        return [.. Enumerable.Range(0, count).Select(l => days[l] >= FewestDays && units[l] >= FewestUnits)];
    }

    /// <summary>Iteratively reweighted least squares.</summary>
    /// <returns>Null where the days do not tell price from level.</returns>
    private static (double Elasticity, double Variance)? Fit(PricedDays series, int[] rows, Func<int, double> logPrice)
    {
        // A weekday without any sale says nothing of price.
        var weekdays = rows.GroupBy(t => series.Days[t] % 7).Where(g => g.Any(t => series.Demand[t] > 0)).ToArray();
        rows = [.. weekdays.SelectMany(g => g).Order()];
        var (first, last) = (series.Days[rows[0]], series.Days[rows[^1]]);
        var mean = rows.Average(logPrice);
        var waves = last - first >= TrendRule.YearDays ? Waves : 0;
        var bend = waves > 0 ? 2 * Quarter : Quarter;
        var bends = Math.Max(0, (last - first) / bend - 1);
        var size = 1 + weekdays.Length + 1 + bends + 2 * waves;
        if (rows.Length < 2 * size)
            return null;
        var x = new double[rows.Length, size];
        for (var i = 0; i < rows.Length; i++)
        {
            var day = series.Days[rows[i]];
            x[i, 0] = logPrice(rows[i]) - mean;
            x[i, 1 + Array.FindIndex(weekdays, g => g.Key == day % 7)] = 1;
            x[i, 1 + weekdays.Length] = (day - first) / (double)TrendRule.YearDays;
            for (var b = 0; b < bends; b++)
                x[i, 2 + weekdays.Length + b] = Math.Max(0, day - first - bend * (b + 1)) / (double)TrendRule.YearDays;
            for (var w = 0; w < waves; w++)
            {
                var (sin, cos) = Math.SinCos(2 * Math.PI * (w + 1) * day / YearLength);
                x[i, 2 + weekdays.Length + bends + 2 * w] = sin;
                x[i, 3 + weekdays.Length + bends + 2 * w] = cos;
            }
        }

        var y = Array.ConvertAll(rows, t => series.Demand[t]);
        var beta = new double[size];
        var (mu, inverse) = (new double[rows.Length], new double[size, size]);
        Array.Fill(beta, Math.Log(y.Average()), 1, weekdays.Length);
        for (var round = 0; round < 50; round++)
        {
            var (a, g) = (new double[size, size], new double[size]);
            for (var i = 0; i < y.Length; i++)
            {
                var eta = 0.0;
                for (var j = 0; j < size; j++)
                    eta += x[i, j] * beta[j];
                mu[i] = Math.Exp(Math.Clamp(eta, -30, 30));
                for (var j = 0; j < size; j++)
                {
                    g[j] += x[i, j] * (y[i] - mu[i]);
                    for (var k = 0; k <= j; k++)
                        a[j, k] += mu[i] * x[i, j] * x[i, k];
                }
            }

            if (!TryInvert(a, inverse))
                return null;
            var move = new double[size];
            for (var j = 0; j < size; j++)
            {
                for (var k = 0; k < size; k++)
                    move[j] += inverse[j, k] * g[k];
            }

            // A first step from afar may be far too long; its direction is right.
            var step = move.Max(Math.Abs);
            for (var j = 0; j < size; j++)
                beta[j] += move[j] * Math.Min(1, 2 / step);
            if (step < 1e-6)
                return (beta[0], Variance(x, y, mu, inverse));
        }

        return null;
    }

    /// <summary>
    /// The larger of what the scatter of days says, and what it says with the days that hang together.
    /// </summary>
    private static double Variance(double[,] x, double[] y, double[] mu, double[,] inverse)
    {
        var (n, size) = (y.Length, inverse.GetLength(0));
        var influence = new double[n];
        var scatter = 0.0;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < size; j++)
                influence[i] += inverse[0, j] * x[i, j];
            influence[i] *= y[i] - mu[i];
            scatter += (y[i] - mu[i]) * (y[i] - mu[i]) / mu[i];
        }

        var together = 0.0;
        for (var lag = 0; lag <= Lag; lag++)
        {
            var sum = 0.0;
            for (var i = lag; i < n; i++)
                sum += influence[i] * influence[i - lag];
            together += (lag == 0 ? 1 : 2 * (1 - lag / (Lag + 1.0))) * sum;
        }

        return Math.Max(scatter / (n - size) * inverse[0, 0], together * n / (n - size));
    }

    /// <summary>The inverse of a symmetric matrix by its lower half, by Cholesky; false where it has none.</summary>
    private static bool TryInvert(double[,] a, double[,] inverse)
    {
        var n = a.GetLength(0);
        var root = new double[n, n];
        for (var j = 0; j < n; j++)
        {
            for (var i = j; i < n; i++)
            {
                var sum = a[i, j];
                for (var k = 0; k < j; k++)
                    sum -= root[i, k] * root[j, k];
                if (i == j && !(sum > 1e-9 * Math.Max(a[j, j], 1e-9)))
                    return false;
                root[i, j] = i == j ? Math.Sqrt(sum) : sum / root[j, j];
            }
        }

        for (var column = 0; column < n; column++)
        {
            for (var i = 0; i < n; i++)
            {
                var sum = i == column ? 1.0 : 0;
                for (var k = 0; k < i; k++)
                    sum -= root[i, k] * inverse[k, column];
                inverse[i, column] = sum / root[i, i];
            }

            for (var i = n - 1; i >= 0; i--)
            {
                var sum = inverse[i, column];
                for (var k = i + 1; k < n; k++)
                    sum -= root[k, i] * inverse[k, column];
                inverse[i, column] = sum / root[i, i];
            }
        }

        return true;
    }
}
