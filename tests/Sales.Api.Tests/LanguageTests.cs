using System.Net;
using System.Text;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Localization;
using SmartInventory.Contracts.Sales;
using SmartInventory.Testing;

namespace SmartInventory.Sales.Api.Tests;

/// <summary>What is refused is refused in the language of who asks.</summary>
public sealed class LanguageTests(SalesApp app)
{
    private const string Path = "/api/v1/sales";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bad_line_is_refused_in_Spanish_with_numbers_as_Spanish_has_them()
    {
        using var http = app.As().Reading("es-ES");
        var sku = app.NewProduct();
        Assert.Equal(
            """
            400 Uno o más campos no son válidos.
            externalId: debe tener como máximo 100 caracteres
            location: en el catálogo no hay ninguna ubicación con el código 'MARS'
            quantity: debe ser mayor que 0
            """,
            await Problem.Read(http.Post(Path, SalesApp.Sale(sku, 0, new string('x', 101)) with { Location = "MARS" }))
        );
        Assert.Equal(
            "400 Uno o más campos no son válidos.\ndiscount: debe ser como máximo 4,5, lo que cuesta la línea",
            await Problem.Read(http.Post(Path, SalesApp.Sale(sku, 3) with { UnitPrice = 1.5m, Discount = 5 }))
        );
        Assert.Equal(
            "400 Uno o más campos no son válidos.\nsku: debe ser un texto entre comillas y es un número",
            await Problem.Read(http.Post(Path, """{"sku":7}"""))
        );
        var id = Guid.NewGuid();
        Assert.Equal($"404 Ninguna venta tiene el id. '{id}'.", await Problem.Read(http.Get($"{Path}/{id}")));
        Assert.Equal(
            "415 No se admite este tipo de cuerpo.\nContent-Type debe ser application/x-ndjson o text/csv.",
            await Problem.Read(Import(http, "x", "text/html"))
        );
        Assert.Equal("404 No encontrado", await Problem.Read(http.Get("/api/v1/nowhere")));
    }

    [Fact]
    public async Task Stores_on_the_way_are_told_once_that_the_language_matters()
    {
        using var answer = await app.Http.Get($"{Path}?limit=0");
        Assert.Equal("Accept-Language", Assert.Single(answer.Headers.Vary));
    }

    [Fact]
    public async Task Sales_of_one_moment_are_refused_each_in_its_own_language()
    {
        using var spanish = app.As().Reading("es");
        var sku = app.NewProduct();
        // Known here from now on, so that the others share a transaction.
        await app.Api.RecordSale(SalesApp.Sale(sku), ct: Cancellation);
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i =>
                    Problem.Read((i % 2 == 0 ? spanish : app.Http).Post(Path, SalesApp.Sale(sku, 1.5m + i % 2)))
                )
        );
        Assert.All(
            answers,
            (answer, i) =>
                Assert.Equal(
                    i % 2 == 0
                        ? "400 Uno o más campos no son válidos.\n"
                            + $"quantity: debe ser un número entero: '{sku}' se cuenta en unidades enteras"
                        : "400 One or more fields are not valid.\n"
                            + $"quantity: must be a whole number: '{sku}' is counted in whole units",
                    answer
                )
        );
    }

    [Fact]
    public async Task An_import_reports_its_rows_in_Spanish()
    {
        using var http = app.As().Reading("es");
        var sku = app.NewProduct();
        var report = await Import(http, $"sku;quantity;externalId\n{sku};1.000;a\n{sku};x;b\n{sku};0;c\n", "text/csv")
            .Read<ImportReport>(HttpStatusCode.OK);
        Assert.Equal(
            [
                "quantity: '1.000' es 1000 con coma decimal y 1 con punto decimal: "
                    + "indique cuál con ?decimalMark=comma o ?decimalMark=point",
                "quantity: 'x' no es un número",
                "quantity: debe ser mayor que 0",
            ],
            report.Rejects.Select(r => r.Detail)
        );
        Assert.Equal(
            "400 El cuerpo no se puede leer hasta el final.\nEl cuerpo está vacío. Lo que cuenta el informe quedó "
                + "guardado; si se repite todo, nada se guarda dos veces.",
            await Problem.Read(Import(http, "", "application/x-ndjson"))
        );
    }

    [Fact]
    public async Task No_refusal_says_anything_that_is_not_translated()
    {
        using var http = app.As().Reading(Languages.Pseudo);
        using var stranger = app.As(null).Reading(Languages.Pseudo);
        using var viewer = app.As(Role.Viewer).Reading(Languages.Pseudo);
        var sku = app.NewProduct();
        var archived = app.NewProduct(archived: true);
        var sale = await app.Api.RecordSale(SalesApp.Sale(sku, 3, sku + "-1"), ct: Cancellation);
        var returned = await app.Api.RecordSale(SalesApp.Sale(sku, 3), ct: Cancellation);
        await app.Api.ReturnSale(returned.Id, new ReturnSale { Quantity = 1 }, ct: Cancellation);
        var voided = await app.Api.RecordSale(SalesApp.Sale(sku), ct: Cancellation);
        await app.Api.VoidSale(voided.Id, new VoidSale(), ct: Cancellation);
        var key = sku + "-key";
        await app.Http.Post(Path, SalesApp.Sale(sku), key);

        var refusals = new Dictionary<string, Task<HttpResponseMessage>>(StringComparer.Ordinal)
        {
            ["filter"] = http.Get($"{Path}?sku=!&location=!&kind=odd&from=x&limit=0&after=zz&import=x&returnOf=x"),
            ["order of days"] = http.Get($"{Path}?from=2026-02-02&to=2026-02-01"),
            ["form of a number"] = http.Get($"{Path}?limit=x"),
            ["no period"] = http.Get($"{Path}/periods"),
            ["too many hours"] = http.Get($"{Path}/periods?by=hour&from=2020-01-01&to=2026-01-01"),
            ["too many days"] = http.Get($"{Path}/sum?days=0"),
            ["no sale"] = http.Get($"{Path}/{Guid.NewGuid()}"),
            ["no import"] = http.Get($"{Path}/imports/{Guid.NewGuid()}"),
            ["nowhere"] = http.Get("/api/v1/nowhere"),
            ["no method"] = http.Delete(Path),
            ["no JSON"] = http.Post(Path, "{"),
            ["an array"] = http.Post(Path, "[]"),
            ["a number"] = http.Post(Path, """{"sku":7}"""),
            ["no field"] = http.Post(Path, """{"colour":7}"""),
            ["no body"] = http.Post(Path, ""),
            ["no JSON at all"] = http.PostAsync(
                Path,
                new StringContent("sku", Encoding.UTF8, "text/plain"),
                Cancellation
            ),
            ["fields"] = http.Post(
                Path,
                """{"sku":"!","quantity":0.00001,"soldAt":"x","channel":"A B","receipt":"a\tb","unitPrice":-1}"""
            ),
            ["unknown"] = http.Post(Path, SalesApp.Sale("GHOST", 2e9m) with { Location = "MARS" }),
            ["archived"] = http.Post(Path, SalesApp.Sale(archived)),
            ["nothing"] = http.Post(Path, "{}"),
            ["taken"] = http.Post(Path, SalesApp.Sale(sku, 4, sku + "-1")),
            ["no rows"] = http.Post($"{Path}/batch", "{}"),
            ["bad row"] = http.Post($"{Path}/batch", new RecordSales { Sales = [SalesApp.Sale(sku, -1)] }),
            ["key"] = http.Post(Path, SalesApp.Sale(sku), new string('k', 201)),
            ["used key"] = http.Post(Path, SalesApp.Sale(sku, 2), key),
            ["too much back"] = http.Post($"{Path}/{sale.Id}/returns", new ReturnSale { Quantity = 5 }),
            ["return of nothing"] = http.Post($"{Path}/{Guid.NewGuid()}/returns", new ReturnSale { Quantity = 5 }),
            ["return of a void"] = http.Post($"{Path}/{voided.Id}/returns", new ReturnSale { Quantity = 1 }),
            ["void twice"] = http.Post($"{Path}/{voided.Id}/void", new VoidSale()),
            ["void after return"] = http.Post($"{Path}/{returned.Id}/void", new VoidSale()),
            ["stranger"] = stranger.Get(Path),
            ["role"] = viewer.Post(Path, SalesApp.Sale(sku)),
            ["empty import"] = Import(http, "", "application/x-ndjson"),
            ["header"] = Import(http, "sku,colour,,sku\n", "text/csv"),
            ["kind of body"] = Import(http, "x", "text/html"),
            ["a quote"] = Import(http, "sku,quantity,externalId\n\"x", "text/csv"),
            ["no object"] = Import(http, "7\n", "application/x-ndjson"),
            ["options"] = Import(http, "x", "text/csv", $"?rejects=-1&decimalMark=x&import={Guid.NewGuid()}"),
            ["activity"] = http.Get("/api/v1/activity?subject=x&after=x&via=x"),
        };
        string[] known =
        [
            .. from type in new[] { typeof(SaleKind), typeof(SalesPeriod), typeof(Via) }
            from name in Enum.GetNames(type)
            select name.ToLowerInvariant(),
            .. new[] { key, sku, archived, "GHOST", "MARS", "LONDON", "NEWYORK", "London", "tests", "viewer", "clerk" },
            .. new[] { "limit", "x", "!", "text/plain", "RecordSale", "sale", "colour", "me", "quantity", "kk+" },
            .. new[] { "point", "comma", "sku", "externalId", "manual" },
            "text/html",
            "application/x-ndjson",
            "text/csv",
        ];
        var said = new List<string>();
        foreach (var (what, refusal) in refusals)
        {
            var text = await Problem.Read(refusal);
            said.AddRange(Readers.OutsideOfBrackets(text, known).Select(line => $"{what}: {line}"));
        }

        Assert.Empty(said);
    }

    private static async Task<HttpResponseMessage> Import(
        HttpClient http,
        string body,
        string type,
        string query = ""
    ) => await http.PostAsync($"{Path}/import{query}", new StringContent(body, Encoding.UTF8, type), Cancellation);
}
