using System.Text;
using Microsoft.Playwright;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.EndToEnd;

public sealed class BrowserTests(InventorySystem system) : IAsyncLifetime
{
    private const string Sku = "BROWSER-1";
    private People? _people;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _people = await People.StartAsync(system);
        await Seed();
    }

    public async ValueTask DisposeAsync()
    {
        if (_people is not null)
            await _people.DisposeAsync();
    }

    [Fact]
    public async Task Today_shows_a_new_sale_without_reload()
    {
        var page = await Open("/");
        await Assertions
            .Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 }))
            .ToBeVisibleAsync();
        // It is drawn when it comes into view.
        await page.Locator("[data-chart]").First.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(page.Locator(".uplot canvas").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#live[data-state=on]").First).ToBeVisibleAsync();
        await page.EvaluateAsync("window.notReloaded = true");

        var body = page.Locator("main");
        var before = await body.InnerTextAsync();
        await system
            .Client<ISalesApi>()
            .RecordSale(
                new RecordSale
                {
                    Sku = Sku,
                    Location = "BROWSER",
                    Quantity = 17,
                },
                ct: Cancel
            );

        await Assertions.Expect(body).Not.ToHaveTextAsync(before, new() { UseInnerText = true });
        Assert.True(await page.EvaluateAsync<bool>("window.notReloaded === true"));
        Assert.Empty(_people!.Faults);
    }

    [Fact]
    public async Task The_product_page_shows_history_forecast_and_the_arithmetic()
    {
        var page = await Open($"/products/{Sku}");

        await Assertions
            .Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Level = 1 }))
            .ToContainTextAsync("Browser product");
        // It is drawn when it comes into view.
        await page.Locator("[data-chart]").First.ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(page.Locator(".uplot canvas").First).ToBeVisibleAsync();
        foreach (var term in new[] { "reorder point", "lead time" })
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync(term, new() { IgnoreCase = true });
        Assert.Empty(_people!.Faults);
    }

    [Fact]
    public async Task A_file_is_uploaded_mapped_imported_and_undone()
    {
        const string Imported = "BROWSER-FILE";
        var page = await Open("/imports");
        await page.Locator("#file")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "till.csv",
                    MimeType = "text/csv",
                    Buffer = Encoding.UTF8.GetBytes($"Article;Pieces;Day;Sum\n{Imported};3;30.10.2026;7,50\n"),
                }
            );
        await page.GetByText("Upload and look at it").ClickAsync();
        var review = page.Locator("#tile-review");
        await Assertions.Expect(review).ToContainTextAsync("1 rows: 3 units sold");

        await page.Locator("#LineTotal-0").SelectOptionAsync("Sum");
        await page.GetByLabel("Location code").FillAsync("BROWSER");
        await page.GetByText("Read it so").ClickAsync();
        await Assertions.Expect(review).ToContainTextAsync("7.50 in money");
        await Assertions.Expect(review).ToContainTextAsync("Would be created: 1 product, 0 locations");
        await review.GetByText("Import 1 line").ClickAsync();
        await Assertions.Expect(review).ToContainTextAsync("1 sale and 0 returns were stored");

        var sales = system.Client<ISalesApi>();
        var sale = Assert.Single((await sales.ListSales(sku: Imported, ct: Cancel)).Items);
        Assert.Equal((3m, 7.5m, "BROWSER"), (sale.Quantity, sale.Amount, sale.Location));

        await review.GetByText("Undo this import").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo this import" }).ClickAsync();
        await Assertions.Expect(page.Locator("#tile-imports tbody tr").First).ToContainTextAsync("undone");
        Assert.NotNull((await sales.GetSale(sale.Id, Cancel)).VoidedBy);
        Assert.Empty(_people!.Faults);
    }

    [Fact]
    public async Task Two_people_change_one_product_and_neither_loses_anything()
    {
        var ada = await Open($"/product-edit/{Sku}", name: "planner");
        var bob = await Open($"/product-edit/{Sku}");
        await bob.GetByLabel("Name", new() { Exact = true }).FillAsync("Browser product of Bob");
        await bob.GetByLabel("Description").FillAsync("Described by Bob");
        await bob.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(bob.Locator("h1")).ToContainTextAsync("Browser product of Bob");

        await ada.GetByLabel("Name", new() { Exact = true }).FillAsync("Browser product of Ada");
        await ada.GetByLabel("Price", new() { Exact = true }).FillAsync("13");
        await ada.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions
            .Expect(ada.Locator("[role=alert]"))
            .ToContainTextAsync("Description is now Described by Bob; it was nothing.");
        await Assertions.Expect(ada.Locator("#meetings tbody tr")).ToContainTextAsync(["Browser product of Ada"]);
        await ada.Locator("#meetings").GetByLabel("Browser product of Bob").CheckAsync();
        await ada.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(ada.Locator("h1")).ToContainTextAsync("Browser product of Bob");

        var product = await system.Client<ICatalogApi>().GetProduct(Sku, Cancel);
        Assert.Equal(
            ("Browser product of Bob", "Described by Bob", 13m),
            (product.Name, product.Description, product.Price)
        );
        await Assertions.Expect(ada.Locator("#tile-activity")).ToContainTextAsync("planner changed");

        await ada.GetByLabel("Say something").FillAsync("@admin is <b>13</b> right?");
        await ada.GetByRole(AriaRole.Button, new() { Name = "Comment" }).ClickAsync();
        await Assertions.Expect(ada.Locator("#tile-comments .said")).ToHaveTextAsync("@admin is <b>13</b> right?");
        await bob.GotoAsync(new Uri(system.Dashboard, "/").ToString());
        await Assertions.Expect(bob.Locator("#inbox-count")).ToHaveTextAsync("1 unread");
        await bob.GotoAsync(new Uri(system.Dashboard, "/inbox").ToString());
        await Assertions
            .Expect(bob.Locator(".log li").First)
            .ToContainTextAsync($"planner speaks to you about product:{Sku}");
        Assert.Empty(_people!.Faults);
    }

    [Theory]
    [InlineData("/", 390)]
    [InlineData("/imports", 360)]
    [InlineData($"/products/{Sku}", 390)]
    [InlineData("/products", 1280)]
    public async Task No_page_is_wider_than_its_window(string path, int width)
    {
        var page = await Open(path, width);

        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"));
        Assert.Empty(_people!.Faults);
    }

    private Task<IPage> Open(string path, int width = 1280, string name = "admin") =>
        _people!.OpenAsync(path, name, width);

    private async Task Seed()
    {
        var catalog = system.Client<ICatalogApi>();
        // Without one of that name the search finds the nearest.
        if ((await catalog.ListProducts(search: Sku, ct: Cancel)).Items.Any(product => product.Sku == Sku))
            return;
        await catalog.CreateLocation(
            new CreateLocation
            {
                Code = "BROWSER",
                Name = "Browser shop",
                TimeZone = "Europe/London",
            },
            ct: Cancel
        );
        await catalog.CreateSupplier(new CreateSupplier { Code = "BROWSER-S", Name = "Browser supplier" }, ct: Cancel);
        await catalog.CreateProduct(
            new CreateProduct
            {
                Sku = Sku,
                Name = "Browser product",
                Price = 12m,
                Suppliers =
                [
                    new SupplierTermRequest
                    {
                        Supplier = "BROWSER-S",
                        LeadTimeDays = 9,
                        UnitCost = 5m,
                        Moq = 24,
                        PackMultiple = 6,
                    },
                ],
            },
            ct: Cancel
        );
        var today = DateTimeOffset.UtcNow;
        await system
            .Client<ISalesApi>()
            .RecordSales(
                new RecordSales
                {
                    Sales =
                    [
                        .. Enumerable
                            .Range(1, 120)
                            .Select(day => new RecordSale
                            {
                                Sku = Sku,
                                Location = "BROWSER",
                                Quantity = 3 + day % 7,
                                SoldAt = today.AddDays(-day),
                                ExternalId = $"browser-{day}",
                            }),
                    ],
                },
                ct: Cancel
            );
        await catalog.ReceiveStock(
            new ReceiveStock
            {
                Sku = Sku,
                Location = "BROWSER",
                Quantity = 800,
            },
            ct: Cancel
        );
        await system.Reconciled(TimeSpan.FromMinutes(1));
    }
}
