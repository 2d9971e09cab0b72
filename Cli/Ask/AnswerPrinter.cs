using System.Globalization;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Cli.Replenishment;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Cli.Ask;

internal static class AnswerPrinter
{
    /// <summary>So many fit a screen.</summary>
    private const int ShownLocations = 3;

    private const int Weeks = 26;

    private static readonly View<Place> Rows = new View<Place>()
        .With("sku", "SKU", p => p.Product.Sku)
        .With("location", "Location", p => p.Location)
        .With("onHand", "On hand", p => p.Stock?.OnHand)
        .With("onOrder", "On order", p => p.Stock?.OnOrder)
        .With("forecastDays", null, p => p.Forecast?.Cumulative.Count)
        .With("forecast", "Forecast", p => p.Expected?.Mean)
        .With("advice", "To do", p => p.Suggestion?.Advice)
        .With("orderQuantity", "Order", p => p.Suggestion?.OrderQuantity)
        .With("orderBy", "By", p => p.Suggestion?.OrderBy)
        .With("supplier", "From", p => p.Suggestion?.Supplier)
        .With("stockOutOn", "Out on", p => p.Suggestion?.StockOutOn)
        .With("stockOutProbability", "Risk", p => p.Suggestion?.StockOutProbability)
        .With("daysOfCover", "Cover, days", p => p.Suggestion?.DaysOfCover)
        .With("changed", "What changed", p => p.Change is { } change ? string.Join("; ", change.Changes) : null);

    /// <summary>A product at one location; of what is not known there is nothing.</summary>
    private sealed record Place(
        ProductResponse Product,
        string Location,
        StockLevelResponse? Stock,
        DemandHistory? History,
        ForecastResponse? Forecast,
        SuggestionResponse? Suggestion,
        SuggestionChange? Change
    )
    {
        public ForecastRow? Expected => Forecast?.Cumulative is { Count: > 0 } days ? days[^1] : null;
        public decimal Sold => History?.Days.Sum(day => day.Sold) ?? 0;
    }

    public static int Print(Invocation run, ProductAnswer answer)
    {
        if (run.Format == OutputFormat.Json)
            return run.Show(new View<ProductAnswer>(), answer);
        var places = Places(answer);
        if (run.Format == OutputFormat.Csv)
            return run.Show(Rows, places);

        var (output, product) = (run.Shell.Out, answer.Product);
        output.WriteLine(Paint.With(run.Shell, "bold", Cells.Text($"{product.Sku}  {product.Name}")));
        output.WriteLine(Cells.Text(string.Join(" · ", Facts(product))));
        output.WriteLine(
            $"{Units(product, product.OnHand)} on hand, {Units(product, product.OnOrder)} on order; "
                + $"{Units(product, product.UnitsSold)} sold"
                + (product.LastSoldAt is { } last ? $", last on {Cells.Text(last)[..10]}" : "")
        );
        if (answer.Trend is { } trend)
            output.WriteLine(Words(trend));
        foreach (var place in places.Take(ShownLocations))
            Print(run, place);
        if (places.Count == 0)
            output.WriteLine("It is nowhere yet: nothing was counted, received or sold.");
        if (places.Count > ShownLocations)
            output.WriteLine(
                $"\n{places.Count - ShownLocations} more (--location shows one): "
                    + string.Join(", ", places.Skip(ShownLocations).Select(place => place.Location))
            );
        output.WriteLine();
        output.WriteLine(Paint.With(run.Shell, "grey", $"Why: inv explain {product.Sku}"));
        return ExitCode.Ok;
    }

    private static void Print(Invocation run, Place place)
    {
        var (output, product) = (run.Shell.Out, place.Product);
        output.WriteLine();
        output.WriteLine(
            Paint.With(run.Shell, "bold", place.Location)
                + (
                    place.Stock is { } stock
                        ? $"  {Units(product, stock.OnHand)} on hand{(stock.Counted ? "" : ", never counted")}, "
                            + $"{Units(product, stock.OnOrder ?? 0)} on order"
                        : "  never stocked"
                )
                + (place.Suggestion?.DaysOfCover is { } cover ? $", {Estimate.Text(cover)} days of cover" : "")
        );
        if (place.History is { Days.Count: > 0 } history)
            output.WriteLine(
                $"  sold      {Sparkline.Of(ByWeek(history))}  {Units(product, place.Sold)} in {Weeks} weeks to "
                    + Day(history.AsOf)
            );
        if (place is { Forecast: { Days.Count: > 0 } forecast, Expected: { } expected })
        {
            var (low, high) = (Nearest(forecast.Levels, 0.1), Nearest(forecast.Levels, 0.9));
            output.WriteLine(
                $"  forecast  {Sparkline.Of(forecast.Days.Select(day => day.Mean))}  "
                    + $"{Estimate.Text(expected.Mean)} in {forecast.Cumulative.Count} days, "
                    + $"{Estimate.Text(expected.Quantiles[low])} to {Estimate.Text(expected.Quantiles[high])} likely"
                    + (forecast.Status == ForecastStatus.NotEnoughData ? " (a wide guess)" : "")
            );
        }

        if (place.Suggestion is { } suggestion)
        {
            output.WriteLine(
                "  to do     "
                    + Paint.With(
                        run.Shell,
                        ReplenishCommands.Colour(suggestion.Urgency),
                        ExplanationPrinter.Verdict(suggestion)
                    )
            );
            if (suggestion.StockOutOn is { } gone)
                output.WriteLine(
                    $"            out on {Day(gone)} as it is; at risk with {suggestion.StockOutProbability:0%}"
                );
        }

        if (place.Change is { } change)
            output.WriteLine(
                $"  changed   {Cells.Text(change.At)[..10]}: {Cells.Text(string.Join("; ", change.Changes))}"
            );
    }

    /// <summary>What needs something first, then what sells most.</summary>
    private static List<Place> Places(ProductAnswer answer) =>
        [
            .. answer
                .Stock.Select(level => level.Location)
                .Concat(answer.History.Select(history => history.Location))
                .Concat(answer.Forecasts.Select(forecast => forecast.Location))
                .Concat(answer.Suggestions.Select(suggestion => suggestion.Location))
                .Distinct()
                .Select(location => new Place(
                    answer.Product,
                    location,
                    answer.Stock.FirstOrDefault(level => level.Location == location),
                    answer.History.FirstOrDefault(history => history.Location == location),
                    answer.Forecasts.FirstOrDefault(forecast => forecast.Location == location),
                    answer.Suggestions.FirstOrDefault(suggestion => suggestion.Location == location),
                    answer.Changes.FirstOrDefault(c => c.Location == location && c.Changes.Count > 0)
                ))
                .OrderBy(place => place.Suggestion?.Urgency ?? Urgency.None)
                .ThenByDescending(place => place.Sold)
                .ThenBy(place => place.Location, StringComparer.Ordinal),
        ];

    private static IEnumerable<string> Facts(ProductResponse product)
    {
        if (product.Category is { } category)
            yield return category;
        yield return product.Archived ? "archived" : Inputs.WordOf(product.Status);
        yield return $"price {Cells.Text(product.Price)} per {product.Unit}";
        var supplier = product.Suppliers.OrderByDescending(term => term.Preferred).FirstOrDefault();
        if (supplier is not null)
            yield return $"{supplier.Supplier} delivers in {supplier.LeadTimeDays} days";
        if (product.Assignee is { } person)
            yield return $"{person} looks after it";
    }

    private static string Words(TrendResponse trend) =>
        $"{Inputs.WordOf(trend.Class)}, class {trend.AbcClass}{trend.XyzClass}, {Inputs.WordOf(trend.Direction)}: "
        + $"{Estimate.Text(trend.UnitsPerDay)} a day in 28 days"
        + (
            trend.Change is { } change
                ? $" ({change.ToString("+0%;-0%;0%", CultureInfo.InvariantCulture)} on the 28 before)"
                : ""
        );

    private static double[] ByWeek(DemandHistory history)
    {
        var weeks = new double[Weeks];
        foreach (var day in history.Days)
        {
            var ago = (history.AsOf.DayNumber - day.Day.DayNumber) / 7;
            if (ago is >= 0 and < Weeks)
                weeks[Weeks - 1 - ago] += (double)day.Sold;
        }

        return weeks;
    }

    private static int Nearest(IReadOnlyList<double> levels, double wanted) =>
        Enumerable.Range(0, levels.Count).MinBy(i => Math.Abs(levels[i] - wanted));

    private static string Units(ProductResponse product, decimal value) =>
        new Units(value, product.WholeUnits).InWords();

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
