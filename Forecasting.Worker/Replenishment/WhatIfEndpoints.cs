using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Forecasts;
using SmartInventory.Forecasting.Series;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>What would be suggested under other circumstances.</summary>
internal static class WhatIfEndpoints
{
    /// <summary>Series that lie in memory at once.</summary>
    private const int Slice = 100;

    public static void MapWhatIf(this RouteGroupBuilder group) =>
        group
            .MapPost("/what-if", Ask)
            .RequireAuthorization(Access.View)
            .WithName("AskWhatIf")
            .WithSummary("What would be suggested under other circumstances, beside what is")
            .WithExample(
                new WhatIfReplenishment
                {
                    Location = "MADRID",
                    Scenarios = [new() { Name = "A good summer", DemandFactor = 1.3m }],
                }
            )
            .WithDescription(
                "One to five scenarios (demand, late suppliers, costs, prices, service level), at most 1,000 series; "
                    + "nothing is stored. Each suggestion is made by the rule that makes it every day, of other "
                    + "inputs. A late supplier is late with open orders too. What somebody set aside is left out, as "
                    + "from the worklist."
            );

    private static async Task<Results<Ok<WhatIfResult>, ValidationProblem>> Ask(
        WhatIfReplenishment body,
        ForecastingDb db,
        SeriesReader reader,
        SimulationTurn turn,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var scenarios = Scenarios(body.Scenarios ?? [], errors);
        var rows = MeantSeries.Of(db, errors, body.Skus, body.Location, body.Supplier, body.Category);
        if (errors.Any)
            return errors.ToProblem();
        var chosen = await rows.Open(time).ChooseAsync(s => new { s.Sku, s.Location }, errors, ct);
        if (errors.Any)
            return errors.ToProblem();
        var aside = await rows.SetAside(time).CountAsync(ct);

        await turn.One.WaitAsync(ct);
        try
        {
            var series = new List<SuggestionResponse[]>(chosen.Count);
            foreach (var slice in chosen.Chunk(Slice))
                series.AddRange(
                    await DecideAsync(
                        Array.ConvertAll(slice, s => SeriesKey.Of(s.Sku, s.Location)),
                        scenarios,
                        db,
                        reader,
                        time,
                        ct
                    )
                );
            return TypedResults.Ok(WhatIfAnswer.Of(scenarios, series, aside));
        }
        finally
        {
            turn.One.Release();
        }
    }

    /// <summary>How things are, and what was asked for.</summary>
    private static List<Scenario> Scenarios(IReadOnlyList<WhatIfScenario?> asked, FieldErrors errors)
    {
        if (asked.Count is 0 or > WhatIfReplenishment.MaxScenarios)
            errors.Add("scenarios", T($"must be 1 to {WhatIfReplenishment.MaxScenarios}"));
        var scenarios = new List<Scenario> { Scenario.AsItIs };
        for (var i = 0; i < Math.Min(asked.Count, WhatIfReplenishment.MaxScenarios); i++)
        {
            var bad = new FieldErrors();
            var scenario = Scenario.Of(asked[i] ?? new(), bad);
            if (!bad.Any && scenarios.Exists(s => s.Name == scenario.Name))
                bad.Add("name", T($"'{scenario.Name}' is named twice"));
            errors.Add($"scenarios[{i}].", bad);
            scenarios.Add(scenario);
        }
        return scenarios;
    }

    /// <summary>Of each series the suggestions, one per scenario.</summary>
    private static async Task<IEnumerable<SuggestionResponse[]>> DecideAsync(
        SeriesKey[] keys,
        List<Scenario> scenarios,
        ForecastingDb db,
        SeriesReader reader,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var data = await reader.ReadAsync(db, keys, ct);
        var forecasts = await StoredForecast.ReadAsync(db, keys, ct);
        var spare = (await SpareStock.ReadAsync(db, [.. keys.Select(k => k.Sku.Value).Distinct()], ct)).ToLookup(s =>
            s.Sku
        );
        var now = time.GetUtcNow();
        var decided = new SuggestionResponse[]?[keys.Length];
        await Task.Run(
            () =>
                Parallel.For(
                    0,
                    keys.Length,
                    new ParallelOptions { CancellationToken = ct, MaxDegreeOfParallelism = 2 },
                    i =>
                    {
                        // Gone since it was chosen.
                        if (!forecasts.TryGetValue(keys[i], out var kept))
                            return;
                        var document = ForecastDocument.FromJson(kept.Document);
                        decided[i] = [.. scenarios.Select(s => Suggest(keys[i], document, kept.Version, s))];
                    }
                ),
            ct
        );
        return decided.OfType<SuggestionResponse[]>();

        SuggestionResponse Suggest(SeriesKey key, ForecastDocument forecast, long version, Scenario scenario)
        {
            BuiltSuggestion Build(IReadOnlyList<SpareStock> offers) =>
                SuggestionBuilder.Build(key, data, null, offers, forecast, version, now, scenario);
            return Build([]).Offered(spare, Build).Explained.Suggestion;
        }
    }
}
