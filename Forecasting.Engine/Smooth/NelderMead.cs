using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.Smooth;

/// <summary>
/// Something to be made small. A struct, so that the search is compiled for it without an indirect call.
/// </summary>
internal interface IObjective
{
    /// <summary>The value at <paramref name="x"/>; NaN and infinity count as worst.</summary>
    double Evaluate(scoped ReadOnlySpan<double> x);
}

/// <summary>
/// Simplex search (Nelder and Mead 1965) in a box: points outside are moved to its wall. Deterministic.
/// </summary>
internal static class NelderMead
{
    /// <summary>Moves <paramref name="x"/> to the best point found and returns its value.</summary>
    /// <param name="objective">What is minimised.</param>
    /// <param name="x">Start, and the result.</param>
    /// <param name="step">First edge of the simplex per coordinate; 0 keeps the coordinate as it is.</param>
    /// <param name="low">Lower walls.</param>
    /// <param name="high">Upper walls.</param>
    /// <param name="evaluations">Budget.</param>
    /// <param name="tolerance">Stops when best and worst differ by less, relative to the best's size plus one.</param>
    public static double Minimise<T>(
        ref T objective,
        scoped Span<double> x,
        scoped ReadOnlySpan<double> step,
        scoped ReadOnlySpan<double> low,
        scoped ReadOnlySpan<double> high,
        int evaluations,
        double tolerance,
        Scratch scratch
    )
        where T : struct, IObjective, allows ref struct
    {
        using var frame = scratch.Enter();
        var all = x.Length;
        Span<int> free = stackalloc int[all];
        var n = 0;
        for (var i = 0; i < all; i++)
        {
            x[i] = Math.Clamp(x[i], low[i], high[i]);
            if (step[i] != 0)
                free[n++] = i;
        }
        free = free[..n];
        if (n == 0)
            return Worst(objective.Evaluate(x));

        var points = scratch.Take((n + 1) * n);
        var values = scratch.Take(n + 1);
        var centre = scratch.Take(n);
        var trial = scratch.Take(n);
        var second = scratch.Take(n);
        var full = scratch.Take(all);
        x.CopyTo(full);

        for (var p = 0; p <= n; p++)
        {
            var point = points.Slice(p * n, n);
            for (var i = 0; i < n; i++)
                point[i] = x[free[i]];
            if (p > 0)
            {
                var i = p - 1;
                var moved = point[i] + step[free[i]];
                if (moved > high[free[i]] || moved < low[free[i]])
                    moved = point[i] - step[free[i]];
                point[i] = Math.Clamp(moved, low[free[i]], high[free[i]]);
            }
            values[p] = At(ref objective, point, full, free, low, high);
        }

        var used = n + 1;
        while (used < evaluations)
        {
            var (best, worst, next) = Rank(values);
            if (!(Math.Abs(values[worst] - values[best]) > tolerance * (1 + Math.Abs(values[best]))))
                break;

            centre.Clear();
            for (var p = 0; p <= n; p++)
            {
                if (p == worst)
                    continue;
                for (var i = 0; i < n; i++)
                    centre[i] += points[p * n + i] / n;
            }
            var loser = points.Slice(worst * n, n);

            Along(centre, loser, -1, trial);
            var reflected = At(ref objective, trial, full, free, low, high);
            used++;
            if (reflected < values[best])
            {
                Along(centre, loser, -2, second);
                var expanded = At(ref objective, second, full, free, low, high);
                used++;
                var take = expanded < reflected;
                (take ? second : trial).CopyTo(loser);
                values[worst] = take ? expanded : reflected;
                continue;
            }
            if (reflected < values[next])
            {
                trial.CopyTo(loser);
                values[worst] = reflected;
                continue;
            }

            Along(centre, loser, reflected < values[worst] ? -.5 : .5, second);
            var contracted = At(ref objective, second, full, free, low, high);
            used++;
            if (contracted < Math.Min(reflected, values[worst]))
            {
                second.CopyTo(loser);
                values[worst] = contracted;
                continue;
            }

            for (var p = 0; p <= n; p++)
            {
                if (p == best)
                    continue;
                var point = points.Slice(p * n, n);
                for (var i = 0; i < n; i++)
                    point[i] = (point[i] + points[best * n + i]) / 2;
                values[p] = At(ref objective, point, full, free, low, high);
                used++;
            }
        }

        var winner = Rank(values).Best;
        for (var i = 0; i < n; i++)
            x[free[i]] = points[winner * n + i];
        return values[winner];
    }

    private static double At<T>(
        ref T objective,
        scoped Span<double> point,
        scoped Span<double> full,
        scoped ReadOnlySpan<int> free,
        scoped ReadOnlySpan<double> low,
        scoped ReadOnlySpan<double> high
    )
        where T : struct, IObjective, allows ref struct
    {
        for (var i = 0; i < point.Length; i++)
            full[free[i]] = point[i] = Math.Clamp(point[i], low[free[i]], high[free[i]]);
        return Worst(objective.Evaluate(full));
    }

    private static double Worst(double value) => double.IsFinite(value) ? value : double.MaxValue / 4;

    private static void Along(
        ReadOnlySpan<double> centre,
        ReadOnlySpan<double> loser,
        double factor,
        Span<double> point
    )
    {
        for (var i = 0; i < point.Length; i++)
            point[i] = centre[i] + factor * (loser[i] - centre[i]);
    }

    private static (int Best, int Worst, int Next) Rank(ReadOnlySpan<double> values)
    {
        var (best, worst) = (0, 0);
        for (var p = 1; p < values.Length; p++)
        {
            if (values[p] < values[best])
                best = p;
            if (values[p] > values[worst])
                worst = p;
        }
        var next = best;
        for (var p = 0; p < values.Length; p++)
        {
            if (p != worst && values[p] > values[next])
                next = p;
        }
        return (best, worst, next);
    }
}
