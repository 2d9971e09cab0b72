using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Refit;
using SmartInventory.Catalog.Api.Tests;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Messages;
using SmartInventory.Contracts.Sales;
using SmartInventory.Testing;

// One service for all tests of this program: each takes names of its own, as customers of one installation do.
[assembly: AssemblyFixture(typeof(CatalogApp))]

namespace SmartInventory.Catalog.Api.Tests;

/// <summary>Catalog.Api on Kestrel, on a database and a virtual host of its own.</summary>
public sealed class CatalogApp() : ServiceHost(CatalogDb.Schema)
{
    /// <summary>The service through the client that everybody uses.</summary>
    public ICatalogApi Api { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Api = RestService.For<ICatalogApi>(Http, ContractsJson.Refit());
    }

    protected override Task<Running> StartAsync() => Task.FromResult(Start<CatalogDb>());

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

    public async Task<string> NewPerson(
        bool disabled = false,
        long version = 1,
        string? name = null,
        Role role = Role.Clerk
    )
    {
        name ??= NewName("person.").ToLowerInvariant();
        var id = Guid.CreateVersion7();
        await Services
            .GetRequiredService<IBus>()
            .Publish(
                new PersonChanged([new PersonState(Guid.NewGuid(), name, version, $"The {name}", role, disabled)]),
                context => context.MessageId = id,
                Cancellation
            );
        await Consumed(id);
        return name;
    }

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
        new()
        {
            Id = Guid.CreateVersion7(),
            Channel = channel,
            Sku = sku,
            Location = location,
            Kind = kind,
            Quantity = quantity,
            UnitPrice = price,
            SoldAt = DateTimeOffset.UtcNow,
            Day = DateOnly.FromDateTime(DateTime.UtcNow),
        };

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
}
