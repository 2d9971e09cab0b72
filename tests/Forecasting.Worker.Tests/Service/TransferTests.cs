using System.Net;
using System.Net.Http.Json;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Messages;

namespace SmartInventory.Forecasting.Tests.Service;

/// <summary>What one location has too much of goes before an order.</summary>
public sealed class TransferTests(WorkerHost worker) : IClassFixture<WorkerHost>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Sold at both: in Berlin lie as many more than it needs itself, in London 3.</summary>
    private async Task<SuggestionExplanation> Known(string sku, decimal spare)
    {
        await worker.Publish(
            new ProductChanged([WorkerHost.Product(sku, 1, new SupplierTermState("ACME", 5, 0, 0, 2, true))])
        );
        await worker.Publish(WorkerHost.History(sku, 90));
        await worker.Publish(WorkerHost.History(sku, 90, "BER"));
        await worker.Publish(new StockChanged([new(sku, "BER", 1, 500, 0, true)]));
        var berlin = await worker.GetUntil<List<SuggestionExplanation>>(
            $"/api/v1/replenishment/{sku}?location=BER",
            s => s is [{ Suggestion.OnHand: 500 }]
        );
        await worker.Publish(new StockChanged([new(sku, "BER", 2, berlin[0].OrderUpTo + spare, 0, true)]));
        await worker.GetUntil<List<SuggestionExplanation>>(
            $"/api/v1/replenishment/{sku}?location=BER",
            s => s[0].Suggestion.OnHand == berlin[0].OrderUpTo + spare
        );
        await worker.Publish(new StockChanged([new(sku, "LDN", 1, 3, 0, true)]));
        return (
            await worker.GetUntil<List<SuggestionExplanation>>(
                $"/api/v1/replenishment/{sku}?location=LDN",
                s => s is [{ Suggestion.OnHand: 3 }]
            )
        )[0];
    }

    [Fact]
    public async Task Where_another_location_can_spare_it_all_nothing_is_ordered()
    {
        var explained = await Known("MOVE-1", 300);
        var suggestion = explained.Suggestion;
        Assert.Equal((Advice.Transfer, 0m), (suggestion.Advice, suggestion.OrderQuantity));
        Assert.NotEqual(Urgency.None, suggestion.Urgency);
        var transfer = Assert.Single(suggestion.Transfers);
        Assert.Equal(("BER", suggestion.AsOf.AddDays(2)), (transfer.From, transfer.ArrivesOn));
        Assert.InRange(transfer.Quantity, 30, 300);
        Assert.Contains(explained.Notes, n => n.ToString().StartsWith("BER can spare", StringComparison.Ordinal));
        // It is on the worklist with the orders.
        Assert.Contains(
            (await worker.Get<Page<SuggestionResponse>>("/api/v1/replenishment?limit=100"))!.Items,
            s => s.Sku == "MOVE-1"
        );

        TransferStock? asked = null;
        worker.Catalogue = async request =>
        {
            Assert.Equal("/api/v1/stock/transfers", request.RequestUri!.AbsolutePath);
            asked = await request.Content!.ReadFromJsonAsync<TransferStock>(ContractsJson.Options, Ct);
            var moved = new StockMoved(
                new()
                {
                    Id = Guid.CreateVersion7(),
                    Sku = asked!.Sku!,
                    Location = asked.To!,
                    Kind = MovementKind.Transfer,
                    Quantity = asked.Quantity!.Value,
                    OccurredAt = DateTimeOffset.UtcNow,
                    RecordedAt = DateTimeOffset.UtcNow,
                },
                new StockLevelResponse(asked.Sku!, "", asked.To!, 0, 0, true, null, DateTimeOffset.UtcNow, null)
            );
            return new(HttpStatusCode.Created)
            {
                Content = JsonContent.Create(new StockTransferred(moved, moved), options: ContractsJson.Options),
            };
        };
        using var planner = worker.As(Role.Planner, "petra");
        using var answer = await planner.PostAsJsonAsync(
            "/api/v1/replenishment/decisions",
            new
            {
                items = new[]
                {
                    new
                    {
                        sku = "MOVE-1",
                        location = "LDN",
                        action = "transfer",
                    },
                },
            },
            Ct
        );
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(("MOVE-1", "BER", "LDN", transfer.Quantity), (asked!.Sku, asked.From, asked.To, asked.Quantity));
        var made = (await answer.Content.ReadFromJsonAsync<DecisionsMade>(ContractsJson.Options, Ct))!;
        var decision = Assert.Single(made.Decisions);
        Assert.Equal(
            (DecisionAction.Transfer, "BER", transfer.Quantity, transfer.Quantity, "petra"),
            (decision.Action, decision.From, decision.Suggested, decision.Quantity, decision.By)
        );
    }

    [Fact]
    public async Task Goods_that_move_at_once_are_decided_alone_and_a_refusal_decides_nothing()
    {
        await Known("MOVE-3", 300);
        worker.Catalogue = _ =>
            Task.FromResult(
                new HttpResponseMessage(HttpStatusCode.Conflict)
                {
                    Content = JsonContent.Create(new { detail = "only 3 are there" }),
                }
            );
        var item = new
        {
            sku = "MOVE-3",
            location = "LDN",
            action = "transfer",
        };
        using var refused = await worker.Http.PostAsJsonAsync(
            "/api/v1/replenishment/decisions",
            new { items = new[] { item } },
            Ct
        );
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("only 3 are there", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        using var two = await worker.Http.PostAsJsonAsync(
            "/api/v1/replenishment/decisions",
            new
            {
                items = new object[]
                {
                    item,
                    new
                    {
                        sku = "MOVE-3",
                        location = "BER",
                        action = "reject",
                        reason = "x",
                    },
                },
            },
            Ct
        );
        Assert.Equal(HttpStatusCode.BadRequest, two.StatusCode);
        Assert.Contains("items[0].action", await two.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Empty((await worker.Get<Page<DecisionResponse>>("/api/v1/replenishment/decisions?sku=MOVE-3"))!.Items);
    }
}
