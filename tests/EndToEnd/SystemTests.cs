using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.EndToEnd;

public sealed class SystemTests(InventorySystem system)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_trace_runs_from_the_request_through_the_broker_to_the_cache()
    {
        var (sku, location) = await Product();
        var sale = await system.Inv.Run(
            "sale",
            "record",
            "--sku",
            sku,
            "--location",
            location,
            "--quantity",
            "3",
            "-o",
            "json"
        );
        Assert.True(sale.ExitCode == 0, sale.ToString());

        await system.Until(
            () =>
                Task.FromResult(system.Spans.GroupBy(s => s.TraceId).Any(trace => RunsFromRequestToCache([.. trace]))),
            TimeSpan.FromMinutes(1),
            "a trace from the request at the gateway to the write to Redis"
        );
    }

    // Spans arrive in any order and some late, so the shape is asked for until it is there.
    private static bool RunsFromRequestToCache(List<Span> trace)
    {
        var byId = trace.DistinctBy(s => s.SpanId).ToDictionary(s => s.SpanId);
        IEnumerable<Span> Up(Span span)
        {
            for (Span? at = span; at is not null; at = byId.GetValueOrDefault(at.ParentId))
                yield return at;
        }

        // From the cache write there is a way up: worker, outbox of the sales service, its request, the gateway's.
        return trace.Any(s => s is { Service: "catalog" })
            && trace
                .Where(s => s.Service == "forecasting" && s.Name.Contains("redis", StringComparison.OrdinalIgnoreCase))
                .Select(write => Up(write).ToList())
                .Any(way =>
                    way.Exists(s => s.Service == "sales" && s.Name.StartsWith("outbox", StringComparison.Ordinal))
                    && way.Exists(s => s.Service == "sales" && s.Name.StartsWith("POST", StringComparison.Ordinal))
                    && way[^1] is { Service: "gateway" } root
                    && root.Name.StartsWith("POST", StringComparison.Ordinal)
                );
    }

    [Fact]
    public async Task A_sale_changes_stock_demand_and_forecast_within_moments()
    {
        var (sku, location) = await Product();
        await system
            .Client<ICatalogApi>()
            .ReceiveStock(
                new ReceiveStock
                {
                    Sku = sku,
                    Location = location,
                    Quantity = 10,
                },
                ct: Cancel
            );
        var sale = await system.Inv.Run("sale", "record", "--sku", sku, "--location", location, "--quantity", "4");
        Assert.True(sale.ExitCode == 0, sale.ToString());

        await system.Until(
            async () =>
            {
                var level = (await system.Client<ICatalogApi>().ListStock(sku: sku, ct: Cancel)).Items.Single();
                var history = await system.Client<IForecastingApi>().GetHistory(sku, ct: Cancel);
                var explained = await system.Client<IForecastingApi>().ExplainSuggestions(sku, ct: Cancel);
                return level.OnHand == 6
                    && history.Sum(h => h.Days.Sum(d => d.Sold)) == 4
                    && explained.Any(e => e.Suggestion.OnHand == 6);
            },
            TimeSpan.FromMinutes(1),
            "ledger, demand and suggestion to show the sale"
        );
    }

    [Theory]
    [InlineData("product", "list", "--sort", "revenue", "--limit", "10")]
    [InlineData("trend", "list")]
    [InlineData("replenish", "list")]
    [InlineData("status")]
    public async Task Every_list_has_its_three_forms(params string[] command)
    {
        foreach (var form in (string[])["table", "json", "csv"])
        {
            var result = await system.Inv.Run([.. command, "-o", form]);
            Assert.True(result.ExitCode == 0, $"{form}: {result}");
            if (form == "json")
                JsonSerializer.Deserialize<JsonElement>(result.Output);
        }
    }

    [Fact]
    public async Task An_unknown_SKU_is_refused_by_name()
    {
        using var http = system.Http(TimeSpan.FromSeconds(100));
        using var answer = await http.PostAsJsonAsync(
            "/api/v1/sales",
            new { sku = "NO-SUCH-THING", quantity = 1 },
            Cancel
        );

        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(
            "NO-SUCH-THING",
            problem.GetProperty("errors").GetProperty("sku")[0].GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_host_signs_in_for_its_own_commands()
    {
        var result = await system.Command("gateway", "resend-failed-messages");
        Assert.True(result.Success, result.ToString());
    }

    [Fact]
    public async Task Two_thousand_bad_requests_get_no_server_error_and_no_hang()
    {
        using var http = system.Http(TimeSpan.FromSeconds(30));
        var bad = new BadRequests(await http.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Cancel), seed: 20111209);
        Assert.True(bad.Operations >= 40, $"the merged document has only {bad.Operations} operations");

        var failures = new System.Collections.Concurrent.ConcurrentBag<string>();
        var statuses = new System.Collections.Concurrent.ConcurrentDictionary<int, int>();
        var requests = Enumerable.Range(0, 2_500).Select(bad.Make).ToList();
        await Parallel.ForEachAsync(
            requests,
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancel },
            async (request, ct) =>
            {
                using (request)
                {
                    try
                    {
                        using var answer = await http.SendAsync(request, ct);
                        var body = await answer.Content.ReadAsStringAsync(ct);
                        statuses.AddOrUpdate((int)answer.StatusCode, 1, (_, n) => n + 1);
                        if ((int)answer.StatusCode >= 500)
                            failures.Add($"{request.Method} {request.RequestUri}: {(int)answer.StatusCode} {body}");
                        // A NUL in the path is refused by the web server itself, before there is a request to answer.
                        else if (
                            (int)answer.StatusCode >= 400
                            && !request.RequestUri!.AbsolutePath.Contains("%00", StringComparison.Ordinal)
                            && !body.Contains("\"status\":", StringComparison.Ordinal)
                        )
                            failures.Add(
                                $"{request.Method} {request.RequestUri}: "
                                    + $"{(int)answer.StatusCode} without a problem document: {body}"
                            );
                    }
                    catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
                    {
                        failures.Add($"{request.Method} {request.RequestUri}: {e.Message}");
                    }
                }
            }
        );

        Assert.True(failures.IsEmpty, string.Join('\n', failures.Take(20)));
        Assert.True(
            statuses.Where(s => s.Key is >= 400 and < 500).Sum(s => s.Value) >= 2_000,
            string.Join(", ", statuses)
        );
        // And it is as well as before.
        Assert.True((await system.Reconciled(TimeSpan.FromMinutes(1))).Healthy);
    }

    private async Task<(string Sku, string Location)> Product()
    {
        var name = Guid.NewGuid().ToString("N")[..12].ToUpperInvariant();
        var catalog = system.Client<ICatalogApi>();
        await catalog.CreateLocation(
            new CreateLocation
            {
                Code = $"L-{name}",
                Name = "Test",
                TimeZone = "Europe/London",
            },
            ct: Cancel
        );
        await catalog.CreateProduct(
            new CreateProduct
            {
                Sku = $"P-{name}",
                Name = "Test product",
                Price = 9.5m,
            },
            ct: Cancel
        );
        return ($"P-{name}", $"L-{name}");
    }
}
