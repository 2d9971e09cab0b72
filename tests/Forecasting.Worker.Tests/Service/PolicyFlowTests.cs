using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Messages;
using SmartInventory.Forecasting.Trends;

namespace SmartInventory.Forecasting.Tests.Service;

/// <summary>Policies, from what people set to what is suggested.</summary>
public sealed class PolicyFlowTests(WorkerHost worker) : IClassFixture<WorkerHost>
{
    private const string Policies = "/api/v1/replenishment/policies";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static ProductState Product(string sku, string category, string supplier) =>
        WorkerHost.Product(sku, 1, new SupplierTermState(supplier, 5, 1, 1, 1.1m, true)) with
        {
            Category = category,
            ServiceLevel = null,
            ReviewPeriodDays = null,
        };

    private static string One(PolicyScope scope, string? key) =>
        $"{Policies}/one?scope={JsonNamingPolicy.KebabCaseLower.ConvertName(scope.ToString())}"
        + (key is null ? "" : $"&key={Uri.EscapeDataString(key)}");

    private async Task<(HttpStatusCode Status, JsonElement Body, string? ETag)> Send(
        HttpMethod method,
        string path,
        object? body = null,
        string? ifMatch = null,
        Role role = Role.Planner
    )
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = JsonContent.Create(body, options: ContractsJson.Options);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var http = worker.As(role);
        var response = await http.SendAsync(request, Ct);
        var text = await response.Content.ReadAsStringAsync(Ct);
        return (
            response.StatusCode,
            text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text),
            response.Headers.ETag?.ToString()
        );
    }

    private static string[] Wrong(JsonElement body) =>
        [.. body.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal)];

    private Task<List<SuggestionExplanation>> Planned(string sku, decimal service, int review) =>
        worker.GetUntil<List<SuggestionExplanation>>(
            $"/api/v1/replenishment/{sku}",
            found => found.Count == 1 && found[0].ServiceLevel == service && found[0].ReviewPeriodDays == review
        );

    [Fact]
    public async Task What_is_set_plans_what_it_concerns_anew_and_cleared_it_leaves_no_trace()
    {
        await worker.Publish(new LocationChanged([new LocationState("LDN", 1, "London", "UTC", false)]));
        await worker.Publish(new SupplierChanged([new SupplierState("POL", 1, "Pol Ltd", false)]));
        await worker.Publish(
            new ProductChanged([Product("POL/1", "Pol ice/Desk", "POL"), Product("POL-2", "Pol iced", "OTHER")])
        );
        foreach (var sku in new[] { "POL/1", "POL-2" })
            await worker.Publish(WorkerHost.History(sku, 40));
        await Planned("POL%2F1", 0.95m, 7);
        await Planned("POL-2", 0.95m, 7);

        // The case is that of the products; the slash needs no care.
        var (status, body, etag) = await Send(
            HttpMethod.Put,
            One(PolicyScope.Category, "pol ICE"),
            new PolicyFields { Service = 0.98m, ReviewDays = 14 }
        );
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal("Pol ice", body.GetProperty("key").GetString());
        await Planned("POL%2F1", 0.98m, 14);

        // Nobody overwrites unseen.
        var path = One(PolicyScope.Category, "Pol ice");
        (status, _, _) = await Send(HttpMethod.Put, path, new PolicyFields { Service = 0.9m });
        Assert.Equal(HttpStatusCode.PreconditionRequired, status);
        (status, body, _) = await Send(HttpMethod.Put, path, new PolicyFields { Service = 0.9m }, "\"1\"");
        Assert.Equal(HttpStatusCode.PreconditionFailed, status);
        Assert.Equal(0.98m, body.GetProperty("current").GetProperty("fields").GetProperty("service").GetDecimal());
        (status, _, etag) = await Send(HttpMethod.Put, path, new PolicyFields { Service = 0.9m }, etag);
        Assert.Equal(HttpStatusCode.OK, status);
        await Planned("POL%2F1", 0.9m, 7);

        // A narrower one goes first, for one location.
        (status, _, _) = await Send(HttpMethod.Put, One(PolicyScope.Series, "pol/1@ldn"), new { service = 0.97 });
        Assert.Equal(HttpStatusCode.Created, status);
        await Planned("POL%2F1", 0.97m, 7);
        var effective = await worker.Get<EffectivePolicy>($"{Policies}/effective?sku=POL%2F1&location=LDN");
        Assert.Equal(new PolicySource(PolicyScope.Series, "POL/1@LDN"), effective!.InForce.Sources["service"]);
        Assert.Equal(
            ["POL/1 at LDN", "category Pol ice", "built in"],
            effective.Chain.Select(l => PolicyTerms.Where(l.Source))
        );
        var anywhere = await worker.Get<EffectivePolicy>($"{Policies}/effective?sku=POL%2F1");
        Assert.Equal((0.9m, "POL"), (anywhere!.InForce.Values.Service, anywhere.Supplier));

        var pages = await Listing<PolicyResponse>.ReadAsync(
            500,
            async (_, after) =>
                (
                    await worker.Get<Page<PolicyResponse>>(
                        $"{Policies}?limit=1" + (after is null ? "" : $"&after={Uri.EscapeDataString(after)}")
                    )
                )!
        );
        Assert.Equal(
            ["Pol ice", "POL/1@LDN"],
            pages
                .Items.Select(p => p.Key)
                .Where(key => key?.StartsWith("pol", StringComparison.OrdinalIgnoreCase) == true)
        );

        // What merely begins alike is left alone, and what was planned anew by now was planned by these.
        await Planned("POL-2", 0.95m, 7);

        (status, _, _) = await Send(HttpMethod.Delete, One(PolicyScope.Series, "POL/1@LDN"), ifMatch: "*");
        Assert.Equal(HttpStatusCode.NoContent, status);
        await Planned("POL%2F1", 0.9m, 7);
        (status, _, _) = await Send(HttpMethod.Delete, path, ifMatch: etag);
        Assert.Equal(HttpStatusCode.NoContent, status);
        await Planned("POL%2F1", 0.95m, 7);
        Assert.Null(await worker.Get<PolicyResponse>(path));

        var done = await worker.Get<ActivityPage>("/api/v1/activity?subject=category:Pol%20ice");
        Assert.Equal(["cleared-policy", "changed-policy", "set-policy"], done!.Items.Select(a => a.Action));
        Assert.Contains(done.Items[1].Changes, c => c is { Field: "service", From: "0.98", To: "0.9" });
        Assert.Contains(done.Items[1].Changes, c => c is { Field: "reviewDays", From: "14", To: null });
    }

    [Fact]
    public async Task A_supplier_a_location_a_product_and_all_reach_their_series()
    {
        await worker.Publish(new LocationChanged([new LocationState("LDN", 1, "London", "UTC", false)]));
        await worker.Publish(new SupplierChanged([new SupplierState("RCH", 1, "Rch Ltd", false)]));
        await worker.Publish(new ProductChanged([Product("RCH-1", "Reach", "RCH")]));
        await worker.Publish(WorkerHost.History("RCH-1", 40));
        await Planned("RCH-1", 0.95m, 7);
        var days = 20;
        var scopes = new (PolicyScope Scope, string? Key)[]
        {
            (PolicyScope.All, null),
            (PolicyScope.Location, "LDN"),
            (PolicyScope.Supplier, "RCH"),
            (PolicyScope.Product, "RCH-1"),
        };
        foreach (var (scope, key) in scopes)
        {
            var (status, _, _) = await Send(HttpMethod.Put, One(scope, key), new PolicyFields { ReviewDays = ++days });
            Assert.Equal(HttpStatusCode.Created, status);
            await Planned("RCH-1", 0.95m, days);
        }
        foreach (var (scope, key) in scopes)
            await Send(HttpMethod.Delete, One(scope, key), ifMatch: "*");
        await Planned("RCH-1", 0.95m, 7);
    }

    [Fact]
    public async Task A_cell_is_kept_and_a_product_that_comes_into_one_is_planned_by_it()
    {
        await worker.Publish(new ProductChanged([Product("SEG-1", "Seg", "SEG")]));
        await worker.Publish(WorkerHost.History("SEG-1", 60));
        await Planned("SEG-1", 0.95m, 7);
        await WorkerHost.Until(() => worker.Db(db => db.Turnover.AnyAsync(t => t.Sku == "SEG-1", Ct)));
        await worker.Db(db => SegmentStore.RenewAsync(db, TimeProvider.System, Ct));
        var cell = await worker.Db(db =>
            db.ProductSegments.Where(s => s.Sku == "SEG-1").Select(s => s.Cell).SingleAsync(Ct)
        );
        Assert.Matches("^[ABC][XYZ]$", cell);

        var (status, _, _) = await Send(HttpMethod.Put, One(PolicyScope.Segment, cell), new { reviewDays = 21 });
        Assert.Equal(HttpStatusCode.Created, status);
        await Planned("SEG-1", 0.95m, 21);

        // Out of it, and back by the regular pass.
        await worker.Db(db => db.ProductSegments.Where(s => s.Sku == "SEG-1").ExecuteDeleteAsync(Ct));
        await Send(HttpMethod.Put, One(PolicyScope.Product, "SEG-1"), new { orderCost = 1 });
        await Planned("SEG-1", 0.95m, 7);
        // How many it moves is also of what other tests sell meanwhile.
        Assert.NotEqual(0, await worker.Db(db => SegmentStore.RenewAsync(db, TimeProvider.System, Ct)));
        await Planned("SEG-1", 0.95m, 21);
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once_and_nothing_is_set()
    {
        await worker.Publish(new ProductChanged([Product("BAD-1", "Bad", "BAD")]));
        await WorkerHost.Until(() => worker.Db(db => db.Products.AnyAsync(p => p.Sku == "BAD-1", Ct)));
        async Task Refused(PolicyScope scope, string? key, object body, params string[] fields)
        {
            var (status, problem, _) = await Send(HttpMethod.Put, One(scope, key), body);
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Equal(fields, Wrong(problem));
        }
        await Refused(
            PolicyScope.Category,
            "Nowhere",
            new
            {
                service = 1,
                reviewDays = 0,
                orderCost = -1,
                holdingRate = 11,
                shelfLifeDays = 4000,
                transferDays = 91,
                policy = "min-max",
            },
            "holdingRate",
            "key",
            "orderCost",
            "policy",
            "reviewDays",
            "service",
            "shelfLifeDays",
            "transferDays"
        );
        await Refused(
            PolicyScope.Product,
            "BAD-1",
            new
            {
                policy = "min-max",
                min = 5,
                service = 0.9,
            },
            "max",
            "service"
        );
        await Refused(
            PolicyScope.Product,
            "BAD-1",
            new
            {
                policy = "min-max",
                min = 5.5,
                max = 5,
            },
            "max",
            "min"
        );
        await Refused(
            PolicyScope.Product,
            "BAD-1",
            new
            {
                policy = "periodic-up-to",
                lot = 5,
                min = 1,
            },
            "lot",
            "min"
        );
        await Refused(PolicyScope.Product, "BAD-1", new { promise = "stock-out-cost", service = 0.9 }, "service");
        await Refused(PolicyScope.Series, "BAD-1@NOWHERE", new { service = 0.9 }, "key");
        await Refused(PolicyScope.Supplier, "NOBODY", new { service = 0.9 }, "key");
        await Refused(PolicyScope.Segment, "AA", new { service = 0.9 }, "key");
        await Refused(PolicyScope.All, "LDN", new { }, "key", "policy");
        var (status, _, _) = await Send(
            HttpMethod.Put,
            One(PolicyScope.Product, "BAD-1"),
            new { service = 0.9 },
            role: Role.Clerk
        );
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.False(await worker.Db(db => db.Policies.AnyAsync(p => p.Key == "BAD-1", Ct)));
    }
}
