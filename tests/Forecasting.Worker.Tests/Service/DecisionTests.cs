using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Messages;

namespace SmartInventory.Forecasting.Tests.Service;

/// <summary>What people make of suggestions.</summary>
public sealed class DecisionTests(WorkerHost worker) : IClassFixture<WorkerHost>
{
    private const string Decisions = "/api/v1/replenishment/decisions";
    private static readonly DateOnly Today = WorkerHost.Today;

    private readonly List<(CreatePurchaseOrders Orders, string? Key, string? Token)> _asked = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A catalogue that makes every order, at 2 a unit.</summary>
    private void CatalogueMakesOrders() =>
        worker.Catalogue = async request =>
        {
            Assert.Equal("/api/v1/purchase-orders/batch", request.RequestUri!.AbsolutePath);
            var body = (await request.Content!.ReadFromJsonAsync<CreatePurchaseOrders>(ContractsJson.Options, Ct))!;
            _asked.Add(
                (body, request.Headers.GetValues("Idempotency-Key").Single(), request.Headers.Authorization?.ToString())
            );
            return new(HttpStatusCode.OK)
            {
                Content = JsonContent.Create(
                    body.Orders!.Select(
                        (o, i) =>
                            new PurchaseOrderResponse
                            {
                                Id = Guid.CreateVersion7(),
                                Number = $"PO-{_asked.Count}{i}",
                                Supplier = o.Supplier!,
                                Location = o.Location!,
                                Status = o.Status!.Value,
                                OrderedOn = Today,
                                ExpectedOn = Today,
                                Value = o.Lines!.Sum(l => l.Quantity!.Value) * 2,
                                Lines =
                                [
                                    .. o.Lines!.Select(l => new PurchaseOrderLineResponse(
                                        l.Sku!,
                                        l.Quantity!.Value,
                                        0,
                                        2,
                                        Today
                                    )),
                                ],
                                ETag = "\"1\"",
                            }
                    ),
                    options: ContractsJson.Options
                ),
            };
        };

    /// <summary>Products that sell 4 to 8 a day, of which 3 are left.</summary>
    private async Task<Dictionary<string, SuggestionResponse>> Due(string supplier, params string[] skus)
    {
        await worker.Publish(new SupplierChanged([new(supplier, 1, supplier, false) { MinimumOrderValue = 1_000 }]));
        await worker.Publish(
            new ProductChanged([
                .. skus.Select(s => WorkerHost.Product(s, 1, new SupplierTermState(supplier, 5, 0, 0, 2, true))),
            ])
        );
        foreach (var sku in skus)
            await worker.Publish(WorkerHost.History(sku, 90));
        await worker.Publish(new StockChanged([.. skus.Select(s => new StockState(s, "LDN", 1, 3, 0, true))]));
        return (
            await worker.GetUntil<Page<SuggestionResponse>>(
                $"/api/v1/replenishment?supplier={supplier}",
                p => p.Items.Count == skus.Length && p.Items.All(s => s is { OnHand: 3, WaitingCost: > 0 })
            )
        ).Items.ToDictionary(s => s.Sku);
    }

    private async Task<HttpResponseMessage> Post(string path, object body, HttpClient? http = null, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = JsonContent.Create(body, options: ContractsJson.Options),
        };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await (http ?? worker.Http).SendAsync(request, Ct);
    }

    private async Task<DecisionsMade> Decide(object body, HttpClient? http = null, string? key = null)
    {
        using var answer = await Post(Decisions, body, http, key);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize<DecisionsMade>(text, ContractsJson.Options)!;
    }

    private static object Item(string sku, string action, object? more = null) =>
        new
        {
            sku,
            location = "LDN",
            action,
        }.With(more);

    [Fact]
    public async Task What_is_accepted_becomes_a_draft_order_in_the_name_of_who_accepts_it()
    {
        CatalogueMakesOrders();
        var due = await Due("ACCEPT", "ACC-1", "ACC-2");
        using var planner = worker.As(Role.Planner, "petra");
        object body = new
        {
            items = new[] { Item("ACC-1", "accept"), Item("acc-2", "accept", new { quantity = 7, reason = "a fair" }) },
        };

        var made = await Decide(body, planner, "decide-1");
        var again = await Decide(body, planner, "decide-1");

        Assert.Equal(JsonSerializer.Serialize(made), JsonSerializer.Serialize(again));
        var (asked, key, token) = Assert.Single(_asked);
        Assert.StartsWith("decision-", key, StringComparison.Ordinal);
        Assert.Equal(planner.DefaultRequestHeaders.Authorization!.ToString(), token);
        var order = Assert.Single(asked.Orders!);
        Assert.Equal(
            ("ACCEPT", "LDN", PurchaseOrderStatus.Draft),
            (order.Supplier, order.Location, order.Status!.Value)
        );
        var quantity = due["ACC-1"].OrderQuantity;
        Assert.Equal([("ACC-1", quantity), ("ACC-2", 7m)], order.Lines!.Select(l => (l.Sku!, l.Quantity!.Value)));
        Assert.Equal(
            new DraftedOrder("PO-10", "ACCEPT", "LDN", 2, (quantity + 7) * 2, 1_000 - ((quantity + 7) * 2)),
            Assert.Single(made.Orders)
        );
        var kept = (await worker.Get<Page<DecisionResponse>>($"{Decisions}?by=petra"))!
            .Items.OrderByDescending(d => d.Sku)
            .ToList();
        Assert.Equal(["ACC-2", "ACC-1"], kept.Select(d => d.Sku));
        Assert.Equal(
            (due["ACC-2"].OrderQuantity, 7m, "PO-10", "a fair", "petra"),
            (kept[0].Suggested, kept[0].Quantity, kept[0].Order, kept[0].Reason, kept[0].By)
        );
        Assert.True(kept[0].ForecastVersion > 0 && kept[0].StockVersion == 1);

        // The catalogue says what is in drafts; such a suggestion is off the list until the draft is decided.
        await worker.Publish(
            new StockChanged([new("ACC-1", "LDN", 2, 3, 0, true) { Drafts = [new("PO-10", Today, quantity)] }])
        );
        var drafted = await worker.GetUntil<Page<SuggestionResponse>>(
            "/api/v1/replenishment?supplier=ACCEPT&advice=in-draft",
            p => p.Items.Count == 1
        );
        Assert.Equal(
            (Advice.InDraft, 0m, quantity, "PO-10"),
            (
                drafted.Items[0].Advice,
                drafted.Items[0].OrderQuantity,
                drafted.Items[0].InDraft,
                drafted.Items[0].Drafts.Single()
            )
        );
        using var twice = await Post(
            Decisions,
            new { items = new[] { Item("ACC-1", "accept", new { quantity = 1 }) } }
        );
        Assert.Contains(
            "ACC-1 is in PO-10 already",
            await twice.Content.ReadAsStringAsync(Ct),
            StringComparison.Ordinal
        );
        await worker.Publish(new StockChanged([new("ACC-1", "LDN", 3, 3, 0, true) { Drafts = [] }]));
        await worker.GetUntil<Page<SuggestionResponse>>(
            "/api/v1/replenishment?supplier=ACCEPT",
            p => p.Items.Any(s => s.Sku == "ACC-1")
        );
    }

    [Fact]
    public async Task What_is_put_off_or_rejected_rests_until_its_day_and_comes_back()
    {
        await Due("REST", "REST-1", "REST-2", "REST-3");
        await Decide(
            new
            {
                items = new[]
                {
                    Item("REST-1", "snooze", new { until = Today.AddDays(3) }),
                    Item("REST-2", "reject", new { reason = "end of the season" }),
                },
            }
        );

        var open = (await worker.Get<Page<SuggestionResponse>>("/api/v1/replenishment?supplier=REST"))!;
        Assert.Equal(["REST-3"], open.Items.Select(s => s.Sku));
        Assert.Equal(
            1,
            (await worker.Get<WorklistSummary>("/api/v1/replenishment/summary?supplier=REST"))!.Total.Lines
        );
        var resting = await worker.GetUntil<Page<SuggestionResponse>>(
            "/api/v1/replenishment?supplier=REST&setAside=true",
            p => p.Items.Count(s => s.SetAside is not null) == 2
        );
        var bySku = resting.Items.ToDictionary(s => s.Sku, s => s.SetAside!);
        Assert.Equal((DecisionAction.Snooze, Today.AddDays(3)), (bySku["REST-1"].Action, bySku["REST-1"].Until));
        Assert.Equal(
            new SetAside(DecisionAction.Reject, Today.AddDays(7), "tests", "end of the season"),
            bySku["REST-2"]
        );
        Assert.Equal(
            bySku["REST-2"],
            (
                await worker.GetUntil<List<SuggestionExplanation>>(
                    "/api/v1/replenishment/REST-2",
                    s => s[0].Suggestion.SetAside is not null
                )
            )[0]
                .Suggestion
                .SetAside
        );

        worker.Ahead = TimeSpan.FromDays(3);
        try
        {
            Assert.Contains(
                (await worker.Get<Page<SuggestionResponse>>("/api/v1/replenishment?supplier=REST"))!.Items,
                s => s.Sku == "REST-1"
            );
        }
        finally
        {
            worker.Ahead = TimeSpan.Zero;
        }
    }

    [Fact]
    public async Task All_that_is_due_at_a_supplier_is_accepted_within_a_budget()
    {
        CatalogueMakesOrders();
        var due = await Due("BULK", "BULK-1", "BULK-2", "BULK-3");
        var ranked = due
            .Values.OrderByDescending(s => s.WaitingCost)
            .ThenBy(s => s.Urgency)
            .ThenBy(s => s.Sku)
            .ToList();

        using var answer = await Post(
            $"{Decisions}/accept-due",
            new { supplier = "bulk", budget = ranked[0].Cost + ranked[1].Cost }
        );
        var made = (await answer.Content.ReadFromJsonAsync<DecisionsMade>(ContractsJson.Options, Ct))!;

        Assert.Equal(ranked.Take(2).Select(s => s.Sku), made.Decisions.Select(d => d.Sku));
        Assert.Equal([(ranked[2].Sku, ranked[2].Cost)], made.Left.Select(l => (l.Sku, l.Cost)));
        Assert.Equal(2, Assert.Single(made.Orders).Lines);
        using var poor = await Post($"{Decisions}/accept-due", new { supplier = "BULK", budget = 0.01 });
        Assert.Equal(HttpStatusCode.Conflict, poor.StatusCode);
        using var nobody = await Post($"{Decisions}/accept-due", new { supplier = "NOBODY" });
        Assert.Contains(
            "Nothing is due at 'NOBODY'",
            await nobody.Content.ReadAsStringAsync(Ct),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_order_is_filled_up_to_its_suppliers_minimum_with_what_is_due_next()
    {
        CatalogueMakesOrders();
        await Due("FILL", "FILL-1");
        // Enough for a while, and below what an order would fill up to; of the other more than that.
        await worker.Publish(
            new ProductChanged([
                .. new[] { "FILL-2", "FILL-3" }.Select(s =>
                    WorkerHost.Product(s, 1, new SupplierTermState("FILL", 5, 500, 0, 2, true))
                ),
            ])
        );
        await worker.Publish(WorkerHost.History("FILL-2", 90));
        await worker.Publish(WorkerHost.History("FILL-3", 90));
        await worker.Publish(
            new StockChanged([new("FILL-2", "LDN", 1, 400, 0, true), new("FILL-3", "LDN", 1, 400, 0, true)])
        );
        await worker.GetUntil<Page<SuggestionResponse>>(
            "/api/v1/replenishment?supplier=FILL&advice=nothing",
            p => p.Items.Count(s => s is { OnHand: 400, QuantityToday: 0 }) == 2
        );
        var full = (await worker.Get<List<SuggestionExplanation>>("/api/v1/replenishment/FILL-2"))![0].OrderUpTo;
        await worker.Publish(new StockChanged([new("FILL-2", "LDN", 2, full / 2, 0, true)]));
        await worker.GetUntil<Page<SuggestionResponse>>(
            "/api/v1/replenishment?supplier=FILL&all=true",
            p => p.Items.Any(s => s is { Sku: "FILL-2", QuantityToday: 500 })
        );
        using var small = await Post(
            $"{Decisions}/accept-due",
            new
            {
                supplier = "FILL",
                fillUp = true,
                atLeast = "late",
                budget = 900,
            }
        );
        var alone = (await small.Content.ReadFromJsonAsync<DecisionsMade>(ContractsJson.Options, Ct))!;
        Assert.Equal(["FILL-1"], alone.Decisions.Select(d => d.Sku));

        using var answer = await Post(
            $"{Decisions}/accept-due",
            new
            {
                supplier = "FILL",
                fillUp = true,
                atLeast = "late",
            }
        );
        var made = (await answer.Content.ReadFromJsonAsync<DecisionsMade>(ContractsJson.Options, Ct))!;
        Assert.Equal(["FILL-1", "FILL-2"], made.Decisions.Select(d => d.Sku));
        Assert.Equal((500m, 500m), (made.Decisions[1].Suggested, made.Decisions[1].Quantity));
        Assert.Contains("minimum", made.Decisions[1].Reason, StringComparison.Ordinal);
        Assert.Equal(0, Assert.Single(made.Orders).Missing);
    }

    [Fact]
    public async Task A_budget_is_for_all_suppliers_where_none_is_named()
    {
        CatalogueMakesOrders();
        await Due("MANY-A", "MANY-1");
        await Due("MANY-B", "MANY-2");
        using var answer = await Post($"{Decisions}/accept-due", new { budget = 100_000, location = "LDN" });
        var made = (await answer.Content.ReadFromJsonAsync<DecisionsMade>(ContractsJson.Options, Ct))!;
        Assert.Superset(new HashSet<string> { "MANY-A", "MANY-B" }, made.Orders.Select(o => o.Supplier).ToHashSet());
        using var boundless = await Post($"{Decisions}/accept-due", new { location = "LDN" });
        Assert.Contains(
            "is required without a budget",
            await boundless.Content.ReadAsStringAsync(Ct),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Later_the_decision_and_the_suggestion_are_held_against_what_came()
    {
        CatalogueMakesOrders();
        var due = await Due("LATER", "LATER-1", "LATER-2");
        await Decide(
            new
            {
                items = new[]
                {
                    Item("LATER-1", "accept", new { quantity = 40 }),
                    Item("LATER-2", "reject", new { reason = "nobody wants it" }),
                },
            }
        );
        Assert.All(
            (await worker.Get<Page<DecisionResponse>>($"{Decisions}?by=tests"))!.Items,
            d => Assert.Null(d.Score)
        );

        // Twelve days: lead time 5 and review 7. Of the first product 43 came, which is what was there and ordered.
        var asOf = due["LATER-1"].AsOf;
        await worker.Publish(
            new SalesRecorded([
                .. Enumerable.Range(1, 12).Select(d => WorkerHost.Line("LATER-1", asOf.AddDays(d), d == 1 ? 10 : 3)),
            ])
        );
        worker.Ahead = TimeSpan.FromDays(14);
        try
        {
            var judged = await worker.GetUntil<Page<DecisionResponse>>(
                $"{Decisions}?sku=LATER-1",
                p => p.Items[0].Score is { Demand: 43 }
            );
            var score = judged.Items[0].Score!;
            Assert.Equal((12, 0m), (score.Days, score.DecidedCost));
            var suggested = due["LATER-1"].OrderQuantity;
            // Sold at 2.5, bought at 2.
            Assert.Equal(
                decimal.Round(suggested > 40 ? (suggested - 40) * 2 * 0.25m * 12 / 365 : (40 - suggested) * 0.5m, 2),
                score.SuggestedCost
            );
            // Of the second nothing came: rejecting it was right, but for the holding of what was there.
            var rejected = (await worker.Get<Page<DecisionResponse>>($"{Decisions}?sku=LATER-2"))!.Items[0].Score!;
            Assert.True(rejected.Demand == 0 && rejected.Saved > 0);
            var scores = (await worker.Get<DecisionScores>($"{Decisions}/scores"))!;
            Assert.True(scores is { Rejected: >= 1, Edited: >= 1, PersonCloser: >= 1 });
            using var bad = await worker.Http.GetAsync($"{Decisions}/scores?from=2026-02-02&to=2026-01-01", Ct);
            Assert.Contains(
                "must not be before from",
                await bad.Content.ReadAsStringAsync(Ct),
                StringComparison.Ordinal
            );
        }
        finally
        {
            worker.Ahead = TimeSpan.Zero;
        }
    }

    [Fact]
    public async Task A_refusal_or_silence_of_the_catalogue_leaves_nothing_decided()
    {
        await Due("SILENT", "SIL-1");
        object body = new { items = new[] { Item("SIL-1", "accept") } };
        worker.Catalogue = _ =>
            Task.FromResult(
                new HttpResponseMessage(HttpStatusCode.BadRequest)
                {
                    Content = JsonContent.Create(
                        new { errors = new Dictionary<string, string[]> { ["orders[0].supplier"] = ["is archived"] } }
                    ),
                }
            );
        using var refused = await Post(Decisions, body);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains(
            "orders[0].supplier is archived",
            await refused.Content.ReadAsStringAsync(Ct),
            StringComparison.Ordinal
        );

        worker.Catalogue = _ => throw new HttpRequestException("away");
        using var silent = await Post(Decisions, body);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, silent.StatusCode);

        Assert.Empty((await worker.Get<Page<DecisionResponse>>($"{Decisions}?sku=SIL-1"))!.Items);
        Assert.Single((await worker.Get<Page<SuggestionResponse>>("/api/v1/replenishment?supplier=SILENT"))!.Items);
    }

    public static TheoryData<string, string> Bad =>
        new()
        {
            { """{"items":[]}""", "items" },
            { """{"items":[{"sku":"BAD-1","location":"LDN"}]}""", "items[0].action" },
            { """{"items":[{"sku":"BAD-1","action":"accept"}]}""", "items[0].location" },
            { """{"items":[{"sku":"NONE","location":"LDN","action":"accept"}]}""", "items[0].sku" },
            { """{"items":[{"sku":"BAD-1","location":"LDN","action":"accept","quantity":-1}]}""", "items[0].quantity" },
            { """{"items":[{"sku":"BAD-1","location":"LDN","action":"snooze"}]}""", "items[0].until" },
            {
                """{"items":[{"sku":"BAD-1","location":"LDN","action":"snooze","until":"2020-01-01"}]}""",
                "items[0].until"
            },
            { """{"items":[{"sku":"BAD-1","location":"LDN","action":"reject"}]}""", "items[0].reason" },
            {
                """{"items":[{"sku":"BAD-1","location":"LDN","action":"reject","reason":"x","quantity":2}]}""",
                "items[0].quantity"
            },
            {
                """
                    {"items":[{"sku":"BAD-1","location":"LDN","action":"accept"},
                        {"sku":"bad-1","location":"LDN","action":"accept"}]}
                    """,
                "items[1].sku"
            },
        };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Bad_input_names_item_field_and_reason_and_nothing_is_decided(string body, string field)
    {
        await Due("BAD", "BAD-1");
        using var content = new StringContent(body, null, "application/json");
        using var answer = await worker.Http.PostAsync(Decisions, content, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"\"{field}\":", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Empty((await worker.Get<Page<DecisionResponse>>($"{Decisions}?sku=BAD-1"))!.Items);
    }
}

file static class Objects
{
    /// <summary>The properties of both, as one body.</summary>
    public static object With(this object first, object? second)
    {
        var all = JsonSerializer.SerializeToNode(first, ContractsJson.Options)!.AsObject();
        if (second is not null)
        {
            foreach (var (name, value) in JsonSerializer.SerializeToNode(second, ContractsJson.Options)!.AsObject())
                all[name] = value?.DeepClone();
        }
        return all;
    }
}
