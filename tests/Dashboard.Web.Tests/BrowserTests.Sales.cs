using Microsoft.Playwright;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Messages;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

public sealed partial class BrowserTests
{
    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    public async Task A_sale_is_recorded_with_codes_and_enter_alone(int width, ColorScheme scheme)
    {
        var shop = new SaleShop();
        await using var stub = await shop.StartAsync();
        await using var dashboard = new DashboardHost(stub.Address);
        var clerk = StubSignIn.Person("cleo", Role.Clerk);
        var page = await OpenAsync(dashboard.Listen().ToString(), width, scheme, clerk);
        await page.GotoAsync("sales/new");
        await page.EvaluateAsync("window.sameDocument = true");

        // As a scanner types: faster than any answer.
        await Assertions.Expect(page.Locator("[autofocus]")).ToBeFocusedAsync();
        foreach (var code in new[] { SaleShop.Barcode, "CUP/2", "2*lamp-1", "NOPE" })
        {
            await page.Keyboard.TypeAsync(code);
            await page.Keyboard.PressAsync("Enter");
        }

        await Assertions.Expect(page.Locator("#code-said .wrong")).ToContainTextAsync("'NOPE'");
        await Assertions.Expect(page.Locator("#total")).ToHaveTextAsync("65.50");
        await Assertions.Expect(page.Locator("[name='Lines[0].Quantity']")).ToHaveValueAsync("3");
        Assert.True(await page.EvaluateAsync<bool>("document.activeElement.id === 'code'"));
        Assert.True(await page.EvaluateAsync<bool>("window.sameDocument"));
        await FitsAsync(page, width);

        // A discount, by keyboard too: Enter leads back to the codes.
        await page.Locator("[name='Lines[1].Discount']").FocusAsync();
        await page.Keyboard.TypeAsync("1.5");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#total")).ToHaveTextAsync("64.00");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#record")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.Locator("#tile-recorded")).ToContainTextAsync("LAMP-1 Desk <lamp>");
        Assert.Equal(3, shop.Sales.Count);
        Assert.Equal(
            [3m, 1m],
            shop.Sales.Values.Where(s => s.Channel == "manual").Select(s => s.Quantity).Order().Reverse()
        );
        await FitsAsync(page, width);

        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#code")).ToBeFocusedAsync();
        foreach (var path in new[] { "sales", $"sales/{SaleShop.Known}" })
        {
            await page.GotoAsync(path);
            await Assertions.Expect(page.Locator("#live-text")).ToHaveTextAsync("Live");
            await FitsAsync(page, width);
        }

        Assert.Empty(_console);
        Assert.Empty(_foreign);
    }

    [Fact]
    public async Task A_code_that_could_not_be_looked_up_waits_for_the_next_enter()
    {
        var shop = new SaleShop();
        await using var stub = await shop.StartAsync();
        await using var dashboard = new DashboardHost(stub.Address);
        var page = await OpenAsync(dashboard.Listen().ToString());
        await page.GotoAsync("sales/new");
        await page.RouteAsync("**/*handler=Add", route => route.AbortAsync());

        await Assertions.Expect(page.Locator("[autofocus]")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("LAMP-1");
        await page.Keyboard.PressAsync("Enter");
        await Assertions
            .Expect(page.Locator("#code-status"))
            .ToHaveTextAsync("The line was not added: the server does not answer. Press Enter to try again: LAMP-1");

        await page.UnrouteAllAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#total")).ToHaveTextAsync("20.50");
        await Assertions.Expect(page.Locator("#record")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_sale_that_is_recorded_elsewhere_appears_in_the_history()
    {
        var shop = new SaleShop();
        await using var stub = await shop.StartAsync();
        await using var dashboard = new DashboardHost(stub.Address);
        var page = await OpenAsync(dashboard.Listen().ToString());
        await page.GotoAsync("sales");
        await Assertions.Expect(page.Locator("#live-text")).ToHaveTextAsync("Live");

        var id = Guid.NewGuid();
        shop.Sales[id] = SaleShop.Line(id) with { Sku = "CUP/2", RecordedBy = "somebody-else" };
        await (await dashboard.BusAsync()).Publish(new SalesRecorded([Line("CUP/2", 3)]), Ct);

        await Assertions.Expect(page.Locator("#tile-lines")).ToContainTextAsync("somebody-else");
    }

    private static async Task FitsAsync(IPage page, int width) =>
        Assert.True(
            await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"),
            $"{page.Url} is wider than {width} px"
        );
}
