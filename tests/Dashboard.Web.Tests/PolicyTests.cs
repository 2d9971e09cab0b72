using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Identity;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>How things are ordered, in the browser.</summary>
public sealed class PolicyTests
{
    private const string One = "/api/v1/replenishment/policies/one";
    private const string Edit = "/replenishment/policies/edit?key=category%3ALighting%2FDesk";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static PolicyResponse Policy(PolicyFields fields, string etag = "\"1\"") =>
        new()
        {
            Scope = PolicyScope.Category,
            Key = "Lighting/Desk",
            Fields = fields,
            UpdatedAt = DateTimeOffset.UnixEpoch,
            By = "ada",
            ETag = etag,
        };

    [Fact]
    public async Task What_is_set_is_listed_and_leads_to_its_form()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.Serve(
            "/api/v1/replenishment/policies",
            _ => new Page<PolicyResponse>([Policy(new() { Service = 0.98m, ReviewDays = 14 })], null)
        );
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await dashboard.Browser().GetStringAsync("/replenishment/policies?scope=category", Ct);
        Assert.Contains("category Lighting/Desk", Html.Text(html), StringComparison.Ordinal);
        Assert.Contains("Service level: 98%, Days between orders: 14", Html.Text(html), StringComparison.Ordinal);
        Assert.Contains(Edit, html, StringComparison.Ordinal);
        Assert.Contains(
            "category",
            stub.Requests.Single(r => r.Path.EndsWith("/policies", StringComparison.Ordinal))["scope"],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_was_typed_is_set_with_the_version_that_was_read_and_emptied_it_is_cleared()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        PolicyResponse? policy = null;
        stub.On($"GET {One}", _ => policy is null ? Answer.Problem(404, "None.") : Answer.Ok(policy));
        stub.On(
            $"PUT {One}",
            seen => Answer.Ok(policy = Policy(seen.Read<PolicyFields>(), policy is null ? "\"1\"" : "\"2\""))
        );
        stub.On($"DELETE {One}", _ => new Answer(204));
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();

        await Html.SubmitAsync(browser, Edit, "", ("Mine[policy]", "periodic-up-to"), ("Mine[service]", "0.98"));
        var put = stub.Requests.Single(r => r.Method == "PUT");
        Assert.Equal(new PolicyFields { Policy = OrderPolicy.PeriodicUpTo, Service = 0.98m }, put.Read<PolicyFields>());
        Assert.Equal(("category", "Lighting/Desk"), (put["scope"], put["key"]));
        Assert.False(put.Headers.ContainsKey("If-Match"));

        await Html.SubmitAsync(browser, Edit, "", ("Mine[service]", "0.9"));
        var again = stub.Requests.Last(r => r.Method == "PUT");
        Assert.Equal("\"1\"", again.Headers.IfMatch);
        Assert.Equal(OrderPolicy.PeriodicUpTo, again.Read<PolicyFields>().Policy);

        await Html.SubmitAsync(browser, Edit, "", ("Mine[service]", ""), ("Mine[policy]", ""));
        Assert.Equal("\"2\"", stub.Requests.Single(r => r.Method == "DELETE").Headers.IfMatch);
    }

    [Fact]
    public async Task A_product_says_where_each_value_comes_from()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.Serve(
            "/api/v1/replenishment/policies/effective",
            _ => new EffectivePolicy(
                "85123A",
                "LONDON",
                null,
                null,
                new(
                    new() { Service = 0.9m, OrderCost = 4 },
                    new Dictionary<string, PolicySource>
                    {
                        ["service"] = PolicySource.Card,
                        ["orderCost"] = new(PolicyScope.Category, "Lighting"),
                    }
                ),
                []
            )
        );
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await dashboard.Browser().GetStringAsync("/products/85123A?location=LONDON", Ct);
        Assert.Contains("Service level 90% the product's card", Html.Text(html), StringComparison.Ordinal);
        Assert.Contains("Cost of an order line 4 category Lighting", Html.Text(html), StringComparison.Ordinal);
        Assert.Contains("key=series%3A85123A", html, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "key=series",
            await dashboard.Browser(Role.Viewer).GetStringAsync("/products/85123A?location=LONDON", Ct),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_cell_of_the_matrix_shows_its_policy_and_leads_to_its_form()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.Serve(
            "/api/v1/replenishment/policies",
            _ => new Page<PolicyResponse>(
                [Policy(new() { ReviewDays = 21 }) with { Scope = PolicyScope.Segment, Key = "AX" }],
                null
            )
        );
        await using var dashboard = new DashboardHost(stub.Address);
        var html = await dashboard.Browser().GetStringAsync("/trends", Ct);
        Assert.Contains("Policy: Days between orders: 21", Html.Text(html), StringComparison.Ordinal);
        Assert.Contains("/replenishment/policies/edit?key=segment%3AAX", html, StringComparison.Ordinal);
    }
}
