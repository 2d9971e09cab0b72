using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Engine.Replay;
using SmartInventory.Forecasting.Fits;
using SmartInventory.Forecasting.Forecasts;
using SmartInventory.Forecasting.Policies;
using SmartInventory.Forecasting.Series;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Replenishment;

internal static class SimulationEndpoints
{
    private const int MostGroups = 200;

    /// <summary>Series that lie in memory at once.</summary>
    private const int Slice = 100;

    public static async Task<Results<Ok<SimulationResult>, ValidationProblem>> Simulate(
        SimulateReplenishment body,
        ForecastingDb db,
        NpgsqlDataSource source,
        SeriesReader reader,
        SimulationTurn turn,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var plan = SimulationPlan.Of(body, errors);
        var rows = MeantSeries.Of(db, errors, body.Skus, body.Location, body.Supplier, body.Category);
        if (body.Segment is not null && PolicyName.Segment(errors, body.Segment, "segment") is { } cell)
            rows = rows.Where(s => db.ProductSegments.Any(g => g.Sku == s.Sku && g.Cell == cell));
        if (errors.Any)
            return errors.ToProblem();
        var chosen = await rows.ChooseAsync(
            s => new Chosen(
                s.Sku,
                s.Location,
                s.Supplier,
                s.Category,
                db.ProductSegments.Where(g => g.Sku == s.Sku).Select(g => g.Cell).FirstOrDefault()
            ),
            errors,
            ct
        );
        if (errors.Any)
            return errors.ToProblem();

        await turn.One.WaitAsync(ct);
        try
        {
            return TypedResults.Ok(
                await RunAsync(plan, body.By ?? SimulationGroup.All, chosen, db, source, reader, ct)
            );
        }
        finally
        {
            turn.One.Release();
        }
    }

    private static async Task<SimulationResult> RunAsync(
        SimulationPlan plan,
        SimulationGroup by,
        List<Chosen> chosen,
        ForecastingDb db,
        NpgsqlDataSource source,
        SeriesReader reader,
        CancellationToken ct
    )
    {
        var total = new Pair();
        var curve = Array.ConvertAll(plan.Levels, _ => new SimulationTally());
        var groups = new Dictionary<string, Pair>(StringComparer.Ordinal);
        var (leftOut, days, uncosted) = (0, 0, 0);
        double? hindsight = null;
        foreach (var slice in chosen.Chunk(Slice))
        {
            var keys = Array.ConvertAll(slice, c => SeriesKey.Of(c.Sku, c.Location));
            var data = await reader.ReadAsync(db, keys, ct) with
            {
                Pasts = await SeriesPast.ReadAsync(source, keys, ct),
            };
            var terms = Array.ConvertAll(keys, data.TermsOf);
            var replays = new SeriesReplay?[slice.Length];
            await Task.Run(
                () =>
                    Parallel.For(
                        0,
                        slice.Length,
                        new ParallelOptions { CancellationToken = ct, MaxDegreeOfParallelism = 2 },
                        () => (new ForecastWorkspace(), new Replayer()),
                        (i, _, memory) =>
                        {
                            var (work, replayer) = memory;
                            SeriesComputation.Prepare(keys[i], data, work);
                            replays[i] = plan.Replay(replayer, work.History.Demand.ToArray(), terms[i]);
                            return memory;
                        },
                        _ => { }
                    ),
                ct
            );
            for (var i = 0; i < slice.Length; i++)
            {
                if (replays[i] is not { } replay)
                {
                    leftOut++;
                    continue;
                }
                days = Math.Max(days, replay.Current.Days);
                uncosted += terms[i].UnitCost is null ? 1 : 0;
                if (replay.Hindsight is { } least)
                    hindsight = (hindsight ?? 0) + least;
                total.Add(replay);
                for (var l = 0; l < curve.Length; l++)
                    curve[l].Add(replay.Curve[l]);
                if (by == SimulationGroup.All)
                    continue;
                var name = slice[i].Of(by) ?? "";
                if (!groups.TryGetValue(name, out var group))
                    groups[name] = group = new();
                group.Add(replay);
            }
        }

        var notes = new List<string>
        {
            T(
                "The forecast is a quick one of each series alone, made anew each evening from the days before; the "
                    + "live one may differ."
            ),
        };
        if (leftOut > 0)
            notes.Add(
                T($"{leftOut} series have less than {2 * SimulateReplenishment.MinDays} days of history: left out.")
            );
        if (uncosted > 0)
            notes.Add(T($"{uncosted} series have no known cost: their stock counts as 0 money."));
        if (total.Current.Outcome() is { UnknownDays: > 0 } known)
            notes.Add(T($"{known.UnknownDays} days without stock or data count as what was expected of them."));
        return new(
            total.Series,
            leftOut,
            days,
            total.Current.Outcome(),
            total.Proposed.Outcome(),
            [.. plan.Levels.Select((level, i) => new TradeOffPoint((decimal)level, curve[i].Outcome()))],
            hindsight is { } bound ? SimulationTally.Figure(bound) : null,
            [
                .. groups
                    .Select(g => new SimulatedGroup(
                        g.Key.Length > 0 ? g.Key : null,
                        g.Value.Series,
                        g.Value.Current.Outcome(),
                        g.Value.Proposed.Outcome()
                    ))
                    .OrderByDescending(g => g.Current.MeanStockValue)
                    .ThenBy(g => g.Key, StringComparer.Ordinal)
                    .Take(MostGroups),
            ],
            notes
        );
    }

    private sealed record Chosen(string Sku, string Location, string? Supplier, string? Category, string? Segment)
    {
        public string? Of(SimulationGroup by) =>
            by switch
            {
                SimulationGroup.Product => Sku,
                SimulationGroup.Location => Location,
                SimulationGroup.Supplier => Supplier,
                SimulationGroup.Segment => Segment,
                _ => Category,
            };
    }

    /// <summary>The policy in force beside the proposed one.</summary>
    private sealed class Pair
    {
        public int Series { get; private set; }
        public SimulationTally Current { get; } = new();
        public SimulationTally Proposed { get; } = new();

        public void Add(SeriesReplay replay)
        {
            Series++;
            Current.Add(replay.Current);
            Proposed.Add(replay.Proposed);
        }
    }
}
