using System.CommandLine;
using System.Net;
using Refit;
using SmartInventory.Cli.Hosting;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Cli.Ask;

/// <summary>What about this product? State, forecast, suggestion and what changed.</summary>
internal static class AskCommand
{
    public const string Name = "ask";

    private const int PastDays = 182;
    private const int Near = 5;

    public static Command Create(Inv inv)
    {
        var sku = Inputs.Sku();
        var location = Inputs.Text("--location", T("Only this location."));
        return inv.Verb(
            Name,
            T(
                "Shows on one screen how a product stands, what is expected, what to do and what changed. 'inv SKU' is "
                    + "short for it."
            ),
            ["inv 85123A", "inv ask 85123A --location LONDON", "inv ask order", "inv 85123A -o csv"],
            [sku, location],
            async (run, ct) => AnswerPrinter.Print(run, await ReadAsync(run, run.Get(sku), run.Get(location), ct))
        );
    }

    private static async Task<ProductAnswer> ReadAsync(
        Invocation run,
        string sku,
        string? location,
        CancellationToken ct
    )
    {
        var product = await FindAsync(run.Catalog, sku, ct);
        sku = product.Sku;
        // All at once: whoever asks waits for the slowest only.
        var stock = Listing<StockLevelResponse>.ReadAsync(
            int.MaxValue,
            (size, after) => run.Catalog.ListStock(size, after, sku, location, ct: ct)
        );
        var history = ListAsync(run.Forecasting.GetHistory(sku, location, PastDays, ct));
        var forecasts = ListAsync(run.Forecasting.GetForecasts(sku, location, Limits.DefaultHorizonDays, ct: ct));
        var suggestions = ListAsync(run.Forecasting.ExplainSuggestions(sku, location, ct: ct));
        var changes = ListAsync(run.Forecasting.ListSuggestionChanges(sku, location, ct: ct));
        var trend = TrendAsync(run.Forecasting.GetTrend(sku, ct));
        return new(
            product,
            await trend,
            (await stock).Items,
            await history,
            await forecasts,
            [.. (await suggestions).Select(explanation => explanation.Suggestion)],
            await changes
        );
    }

    private static async Task<ProductResponse> FindAsync(ICatalogApi catalog, string sku, CancellationToken ct)
    {
        try
        {
            return await catalog.GetProduct(sku, ct);
        }
        catch (ApiException refused) when (refused.StatusCode == HttpStatusCode.NotFound)
        {
            var near = await catalog.ListProducts(Near, search: sku, ct: ct);
            throw new Failure(
                (
                    near.Items.Count == 0
                        ? T($"There is no product '{sku}'.")
                        : T($"There is no product '{sku}'. Did you mean one of these?")
                ) + string.Concat(near.Items.Select(product => $"\n  {product.Sku}  {product.Name}")),
                ExitCode.NotFound
            );
        }
    }

    // A product that was never sold has no forecast: that is an answer.
    private static async Task<IReadOnlyList<T>> ListAsync<T>(Task<IReadOnlyList<T>> read)
    {
        try
        {
            return await read;
        }
        catch (ApiException refused) when (refused.StatusCode == HttpStatusCode.NotFound)
        {
            return [];
        }
    }

    private static async Task<TrendResponse?> TrendAsync(Task<TrendResponse> read)
    {
        try
        {
            return await read;
        }
        catch (ApiException refused) when (refused.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }
}

/// <summary>What is known of one product.</summary>
internal sealed record ProductAnswer(
    ProductResponse Product,
    TrendResponse? Trend,
    IReadOnlyList<StockLevelResponse> Stock,
    IReadOnlyList<DemandHistory> History,
    IReadOnlyList<ForecastResponse> Forecasts,
    IReadOnlyList<SuggestionResponse> Suggestions,
    IReadOnlyList<SuggestionChange> Changes
);
