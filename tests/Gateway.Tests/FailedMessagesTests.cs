using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Status;

namespace SmartInventory.Gateway.Tests;

public sealed class FailedMessagesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_services_are_asked_and_one_that_is_away_is_named()
    {
        await using var catalog = await ServiceAsync(
            "catalog",
            new FailedQueue("catalog", "catalog-sales-recorded", 3)
        );
        await using var sales = await ServiceAsync("sales");
        await using var gateway = await GatewayHost.StartAsync(
            GatewayHost.At("catalog", catalog),
            GatewayHost.At("sales", sales),
            GatewayHost.At("forecasting", GatewayHost.Nowhere)
        );

        var listed = await gateway.Client.GetFromJsonAsync<FailedMessages>(
            "/api/v1/failed-messages",
            ContractsJson.Options,
            Ct
        );

        Assert.Equal([new FailedQueue("catalog", "catalog-sales-recorded", 3)], listed!.Queues);
        Assert.Equal(["forecasting"], listed.Unanswered.Select(part => part.Service));
        Assert.NotEmpty(listed.Unanswered[0].Reason);
    }

    [Fact]
    public async Task Sending_again_reaches_every_service()
    {
        await using var catalog = await ServiceAsync(
            "catalog",
            new FailedQueue("catalog", "catalog-sales-recorded", 3)
        );
        await using var sales = await ServiceAsync("sales", new FailedQueue("sales", "sales-product-changed", 2));
        await using var forecasting = await ServiceAsync("forecasting");
        await using var gateway = await GatewayHost.StartAsync(
            GatewayHost.At("catalog", catalog),
            GatewayHost.At("sales", sales),
            GatewayHost.At("forecasting", forecasting)
        );

        using var answer = await gateway.Client.PostAsync("/api/v1/failed-messages/resend", null, Ct);
        var sent = await answer
            .EnsureSuccessStatusCode()
            .Content.ReadFromJsonAsync<FailedMessages>(ContractsJson.Options, Ct);

        Assert.Equal(
            [
                new FailedQueue("catalog", "catalog-sales-recorded", 3),
                new FailedQueue("sales", "sales-product-changed", 2),
            ],
            sent!.Queues
        );
        Assert.Empty(sent.Unanswered);
        Assert.All(
            [catalog, sales, forecasting],
            stub => Assert.Contains("POST /api/v1/failed-messages/resend", stub.Seen)
        );
    }

    private static Task<StubService> ServiceAsync(string part, params FailedQueue[] queues) =>
        StubService.StartAsync(app =>
        {
            var answer = Results.Json(new FailedMessages(queues, []), ContractsJson.Options);
            app.MapGet("/api/v1/failed-messages", () => answer);
            app.MapPost("/api/v1/failed-messages/resend", () => answer);
        });
}
