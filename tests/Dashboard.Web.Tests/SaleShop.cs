using System.Collections.Concurrent;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Messages;
using SmartInventory.Contracts.Sales;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>A gateway in front of a shop with two products and one place, which keeps what is recorded.</summary>
internal sealed class SaleShop
{
    public const string Barcode = "4006381333931";
    public static readonly Guid Known = Guid.Parse("01890000-0000-7000-8000-000000000001");
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 9, 30, 0, TimeSpan.Zero);

    /// <summary>Lines by their id.</summary>
    public ConcurrentDictionary<Guid, SaleResponse> Sales { get; } = [];

    /// <summary>What was answered to a key.</summary>
    private readonly ConcurrentDictionary<string, BatchResult> _answered = [];

    public List<LocationResponse> Locations { get; } =
    [new(Guid.NewGuid(), "MADRID", "The shop", "Europe/Madrid", false, Now, Now, "\"1\"")];

    private static readonly ProductResponse[] Products =
    [
        Product("LAMP-1", "Desk <lamp>", 20.5m, Barcode),
        Product("CUP/2", "Cup", 4),
    ];

    public SaleShop() => Sales[Known] = Line(Known);

    public static SaleResponse Line(Guid id) =>
        new()
        {
            Id = id,
            Channel = "till",
            ExternalId = "T-17",
            Kind = SaleKind.Sale,
            Sku = "LAMP-1",
            Location = "MADRID",
            Quantity = 3,
            UnitPrice = 20.5m,
            Discount = 1.5m,
            Amount = 60,
            Receipt = "R/9",
            SoldAt = Now,
            Day = new DateOnly(2026, 11, 28),
            Customer = "Ann <A>",
            RecordedAt = Now,
            RecordedBy = "ada",
        };

    public async Task<StubGateway> StartAsync()
    {
        var stub = await Canned.StartAsync(Canned.Shop());
        stub.On("GET /api/v1/locations", _ => Answer.Ok(new Page<LocationResponse>(Locations, null)));
        stub.On("GET /api/v1/locations/MADRID", _ => Answer.Ok(Locations[0]));
        stub.On("GET /api/v1/products", seen => Answer.Ok(Search(seen["search"])));
        stub.On(
            "POST /api/v1/products/lookup",
            seen =>
                Answer.Ok(
                    Products.Where(p => seen.Read<LookupProducts>().Skus!.Contains(p.Sku)).Select(State).ToArray()
                )
        );
        stub.On(
            "GET /api/v1/stock",
            seen =>
                Answer.Ok(
                    new Page<StockLevelResponse>(
                        [new(seen["sku"], "", seen["location"], seen["sku"] == "LAMP-1" ? 7 : -2, 0, true, null, Now)],
                        null
                    )
                )
        );
        stub.On("GET /api/v1/sales", seen => Answer.Ok(List(seen)));
        stub.On("GET /api/v1/sales/sum", _ => Answer.Ok(Sum));
        stub.On("GET /api/v1/sales/periods", seen => Answer.Ok(Periods(seen["by"])));
        stub.On(
            "GET /api/v1/sales/*",
            seen =>
                Sales.TryGetValue(Guid.Parse(seen.Path[(seen.Path.LastIndexOf('/') + 1)..]), out var sale)
                    ? Answer.Ok(sale)
                    : Answer.Problem(404, "There is no such sale.")
        );
        stub.On("POST /api/v1/sales/batch", Record);
        stub.On("POST /api/v1/sales/*", Change);
        return stub;
    }

    public static SalesSum Sum { get; } =
        new(new DateOnly(2026, 10, 29), new DateOnly(2026, 11, 28), 1_204, 3, 4_321.5m, 12.25m, 87, 40, 2);

    private static PeriodSales[] Periods(string by) =>
        by switch
        {
            "hour" =>
            [
                new(new DateOnly(2026, 11, 27), 9, 2, 0, 40, 2),
                new(new DateOnly(2026, 11, 28), 9, 3, 1, 41, 3),
                new(new DateOnly(2026, 11, 28), 11, 1, 0, 4, 1),
            ],
            "month" =>
            [
                new(new DateOnly(2026, 9, 1), null, 9, 0, 90, 9),
                new(new DateOnly(2026, 11, 1), null, 5, 1, 50, 5),
            ],
            _ =>
            [
                new(new DateOnly(2026, 11, 26), null, 9, 2, 90, 9),
                new(new DateOnly(2026, 11, 28), null, 5, 0, 50, 5),
            ],
        };

    private static ProductPage Search(string text)
    {
        ProductResponse[] found =
        [
            .. Products.Where(p =>
                p.Sku.Contains(text, StringComparison.OrdinalIgnoreCase) || p.Barcodes.Contains(text)
            ),
        ];
        return found.Length > 0 ? new(found, null) : new(Products, null, Nearest: true);
    }

    private Page<SaleResponse> List(Seen seen)
    {
        var lines = Sales.Values.Where(line =>
            (seen["returnOf"].Length == 0 || line.ReturnOf?.ToString() == seen["returnOf"])
            && (seen["receipt"].Length == 0 || line.Receipt == seen["receipt"])
            && (seen["sku"].Length == 0 || line.Sku == seen["sku"])
        );
        return new([.. lines.OrderByDescending(line => line.SoldAt)], seen["after"].Length == 0 ? "older+/=" : null);
    }

    private Answer Record(Seen seen)
    {
        var batch = seen.Read<RecordSales>();
        var wrong = batch
            .Sales!.Select((sale, row) => (Row: row, sale.Quantity))
            .Where(sale => sale.Quantity is null or <= 0)
            .ToDictionary(sale => $"sales[{sale.Row}].quantity", _ => new[] { "must be above 0" });
        if (wrong.Count > 0)
            return Answer.Problem(400, "One or more fields are not valid.", errors: wrong);
        return Answer.Ok(_answered.GetOrAdd(seen.Headers["Idempotency-Key"].ToString(), _ => Store(batch.Sales!)));
    }

    private BatchResult Store(IReadOnlyList<RecordSale> sales)
    {
        var rows = new List<RowResult>();
        foreach (var sale in sales)
        {
            var id = Guid.CreateVersion7();
            var price = sale.UnitPrice ?? Products.Single(p => p.Sku == sale.Sku).Price;
            Sales[id] = Line(id) with
            {
                Channel = "manual",
                ExternalId = id.ToString(),
                Sku = sale.Sku!,
                Location = sale.Location!,
                Quantity = sale.Quantity!.Value,
                UnitPrice = price,
                Discount = sale.Discount ?? 0,
                Amount = LineAmount.Of(sale.Quantity.Value, price, sale.Discount ?? 0),
                Receipt = sale.Receipt,
                Customer = sale.Customer,
                RecordedAt = DateTimeOffset.UtcNow,
            };
            rows.Add(new(rows.Count, RowOutcome.Created, id, null));
        }

        return new(rows.Count, 0, 0, rows);
    }

    private Answer Change(Seen seen)
    {
        var parts = seen.Path.Split('/');
        if (!Sales.TryGetValue(Guid.Parse(parts[4]), out var sale))
            return Answer.Problem(404, "There is no such sale.");
        var id = Guid.CreateVersion7();
        if (parts[5] == "void")
        {
            if (sale.VoidedBy is not null)
                return Answer.Problem(409, "This line was taken back before.");
            Sales[sale.Id] = sale with { VoidedBy = id };
            return Answer.Ok(
                Sales[id] = sale with { Id = id, VoidOf = sale.Id, Reason = seen.Read<VoidSale>().Reason }
            );
        }

        var request = seen.Read<ReturnSale>();
        if (request.Quantity > sale.Quantity)
        {
            return Answer.Problem(
                400,
                "One or more fields are not valid.",
                errors: new() { ["quantity"] = ["must be at most 3"] }
            );
        }

        return Answer.Ok(
            Sales[id] = sale with
            {
                Id = id,
                Kind = SaleKind.Return,
                ReturnOf = sale.Id,
                Quantity = request.Quantity!.Value,
                Reason = request.Reason,
            }
        );
    }

    private static ProductState State(ProductResponse product) =>
        new()
        {
            Sku = product.Sku,
            Version = 1,
            Name = product.Name,
            Unit = product.Unit,
            WholeUnits = product.WholeUnits,
            Price = product.Price,
            ServiceLevel = .95m,
            ReviewPeriodDays = 7,
            Terms = [],
            Archived = false,
        };

    private static ProductResponse Product(string sku, string name, decimal price, params string[] barcodes) =>
        new()
        {
            Id = Guid.NewGuid(),
            Sku = sku,
            Name = name,
            Barcodes = barcodes,
            Unit = "each",
            WholeUnits = true,
            Price = price,
            Suppliers = [],
            OnHand = 9,
            OnOrder = 0,
            UnitsSold = 0,
            Revenue = 0,
            Archived = false,
            CreatedAt = Now,
            UpdatedAt = Now,
            ETag = "\"7\"",
        };
}
