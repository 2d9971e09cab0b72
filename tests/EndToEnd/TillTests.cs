using System.Net;
using System.Net.Http.Json;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.EndToEnd;

/// <summary>Many tills that sell one by one, as fast as they are answered, while a part dies.</summary>
public sealed class TillTests(InventorySystem system)
{
    private const int Tills = 16;
    private const int Products = 50;
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(4);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("sales")]
    [InlineData("catalog")]
    [InlineData("forecasting")]
    [InlineData("gateway")]
    public async Task Killing_a_part_while_tills_sell_loses_and_doubles_nothing(string part)
    {
        var channel = $"till-{Guid.NewGuid():N}"[..20];
        var (skus, location) = await Assortment();
        using var closing = new CancellationTokenSource();
        var tills = Enumerable.Range(0, Tills).Select(i => Sell(channel, i, skus, location, closing.Token)).ToArray();
        await Task.Delay(Before, Cancel);

        var killed = system.Pid(part);
        system.Kill(part);
        await system.Until(
            () => Task.FromResult(system.IsBack(part, killed)),
            TimeSpan.FromMinutes(2),
            $"{part} to be back"
        );
        await Task.Delay(After, Cancel);
        await closing.CancelAsync();
        var sold = (await Task.WhenAll(tills)).Sum();

        var source = (await system.Reconciled(TimeSpan.FromMinutes(3))).Sources.Single(s => s.Source == channel);
        Assert.True(sold > Tills, $"only {sold} were sold");
        Assert.Equal((sold, sold, true), (source.Lines, (long)source.Sold, source.Agrees));
        var levels = await system.Client<ICatalogApi>().ListStock(location: location, limit: Products, ct: Cancel);
        Assert.Equal(-sold, levels.Items.Sum(l => l.OnHand));
    }

    /// <summary>Each sale has a name of its own and is sent until it is answered, as a till does.</summary>
    /// <returns>How many were answered with a stored line.</returns>
    private async Task<long> Sell(string channel, int till, string[] skus, string location, CancellationToken closing)
    {
        using var http = system.Http(TimeSpan.FromSeconds(15));
        var sold = 0L;
        while (!closing.IsCancellationRequested)
        {
            var sale = new RecordSale
            {
                Sku = skus[(till + sold) % skus.Length],
                Location = location,
                Quantity = 1,
                Channel = channel,
                ExternalId = $"{till}-{sold}",
            };
            while (!await Stored(http, sale))
                await Task.Delay(TimeSpan.FromMilliseconds(200), Cancel);
            sold++;
        }

        return sold;
    }

    private static async Task<bool> Stored(HttpClient http, RecordSale sale)
    {
        try
        {
            using var answer = await http.PostAsJsonAsync("/api/v1/sales", sale, ContractsJson.Options, Cancel);
            // The second is what a sale is answered with that an attempt before had stored.
            if (answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.OK)
                return true;
            Assert.True(
                answer.StatusCode is HttpStatusCode.TooManyRequests || (int)answer.StatusCode >= 500,
                $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Cancel)}"
            );
            return false;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !Cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<(string[] Skus, string Location)> Assortment()
    {
        var name = Guid.NewGuid().ToString("N")[..10].ToUpperInvariant();
        var catalog = system.Client<ICatalogApi>();
        await catalog.CreateLocation(
            new CreateLocation
            {
                Code = $"T-{name}",
                Name = "Tills",
                TimeZone = "Europe/London",
            },
            ct: Cancel
        );
        var products = Enumerable
            .Range(0, Products)
            .Select(i => new CreateProduct
            {
                Sku = $"T-{name}-{i}",
                Name = $"Thing {i}",
                Price = 2,
            })
            .ToArray();
        await catalog.CreateProducts(
            new CreateProducts { Mode = BatchMode.RejectFailedRows, Products = products },
            ct: Cancel
        );
        return ([.. products.Select(p => p.Sku!)], $"T-{name}");
    }
}
