using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Messages;

namespace SmartInventory.Forecasting.Tests.Service;

/// <summary>Suggestions under other circumstances, through their door.</summary>
public sealed class WhatIfTests(WorkerHost worker) : IClassFixture<WorkerHost>
{
    private const string Path = "/api/v1/replenishment/what-if";
    private static readonly DateOnly Today = WorkerHost.Today;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static SupplierTermState Term(string supplier, decimal cost) => new(supplier, 5, 0, 0, cost, true);

    /// <summary>
    /// Of ACME one product that is out, one with enough, one in draft and one never counted; of BOLT one that is due.
    /// </summary>
    private async Task Shop()
    {
        string[] skus = ["WI-OUT", "WI-MUCH", "WI-DRAFT", "WI-BLIND"];
        await worker.Publish(new SupplierChanged([new("ACME", 1, "ACME", false), new("BOLT", 1, "BOLT", false)]));
        await worker.Publish(
            new ProductChanged([
                .. skus.Select(s => WorkerHost.Product(s, 1, Term("ACME", 2))),
                WorkerHost.Product("WI-BOLT", 1, Term("BOLT", 1.5m)),
            ])
        );
        foreach (var sku in skus.Append("WI-BOLT"))
            await worker.Publish(WorkerHost.History(sku, 90));
        await worker.Publish(
            new StockChanged([
                new StockState("WI-OUT", "LDN", 1, 3, 0, true),
                new StockState("WI-MUCH", "LDN", 1, 90, 20, true)
                {
                    Arrivals = [new ArrivalState("PO-1", Today.AddDays(4), 20)],
                },
                new StockState("WI-DRAFT", "LDN", 1, 3, 0, true)
                {
                    Drafts = [new ArrivalState("PO-2", Today.AddDays(5), 10)],
                },
                new StockState("WI-BOLT", "LDN", 1, 5, 0, true),
            ])
        );
        var list = await worker.GetUntil<Page<SuggestionResponse>>(
            "/api/v1/replenishment?all=true",
            p =>
                p.Items.Count == 5
                && p.Items.Single(s => s.Sku == "WI-BLIND").Advice == Advice.CountFirst
                && p.Items.Where(s => s.Sku != "WI-BLIND").All(s => s.OnHand > 0 && s.ReorderPoint > 0)
        );
        Assert.Equal(
            ["WI-BOLT", "WI-OUT"],
            list.Items.Where(s => s.Advice == Advice.Order).Select(s => s.Sku).Order(StringComparer.Ordinal)
        );
    }

    private async Task<WhatIfResult> Ask(WhatIfReplenishment question)
    {
        using var response = await Post(question);
        var text = await response.Content.ReadAsStringAsync(Ct);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.StatusCode}: {text}");
        return JsonSerializer.Deserialize<WhatIfResult>(text, ContractsJson.Options)!;
    }

    private Task<HttpResponseMessage> Post(object question) =>
        worker.Http.PostAsJsonAsync(Path, question, ContractsJson.Options, Ct);

    private static WorklistTotals Worklist(WhatIfTotals of) =>
        new(of.Orders, of.Late, of.Now, of.Soon, of.Cost, of.WaitingCost);

    [Fact]
    public async Task Scenarios_stand_beside_what_is_which_is_the_worklist()
    {
        await Shop();
        WhatIfScenario[] scenarios =
        [
            new() { Name = "nothing" },
            new() { DemandFactor = 1.5m },
            new() { LateDays = 30, Supplier = "ACME" },
            new() { CostFactor = 2 },
        ];

        // A forecast that is made anew in between changes both a moment after each other.
        WhatIfResult result = null!;
        var summary = new WorklistSummary(new(0, 0, 0, 0, 0, 0), [], 0, []);
        await WorkerHost.Until(async () =>
        {
            summary = (await worker.Get<WorklistSummary>("/api/v1/replenishment/summary"))!;
            result = await Ask(new() { Scenarios = scenarios });
            return Worklist(result.AsItIs) == summary.Total;
        });

        Assert.Equal((5, 5, 0), (result.Series, result.Rows.Count, result.More));
        Assert.Equal(
            ["nothing", "demand x 1.5", "30 days late, of ACME", "costs x 2"],
            result.Scenarios.Select(s => s.Name)
        );
        var (asItIs, totals) = (result.AsItIs, result.Scenarios.Select(s => s.Totals).ToArray());
        Assert.Equal(asItIs, totals[0]);
        Assert.Equal(2, asItIs.Orders);
        Assert.True(totals[1].Cost > asItIs.Cost && totals[1].LostSales > asItIs.LostSales);
        Assert.True(totals[1].Stock > asItIs.Stock);
        // What was enough is not when it and what is on order come a month later.
        Assert.Equal(3, totals[2].Orders);
        Assert.True(totals[2].Stock > asItIs.Stock && totals[2].LostSales > asItIs.LostSales);
        Assert.Equal((2 * asItIs.Cost, 2 * asItIs.StockValue), (totals[3].Cost, totals[3].StockValue));

        var rows = result.Rows.ToDictionary(r => r.Sku);
        Assert.Equal(asItIs.Cost, rows.Values.Sum(r => r.AsItIs.Cost));
        Assert.Equal(totals[2].Cost, rows.Values.Sum(r => r.Scenarios[2].Cost));
        Assert.Equal(rows["WI-BOLT"].AsItIs, rows["WI-BOLT"].Scenarios[2]);
        Assert.True(rows["WI-MUCH"].AsItIs.Quantity == 0 && rows["WI-MUCH"].Scenarios[2].Quantity > 0);
        // A draft stays one, and what was never counted is counted first, whatever comes.
        Assert.All(["WI-DRAFT", "WI-BLIND"], sku => Assert.All(rows[sku].Scenarios, s => Assert.Equal(0, s.Quantity)));
        Assert.Equal(Advice.InDraft, rows["WI-DRAFT"].Advice);
        Assert.Contains(result.Notes, n => n.StartsWith("1 series were never counted", StringComparison.Ordinal));
        // The largest difference in money comes first.
        decimal Apart(WhatIfRow r) =>
            r.Scenarios.Max(s =>
                Math.Abs((s.Cost - r.AsItIs.Cost)!.Value)
                + Math.Abs((s.LostSales - r.AsItIs.LostSales) ?? 0)
                + Math.Abs((s.WaitingCost - r.AsItIs.WaitingCost) ?? 0)
            );
        Assert.Equal(result.Rows.Select(Apart).OrderDescending(), result.Rows.Select(Apart));

        var bolt = await Ask(new() { Supplier = "BOLT", Scenarios = [new() { LateDays = 7 }] });
        Assert.Equal("WI-BOLT", Assert.Single(bolt.Rows).Sku);
        // Nothing was stored.
        Assert.Equal(summary.Total, (await worker.Get<WorklistSummary>("/api/v1/replenishment/summary"))!.Total);

        using var aside = await worker.Http.PostAsJsonAsync(
            "/api/v1/replenishment/decisions",
            new
            {
                items = new[]
                {
                    new
                    {
                        sku = "WI-BOLT",
                        location = "LDN",
                        action = "reject",
                        reason = "no",
                    },
                },
            },
            Ct
        );
        Assert.Equal(HttpStatusCode.OK, aside.StatusCode);
        var without = await Ask(new() { Scenarios = [new() { LateDays = 7 }] });
        Assert.Equal((4, 1), (without.Series, without.AsItIs.Orders));
        Assert.Contains(without.Notes, n => n.StartsWith("1 series are set aside", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_bad_is_named_by_field_and_reason()
    {
        using var response = await Post(
            new
            {
                skus = new[] { " " },
                location = "?",
                scenarios = new object?[]
                {
                    new
                    {
                        name = new string('x', 101),
                        demandFactor = 100,
                        lateDays = -1,
                        costFactor = 0,
                        priceFactor = 11,
                        service = 1,
                        supplier = "?",
                    },
                    new { name = "twice" },
                    new { name = "twice", lateDays = 3 },
                },
            }
        );
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var errors = (await response.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("errors");
        Assert.Equal(
            [
                "location",
                "scenarios[0].costFactor",
                "scenarios[0].demandFactor",
                "scenarios[0].lateDays",
                "scenarios[0].name",
                "scenarios[0].priceFactor",
                "scenarios[0].service",
                "scenarios[0].supplier",
                "scenarios[2].name",
                "skus[0]",
            ],
            errors.EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal)
        );

        using var none = await Post(new { });
        Assert.Contains("must be 1 to 5", await none.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        using var many = await Post(new { scenarios = Enumerable.Range(1, 6).Select(i => new { lateDays = i }) });
        Assert.Contains("must be 1 to 5", await many.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        using var unknown = await Post(
            new { skus = new[] { "NOBODY-SELLS-IT" }, scenarios = new[] { new { lateDays = 3 } } }
        );
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        Assert.Contains("no series is meant", await unknown.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }
}
