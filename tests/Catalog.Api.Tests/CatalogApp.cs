using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MassTransit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Refit;
using SmartInventory.Catalog.Api.Tests;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Messages;
using SmartInventory.Contracts.Sales;
using SmartInventory.Testing;

// One service for all tests of this program: each takes names of its own, as customers of one installation do.
[assembly: AssemblyFixture(typeof(CatalogApp))]

namespace SmartInventory.Catalog.Api.Tests;

/// <summary>Catalog.Api on Kestrel, on a database and a virtual host of its own.</summary>
public sealed class CatalogApp : IAsyncLifetime
{
    private static int _names;
    private readonly Factory _factory = new();

    public HttpClient Http { get; private set; } = null!;

    /// <summary>The service through the client that everybody uses.</summary>
    public ICatalogApi Api { get; private set; } = null!;

    public NpgsqlDataSource Database { get; private set; } = null!;

    public IServiceProvider Services => _factory.Services;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var infrastructure = await Infrastructure.StartAsync();
        var database = await infrastructure.CreateDatabaseAsync(CatalogDb.Schema);
        _factory.Settings["ConnectionStrings:inventory"] = database;
        _factory.Settings["ConnectionStrings:messaging"] = await infrastructure.CreateVirtualHostAsync();
        _factory.UseKestrel(0);
        _factory.StartServer();
        Http = _factory.CreateClient();
        Api = RestService.For<ICatalogApi>(Http, ContractsJson.Refit());
        Database = NpgsqlDataSource.Create(database);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await _factory.DisposeAsync();
    }

    /// <summary>A SKU or code that no other test has.</summary>
    public static string NewName(string prefix) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}{Interlocked.Increment(ref _names)}");

    public async Task<ProductResponse> NewProduct(
        decimal price = 10,
        string? name = null,
        string? category = null,
        params SupplierTermRequest[] terms
    ) =>
        await Api.CreateProduct(
            new CreateProduct
            {
                Sku = NewName("P"),
                Name = name ?? "A product",
                Category = category,
                Price = price,
                Suppliers = terms,
            },
            ct: Cancellation
        );

    public async Task<SupplierResponse> NewSupplier() =>
        await Api.CreateSupplier(new CreateSupplier { Code = NewName("S"), Name = "A supplier" }, ct: Cancellation);

    public async Task<LocationResponse> NewLocation(string zone = "Europe/London") =>
        await Api.CreateLocation(
            new CreateLocation
            {
                Code = NewName("L"),
                Name = "A location",
                TimeZone = zone,
            },
            ct: Cancellation
        );

    public Task<StockMoved> Receive(string sku, string location, decimal quantity) =>
        Api.ReceiveStock(
            new ReceiveStock
            {
                Sku = sku,
                Location = location,
                Quantity = quantity,
            },
            ct: Cancellation
        );

    public async Task<StockLevelResponse> Level(string sku, string location) =>
        Assert.Single((await Api.ListStock(sku: sku, location: location, ct: Cancellation)).Items);

    public static SaleLine Line(
        string sku,
        string location,
        decimal quantity,
        SaleKind kind = SaleKind.Sale,
        decimal price = 2,
        string channel = "manual"
    ) =>
        new(
            Guid.CreateVersion7(),
            channel,
            sku,
            location,
            kind,
            quantity,
            price,
            DateTimeOffset.UtcNow,
            DateOnly.FromDateTime(DateTime.UtcNow)
        );

    /// <summary>Publishes a fact as Sales.Api's relay does.</summary>
    public Task Publish(Guid messageId, params SaleLine[] lines) =>
        Services
            .GetRequiredService<IBus>()
            .Publish(new SalesRecorded(lines), context => context.MessageId = messageId, Cancellation);

    /// <summary>The states that this service put into its outbox for one key, oldest first.</summary>
    public async Task<List<JsonElement>> Announced<TMessage>(string keyField, string key)
    {
        await using var command = Database.CreateCommand(
            $"""
            SELECT item FROM catalog.outbox, jsonb_array_elements(body::jsonb -> 'items') AS item
            WHERE type LIKE '%.{typeof(TMessage).Name},%' AND item ->> '{keyField}' = $1 ORDER BY sequence
            """
        );
        command.Parameters.Add(new NpgsqlParameter { Value = key });
        var items = new List<JsonElement>();
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        while (await reader.ReadAsync(Cancellation))
            items.Add(JsonElement.Parse(reader.GetString(0)));
        return items;
    }

    public async Task<T> Scalar<T>(string sql, params object[] values)
    {
        await using var command = Database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return (T)(await command.ExecuteScalarAsync(Cancellation))!;
    }

    private sealed class Factory : WebApplicationFactory<CatalogDb>
    {
        public Dictionary<string, string> Settings { get; } = [];

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            foreach (var (key, value) in Settings)
                builder.UseSetting(key, value);
        }
    }
}

/// <summary>A problem document, read in full: what a test does not expect, it sees.</summary>
internal static class Problem
{
    /// <summary>Status, title, and detail or errors, as one text that is easy to compare.</summary>
    public static async Task<string> Read(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
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

    /// <summary>What the Refit client throws.</summary>
    public static async Task<(HttpStatusCode Status, string Title)> Of(Func<Task> call)
    {
        var thrown = await Assert.ThrowsAnyAsync<ApiException>(call);
        return (thrown.StatusCode, JsonElement.Parse(thrown.Content!).GetProperty("title").GetString()!);
    }
}

internal static class HttpExtensions
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Task<HttpResponseMessage> Send(
        this HttpClient http,
        HttpMethod method,
        string path,
        object? body = null,
        string? ifMatch = null,
        string? key = null
    )
    {
        var request = new HttpRequestMessage(method, path);
        if (body is string text)
            request.Content = new StringContent(text, System.Text.Encoding.UTF8, "application/json");
        else if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: ContractsJson.Options);
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return http.SendAsync(request, Cancellation);
    }

    public static Task<HttpResponseMessage> Get(this HttpClient http, string path) => http.Send(HttpMethod.Get, path);

    public static Task<HttpResponseMessage> Post(this HttpClient http, string path, object body, string? key = null) =>
        http.Send(HttpMethod.Post, path, body, key: key);

    public static Task<HttpResponseMessage> Put(
        this HttpClient http,
        string path,
        object body,
        string? ifMatch = null
    ) => http.Send(HttpMethod.Put, path, body, ifMatch);

    public static Task<HttpResponseMessage> Delete(this HttpClient http, string path, string? ifMatch = null) =>
        http.Send(HttpMethod.Delete, path, ifMatch: ifMatch);
}
