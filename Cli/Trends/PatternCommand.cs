using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Localization;

namespace SmartInventory.Cli.Trends;

/// <summary>What is regular in how a product sells.</summary>
internal static class PatternCommand
{
    private static View<(string Of, ProfileEntry Entry)> Profile =>
        new View<(string Of, ProfileEntry Entry)>()
            .With("of", "", row => row.Of)
            .With("name", T("Name"), row => row.Entry.Name)
            .With("days", T("Days"), row => row.Entry.Days)
            .With("perDay", T("Units/day"), row => row.Entry.PerDay)
            .With("index", T("Of the usual"), row => row.Entry.Index);

    public static Command Create(Inv inv)
    {
        var sku = Inputs.Sku();
        var location = Inputs.Text("--location", T("Only this location."));
        return inv.Verb(
            "patterns",
            T(
                "Shows a product's week and year, their strength, its trend, stage of life and "
                    + "what promotions and prices "
                    + "did."
            ),
            ["inv trend patterns 85123A", "inv trend patterns 85123A --location LONDON -o csv"],
            [sku, location],
            async (run, ct) =>
            {
                var patterns = await run.Forecasting.GetPatterns(run.Get(sku), run.Get(location), ct);
                if (run.Format == OutputFormat.Json)
                    return run.Show(new View<ProductPatterns>(), patterns);
                var code = run.Show(
                    Profile,
                    [
                        .. patterns.Weekdays.Select(e => (T("week"), e)),
                        .. patterns.Months.Where(e => e.Days > 0).Select(e => (T("year"), e)),
                    ]
                );
                if (run.Format == OutputFormat.Table)
                    foreach (var line in Words(patterns))
                        run.Shell.Out.WriteLine(line);
                return code;
            }
        );
    }

    private static IEnumerable<string> Words(ProductPatterns patterns)
    {
        yield return T($"Stage of life: {Inputs.WordOf(patterns.Stage)}, as of {patterns.AsOf:yyyy-MM-dd}.");
        yield return patterns.Trend.PerWeek is null
            ? T("Trend: too few weeks.")
            : T(
                $"Trend: {Text(patterns.Trend.PerWeek)} units a week each week, 90% between "
                    + $"{Text(patterns.Trend.Low)} and {Text(patterns.Trend.High)}, over {patterns.Trend.Weeks} weeks."
            );
        yield return T(
            $"Strength of season, 0 to 1: week {Text(patterns.WeekStrength)}, year {Text(patterns.YearStrength)}."
        );
        if (patterns.Promotions is { } promotions)
            yield return T(
                $"Promotions: {Text(promotions.Units)} units on {promotions.Days} days, "
                    + $"{Text(promotions.Expected)} expected."
            );
        if (patterns.Price is { } price)
            yield return price.Elasticity is null
                ? T($"Price: {price.Reason}.")
                : T(
                    $"Price: elasticity {Text(price.Elasticity)}, 90% between {Text(price.Low)} and "
                        + $"{Text(price.High)}, over {price.Prices} prices from {Text(price.Lowest)} to "
                        + $"{Text(price.Highest)} on {price.Days} days."
                );
    }

    private static string Text(double? value) => value?.ToString("0.##", Languages.Reader) ?? T("unknown");
}
