using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Testing;

namespace SmartInventory.Cli.Tests;

/// <summary>What the sample needs of a catalogue: it refuses what the real one would.</summary>
internal sealed class FakeShop
{
    public FakeSales Sales { get; } = new();
    public Dictionary<string, SupplierResponse> Suppliers { get; } = new(StringComparer.Ordinal);
    public HashSet<string> Locations { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, CreatePurchaseOrder> Orders { get; } = new(StringComparer.Ordinal);
    public Dictionary<(string Sku, string Location), decimal> Levels { get; } = [];
    public int Bookings { get; private set; }

    /// <summary>Asked before stock is booked: an answer to give instead, or null.</summary>
    public Func<int, Answer?> BeforeBooking { get; set; } = _ => null;

    public void Attach(StubGateway gateway)
    {
        Sales.Attach(gateway);
        foreach (
            var code in Cli
                .Sample.SampleCatalogue.Create(0, 42)
                .Suppliers.Concat(Cli.Sample.SampleCatalogue.Create(0, 7).Suppliers)
                .Select(supplier => supplier.Code!)
        )
        {
            gateway.On(
                $"GET /api/v1/suppliers/{code}",
                _ =>
                    Suppliers.TryGetValue(code, out var known)
                        ? Answer.Ok(known)
                        : Answer.Problem(404, "No such supplier.")
            );
            gateway.On(
                $"PUT /api/v1/suppliers/{code}",
                seen => Answer.Ok(Suppliers[code] = Suppliers[code] with { Notes = seen.Read<UpdateSupplier>().Notes })
            );
        }

        gateway
            .On("GET /api/v1/status", Things.Status)
            .On(
                "GET /api/v1/products",
                _ => Answer.Ok(new Page<ProductResponse>(Sales.Products.Count == 0 ? [] : [Things.Lamp], null))
            )
            .On(
                "POST /api/v1/suppliers",
                seen =>
                {
                    var supplier = seen.Read<CreateSupplier>();
                    var made = new SupplierResponse
                    {
                        Id = Things.Id,
                        Code = supplier.Code!,
                        Name = supplier.Name!,
                        Email = supplier.Email,
                        Phone = null,
                        Notes = supplier.Notes,
                        Products = 0,
                        Archived = false,
                        CreatedAt = Things.Noon,
                        UpdatedAt = Things.Noon,
                        ETag = "\"1\"",
                    };
                    return Suppliers.TryAdd(made.Code, made) ? Answer.Ok(made) : Answer.Problem(409, "Taken.");
                }
            )
            .On(
                "POST /api/v1/locations",
                seen =>
                    Locations.Add(seen.Read<CreateLocation>().Code!)
                        ? Answer.Ok(Things.Berlin)
                        : Answer.Problem(409, "Taken.")
            )
            .On(
                "GET /api/v1/stock",
                _ =>
                    Answer.Ok(
                        new Page<StockLevelResponse>(
                            [
                                .. Levels.Select(level =>
                                    Things.Level with
                                    {
                                        Sku = level.Key.Sku,
                                        Location = level.Key.Location,
                                        OnHand = level.Value,
                                    }
                                ),
                            ],
                            null
                        )
                    )
            )
            .On("POST /api/v1/stock/moves", Book)
            .On(
                "POST /api/v1/purchase-orders",
                seen =>
                {
                    var order = seen.Read<CreatePurchaseOrder>();
                    if (!Code.TryParse(order.Number, out _))
                        return Answer.Problem(400, $"number {order.Number}");
                    if (order.ExpectedOn < DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime))
                        return Answer.Problem(400, "expectedOn");
                    return Orders.TryAdd(order.Number!, order)
                        ? Answer.Ok(Things.Order)
                        : Answer.Problem(409, "Taken.");
                }
            );
    }

    private Answer Book(Seen seen)
    {
        if (BeforeBooking(Bookings++) is { } instead)
            return instead;
        var moves = seen.Read<MoveStock>();
        if (moves.Receipts!.Count + moves.Adjustments!.Count > Limits.MaxBatch)
            return Answer.Problem(400, "Too many.");
        foreach (var move in moves.Adjustments)
            Add(move.Sku!, move.Location!, move.Delta!.Value);
        foreach (var move in moves.Receipts)
            Add(move.Sku!, move.Location!, move.Quantity!.Value);
        return Answer.Ok(new BatchResult(0, 0, 0, []));
    }

    private void Add(string sku, string location, decimal quantity) =>
        Levels[(sku, location)] = Levels.GetValueOrDefault((sku, location)) + quantity;
}
