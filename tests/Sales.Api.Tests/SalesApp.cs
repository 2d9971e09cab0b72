using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Npgsql;
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
public sealed class SalesApp : IAsyncLifetime
{
    public const string London = "LONDON";
    public const string NewYork = "NEWYORK";
    private static int _names;
    private readonly Factory _factory = new();

    public StubCatalogue Catalogue => _factory.Catalogue;

    public HttpClient Http { get; private set; } = null!;

    public Uri Address => Http.BaseAddress!;

    /// <summary>The service through the client that everybody uses.</summary>
    public ISalesApi Api { get; private set; } = null!;

    public NpgsqlDataSource Database { get; private set; } = null!;

    public IServiceProvider Services => _factory.Services;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var infrastructure = await Infrastructure.StartAsync();
        var database = await infrastructure.CreateDatabaseAsync(SalesDb.Schema);
        _factory.Settings["ConnectionStrings:inventory"] = database;
        _factory.Settings["ConnectionStrings:messaging"] = await infrastructure.CreateVirtualHostAsync();
        _factory.UseKestrel(0);
        _factory.StartServer();
        Http = _factory.CreateClient();
        Api = RestService.For<ISalesApi>(Http, ContractsJson.Refit());
        Database = NpgsqlDataSource.Create(database);
        Catalogue.AddLocation(London, "Europe/London");
        Catalogue.AddLocation(NewYork, "America/New_York");
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await _factory.DisposeAsync();
    }

    /// <summary>A name that no other test has.</summary>
    public static string NewName(string prefix) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}{Interlocked.Increment(ref _names)}");

    /// <summary>A product that the catalogue knows, and this service does not yet.</summary>
    public string NewProduct(decimal price = 10, bool wholeUnits = true, bool archived = false)
    {
        var sku = NewName("P");
        Catalogue.AddProduct(sku, price, wholeUnits, archived);
        return sku;
    }

    public async Task<T> Scalar<T>(string sql, params object[] values)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return (T)(await command.ExecuteScalarAsync(Cancellation))!;
    }

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

    public async Task<ImportReport> Imported(string body, string type = "application/x-ndjson")
    {
        using var response = await Import(body, type);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<ImportReport>(ContractsJson.Options, Cancellation))!;
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
            name => name == "INV_GATEWAY" ? Address.ToString() : null
        );
        var code = await new Inv(shell).RunAsync(arguments, Cancellation);
        Assert.True(code == ExitCode.Ok, error.ToString());
        return output.ToString();
    }

    private sealed class Factory : WebApplicationFactory<SalesDb>
    {
        public Dictionary<string, string> Settings { get; } = [];
        public StubCatalogue Catalogue { get; } = new();

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            foreach (var (key, value) in Settings)
                builder.UseSetting(key, value);
            // What goes wrong here goes wrong on purpose; the tests read the answers.
            builder.ConfigureLogging(logging => logging.ClearProviders());
            builder.ConfigureTestServices(services =>
                services.ConfigureAll<HttpClientFactoryOptions>(client =>
                    client.HttpMessageHandlerBuilderActions.Add(handlers =>
                        handlers.PrimaryHandler = new StubCatalogueHandler(Catalogue)
                    )
                )
            );
        }
    }
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

    public void AddProduct(string sku, decimal price, bool wholeUnits = true, bool archived = false)
    {
        lock (_lock)
            _products[sku] = State(sku, 1, price, wholeUnits, archived);
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
    ) => new(sku, version, $"Product {sku}", null, "each", wholeUnits, price, null, 0.95m, 7, [], archived);

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

internal sealed class StubCatalogueHandler(StubCatalogue catalogue) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var response = await catalogue.Answer(request, cancellationToken);
        response.RequestMessage = request;
        return response;
    }
}

/// <summary>A problem document, read in full: what a test does not expect, it sees.</summary>
internal static class Problem
{
    /// <summary>Status, title, and detail or errors, as one text that is easy to compare.</summary>
    public static async Task<string> Read(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonElement.Parse(
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        );
        Assert.Equal((int)response.StatusCode, problem.GetProperty("status").GetInt32());
        Assert.Equal(response.RequestMessage!.RequestUri!.AbsolutePath, problem.GetProperty("instance").GetString());
        var lines = new List<string> { $"{(int)response.StatusCode} {problem.GetProperty("title").GetString()}" };
        if (problem.TryGetProperty("detail", out var detail))
            lines.Add(detail.GetString()!);
        if (problem.TryGetProperty("errors", out var errors))
            lines.AddRange(
                errors
                    .EnumerateObject()
                    .SelectMany(e => e.Value.EnumerateArray().Select(reason => $"{e.Name}: {reason.GetString()}"))
                    .Order(StringComparer.Ordinal)
            );
        return string.Join('\n', lines);
    }

    public static async Task<string> Read(Task<HttpResponseMessage> response)
    {
        using var answer = await response;
        return await Read(answer);
    }

    /// <summary>The text of a problem and the report that it carries.</summary>
    public static async Task<(string Text, ImportReport Report)> WithReport(HttpResponseMessage response)
    {
        var problem = JsonElement.Parse(
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        );
        return (await Read(response), problem.GetProperty("report").Deserialize<ImportReport>(ContractsJson.Options)!);
    }
}

internal static class HttpExtensions
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Posts an object in the API's dialect, or a text as it is.</summary>
    public static Task<HttpResponseMessage> Post(this HttpClient http, string path, object body, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = body is string text
                ? new StringContent(text, Encoding.UTF8, "application/json")
                : JsonContent.Create(body, body.GetType(), options: ContractsJson.Options),
        };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return http.SendAsync(request, Cancellation);
    }

    public static Task<HttpResponseMessage> Get(this HttpClient http, string path, string? accept = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        return http.SendAsync(request, Cancellation);
    }

    public static async Task<T> Read<T>(this Task<HttpResponseMessage> response, HttpStatusCode expected)
    {
        using var answer = await response;
        Assert.Equal(expected, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<T>(ContractsJson.Options, Cancellation))!;
    }
}
