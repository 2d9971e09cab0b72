using System.Diagnostics;
using System.Globalization;
using SmartInventory.Forecasting.Engine.Replay;
using SmartInventory.Forecasting.Engine.Replenishment;

namespace SmartInventory.ReplayBench;

/// <summary>How long the trade-off curve of many series takes.</summary>
public static class Speed
{
    private const int Days = 730;

    public static void Run(RunOptions run, List<Item> items, TextWriter output)
    {
        var longOnes = items.FindAll(i => i.Demand.Length > Days + 60);
        if (longOnes.Count == 0)
            throw new BadInputException($"{run.Data}: no series has {Days} days after the first two months.");
        foreach (var kind in Enum.GetValues<PolicyKind>())
        {
            var policies = Array.ConvertAll(
                [.80, .85, .90, .925, .95, .96, .97, .98, .99, .995],
                IOrderPolicy (p) => new ServicePolicy(kind, ServiceMeasure.FillRate, p, run.Review)
            );
            var started = Stopwatch.GetTimestamp();
            Parallel.For(
                0,
                run.Speed,
                () => new Replayer(),
                (i, _, replayer) =>
                {
                    var item = longOnes[i % longOnes.Count];
                    var demand = item.Demand[^(Days + 60)..];
                    replayer.Run(demand, 60, run.Terms(1), policies);
                    return replayer;
                },
                _ => { }
            );
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{kind}: {run.Speed} series x {Days} days x {policies.Length} levels, "
                        + $"{Environment.ProcessorCount} cores: {seconds:0.0} s"
                )
            );
        }
    }
}
