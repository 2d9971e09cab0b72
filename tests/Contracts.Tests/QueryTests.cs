using System.Net;
using Refit;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.Contracts.Tests;

public sealed class QueryTests
{
    [Fact]
    public async Task Words_booleans_and_days_are_written_as_the_api_reads_them()
    {
        var seen = new Recorder();
        using var http = new HttpClient(seen) { BaseAddress = new Uri("http://gateway.test") };

        await RestService
            .For<ICatalogApi>(http, ContractsJson.Refit())
            .ListProducts(
                limit: 10,
                archived: true,
                sort: ProductSort.UnitsSold,
                ct: TestContext.Current.CancellationToken
            );
        await RestService
            .For<ISalesApi>(http, ContractsJson.Refit())
            .ListSales(
                kind: SaleKind.Return,
                from: new DateOnly(2011, 12, 1),
                ct: TestContext.Current.CancellationToken
            );

        Assert.Equal(
            ["/api/v1/products?limit=10&archived=true&sort=units-sold", "/api/v1/sales?kind=return&from=2011-12-01"],
            seen.Paths
        );
    }

    private sealed class Recorder : HttpMessageHandler
    {
        public List<string> Paths { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            Paths.Add(request.RequestUri!.PathAndQuery);
            return Task.FromResult(
                new HttpResponseMessage(HttpStatusCode.OK)
                {
                    Content = new StringContent("""{"items":[]}""", System.Text.Encoding.UTF8, "application/json"),
                }
            );
        }
    }
}
