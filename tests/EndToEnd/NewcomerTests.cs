using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SmartInventory.Contracts;

namespace SmartInventory.EndToEnd;

/// <summary>
/// What somebody does who never saw the system, in the browser alone: bring a shop's file in, say who delivers, count,
/// see what to order, accept it, have a colleague approve and send it, receive the goods, and see all books follow.
/// </summary>
public sealed class NewcomerTests(InventorySystem system) : IAsyncLifetime
{
    private const string Zone = "Europe/Madrid";
    private const int Days = 60;
    private const int Counted = 7;

    private People? _people;

    /// <summary>What the pages say where somebody looks for a button or a field.</summary>
    private sealed record Pages(
        string Locale,
        string Mark,
        string FileHeader,
        string Upload,
        string LocationCode,
        string Zone,
        string Read,
        string Import,
        string SalesStored,
        string SayWhoDelivers,
        string CreateOne,
        string Code,
        string Name,
        string Create,
        string Supplier,
        string LeadTime,
        string UnitCost,
        string Save,
        string Location,
        string MakeSheet,
        string HowMany,
        string SaveCount,
        string PostAll,
        string Decide,
        string Draft,
        string Approve,
        string MarkAsSent,
        string Receive,
        string Received,
        string GoodsReceived
    );

    private static readonly Pages English = new(
        "en-GB",
        "EN",
        "Date;Article;Name;Pieces;Amount",
        "Upload and look at it",
        "Location code",
        "Time zone",
        "Read it so",
        "Import 60 lines",
        "60 sales and 0 returns were stored.",
        "Say who delivers it",
        "New supplier",
        "Code",
        "Name",
        "Create",
        "Supplier",
        "Lead time, days",
        "Unit cost",
        "Save",
        "Location",
        "Make the sheet",
        "How many are there?",
        "Save the count",
        "Post all and close",
        "Decide",
        "Draft an order",
        "Approve",
        "Mark as sent",
        "Receive",
        "Received",
        "Goods received"
    );

    private static readonly Pages Spanish = new(
        "es-ES",
        "ES",
        "Fecha;Artículo;Nombre;Piezas;Importe",
        "Subir y revisar",
        "Código de ubicación",
        "Zona horaria",
        "Leerlo así",
        "Importar 60 líneas",
        "Se guardaron 60 ventas y 0 devoluciones.",
        "Indique quién lo entrega",
        "Proveedor nuevo",
        "Código",
        "Nombre",
        "Crear",
        "Proveedor",
        "Plazo de entrega, días",
        "Coste unitario",
        "Guardar",
        "Ubicación",
        "Crear la hoja",
        "¿Cuántos hay?",
        "Guardar el recuento",
        "Contabilizar todo y cerrar",
        "Decidir",
        "Hacer un borrador de pedido",
        "Aprobar",
        "Marcar como enviado",
        "Recibir",
        "Recibido",
        "Mercancía recibida"
    );

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _people = await People.StartAsync(system);

    public async ValueTask DisposeAsync()
    {
        if (_people is not null)
            await _people.DisposeAsync();
    }

    [Theory]
    [InlineData("en")]
    [InlineData("es")]
    public async Task A_newcomer_runs_a_shop_in_the_browser_alone(string language)
    {
        var say = language == "es" ? Spanish : English;
        var (sku, place, supplier) = ($"COFFEE-{say.Mark}", $"SHOP-{say.Mark}", $"ROASTER-{say.Mark}");
        var page = await _people!.OpenAsync("/", "planner", locale: say.Locale);

        // The shop's file: what stands where is guessed from what its columns are called.
        await Go(page, "/imports");
        await page.Locator("#file")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "shop.csv",
                    MimeType = "text/csv",
                    Buffer = Encoding.UTF8.GetBytes(File(say.FileHeader, sku)),
                }
            );
        await Button(page, say.Upload).ClickAsync();
        var review = page.Locator("#tile-review");
        await Assertions.Expect(Button(review, say.Import)).ToBeVisibleAsync();
        await page.GetByLabel(say.LocationCode).FillAsync(place);
        await page.GetByLabel(say.Zone).FillAsync(Zone);
        await Button(page, say.Read).ClickAsync();
        await Assertions.Expect(review).ToContainTextAsync(place);
        await Button(review, say.Import).ClickAsync();
        await Assertions.Expect(review).ToContainTextAsync(say.SalesStored);

        // Who delivers it.
        await Go(page, "/suppliers");
        await page.GetByRole(AriaRole.Link, new() { Name = say.CreateOne }).ClickAsync();
        await page.GetByLabel(say.Code).First.FillAsync(supplier);
        await page.GetByLabel(say.Name, new() { Exact = true }).FillAsync("Roaster & Sons");
        await Button(page, say.Create).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("Roaster & Sons");
        await Go(page, $"/products/{sku}");
        await page.GetByRole(AriaRole.Link, new() { Name = say.SayWhoDelivers }).ClickAsync();
        await page.Locator("#edit").GetByLabel(say.Supplier).First.FillAsync(supplier);
        await page.GetByLabel(say.LeadTime).First.FillAsync("5");
        await page.GetByLabel(say.UnitCost).First.FillAsync("2.5");
        await Button(page, say.Save).ClickAsync();
        await Assertions.Expect(page.Locator("main tbody")).ToContainTextAsync(supplier);

        // What is there.
        await Go(page, "/stock/counts");
        await page.Locator("main").GetByLabel(say.Location).SelectOptionAsync(place);
        await Button(page, say.MakeSheet).ClickAsync();
        await page.Locator($"main a[href$='/count']").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = sku }).ClickAsync();
        await page.GetByLabel(say.HowMany).FillAsync(Counted.ToString(CultureInfo.InvariantCulture));
        await Button(page, say.SaveCount).ClickAsync();
        await Assertions.Expect(page.Locator("[role=status]", new() { HasText = sku })).ToBeVisibleAsync();
        await page.Locator("nav.crumbs a").Last.ClickAsync();
        await Button(page, say.PostAll).ClickAsync();

        // What to order: it comes by itself, and is accepted where it stands.
        await Go(page, $"/?location={place}");
        var row = page.Locator("#tile-act-now tbody tr", new() { HasText = sku });
        // The first forecast of a product has to be made before.
        await row.GetByText(say.Decide, new() { Exact = true }).ClickAsync(new() { Timeout = 120_000 });
        await Button(row, say.Draft).ClickAsync();
        var made = page.Locator("[role=status] a[href^='/orders/']");
        var number = (await made.InnerTextAsync()).Trim();

        // A colleague finds it waiting, approves and sends it.
        var colleague = await _people.OpenAsync("/", "admin", locale: say.Locale);
        await Button(colleague.Locator("#tile-approvals"), $"{say.Approve} {number}").ClickAsync();
        await Assertions.Expect(colleague.Locator("main [role=status]").First).ToContainTextAsync(number);
        await Go(colleague, $"/orders/{number}");
        await Button(colleague, say.MarkAsSent).ClickAsync();
        await Assertions.Expect(Button(colleague, say.Receive)).ToBeVisibleAsync();

        // The goods come: the newcomer receives all of it.
        await Go(page, $"/orders/{number}");
        await Button(page, say.Receive).ClickAsync();
        await Assertions.Expect(page.Locator("main .badge").First).ToHaveTextAsync(say.Received);

        // The level, the ledger, who did what, and the suggestion follow.
        var order = await system.Client<ICatalogApi>().GetPurchaseOrder(number, Cancel);
        var came = Assert.Single(order.Lines).Received;
        Assert.True(came > 0);
        var onHand = (Counted + came).ToString("0.####", CultureInfo.InvariantCulture);
        await Go(page, $"/stock?location={place}");
        await Assertions.Expect(page.Locator("main tbody tr", new() { HasText = sku })).ToContainTextAsync(onHand);
        await Go(page, $"/products/{sku}");
        await Assertions.Expect(page.Locator("#tile-state")).ToContainTextAsync(onHand);
        var ledger = page.Locator("#tile-movements tbody tr", new() { HasText = say.GoodsReceived });
        await Assertions.Expect(ledger).ToContainTextAsync($"+{came:0.####}");
        await Assertions.Expect(ledger).ToContainTextAsync("planner");
        await Assertions.Expect(page.Locator("#tile-suggestion .badge").First).Not.ToBeEmptyAsync();
        await Assertions.Expect(page.Locator("#tile-forecast .headline")).ToContainTextAsync(new Regex("[1-9]"));
        await Go(page, $"/orders/{number}");
        await Assertions.Expect(page.Locator("#tile-activity")).ToContainTextAsync("admin");
        await Assertions.Expect(page.Locator("#tile-activity")).ToContainTextAsync("planner");
        await Go(page, $"/?location={place}");
        await Assertions.Expect(page.Locator("#tile-act-now .empty")).ToBeVisibleAsync();
        Assert.Empty(_people.Faults);
        await system.Reconciled(TimeSpan.FromMinutes(1));
    }

    private static ILocator Button(IPage page, string name) => Button(page.Locator("main"), name);

    private static ILocator Button(ILocator within, string name) =>
        within.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private Task<IResponse?> Go(IPage page, string path) => page.GotoAsync(new Uri(system.Dashboard, path).ToString());

    /// <summary>Three to nine units a day until yesterday, as the shop counts days, one line a day.</summary>
    private static string File(string header, string sku)
    {
        var file = new StringBuilder(header).Append('\n');
        var today = CalendarDay.In(TimeZoneInfo.FindSystemTimeZoneById(Zone), DateTimeOffset.UtcNow);
        for (var day = Days; day > 0; day--)
        {
            var pieces = 3 + day % 7;
            file.Append(
                CultureInfo.InvariantCulture,
                $"{today.AddDays(-day):dd.MM.yyyy};{sku};Coffee;{pieces};{pieces * 5},00\n"
            );
        }

        return file.ToString();
    }
}
