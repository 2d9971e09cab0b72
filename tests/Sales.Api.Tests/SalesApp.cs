using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Refit;
using SmartInventory.Cli.Hosting;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Messages;
using SmartInventory.Contracts.Sales;
using SmartInventory.Sales.Api.Tests;
using SmartInventory.Testing;

// One service for all tests of this program: each takes names of its own, as customers of one installation do.
[assembly: AssemblyFixture(typeof(SalesApp))]

namespace SmartInventory.Sales.Api.Tests;

/// <summary>
/// Sales.Api on Kestrel, on a database and a virtual host of its own, with a catalogue that the test makes up.
/// </summary>
public sealed class SalesApp() : ServiceHost(SalesDb.Schema)
{
    public const string London = "LONDON";
    public const string NewYork = "NEWYORK";

    public StubCatalogue Catalogue { get; } = new();

    /// <summary>The service through the client that everybody uses.</summary>
    public ISalesApi Api { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        Catalogue.AddLocation(London, "Europe/London");
        Catalogue.AddLocation(NewYork, "America/New_York");
        await base.InitializeAsync();
        Api = RestService.For<ISalesApi>(Http, ContractsJson.Refit());
    }

    /// <summary>A product that the catalogue knows, and this service does not yet.</summary>
    public string NewProduct(decimal price = 10, bool wholeUnits = true, bool archived = false)
    {
        var sku = NewName("P");
        Catalogue.AddProduct(sku, price, wholeUnits, archived);
        return sku;
    }

    /// <summary>Something sold in London.</summary>
    public static RecordSale Sale(string sku, decimal quantity = 1, string? externalId = null) =>
        new()
        {
            Sku = sku,
            Location = London,
            Quantity = quantity,
            ExternalId = externalId,
        };

    /// <summary>Net units of one SKU, in the lines and in the messages that left about them.</summary>
    public async Task<(decimal Stored, decimal Announced)> Units(string sku) =>
        (
            await Scalar<decimal>(
                "SELECT COALESCE(sum(CASE kind WHEN 'sale' THEN quantity ELSE -quantity END), 0) "
                    + "FROM sales.sales WHERE sku = $1",
                sku
            ),
            await Scalar<decimal>(
                """
                SELECT COALESCE(sum((CASE line ->> 'kind' WHEN 'sale' THEN 1 ELSE -1 END)
                                    * (line ->> 'quantity')::numeric), 0)
                FROM sales.outbox, jsonb_array_elements(body::jsonb -> 'lines') AS line
                WHERE type LIKE '%.SalesRecorded,%' AND line ->> 'sku' = $1
                """,
                sku
            )
        );

    public Task<HttpResponseMessage> Import(
        string body,
        string type = "application/x-ndjson",
        string path = "/api/v1/sales/import"
    ) => Import(Encoding.UTF8.GetBytes(body), type, path: path);

    public Task<HttpResponseMessage> Import(
        byte[] body,
        string type = "application/x-ndjson",
        string? encoding = null,
        string path = "/api/v1/sales/import"
    )
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (encoding is not null)
            content.Headers.ContentEncoding.Add(encoding);
        return Http.PostAsync(path, content, Cancellation);
    }

    public async Task<ImportReport> Imported(string body, string type = "application/x-ndjson", string query = "")
    {
        using var response = await Import(body, type, $"/api/v1/sales/import{query}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<ImportReport>(ContractsJson.Options, Cancellation))!;
    }

    /// <summary>The text of a problem and the report that it carries.</summary>
    public static async Task<(string Text, ImportReport Report)> ProblemWithReport(HttpResponseMessage response)
    {
        var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        return (
            await Problem.Read(response),
            problem.GetProperty("report").Deserialize<ImportReport>(ContractsJson.Options)!
        );
    }

    /// <summary>
    /// Runs the <c>inv</c> command against this service, which has to succeed; returns what it printed.
    /// </summary>
    public async Task<string> Inv(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var shell = new Shell(
            output,
            TextWriter.Synchronized(error),
            false,
            false,
            TimeProvider.System,
            name =>
                name switch
                {
                    "INV_GATEWAY" => Address.ToString(),
                    "SMARTINVENTORY_TOKEN" => TestProvider.Token(),
                    _ => null,
                }
        );
        var code = await Cli.Hosting.Inv.RunAsync(shell, arguments, Cancellation);
        Assert.True(code == ExitCode.Ok, error.ToString());
        return output.ToString();
    }

    protected override Task<Running> StartAsync() =>
        Task.FromResult(
            Start<SalesDb>(services =>
                services.ConfigureAll<HttpClientFactoryOptions>(client =>
                    client.HttpMessageHandlerBuilderActions.Add(handlers =>
                        handlers.PrimaryHandler = new StubCatalogueHandler(Catalogue, handlers.PrimaryHandler)
                    )
                )
            )
        );
}

/// <summary>What Catalog.Api would answer.</summary>
public sealed class StubCatalogue
{
    private readonly Dictionary<string, ProductState> _products = new(StringComparer.Ordinal);
    private readonly Dictionary<string, object> _locations = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Null while it answers; else what it does instead.</summary>
    public Func<HttpResponseMessage>? Failure { get; set; }

    public int Questions { get; private set; }

    public void AddProduct(
        string sku,
        decimal price,
        bool wholeUnits = true,
        bool archived = false,
        string? category = null
    )
    {
        lock (_lock)
            _products[sku] = State(sku, 1, price, wholeUnits, archived) with { Category = category };
    }

    public void AddLocation(string code, string timeZone, bool archived = false)
    {
        var now = DateTimeOffset.UnixEpoch;
        lock (_lock)
        {
            _locations[code] = new Contracts.Catalog.LocationResponse(
                Guid.CreateVersion7(),
                code,
                code,
                timeZone,
                archived,
                now,
                now,
                "\"1\""
            );
        }
    }

    public static ProductState State(
        string sku,
        long version,
        decimal price,
        bool wholeUnits = true,
        bool archived = false
    ) =>
        new()
        {
            Sku = sku,
            Version = version,
            Name = $"Product {sku}",
            Category = null,
            Unit = "each",
            WholeUnits = wholeUnits,
            Price = price,
            Cost = null,
            ServiceLevel = 0.95m,
            ReviewPeriodDays = 7,
            Terms = [],
            Archived = archived,
        };

    internal async Task<HttpResponseMessage> Answer(HttpRequestMessage request, CancellationToken ct)
    {
        // As a text: a question that is asked again has its content read twice.
        var asked = request.Content is null ? null : await request.Content.ReadAsStringAsync(ct);
        lock (_lock)
        {
            Questions++;
            if (Failure is { } failure)
                return failure();
            var path = request.RequestUri!.AbsolutePath;
            Assert.Equal("catalog", request.RequestUri.Host);
            if (path == "/api/v1/products/lookup")
                return Json(
                    JsonSerializer
                        .Deserialize<Contracts.Catalog.LookupProducts>(asked!, ContractsJson.Options)!
                        .Skus!.Where(_products.ContainsKey)
                        .Select(sku => _products[sku])
                        .ToList()
                );
            if (path == "/api/v1/locations")
                return Json(new { items = _locations.Values.ToList() });
            var code = path.Split('/')[^1];
            return _locations.TryGetValue(code, out var location)
                ? Json(location)
                : new HttpResponseMessage(HttpStatusCode.NotFound)
                {
                    Content = JsonContent.Create(new { status = 404, title = "No location has the code." }),
                };
        }
    }

    private static HttpResponseMessage Json<T>(T value) =>
        new(HttpStatusCode.OK) { Content = JsonContent.Create(value, options: ContractsJson.Options) };
}

/// <summary>Answers for the catalogue; what is asked of others goes there.</summary>
internal sealed class StubCatalogueHandler(StubCatalogue catalogue, HttpMessageHandler others)
    : DelegatingHandler(others)
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        if (request.RequestUri!.Host != "catalog")
            return await base.SendAsync(request, cancellationToken);
        Assert.Equal("Bearer", request.Headers.Authorization?.Scheme);
        var response = await catalogue.Answer(request, cancellationToken);
        response.RequestMessage = request;
        return response;
    }
}
