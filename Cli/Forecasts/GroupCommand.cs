using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Cli.Forecasts;

/// <summary>The year ahead of categories and locations.</summary>
internal static class GroupCommand
{
    /// <summary>A row per group, for eyes.</summary>
    private static View<GroupForecast> Groups =>
        new View<GroupForecast>()
            .With("key", "", g => g.Key ?? T("(none)"))
            .With("name", T("Name"), g => g.Name, rank: 1)
            .With("expected", T("Expected"), g => Estimate.Of(g.Sum().Expected))
            .With("soldBefore", T("A year before"), g => Estimate.Of(g.Sum().Before))
            .With("change", T("Change"), g => Cells.Change(g.Sum().Change))
            .With("bar", "", g => Sparkline.Of(g.Periods.Select(p => (double)p.Mean)), whole: true);

    /// <summary>A row per week or month of one group.</summary>
    private static View<GroupPeriod> Periods(IReadOnlyList<GroupPeriod> all)
    {
        var peak = all.Max(p => Math.Max(p.Mean, p.SoldBefore ?? 0));
        return new View<GroupPeriod>()
            .With("from", T("From"), p => p.From)
            .With("to", T("To"), p => p.To)
            .With("mean", T("Expected"), p => Estimate.Of(p.Mean))
            .With("soldBefore", T("A year before"), p => Estimate.Of(p.SoldBefore))
            .With("change", T("Change"), p => Cells.Change(p.Change()))
            .With("bar", "", p => Sparkline.Interval(0, (double)p.Mean, (double)p.Mean, (double)peak, 24), whole: true);
    }

    /// <summary>A row per group and week or month, for programs.</summary>
    private static View<(GroupForecast Group, GroupPeriod Period)> Rows =>
        new View<(GroupForecast Group, GroupPeriod Period)>()
            .With("key", T("Key"), row => row.Group.Key)
            .With("name", T("Name"), row => row.Group.Name)
            .With("from", T("From"), row => row.Period.From)
            .With("to", T("To"), row => row.Period.To)
            .With("mean", T("Mean"), row => row.Period.Mean)
            .With("beforeFrom", T("From"), row => row.Period.BeforeFrom)
            .With("beforeTo", T("To"), row => row.Period.BeforeTo)
            .With("soldBefore", T("A year before"), row => row.Period.SoldBefore);

    public static Command Create(Inv inv)
    {
        var by = Inputs.Word<ForecastGroupBy>("--by", T("What to add up by; default category."));
        var grain = Inputs.Word<ForecastGrain>("--grain", T("How long the periods are, week or month; default month."));
        var horizon = Inputs.Whole(
            "--horizon",
            T($"Weeks ahead, 1 to {Limits.MaxHorizonWeeks}, or months, 1 to {Limits.MaxHorizonMonths}; default all.")
        );
        var location = Inputs.Text("--location", T("Only this location."));
        var category = Inputs.Text("--category", T("Only this category and those below it."));
        var limit = Inputs.Limit();
        return inv.Verb(
            "groups",
            T("Shows what categories, locations or all together are expected to sell in the year ahead."),
            [
                "inv forecast groups",
                "inv forecast groups --by none --category Lamps --grain week --horizon 13",
                "inv forecast groups --by location -o csv > year.csv",
            ],
            [by, category, location, grain, horizon, limit],
            async (run, ct) =>
                Print(
                    run,
                    await run.Forecasting.GetGroupForecasts(
                        run.Get(by),
                        run.Get(category),
                        run.Get(location),
                        run.Get(grain),
                        run.Get(horizon),
                        Math.Min(run.Get(limit), Limits.MaxPage),
                        ct
                    )
                )
        );
    }

    private static int Print(Invocation run, GroupForecasts forecasts)
    {
        if (run.Format == OutputFormat.Json)
            return run.Show(new View<GroupForecasts>(), forecasts);
        if (run.Format == OutputFormat.Csv)
            return run.Show(Rows, [.. forecasts.Groups.SelectMany(g => g.Periods.Select(p => (g, p)))]);
        if (forecasts is { By: ForecastGroupBy.None, Groups: [var all] })
            run.Show(Periods(all.Periods), all.Periods);
        else
            run.Show(Groups, forecasts.Groups);
        run.Say(
            forecasts.AsOf is { } asOf
                ? T($"From what was known on {asOf:yyyy-MM-dd}; {forecasts.Groups.Count} of {forecasts.Count}.")
                : T("Nothing is added up yet: that is done once a day, when the forecasts of the day are there.")
        );
        if (forecasts is { AsOf: not null, Waiting.Count: > 0 })
            run.Say(T($"Not added up today yet: {string.Join(", ", forecasts.Waiting)}."));
        if (forecasts.Standing.Count > 0)
            run.Say(T($"Left out, as the last sales are long ago: {string.Join(", ", forecasts.Standing)}."));
        return ExitCode.Ok;
    }
}
