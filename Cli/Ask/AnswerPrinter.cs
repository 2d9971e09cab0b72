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

    private static View<Place> Rows =>
        new View<Place>()
            .With("sku", T("SKU"), p => p.Product.Sku)
            .With("location", T("Location"), p => p.Location)
            .With("onHand", T("On hand"), p => p.Stock?.OnHand)
            .With("onOrder", T("On order"), p => p.Stock?.OnOrder)
            .With("forecastDays", null, p => p.Forecast?.Cumulative.Count)
            .With("forecast", T("Forecast"), p => p.Expected?.Mean)
            .With("advice", T("To do"), p => p.Suggestion?.Advice)
            .With("orderQuantity", T("Order"), p => p.Suggestion?.OrderQuantity)
            .With("orderBy", T("By"), p => p.Suggestion?.OrderBy)
            .With("supplier", T("From"), p => p.Suggestion?.Supplier)
            .With("stockOutOn", T("Out on"), p => p.Suggestion?.StockOutOn)
            .With("stockOutProbability", T("Risk"), p => p.Suggestion?.StockOutProbability)
            .With("daysOfCover", T("Cover, days"), p => p.Suggestion?.DaysOfCover)
            .With("changed", T("What changed"), p => p.Change is { } change ? string.Join("; ", change.Changes) : null);

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
        var totals = T(
            $"{Units(product, product.OnHand)} on hand, {Units(product, product.OnOrder)} on order; "
                + $"{Units(product, product.UnitsSold)} sold"
        );
        output.WriteLine(product.LastSoldAt is { } last ? T($"{totals}, last on {Cells.Text(last)[..10]}") : totals);
        if (answer.Trend is { } trend)
            output.WriteLine(Words(trend));
        foreach (var place in places.Take(ShownLocations))
            Print(run, place);
        if (places.Count == 0)
            output.WriteLine(T("It is nowhere yet: nothing was counted, received or sold."));
        if (places.Count > ShownLocations)
        {
            var more = string.Join(", ", places.Skip(ShownLocations).Select(place => place.Location));
            output.WriteLine();
            output.WriteLine(T($"{places.Count - ShownLocations} more (--location shows one): {more}"));
        }
        output.WriteLine();
        output.WriteLine(Paint.With(run.Shell, "grey", T($"Why: inv explain {product.Sku}")));
        return ExitCode.Ok;
    }

    private static void Print(Invocation run, Place place)
    {
        var (output, product) = (run.Shell.Out, place.Product);
        output.WriteLine();
        output.WriteLine($"{Paint.With(run.Shell, "bold", place.Location)}  {Standing(place)}");
        if (place.History is { Days.Count: > 0 } history)
        {
            var sold = T($"{Units(product, place.Sold)} in {Weeks} weeks to {Cells.Day(history.AsOf)}");
            WriteLine(T("sold"), $"{Sparkline.Of(ByWeek(history))}  {sold}");
        }
        if (place is { Forecast: { Days.Count: > 0 } forecast, Expected: { } expected })
        {
            var (low, high) = (Nearest(forecast.Levels, 0.1), Nearest(forecast.Levels, 0.9));
            var words = T(
                $"{Estimate.Text(expected.Mean)} in {forecast.Cumulative.Count} days, "
                    + $"{Estimate.Text(expected.Quantiles[low])} to {Estimate.Text(expected.Quantiles[high])} likely"
            );
            if (forecast.Status == ForecastStatus.NotEnoughData)
                words = T($"{words} (a wide guess)");
            WriteLine(T("forecast"), $"{Sparkline.Of(forecast.Days.Select(day => day.Mean))}  {words}");
        }

        if (place.Suggestion is { } suggestion)
        {
            WriteLine(
                T("to do"),
                Paint.With(
                    run.Shell,
                    ReplenishCommands.Colour(suggestion.Urgency),
                    ExplanationPrinter.Verdict(suggestion)
                )
            );
            if (suggestion.StockOutOn is { } gone)
            {
                var risk = Cells.Percent(suggestion.StockOutProbability, "0");
                WriteLine("", T($"out on {Cells.Day(gone)} as it is; at risk with {risk}"));
            }
        }

        if (place.Change is { } change)
            WriteLine(T("changed"), $"{Cells.Text(change.At)[..10]}: {Cells.Text(string.Join("; ", change.Changes))}");

        void WriteLine(string name, string text)
        {
            var width = ((string[])[T("sold"), T("forecast"), T("to do"), T("changed")]).Max(TextWidth.Of);
            output.WriteLine($"  {name}{new string(' ', width - TextWidth.Of(name))}  {text}");
        }
    }

    private static string Standing(Place place)
    {
        var product = place.Product;
        if (place.Stock is not { } stock)
            return WithCover(T("never stocked"));
        var (onHand, onOrder) = (Units(product, stock.OnHand), Units(product, stock.OnOrder ?? 0));
        return WithCover(
            stock.Counted
                ? T($"{onHand} on hand, {onOrder} on order")
                : T($"{onHand} on hand, never counted, {onOrder} on order")
        );

        string WithCover(string standing) =>
            place.Suggestion?.DaysOfCover is { } cover
                ? T($"{standing}, {Estimate.Text(cover)} days of cover")
                : standing;
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
        yield return product.Archived ? T("archived") : Inputs.WordOf(product.Status);
        yield return T($"price {Cells.Text(product.Price)} per {product.Unit}");
        var supplier = product.Suppliers.OrderByDescending(term => term.Preferred).FirstOrDefault();
        if (supplier is not null)
            yield return T(
                supplier.LeadTimeDays,
                $"{supplier.Supplier} delivers in {supplier.LeadTimeDays} day",
                $"{supplier.Supplier} delivers in {supplier.LeadTimeDays} days"
            );
        if (product.Assignee is { } person)
            yield return T($"{person} looks after it");
    }

    private static string Words(TrendResponse trend)
    {
        var words = T(
            $"{Inputs.WordOf(trend.Class)}, class {trend.AbcClass}{trend.XyzClass}, "
                + $"{Inputs.WordOf(trend.Direction)}: {Estimate.Text(trend.UnitsPerDay)} a day in 28 days"
        );
        return Cells.Change(trend.Change) is { } change ? T($"{words} ({change} on the 28 before)") : words;
    }

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
}
