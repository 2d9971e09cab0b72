using System.Net;
using System.Net.Http.Json;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Load;

/// <summary>
/// What has to be there before anything is measured, made through the API: products with a supplier, a location, stock.
/// A second run finds it.
/// </summary>
public static class Seeding
{
    private const int Batch = 500;
    private const string Supplier = "LOAD";

    public static async Task RunAsync(
        LoadGenerator api,
        RunOptions run,
        IReadOnlyList<SaleLine>? file,
        CancellationToken ct
    )
    {
        foreach (var code in (string[])[SaleLine.Location, SaleLine.FileLocation])
            await PostAsync(api, "/api/v1/locations", new CreateLocation { Code = code, Name = code }, ct);
        await PostAsync(api, "/api/v1/suppliers", new CreateSupplier { Code = Supplier, Name = "Load Limited" }, ct);

        var own = Enumerable
            .Range(0, run.Products)
            .Select(i =>
                Make(SaleLine.SkuOf(i), Text.Of($"Thing {i:00000} of {Colours[i % Colours.Length]} tin"), 1 + (i % 40))
            );
        var others = (file ?? []).Select(l => l.Sku).Distinct().Select(sku => Make(sku, $"Goods {sku}", 5));
        foreach (var products in own.Concat(others).Chunk(Batch))
            await PostAsync(api, "/api/v1/products/batch", new CreateProducts { Products = products }, ct);

        var last = Uri.EscapeDataString(SaleLine.SkuOf(run.Products - 1));
        using var level = await api.SendAsync(new(HttpMethod.Get, $"/api/v1/stock?sku={last}"), ct);
        var levels = await level.Content.ReadFromJsonAsync<Page<StockLevelResponse>>(ContractsJson.Options, ct);
        if (levels!.Items.Any(l => l.Counted))
            return;
        foreach (var numbers in Enumerable.Range(0, run.Products).Chunk(Batch))
        {
            var receipts = Array.ConvertAll(
                numbers,
                i => new ReceiveStock
                {
                    Sku = SaleLine.SkuOf(i),
                    Location = SaleLine.Location,
                    Quantity = 1_000,
                }
            );
            await PostAsync(api, "/api/v1/stock/moves", new MoveStock { Receipts = receipts }, ct);
        }
    }

    private static readonly string[] Colours = ["blue", "green", "red", "white", "yellow", "black", "plain"];

    private static CreateProduct Make(string sku, string name, decimal price) =>
        new()
        {
            Sku = sku,
            Name = name,
            Category = "Load",
            Price = price,
            Cost = price / 2,
            Suppliers =
            [
                new()
                {
                    Supplier = Supplier,
                    LeadTimeDays = 7,
                    UnitCost = price / 2,
                },
            ],
        };

    private static async Task PostAsync<T>(LoadGenerator api, string path, T body, CancellationToken ct)
    {
        using var content = JsonContent.Create(body, options: ContractsJson.Options);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        using var response = await api.SendAsync(request, ct);
        // Taken codes are those of an earlier run.
        if (!response.IsSuccessStatusCode && response.StatusCode != HttpStatusCode.Conflict)
            throw new LoadException(
                $"{path} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(ct)}"
            );
    }
}
