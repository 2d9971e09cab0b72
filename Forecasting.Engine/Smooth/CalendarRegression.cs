using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Smooth;

/// <summary>
/// Linear regression on what a date says before any product is known: weekday, place in the month, season of the year
/// as
/// harmonics (Young, Pedregal and Tych 1999, "Dynamic harmonic regression"), and the trend; ridge-regularised (Hoerl
/// and Kennard
/// 1970). What it leaves is smoothed and lives on, so that the level follows. A series without dates gets harmonics of
/// its season.
/// </summary>
internal static class CalendarRegression
{
    private const int Dated = 1 + 6 + 4 + 6;
    private const int Undated = 1 + 6;
    private const double Ridge = 5;

    /// <summary>A season of the year learned from less than this is a guess, so it stays out.</summary>
    private const int YearKnown = 365;

    /// <param name="y">The series without gaps.</param>
    /// <param name="days"><see cref="DateOnly.DayNumber"/> per value; empty where the series is not daily.</param>
    /// <param name="season">Periods per season.</param>
    /// <param name="output">Receives fit, forecast and response.</param>
    /// <param name="scratch">The thread's memory.</param>
    public static void Forecast(
        ReadOnlySpan<double> y,
        ReadOnlySpan<int> days,
        int season,
        in ForecastOutput output,
        Scratch scratch
    )
    {
        using var frame = scratch.Enter();
        var n = y.Length;
        var count = days.IsEmpty ? Undated : Dated;
        var x = scratch.Take(count);
        var products = scratch.Take(count * count);
        var weights = scratch.Take(count);
        var mean = Seasonality.Mean(y);
        var year = !days.IsEmpty && days[^1] - days[0] >= YearKnown;
        for (var t = 0; t < n; t++)
        {
            Write(x, t, n, days, season, year);
            for (var i = 0; i < count; i++)
            {
                weights[i] += x[i] * (y[t] - mean);
                for (var j = 0; j <= i; j++)
                    products[i * count + j] += x[i] * x[j];
            }
        }
        for (var i = 0; i < count; i++)
            products[i * count + i] += Ridge;
        Cholesky.Factor(products, count);
        Cholesky.Solve(products, weights);

        var left = scratch.Take(n);
        for (var t = 0; t < n; t++)
        {
            Write(x, t, n, days, season, year);
            output.Fitted[t] = mean + Dot(x, weights);
            left[t] = y[t] - output.Fitted[t];
        }
        var alpha = SimpleExponentialSmoothing.BestAlpha(left);
        var smoothed = scratch.Take(n);
        var level = SimpleExponentialSmoothing.Fit(left, alpha, smoothed);
        for (var t = 0; t < n; t++)
            output.Fitted[t] += double.IsNaN(smoothed[t]) ? 0 : smoothed[t];
        for (var h = 0; h < output.Point.Length; h++)
        {
            Write(x, n + h, n, days, season, year);
            output.Point[h] = mean + Dot(x, weights) + level;
        }
        output.Response.Fill(alpha);
    }

    /// <summary>
    /// The features of a value; behind the end of the history, of the day that will come then. The trend stands still
    /// there.
    /// </summary>
    private static void Write(Span<double> x, int t, int n, ReadOnlySpan<int> days, int season, bool year)
    {
        x.Clear();
        x[0] = (Math.Min(t, n - 1) - n + 1.0) / n;
        if (days.IsEmpty)
        {
            for (var k = 1; season > 1 && k <= Math.Min(3, season / 2); k++)
                (x[2 * k - 1], x[2 * k]) = Math.SinCos(2 * Math.PI * k * (t % season) / season);
            return;
        }
        var date = DateOnly.FromDayNumber(
            t < n ? days[t] : Math.Min(days[^1] + 1 + t - n, DateOnly.MaxValue.DayNumber)
        );
        var weekday = (int)date.DayOfWeek;
        if (weekday > 0)
            x[weekday] = 1;
        x[7] = (date.Day - 15.5) / 15.5;
        x[8] = date.Day <= 3 ? 1 : 0;
        x[9] = date.Day > DateTime.DaysInMonth(date.Year, date.Month) - 3 ? 1 : 0;
        x[10] = date.Day is >= 14 and <= 16 ? 1 : 0;
        for (var k = 1; year && k <= 3; k++)
            (x[9 + 2 * k], x[10 + 2 * k]) = Math.SinCos(2 * Math.PI * k * (date.DayOfYear - 1) / 365.25);
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
