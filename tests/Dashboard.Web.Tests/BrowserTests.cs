using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Messages;
using SmartInventory.Contracts.Sales;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>The pages in a real Chromium: what the server cannot see.</summary>
public sealed partial class BrowserTests : IAsyncLifetime
{
    private readonly List<string> _console = [];
    private readonly List<string> _foreign = [];
    private OpenBrowser _browser = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _browser = await OpenBrowser.StartAsync();

    public ValueTask DisposeAsync() => _browser.DisposeAsync();

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Every_page_fits_draws_its_charts_and_has_a_quiet_console(int width, ColorScheme scheme)
    {
        await using var stub = await SystemPageTests.Gateway();
        stub.On("POST /api/v1/replenishment/what-if", WhatIfTests.Result);
        await using var dashboard = new DashboardHost(stub.Address);
        var page = await OpenAsync(dashboard.Listen().ToString(), width, scheme);
        foreach (
            var path in new[]
            {
                "",
                "products",
                "products/85123A",
                "replenishment/what-if?run=true&s[0].late=14",
                "forecasts",
                "system",
            }
        )
        {
            await page.GotoAsync(path);
            await Assertions.Expect(page.Locator("#live-text")).ToHaveTextAsync("Live");
            foreach (var chart in await page.Locator("[data-chart]").AllAsync())
                await DrawnAsync(chart);
            Assert.True(
                await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"),
                $"/{path} is wider than {width} px"
            );
        }

        Assert.Empty(_console);
        Assert.Empty(_foreign);
    }

    [Fact]
    public async Task A_chart_is_drawn_when_it_is_about_to_be_seen()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);
        var page = await OpenAsync(dashboard.Listen().ToString());
        await page.SetViewportSizeAsync(390, 200);
        await page.GotoAsync("");
        await Assertions.Expect(page.Locator("#live-text")).ToHaveTextAsync("Live");
        var chart = page.Locator("#chart-sales");
        Assert.Equal(0, await chart.Locator("canvas").CountAsync());
        await DrawnAsync(chart);
    }

    [Theory]
    [InlineData("suppliers/ACME", 2)]
    [InlineData("replenishment/simulate?run=true", 4)]
    public async Task Charts_of_other_pages_are_drawn(string path, int columns)
    {
        await using var stub = await SupplierTests.Gateway(() => SupplierTests.Supplier("Acme"));
        stub.On("POST /api/v1/replenishment/simulate", SimulateTests.Result);
        await using var dashboard = new DashboardHost(stub.Address);
        var page = await OpenAsync(dashboard.Listen().ToString(), 390);
        await page.GotoAsync(path);
        var chart = page.Locator("[data-chart]");
        await DrawnAsync(chart);
        Assert.Equal(columns, await chart.EvaluateAsync<int>("chart => chart.plots[0].data.length"));
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        Assert.Empty(_console);
    }

    [Fact]
    public async Task A_shelf_is_counted_with_a_phone_one_product_after_the_other()
    {
        var lines = new[] { SheetPageTests.Line("85123A"), SheetPageTests.Line("22421") };
        await using var stub = await SheetPageTests.Gateway(() => SheetPageTests.Sheet(lines: lines));
        stub.On(
            "PUT /api/v1/stock/counts/12/lines/*",
            seen =>
            {
                var sku = seen.Path.Split('/')[^1];
                var i = Array.FindIndex(lines, l => l.Sku == sku);
                lines[i] = SheetPageTests.Line(sku, seen.Read<RecordCount>().Counted, 9);
                return Answer.Ok(SheetPageTests.Sheet(lines: lines));
            }
        );
        stub.On("POST /api/v1/stock/counts/12/post", _ => Answer.Ok(SheetPageTests.Sheet(lines: lines)));
        stub.Serve("/api/v1/products/22421", _ => Canned.Product(1, "Other"));
        await using var dashboard = new DashboardHost(stub.Address);
        var page = await OpenAsync(dashboard.Listen().ToString(), 360);

        async Task FitsAsync() =>
            Assert.True(
                await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"),
                $"{page.Url} is wider than a phone"
            );

        await page.GotoAsync("stock/counts/12");
        await FitsAsync();
        await page.Locator("#tile-sheet a[href$='/count']").ClickAsync();

        // A scanner types the code and presses Enter; the cursor is where the next thing is typed.
        await Assertions.Expect(page.Locator("input[name=code]")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("5012345678900");
        await page.Keyboard.PressAsync("Enter");
        var field = page.Locator("input[name=Counted]");
        await Assertions.Expect(field).ToBeFocusedAsync();
        await FitsAsync();
        var box = await field.BoundingBoxAsync();
        Assert.True(box is { Height: >= 48, Width: >= 240 }, $"{box?.Width} x {box?.Height} is no place for a thumb");
        await page.Keyboard.TypeAsync("7");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("[role=status].notice")).ToContainTextAsync("85123A: 7 at");
        await FitsAsync();

        // The next one by a thumb.
        await page.Locator(".touch a").First.ClickAsync();
        await Assertions.Expect(field).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("12");
        await page.Locator("button.large").ClickAsync();
        await Assertions.Expect(page.Locator(".counting")).ToContainTextAsync("Everything is counted.");
        Assert.Equal(
            [("85123A", 7m), ("22421", 12m)],
            stub.Requests.Where(r => r.Method == "PUT")
                .Select(r => (r.Path.Split('/')[^1], r.Read<RecordCount>().Counted!.Value))
        );

        await page.Locator(".counting a").Last.ClickAsync();
        await Assertions.Expect(page.Locator("#tile-sheet")).ToContainTextAsync("+1");
        await FitsAsync();
        await page.Locator("button", new() { HasTextString = "Post all and close" }).ClickAsync();
        await Assertions
            .Expect(page.Locator("[role=status].notice"))
            .ToHaveTextAsync("Posted: the counts are in the ledger, each at its moment.");
        foreach (var path in new[] { "stock", "stock/movements", "stock/adjust?sku=85123A", "stock/counts" })
        {
            await page.GotoAsync(path);
            await FitsAsync();
        }

        Assert.Empty(_console);
    }

    [Fact]
    public async Task News_appear_without_a_reload()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);
        var page = await OpenAsync(dashboard.Listen().ToString());
        await page.GotoAsync("");
        await Assertions.Expect(page.Locator("#live-text")).ToHaveTextAsync("Live");
        await page.EvaluateAsync("window.sameDocument = true");
        await page.Locator("#table-sales summary").ClickAsync();
        await page.Locator("#tile-act-now tbody a").First.FocusAsync();

        stub.Serve("/api/v1/stock/summary", _ => new StockSummary(99, 3, 1, 0, 0, 0, DateTimeOffset.UnixEpoch));
        stub.Serve("/api/v1/sales/daily", _ => new[] { new DailySales(new DateOnly(2026, 1, 1), 3, 0, 7_531, 1) });
        var bus = await dashboard.BusAsync();
        await bus.Publish(new SalesRecorded([Line("85123A", 3)]), Ct);
        await bus.Publish(new StockChanged([new StockState("85123A", "L", 1, 0, 0, true)]), Ct);
        await bus.Publish(
            new ForecastChanged([new ForecastState("85123A", "L", 1, DateTimeOffset.UnixEpoch, "ses", 1, 0, null)]),
            Ct
        );

        await Assertions.Expect(page.Locator("#tile-stock .figure")).ToHaveTextAsync("99.00");
        await Assertions.Expect(page.Locator("#tile-sales .headline")).ToContainTextAsync("7,531");
        await Assertions.Expect(page.Locator("#announce")).ToHaveTextAsync("1 sales lines recorded, 3 units.");
        // The chart was redrawn, the table is still open, and the keyboard is where it was.
        await DrawnAsync(page.Locator("#chart-sales"));
        // A function: an expression would be evaluated anew for every frame, which the page's own policy forbids.
        await page.WaitForFunctionAsync("() => document.getElementById('chart-sales').plots[0].data[0].length === 1");
        Assert.True(await page.Locator("#table-sales").EvaluateAsync<bool>("details => details.open"));
        Assert.Equal(
            "/products/85123A?location=LONDON",
            await page.EvaluateAsync<string>("document.activeElement.getAttribute('href')")
        );
        Assert.True(await page.EvaluateAsync<bool>("window.sameDocument"));
        Assert.Empty(_console);
    }

    [GeneratedRegex(@"Revenue: €[\d,]+\.\d\d$")]
    private static partial Regex OneAmount();

    [Fact]
    public async Task A_chart_says_what_is_under_the_pointer_and_keeps_its_zoom_when_news_come()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.Serve("/api/v1/installation", _ => new InstallationResponse("EUR", 2, "\"1\""));
        await using var dashboard = new DashboardHost(stub.Address);
        var page = await OpenAsync(dashboard.Listen().ToString());
        await page.GotoAsync("");
        await Assertions.Expect(page.Locator("#live-text")).ToHaveTextAsync("Live");
        var chart = page.Locator("#chart-sales");
        var upper = chart.Locator(".u-over").First;
        await DrawnAsync(chart);
        await upper.ScrollIntoViewIfNeededAsync();
        var height = await chart.EvaluateAsync<int>("chart => chart.clientHeight");
        var box = (await upper.BoundingBoxAsync())!;

        async Task<double[]> Span(int panel) =>
            await chart.EvaluateAsync<double[]>(
                "async (chart, i) => { await new Promise(requestAnimationFrame); const { min, max } = "
                    + "chart.plots[i].scales.x; return [min, max]; }",
                panel
            );

        var whole = await Span(0);
        await page.Mouse.MoveAsync(box.X + box.Width / 2, box.Y + 20);
        await Assertions.Expect(chart.Locator(".tip").First).ToContainTextAsync(OneAmount());
        await Assertions.Expect(chart.Locator(".tip").Last).ToContainTextAsync("Units: ");

        // Both panels by one drag.
        await page.Mouse.MoveAsync(box.X + box.Width / 4, box.Y + 20);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + box.Width * 3 / 4, box.Y + 20, new() { Steps = 4 });
        await page.Mouse.UpAsync();
        var zoomed = await Span(0);
        Assert.Equal((whole[1] - whole[0]) / 2, zoomed[1] - zoomed[0], 0.5);
        Assert.Equal(zoomed, await Span(1));

        var bus = await dashboard.BusAsync();
        await bus.Publish(new SalesRecorded([Line("85123A", 3)]), Ct);
        await Assertions.Expect(page.Locator("#tile-sales.fresh")).ToBeVisibleAsync();
        Assert.Equal(zoomed, await Span(0));
        Assert.Equal(height, await chart.EvaluateAsync<int>("chart => chart.clientHeight"));

        await page.Mouse.DblClickAsync(box.X + box.Width / 2, box.Y + 20);
        Assert.Equal(whole, await Span(0));

        // By keyboard.
        await chart.FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(chart.Locator(".tip").First).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("+");
        Assert.InRange((await Span(1))[1], whole[0], whole[1] - 1);
        await page.Keyboard.PressAsync("0");
        Assert.Equal(whole, await Span(1));
        Assert.Empty(_console);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_comes_into_act_now_moves_little_of_the_page(bool nothing)
    {
        using var known = new ManualResetEventSlim();
        var answers = Canned.Shop();
        await using var stub = await Canned.StartAsync(answers);
        if (nothing)
            stub.Serve("/api/v1/replenishment/summary", Canned.Empty()["/api/v1/replenishment/summary"]);
        var answer = (nothing ? Canned.Empty() : answers)["/api/v1/replenishment"];
        stub.Serve(
            "/api/v1/replenishment",
            seen =>
            {
                known.Wait(Ct);
                return answer(seen);
            }
        );
        await using var dashboard = new DashboardHost(
            stub.Address,
            settings: new() { ["Dashboard:Tiles:Patience"] = "00:00:02" }
        );
        var page = await OpenAsync(dashboard.Listen().ToString());
        await page.GotoAsync("");
        await Assertions.Expect(page.Locator("#live-text")).ToHaveTextAsync("Live");
        await Assertions.Expect(page.Locator("#tile-act-now[data-waiting]")).ToHaveCountAsync(1);
        // Nothing else is still to come.
        await Assertions.Expect(page.Locator("[data-waiting]")).ToHaveCountAsync(1);
        await page.EvaluateAsync(
            "() => { window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(one => "
                + "{ window.moved += one.value; })).observe({ type: 'layout-shift' }); }"
        );

        known.Set();

        await Assertions.Expect(page.Locator("#tile-act-now:not([data-waiting])")).ToHaveCountAsync(1);
        await page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 100)))");
        Assert.InRange(await page.EvaluateAsync<double>("window.moved"), 0, 0.06);
    }

    [Theory]
    [InlineData("en-GB")]
    [InlineData("es-ES")]
    public async Task The_header_takes_two_lines_at_most(string locale)
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);
        var page = await OpenAsync(dashboard.Listen().ToString(), locale: locale);
        await page.GotoAsync("orders-limits");

        Assert.Equal(locale, await page.Locator("html").GetAttributeAsync("lang"));
        Assert.InRange(await page.EvaluateAsync<int>("document.querySelector('.top').clientHeight"), 1, 110);
    }

    [Theory]
    [InlineData(3, "Menu 3 unread in the inbox")]
    [InlineData(0, "Menu")]
    public async Task On_a_phone_the_button_says_how_much_is_unread(int unread, string name)
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.Serve("/api/v1/inbox/count", _ => new InboxCounts(unread, 0, 0, 0, 0));
        await using var dashboard = new DashboardHost(stub.Address);
        var page = await OpenAsync(dashboard.Listen().ToString(), 360);
        await page.GotoAsync("orders-limits");

        var menu = page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
        await Assertions.Expect(menu).ToBeVisibleAsync();
        await Assertions.Expect(menu.Locator(".count")).ToBeVisibleAsync(new() { Visible = unread > 0 });
        Assert.InRange(await page.EvaluateAsync<int>("document.querySelector('.top').clientHeight"), 1, 110);
    }

    [Fact]
    public async Task What_is_unread_is_asked_for_again_when_it_could_not_be_said()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.On("GET /api/v1/inbox/count", _ => Answer.Problem(503, "The catalog service does not answer."));
        await using var dashboard = new DashboardHost(stub.Address);
        var page = await OpenAsync(dashboard.Listen().ToString());
        var said = await page.RunAndWaitForResponseAsync(
            () => page.GotoAsync("orders-limits"),
            answer => answer.Url.EndsWith("handler=Count", StringComparison.Ordinal)
        );
        Assert.Equal(503, said.Status);

        stub.On("GET /api/v1/inbox/count", _ => Answer.Ok(new InboxCounts(3, 0, 0, 0, 0)));

        await Assertions.Expect(page.Locator("#inbox-count")).ToHaveTextAsync("3 unread");
    }

    [Fact]
    public async Task On_a_phone_the_menu_needs_no_script()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);
        var page = await OpenAsync(dashboard.Listen().ToString(), 360, script: false);
        await page.GotoAsync("orders-limits");
        var orders = page.Locator("#main-nav a[href='/orders']");
        await Assertions.Expect(orders).ToBeHiddenAsync();

        await page.Locator(".open-nav").ClickAsync();
        await orders.ClickAsync();

        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/orders$"));
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Purchase orders");
    }

    [Fact]
    public async Task On_a_phone_the_pages_stand_behind_one_button()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);
        var page = await OpenAsync(dashboard.Listen().ToString(), 390);
        await page.GotoAsync("orders-limits");
        var (menu, orders) = (page.Locator(".open-nav"), page.Locator("#main-nav a[href='/orders']"));
        // Two lines at most.
        Assert.InRange(await page.EvaluateAsync<int>("document.querySelector('.top').clientHeight"), 1, 110);
        await Assertions.Expect(orders).ToBeHiddenAsync();

        await menu.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(orders).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(orders).ToBeHiddenAsync();
        await Assertions.Expect(menu).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await orders.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/orders$"));

        await page.SetViewportSizeAsync(1280, 900);
        await Assertions.Expect(orders).ToBeVisibleAsync();
        await Assertions.Expect(menu).ToBeHiddenAsync();
        Assert.Empty(_console);
    }

    [Fact]
    public async Task A_product_page_reads_again_only_for_its_own_product()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);
        var page = await OpenAsync(dashboard.Listen().ToString());
        await page.Clock.InstallAsync();
        await page.AddInitScriptAsync(
            "window.reads = 0; const real = fetch; window.fetch = (...what) => "
                + "{ if (`${what[0]}`.includes('tile=')) reads++; return real(...what); };"
        );
        await page.GotoAsync("products/85123A");
        await Assertions.Expect(page.Locator("#live-text")).ToHaveTextAsync("Live");
        var bus = await dashboard.BusAsync();

        await bus.Publish(new SalesRecorded([Line("OTHER", 3)]), Ct);
        await Assertions.Expect(page.Locator("#toast")).ToHaveTextAsync("+1 line, 3 units");
        // Whatever was to be read because of it is read within this time of the page's own clock.
        await page.Clock.RunForAsync(3_000);
        Assert.Equal(0, await page.EvaluateAsync<int>("reads"));

        await bus.Publish(new SalesRecorded([Line("85123A", 4)]), Ct);
        await Assertions.Expect(page.Locator("#tile-sales.fresh")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Two_people_on_one_product_see_each_other_come_and_go()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);
        var address = dashboard.Listen().ToString();
        var ada = await OpenAsync(address, person: StubSignIn.Person("ada", Role.Admin));
        var bob = await OpenAsync(address, person: StubSignIn.Person("<b>bob</b>", Role.Planner));
        await ada.GotoAsync("products/85123A");
        var tab = await ada.Context.NewPageAsync();
        await tab.GotoAsync(new Uri(new Uri(address), "products/85123A").ToString());
        await Assertions.Expect(tab.Locator("#live-text")).ToHaveTextAsync("Live");
        var here = ada.Locator("#here");
        await Assertions.Expect(here).ToHaveTextAsync("");

        await bob.GotoAsync("products/85123A");
        await Assertions.Expect(here).ToHaveTextAsync("Also here: <b>bob</b>");
        await Assertions.Expect(bob.Locator("#here")).ToHaveTextAsync("Also here: ada");
        await bob.GotoAsync("product-edit/85123A");
        await Assertions.Expect(here).ToHaveTextAsync("Also here: <b>bob</b> (editing)");
        await Assertions.Expect(tab.Locator("#here")).ToHaveTextAsync("Also here: <b>bob</b> (editing)");

        await bob.GotoAsync("products");
        await Assertions.Expect(here).ToHaveTextAsync("");
        Assert.Empty(_console);
    }

    [Fact]
    public async Task A_lost_connection_is_shown_and_comes_back_by_itself()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        var first = new DashboardHost(stub.Address);
        var address = first.Listen().ToString();
        var page = await OpenAsync(address);
        await page.GotoAsync("");
        await Assertions.Expect(page.Locator("#live-text")).ToHaveTextAsync("Live");

        await first.DisposeAsync();
        await Assertions.Expect(page.Locator("#live-text")).ToHaveTextAsync("Connection lost, retrying");

        stub.Serve("/api/v1/stock/summary", _ => new StockSummary(77, 3, 1, 0, 0, 0, DateTimeOffset.UnixEpoch));
        await using var second = new DashboardHost(stub.Address);
        second.Listen(new Uri(address).Port);
        await Assertions.Expect(page.Locator("#live-text")).ToHaveTextAsync("Live");
        // What happened in between was not heard, so everything is read again.
        await Assertions.Expect(page.Locator("#tile-stock .figure")).ToHaveTextAsync("77.00");
    }

    [Fact]
    public async Task A_tile_that_failed_heals_by_itself()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.Fail("/api/v1/trends");
        await using var dashboard = new DashboardHost(stub.Address);
        var page = await OpenAsync(dashboard.Listen().ToString());
        await page.GotoAsync("");
        await Assertions.Expect(page.Locator("#tile-top .trouble")).ToBeVisibleAsync();

        stub.Serve(Canned.Shop());

        await Assertions.Expect(page.Locator("#tile-top table")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    public async Task A_file_is_uploaded_mapped_imported_and_undone(int width, ColorScheme scheme)
    {
        var shop = new ImportShop();
        var folder = Directory.CreateTempSubdirectory("dashboard-imports-");
        await using var stub = shop.Attach(await StubGateway.StartAsync());
        await using (
            var dashboard = new DashboardHost(
                stub.Address,
                settings: new() { ["INV_CONFIG"] = folder.FullName, ["Dashboard:Imports:Folder"] = folder.FullName }
            )
        )
        {
            var page = await OpenAsync(dashboard.Listen().ToString(), width, scheme);
            var review = page.Locator("#tile-review");
            await page.GotoAsync("imports");
            await FitsAsync();
            const string Till =
                "Article;Pieces;Day;A rather long name of a column with money;Shop\n"
                + "A-1;2;31.10.2026;5,50;B\nB-2;x;1.11.2026;1;B\n";
            if (width < 1000)
            {
                await page.Locator("#file")
                    .SetInputFilesAsync(
                        new FilePayload
                        {
                            Name = "till.csv",
                            MimeType = "text/csv",
                            Buffer = Encoding.UTF8.GetBytes(Till),
                        }
                    );
                await page.GetByText("Upload and look at it").ClickAsync();
            }
            else
            {
                await page.EvaluateAsync(
                    """
                    text => {
                      const dataTransfer = new DataTransfer();
                      dataTransfer.items.add(new File([text], "till.csv"));
                      document.querySelector(".drop").dispatchEvent(
                        new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
                    }
                    """,
                    Till
                );
            }

            await Assertions.Expect(review.Locator(".state")).ToHaveTextAsync("ready to import");
            await FitsAsync();

            // By keyboard, as somebody without a mouse does.
            await page.Locator("#LineTotal-0").SelectOptionAsync("A rather long name of a column with money");
            await page.Locator("#LocationFrom-0").SelectOptionAsync("Shop");
            await page.GetByText("Read it so").FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(review).ToContainTextAsync("5.50 in money");
            await Assertions.Expect(review).ToContainTextAsync("Pieces 'x' is no number with a decimal comma");
            await review.Locator("#created summary").ClickAsync();
            await Assertions.Expect(review).ToContainTextAsync("Location B (B)");
            await FitsAsync();

            shop.Go.Reset();
            await review.GetByText("Import 1 line").ClickAsync();
            await Assertions.Expect(review.Locator("progress")).ToBeVisibleAsync();
            await page.EvaluateAsync("window.sameDocument = true");
            shop.Go.Set();
            await Assertions.Expect(review).ToContainTextAsync("1 sale and 0 returns were stored");
            Assert.True(await page.EvaluateAsync<bool>("window.sameDocument === true"));
            await FitsAsync();

            await review.GetByText("Undo this import").ClickAsync();
            await FitsAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Undo this import" }).ClickAsync();
            await Assertions.Expect(page.Locator("#tile-imports tbody")).ToContainTextAsync("undone");
            await FitsAsync();
            // Before the dashboard ends, whose end it would complain of.
            await page.Context.CloseAsync();

            async Task FitsAsync() =>
                Assert.True(
                    await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"),
                    $"{page.Url} is wider than {width} px"
                );
        }

        folder.Delete(recursive: true);
        Assert.Empty(_console);
        Assert.Empty(_foreign);
    }

    /// <summary>Comes into view, and is drawn.</summary>
    private static async Task DrawnAsync(ILocator chart)
    {
        await chart.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(chart.Locator("canvas").First).ToBeVisibleAsync();
    }

    private async Task<IPage> OpenAsync(
        string address,
        int width = 1280,
        ColorScheme scheme = ColorScheme.Light,
        string? person = null,
        string? locale = null,
        bool script = true
    )
    {
        var context = await _browser.Chromium.NewContextAsync(
            new()
            {
                BaseURL = address,
                ViewportSize = new() { Width = width, Height = 900 },
                ColorScheme = scheme,
                Locale = locale,
                JavaScriptEnabled = script,
                ExtraHTTPHeaders = person is null ? null : [new(StubSignIn.PersonHeader, person)],
            }
        );
        var page = await context.NewPageAsync();
        // Signs in, which leads by the gateway.
        await page.GotoAsync("sign-in-first");
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _console.Add(message.Text);
        };
        page.PageError += (_, error) => _console.Add(error);
        page.Request += (_, request) =>
        {
            if (
                !request.Url.StartsWith(address, StringComparison.Ordinal)
                && !request.Url.StartsWith("data:", StringComparison.Ordinal)
                && !request.Url.StartsWith("blob:", StringComparison.Ordinal)
            )
                _foreign.Add(request.Url);
        };
        return page;
    }

    private static SaleLine Line(string sku, decimal quantity) =>
        new()
        {
            Id = Guid.NewGuid(),
            Channel = "manual",
            Sku = sku,
            Location = "L",
            Kind = SaleKind.Sale,
            Quantity = quantity,
            UnitPrice = 2,
            SoldAt = DateTimeOffset.UnixEpoch,
            Day = new DateOnly(2026, 1, 1),
        };
}
