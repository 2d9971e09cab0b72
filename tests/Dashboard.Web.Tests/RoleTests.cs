using System.Net;
using SmartInventory.Contracts.Identity;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>What a role may not do is not shown, and refused when it is asked for anyway.</summary>
public sealed class RoleTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/products/85123A", "/product-edit/85123A", Role.Planner)]
    [InlineData("/products/85123A", "/product-terms/85123A", Role.Planner)]
    [InlineData("/locations", "/locations-edit", Role.Planner)]
    [InlineData("/products/85123A", "Make a draft order", Role.Planner)]
    [InlineData("/orders", "href=\"/orders-new\"", Role.Planner)]
    [InlineData("/orders?view=list", "name=\"approvable\"", Role.Planner)]
    [InlineData("/orders", "?handler=Cancel", Role.Planner)]
    [InlineData("/products/85123A", "?handler=Apply", Role.Planner)]
    [InlineData("/products/85123A", "?handler=Mark", Role.Planner)]
    [InlineData("/products", "name=\"sku\"", Role.Planner)]
    [InlineData("/orders/PO-7", "?handler=Cancel", Role.Planner)]
    [InlineData("/orders/PO-7", "?handler=Date", Role.Planner)]
    [InlineData("/orders/PO-7", "name=\"Came[", Role.Clerk)]
    [InlineData("/imports", "action=\"/imports/upload\"", Role.Clerk)]
    [InlineData("/forecasts", "handler=RefitAll", Role.Planner)]
    [InlineData("/orders", "href=\"/users\"", Role.Admin)]
    [InlineData("/orders", "href=\"/system\"", Role.Admin)]
    public async Task What_a_role_may_not_do_is_not_shown(string page, string offer, Role lowest)
    {
        await using var stub = await OrderTests.Gateway(OrderTests.Order());
        await using var dashboard = new DashboardHost(stub.Address);
        foreach (var role in Enum.GetValues<Role>())
        {
            var html = await As(dashboard, role).GetStringAsync(page, Ct);
            Assert.True(role >= lowest == html.Contains(offer, StringComparison.Ordinal), $"{offer} for {role}");
        }
    }

    [Theory]
    [InlineData("/product-edit", Role.Planner)]
    [InlineData("/product-edit/85123A", Role.Planner)]
    [InlineData("/product-image/85123A", Role.Planner)]
    [InlineData("/product-terms/85123A", Role.Planner)]
    [InlineData("/locations-edit", Role.Planner)]
    [InlineData("/locations-edit/LONDON", Role.Planner)]
    [InlineData("/products-edit?sku=85123A", Role.Planner)]
    [InlineData("/suppliers-edit", Role.Planner)]
    [InlineData("/suppliers-edit/ACME", Role.Planner)]
    [InlineData("/orders-new", Role.Planner)]
    [InlineData("/imports/undo/01890000-0000-7000-8000-000000000000", Role.Planner)]
    [InlineData("/imports/01890000-0000-7000-8000-000000000000", Role.Clerk)]
    [InlineData("/users", Role.Admin)]
    [InlineData("/users/ada", Role.Admin)]
    [InlineData("/tokens", Role.Admin)]
    [InlineData("/system", Role.Admin)]
    public async Task A_page_that_is_not_for_a_role_says_so(string page, Role lowest)
    {
        await using var stub = await OrderTests.Gateway(OrderTests.Order());
        await using var dashboard = new DashboardHost(stub.Address);
        foreach (var role in Enum.GetValues<Role>())
        {
            using var answer = await As(dashboard, role).GetAsync(page, Ct);
            Assert.Equal(role < lowest, answer.StatusCode == HttpStatusCode.Forbidden);
            if (role < lowest)
                Assert.Contains(
                    $"This needs the {lowest.ToString().ToLowerInvariant()} role; you are "
                        + $"{role.ToString().ToLowerInvariant()}. Ask an admin.",
                    await answer.Content.ReadAsStringAsync(Ct),
                    StringComparison.Ordinal
                );
        }
    }

    [Theory]
    [InlineData("Approve", Role.Planner)]
    [InlineData("Send", Role.Planner)]
    [InlineData("Cancel", Role.Planner)]
    [InlineData("Date", Role.Planner)]
    [InlineData("Receive", Role.Clerk)]
    public async Task What_is_asked_for_anyway_is_refused_before_anything_happens(string handler, Role lowest)
    {
        await using var stub = await OrderTests.Gateway(OrderTests.Order());
        await using var dashboard = new DashboardHost(stub.Address);
        foreach (var role in Enum.GetValues<Role>().Where(role => role < lowest))
        {
            var browser = As(dashboard, role);
            // Every form of this person has it, that of the comments too.
            var token = Html.Token(await browser.GetStringAsync("/orders/PO-7", Ct));
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token)]);
            using var answer = await browser.PostAsync($"/orders/PO-7?handler={handler}", form, Ct);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        Assert.DoesNotContain(stub.Requests, OrderTests.IsAction);
    }

    private static HttpClient As(DashboardHost dashboard, Role role) =>
        dashboard.Browser(role, $"a-{role}".ToLowerInvariant());
}
