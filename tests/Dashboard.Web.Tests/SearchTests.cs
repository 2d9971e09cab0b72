using Microsoft.Playwright;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

public sealed class SearchTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Products_suppliers_an_order_and_pages_are_found_by_what_is_typed()
    {
        await using var stub = await ShopAsync();
        await using var dashboard = new DashboardHost(stub.Address);
        var html = await dashboard.Browser().GetStringAsync("/search?q=po-7", Ct);
        Assert.Contains("href=\"/orders/PO-7\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/products/85123A\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/suppliers/ACME\"", html, StringComparison.Ordinal);
        // More than fits: where the rest is.
        Assert.Contains("href=\"/products?search=po-7\"", html, StringComparison.Ordinal);

        html = await dashboard.Browser().GetStringAsync("/search?q=repl", Ct);
        Assert.Contains("href=\"/replenishment\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_may_not_open_is_not_offered()
    {
        await using var stub = await ShopAsync();
        await using var dashboard = new DashboardHost(stub.Address);
        Assert.Contains("<a href=\"/users\">", await Found(dashboard.Browser(), "users"), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "<a href=\"/users\">",
            await Found(dashboard.Browser(Role.Planner, "paul"), "users"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Every_page_of_the_navigation_is_found_by_its_name_and_has_keys()
    {
        await using var stub = await ShopAsync();
        await using var dashboard = new DashboardHost(stub.Address);
        var html = await dashboard.Browser().GetStringAsync("/search", Ct);
        var from = html.IndexOf("<nav", StringComparison.Ordinal);
        var navigation = html[from..html.IndexOf("</nav>", from, StringComparison.Ordinal)];
        var links = System.Text.RegularExpressions.Regex.Matches(navigation, "href=\"([^\"]+)\"");
        Assert.NotEmpty(links);
        Assert.All(
            links,
            link => Assert.Contains($"data-go=\"{link.Groups[1].Value}\" data-key=", html, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Nothing_found_says_what_can_be_looked_for_and_a_part_that_is_away_says_so()
    {
        await using var stub = await Canned.StartAsync(Canned.Empty());
        stub.On("GET /api/v1/suppliers", _ => Answer.Ok(new Page<SupplierResponse>([], null)));
        await using var dashboard = new DashboardHost(stub.Address);
        Assert.Contains(
            "Nothing is called “xyzzy”. Products are found by SKU, name or barcode",
            Html.Text(await Found(dashboard.Browser(), "xyzzy")),
            StringComparison.Ordinal
        );

        stub.On("GET /api/v1/suppliers", _ => Answer.Problem(503, "The catalog service does not answer."));
        var text = Html.Text(await Found(dashboard.Browser(), "xyzzy"));
        Assert.Contains("The catalog service does not answer.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing is called", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_are_found_in_the_readers_language_without_its_accents()
    {
        await using var stub = await ShopAsync();
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();
        browser.DefaultRequestHeaders.Add("Accept-Language", "es");
        Assert.Contains("Reposición", Html.Text(await Found(browser, "reposicion")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task By_keyboard_alone_one_finds_a_product_and_goes_to_a_page()
    {
        await using var stub = await ShopAsync();
        await using var dashboard = new DashboardHost(stub.Address);
        await using var browser = await OpenBrowser.StartAsync();
        var page = await browser.Chromium.NewPageAsync();
        await page.GotoAsync($"{dashboard.Listen()}suppliers");

        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("85123A");
        await page.Keyboard.PressAsync("Enter");
        await ArrivesAsync(page, "/products/85123A");

        // In a field a letter is a letter; elsewhere g and a letter lead to a page, until that is switched off.
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("gs/?");
        Assert.Equal("gs/?", await page.Locator("#finder-q").InputValueAsync());
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#finder")).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("s");
        await ArrivesAsync(page, "/suppliers");

        // The next keys come before the browser drew again, when the closed dialog's field still has the focus.
        await page.Keyboard.PressAsync("/");
        await Assertions.Expect(page.Locator("#finder-q")).ToBeFocusedAsync();
        await page.EvaluateAsync(
            """
            () => {
              document.getElementById("finder").close();
              for (const key of "gp")
                document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
            }
            """
        );
        await ArrivesAsync(page, "/products");

        await page.Keyboard.PressAsync("?");
        await page.Locator("#keys-single").UncheckAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("/");
        Assert.False(await page.Locator("#finder").IsVisibleAsync());
        await page.Keyboard.PressAsync("Control+k");
        Assert.True(await page.Locator("#finder").IsVisibleAsync());
    }

    /// <summary>
    /// Waits in the page itself: Playwright's own WaitForURLAsync misses a navigation that begins while it looks
    /// (its issue 3364).
    /// </summary>
    private static async Task ArrivesAsync(IPage page, string path) =>
        await page.WaitForFunctionAsync(
            "path => location.pathname === path && document.readyState === 'complete'",
            path
        );

    private static Task<StubGateway> ShopAsync() => SupplierTests.Gateway(() => SupplierTests.Supplier());

    private static Task<string> Found(HttpClient browser, string typed) =>
        browser.GetStringAsync($"/search?tile=found&q={typed}", Ct);
}
