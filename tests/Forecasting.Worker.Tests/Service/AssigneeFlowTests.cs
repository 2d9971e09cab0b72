using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Messages;
using SmartInventory.Forecasting.Catalogue;

namespace SmartInventory.Forecasting.Tests.Service;

/// <summary>Whose a suggestion is, from the messages to the filters.</summary>
public sealed class AssigneeFlowTests(WorkerHost worker) : IClassFixture<WorkerHost>
{
    private static ProductState Product(string sku, long version, string? assignee = null) =>
        WorkerHost.Product(sku, version, new SupplierTermState("WHO", 5, 1, 1, 1.1m, true)) with
        {
            Assignee = assignee,
            AssigneeName = assignee is null ? null : $"The {assignee}",
        };

    private static SupplierChanged Supplier(long version, string? assignee) =>
        new([
            new SupplierState("WHO", version, "Who Ltd", false)
            {
                Assignee = assignee,
                AssigneeName = assignee is null ? null : $"The {assignee}",
            },
        ]);

    private async Task<string[]> Rows(string filter) =>
        [
            .. (await worker.Get<Page<SuggestionResponse>>($"/api/v1/replenishment?all=true&{filter}"))!
                .Items.Where(s => s.Sku.StartsWith("WHO-", StringComparison.Ordinal))
                .Select(s => $"{s.Sku} {s.AssigneeName}")
                .Order(StringComparer.Ordinal),
        ];

    private Task RowsAre(string filter, params string[] rows) =>
        WorkerHost.Until(async () => (await Rows(filter)).SequenceEqual(rows));

    [Fact]
    public async Task A_suggestion_is_the_products_persons_else_its_suppliers_and_old_messages_change_nothing()
    {
        await worker.Publish(
            new ProductChanged([Product("WHO-1", 1), Product("WHO-2", 1), Product("WHO-3", 5, "bob")])
        );
        foreach (var sku in new[] { "WHO-1", "WHO-2", "WHO-3" })
            await worker.Publish(WorkerHost.History(sku, 30));
        await RowsAre("assignee=none", "WHO-1 ", "WHO-2 ");
        await RowsAre("assignee=bob", "WHO-3 The bob");

        // Given to somebody, a supplier brings its products that are nobody's own.
        await worker.Publish(Supplier(3, "ada"));
        await RowsAre("assignee=ada", "WHO-1 The ada", "WHO-2 The ada");
        await RowsAre("assignee=bob", "WHO-3 The bob");
        await RowsAre("assignee=none");

        // What comes late was before: it is not what is.
        await worker.Publish(Supplier(2, "eve"));
        await worker.Publish(new ProductChanged([Product("WHO-3", 4, "eve")]));
        await worker.Publish(new ProductChanged([Product("WHO-1", 2, "tests")]));
        await RowsAre("assignee=me", "WHO-1 The tests");
        await RowsAre("assignee=ada", "WHO-2 The ada");
        await RowsAre("assignee=eve");

        await worker.Publish(Supplier(4, "eve"));
        await RowsAre("assignee=eve", "WHO-2 The eve");
        await worker.Publish(new ProductChanged([Product("WHO-3", 6)]));
        await RowsAre("assignee=eve", "WHO-2 The eve", "WHO-3 The eve");
        await RowsAre("", "WHO-1 The tests", "WHO-2 The eve", "WHO-3 The eve");
        Assert.Equal(
            "eve",
            (await worker.Get<List<SuggestionExplanation>>("/api/v1/replenishment/WHO-3"))![0].Suggestion.Assignee
        );

        var pages = await Listing<SuggestionResponse>.ReadAsync(
            50,
            async (_, after) =>
                (
                    await worker.Get<Page<SuggestionResponse>>(
                        $"/api/v1/replenishment?all=true&assignee=eve&limit=1"
                            + (after is null ? "" : $"&after={Uri.EscapeDataString(after)}")
                    )
                )!
        );
        Assert.Equal(["WHO-2", "WHO-3"], pages.Items.Select(s => s.Sku).Order(StringComparer.Ordinal));
        var (status, body) = await worker.Problem(HttpMethod.Get, "/api/v1/replenishment?assignee=Ada%20L");
        Assert.Equal(400, status);
        Assert.StartsWith(
            "must be 3 to 40 characters",
            body.GetProperty("errors").GetProperty("assignee")[0].GetString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("bob", "ACME", "bob")]
    [InlineData("bob", null, "bob")]
    [InlineData("bob", "ada", "bob")]
    [InlineData(null, "ada", "ada")]
    [InlineData(null, null, null)]
    public void A_products_own_person_comes_before_its_suppliers(string? own, string? suppliers, string? expected) =>
        Assert.Equal(
            expected,
            Assignee
                .Of(
                    KnownProduct.Of(WorkerHost.Product("A") with { Assignee = own }),
                    KnownSupplier.Of(new SupplierState("ACME", 1, "Acme", false) { Assignee = suppliers })
                )
                ?.Name
        );
}
