using System.Net;
using System.Net.Http.Json;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Status;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

/// <summary>A service of its own: what fails here would show in the health of the shared one.</summary>
public sealed class FailureTests : IAsyncLifetime
{
    private readonly CatalogApp _app = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _app.InitializeAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_sale_that_the_catalogue_cannot_apply_waits_in_the_error_queue_and_shows_everywhere()
    {
        var (product, location) = (await _app.NewProduct(), await _app.NewLocation());
        await _app.Publish(
            Guid.CreateVersion7(),
            CatalogApp.Line(product.Sku, location.Code, 1),
            CatalogApp.Line("GHOST", location.Code, 1)
        );
        await Eventually.Holds(
            async () => (await _app.Api.StockTotals(ct: Cancellation)).Failed == 1,
            "the message failed for good"
        );

        using var health = await _app.Http.Get("/health");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        var report = await health.Content.ReadFromJsonAsync<HealthReport>(ContractsJson.Options, Cancellation);
        Assert.Equal("degraded", report!.Status);
        Assert.Equal(
            new HealthEntry("degraded", "failed messages wait: 1 in catalog-sales-recorded_error"),
            report.Checks["error-queues"]
        );

        // Nothing of it was applied, and what comes after it is.
        Assert.Empty((await _app.Api.ListMovements(product.Sku, ct: Cancellation)).Items);
        await _app.Publish(Guid.CreateVersion7(), CatalogApp.Line(product.Sku, location.Code, 1));
        await Eventually.Holds(
            async () => (await _app.Api.GetProduct(product.Sku, Cancellation)).UnitsSold == 1,
            "the queue goes on"
        );
    }

    [Fact]
    public async Task A_line_that_comes_again_in_another_message_is_not_counted_again()
    {
        var (product, location) = (await _app.NewProduct(), await _app.NewLocation());
        var line = CatalogApp.Line(product.Sku, location.Code, 4);
        await _app.Publish(Guid.CreateVersion7(), line);
        await Eventually.Holds(
            async () => (await _app.Api.GetProduct(product.Sku, Cancellation)).UnitsSold == 4,
            "the sale is counted"
        );
        await _app.Publish(Guid.CreateVersion7(), line);

        await Eventually.Holds(
            async () => (await _app.Api.StockTotals(ct: Cancellation)).Failed == 1,
            "the ledger refused the line"
        );
        Assert.Equal(4, (await _app.Api.GetProduct(product.Sku, Cancellation)).UnitsSold);
    }

    [Fact]
    public async Task Drift_is_seen_by_a_recount_when_somebody_edits_sums_behind_the_ledgers_back()
    {
        var (product, location) = (await _app.NewProduct(), await _app.NewLocation());
        await _app.Receive(product.Sku, location.Code, 5);
        Assert.Equal(0, (await _app.Api.StockTotals(recount: true, Cancellation)).UnderWay["drift"]);

        await _app
            .Database.CreateCommand("UPDATE catalog.stock_levels SET on_hand = on_hand + 1")
            .ExecuteNonQueryAsync(Cancellation);
        Assert.Equal(1, (await _app.Api.StockTotals(recount: true, Cancellation)).UnderWay["drift"]);
        await _app
            .Database.CreateCommand("UPDATE catalog.product_totals SET revenue = 1")
            .ExecuteNonQueryAsync(Cancellation);
        Assert.Equal(2, (await _app.Api.StockTotals(recount: true, Cancellation)).UnderWay["drift"]);
        await _app
            .Database.CreateCommand("INSERT INTO catalog.channel_totals VALUES ('ghost', 0, 1, 0, 1)")
            .ExecuteNonQueryAsync(Cancellation);
        Assert.Equal(3, (await _app.Api.StockTotals(recount: true, Cancellation)).UnderWay["drift"]);
        await _app
            .Database.CreateCommand("UPDATE catalog.stock_levels SET on_order = 7")
            .ExecuteNonQueryAsync(Cancellation);
        Assert.Equal(4, (await _app.Api.StockTotals(recount: true, Cancellation)).UnderWay["drift"]);
        await _app
            .Database.CreateCommand("UPDATE catalog.product_totals SET on_order = 7")
            .ExecuteNonQueryAsync(Cancellation);
        Assert.Equal(5, (await _app.Api.StockTotals(recount: true, Cancellation)).UnderWay["drift"]);
        // Until the next one, that is how it is known to be.
        Assert.Equal(5, (await _app.Api.StockTotals(ct: Cancellation)).UnderWay["drift"]);
    }
}
