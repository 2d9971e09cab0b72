using System.Globalization;
using SmartInventory.Forecasting.Engine.Replay;
using SmartInventory.Forecasting.Engine.Replenishment;

namespace SmartInventory.ReplayBench;

/// <summary>All rules at the same fill rate: what stock each needs for it.</summary>
public static class Comparison
{
    private static readonly double[] Targets = [.95, .98, .99];

    /// <summary>Values of a knob that are tried; what lies between two is on a line between them.</summary>
    private const int Steps = 60;

    public static void Run(RunOptions run, List<Item> items, TextWriter output)
    {
        double[] promises =
        [
            .. Targets,
            .. Enumerable.Range(0, Steps - Targets.Length).Select(i => 1 - .5 * Math.Pow(.89, i)),
        ];
        Array.Sort(promises);
        var period = run.Review;
        Rule[] rules =
        [
            new(
                "ours (s, S)",
                promises,
                p => new ServicePolicy(PolicyKind.ReorderUpTo, ServiceMeasure.FillRate, p, period)
            ),
            new("min/max", Grid(.05, 60), k => new MinMaxFromAverages(k, period)),
            new("average + safety", Grid(.02, 60, -1.5), k => new AverageWithSafetyStock(k, period)),
            new(
                "ours (R, S)",
                promises,
                p => new ServicePolicy(PolicyKind.PeriodicUpTo, ServiceMeasure.FillRate, p, period)
            ),
            new("forecast x cover", Grid(.1, 700, -period), k => new ForecastCover(k, period)),
            new(
                "ours (s, S) cycle",
                promises,
                p => new ServicePolicy(PolicyKind.ReorderUpTo, ServiceMeasure.CycleService, p, period)
            ),
            new(
                "ours (R, S) cycle",
                promises,
                p => new ServicePolicy(PolicyKind.PeriodicUpTo, ServiceMeasure.CycleService, p, period)
            ),
        ];
        output.WriteLine(
            $"{items.Count} series, {run.Days} days, lead time {run.Lead}{(run.Late is { } l ? $" (90%: {l})" : "")}, "
                + $"review {run.Review}, pack {run.Pack}"
        );
        foreach (var rule in rules)
        {
            var tally = new Tally[rule.Knobs.Length];
            for (var k = 0; k < tally.Length; k++)
                tally[k] = new();
            var policies = Array.ConvertAll(rule.Knobs, k => rule.Make(k));
            Parallel.ForEach(
                items,
                () => new Replayer(),
                (item, _, replayer) =>
                {
                    var results = replayer.Run(item.Demand, item.From, run.Terms(item.Price), policies);
                    for (var k = 0; k < results.Length; k++)
                        tally[k].Add(results[k], item.Price);
                    return replayer;
                },
                _ => { }
            );
            rule.Tally = tally;
        }

        Table("all units together", rules, t => t.FillRate, output);
        Table("mean of the products", rules, t => t.ItemFill, output);
    }

    private static void Table(string basis, Rule[] rules, Func<Tally, double> fill, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"fill rate: {basis}");
        output.WriteLine(
            $"{"", -20}{"at", 6}{"knob", 9}{"stock", 10}{"value", 12}{"orders", 9}{"cycle", 8}{"other", 8}{"kept", 8}"
        );
        foreach (var target in Targets)
        {
            foreach (var rule in rules)
            {
                var at = rule.At(target, fill);
                var promised = Array.IndexOf(rule.Knobs, target);
                output.WriteLine(
                    $"{rule.Name, -20}{F(target, "0%"), 6}{F(at.Knob, "0.0000"), 9}{F(at.Stock, "0"), 10}"
                        + $"{F(at.Value, "0"), 12}{F(at.Orders, "0"), 9}{F(at.Cycle, "0.000"), 8}"
                        + $"{F(at.Other, "0.000"), 8}{(promised < 0 ? "" : F(fill(rule.Tally[promised]), "0.0%")), 8}"
                );
            }
        }
    }

    private static double[] Grid(double first, double last, double shift = 0) =>
        [.. Enumerable.Range(0, Steps).Select(i => shift + first * Math.Pow(last / first, i / (Steps - 1.0)))];

    private static string F(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private sealed record Rule(string Name, double[] Knobs, Func<double, IOrderPolicy> Make)
    {
        public Tally[] Tally { get; set; } = [];

        /// <summary>What lies on the line between the two knobs around a fill rate; NaN where none is.</summary>
        public (double Knob, double Stock, double Value, double Orders, double Cycle, double Other) At(
            double target,
            Func<Tally, double> fill
        )
        {
            for (var k = 1; k < Tally.Length; k++)
            {
                var (low, high) = (Tally[k - 1], Tally[k]);
                if (!(fill(low) <= target && fill(high) >= target && fill(high) > fill(low)))
                    continue;
                var part =
                    (Math.Log(1 - fill(low)) - Math.Log(1 - target))
                    / (Math.Log(1 - fill(low)) - Math.Log(Math.Max(1e-9, 1 - fill(high))));
                double Between(double a, double b) => a + part * (b - a);
                return (
                    Between(Knobs[k - 1], Knobs[k]),
                    Between(low.Stock, high.Stock),
                    Between(low.Value, high.Value),
                    Between(low.Orders, high.Orders),
                    Between(low.Cycle, high.Cycle),
                    Between(low.FillRate + low.ItemFill, high.FillRate + high.ItemFill) - target
                );
            }
            return (double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        }
    }

    /// <summary>Sums over items.</summary>
    private sealed class Tally
    {
        private double _demand;
        private double _served;
        private double _fill;
        private int _items;
        private int _cycles;
        private int _good;

        public double FillRate => _served / _demand;
        public double Stock { get; private set; }
        public double Value { get; private set; }
        public double Orders { get; private set; }
        public double Cycle => (double)_good / _cycles;
        public double ItemFill => _fill / _items;

        public void Add(ReplayResult result, double price)
        {
            lock (this)
            {
                if (Math.Abs(result.Unaccounted) > 1e-6 * (1 + result.Received))
                    throw new InvalidOperationException("Units appeared or vanished.");
                _demand += result.Demand;
                _served += result.Served;
                _fill += result.FillRate;
                _items++;
                _cycles += result.Cycles;
                _good += result.GoodCycles;
                Stock += result.MeanStock;
                Value += result.MeanStock * price;
                Orders += result.Orders;
            }
        }
    }
}
