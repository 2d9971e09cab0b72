using System.Net;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Localization;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

/// <summary>What is refused is refused in the language of who asks.</summary>
public sealed class LanguageTests(CatalogApp app)
{
    private const string Products = "/api/v1/products";
    private const string Locations = "/api/v1/locations";
    private const string Suppliers = "/api/v1/suppliers";
    private const string Orders = "/api/v1/purchase-orders";
    private const string Stock = "/api/v1/stock";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<PurchaseOrderResponse> Order(PurchaseOrderStatus status, decimal minimum = 0)
    {
        var supplier = await app.Api.CreateSupplier(
            new CreateSupplier
            {
                Code = CatalogApp.NewName("S"),
                Name = "A supplier",
                MinimumOrderValue = minimum > 0 ? minimum : null,
            },
            ct: Cancellation
        );
        return await app.Api.CreatePurchaseOrder(
            new CreatePurchaseOrder
            {
                Supplier = supplier.Code,
                Location = (await app.NewLocation()).Code,
                Status = status,
                Lines =
                [
                    new CreatePurchaseOrderLine
                    {
                        Sku = (await app.NewProduct()).Sku,
                        Quantity = 5,
                        UnitCost = 1.5m,
                    },
                ],
            },
            ct: Cancellation
        );
    }

    [Fact]
    public async Task What_the_catalogue_refuses_it_refuses_in_Spanish_with_numbers_as_Spanish_has_them()
    {
        using var http = app.As().Reading("es-ES");
        var (sku, location) = (CatalogApp.NewName("P"), (await app.NewLocation()).Code);
        await app.Api.CreateProduct(
            new CreateProduct
            {
                Sku = sku,
                Name = "Rope",
                Price = 1,
                WholeUnits = false,
            },
            ct: Cancellation
        );
        await app.Receive(sku, location, 1.5m);
        Assert.Equal(
            "400 Uno o más campos no son válidos.\nattribute: 'red' debe ser un nombre y un valor, como colour:red",
            await Problem.Read(http.Get($"{Products}?attribute=red"))
        );
        Assert.Equal(
            "409 Las existencias no lo permiten.\n" + $"delta: solo hay 1,5 de {sku} en existencias en {location}",
            await Problem.Read(
                http.Post(
                    $"{Stock}/adjustments",
                    new AdjustStock
                    {
                        Sku = sku,
                        Location = location,
                        Delta = -2,
                        Reason = "broken",
                    }
                )
            )
        );
        var order = await Order(PurchaseOrderStatus.Approved, minimum: 10);
        Assert.Equal(
            $"409 El pedido vale 7,50 y {order.Supplier} suministra a partir de 10,00.\n"
                + "Pida más, o envíelo con belowMinimum true si así se ha acordado.",
            await Problem.Read(http.Send(HttpMethod.Post, $"{Orders}/{order.Number}/send", "{}", order.ETag))
        );
        Assert.Equal(
            $"409 El estado del pedido '{order.Number}' es approved.\nSolo se puede aprobar un borrador.",
            await Problem.Read(http.Send(HttpMethod.Post, $"{Orders}/{order.Number}/approve", null, order.ETag))
        );
        Assert.Equal(
            $"409 La ubicación '{location}' todavía tiene existencias.\n"
                + $"Las existencias o lo pendiente de recibir no son cero para {sku}.",
            await Problem.Read(http.Delete($"{Locations}/{location}", "*"))
        );
    }

    [Fact]
    public async Task A_batch_says_in_Spanish_what_is_wrong_with_each_row()
    {
        using var http = app.As().Reading("es");
        var batch = await http.Post(
                $"{Products}/batch",
                new CreateProducts
                {
                    Mode = BatchMode.RejectFailedRows,
                    Products =
                    [
                        new CreateProduct
                        {
                            Sku = CatalogApp.NewName("P"),
                            Name = "x",
                            Price = 1,
                            Suppliers =
                            [
                                new SupplierTermRequest
                                {
                                    Supplier = "NOBODY",
                                    LeadTimeDays = 1,
                                    UnitCost = 1,
                                },
                            ],
                        },
                        new CreateProduct
                        {
                            Sku = CatalogApp.NewName("P"),
                            Name = "x",
                            Price = 1.23456m,
                            Category = "a//b",
                        },
                    ],
                }
            )
            .Read<BatchResult>(HttpStatusCode.OK);
        Assert.Equal(
            [
                "suppliers[0].supplier: ningún proveedor tiene el código 'NOBODY'",
                "category: deben ser nombres unidos por '/', ninguno vacío",
                "price: debe tener como máximo 4 decimales",
            ],
            batch.Rows.SelectMany(r => r.Errors!).Select(e => $"{e.Key}: {Assert.Single(e.Value)}")
        );
    }

    [Fact]
    public async Task Why_a_movement_cannot_be_taken_back_is_said_in_Spanish()
    {
        using var http = app.As().Reading("es");
        var (sku, location) = ((await app.NewProduct()).Sku, (await app.NewLocation()).Code);
        var received = await app.Receive(sku, location, 3);
        await app.Api.AdjustStock(
            new AdjustStock
            {
                Sku = sku,
                Location = location,
                CountedQuantity = 3,
                Reason = "count",
            },
            ct: Cancellation
        );
        var seen = await http.Get($"{Stock}/{sku}/movements/{received.Movement.Id}")
            .Read<MovementDetail>(HttpStatusCode.OK);
        Assert.Equal($"{sku} se contó después en {location}: se sabe lo que había allí.", seen.NoUndo);
    }

    [Fact]
    public async Task No_refusal_says_anything_that_is_not_translated()
    {
        using var http = app.As().Reading(Languages.Pseudo);
        var (product, location) = (await app.NewProduct(), await app.NewLocation());
        var (sku, at) = (product.Sku, location.Code);
        var archived = (await app.NewProduct()).Sku;
        await app.Http.Delete($"{Products}/{archived}", "*");
        await app.Receive(sku, at, 3);
        var (draft, sent) = (await Order(PurchaseOrderStatus.Draft), await Order(PurchaseOrderStatus.Sent));
        var count = (await app.Api.CreateCountSheet(new CreateCountSheet { Location = at }, ct: Cancellation)).Sheet;
        await app.Api.RecordCount(count.Number, sku, new RecordCount { Counted = 3 }, Cancellation);
        var closed = (await app.Api.CreateCountSheet(new CreateCountSheet { Location = at }, ct: Cancellation)).Sheet;
        await app.Http.Post($"{Stock}/counts/{closed.Number}/cancel", "{}");

        var refusals = new Dictionary<string, Task<HttpResponseMessage>>(StringComparer.Ordinal)
        {
            ["filter"] = http.Get($"{Products}?attribute=x&category=a//b&supplier=!&status=x&stock=x&after=x&sort=x"),
            ["attributes"] = http.Get($"{Products}?attribute=a:1&attribute=A:2&attribute=!:1"),
            ["no product"] = http.Get($"{Products}/GHOST"),
            ["no image"] = http.Get($"{Products}/{sku}/image"),
            ["image"] = http.Put($"{Products}/{sku}/image", "text", "*"),
            ["product"] = http.Post(
                Products,
                new CreateProduct
                {
                    Sku = "facets",
                    Name = "x",
                    Price = 1,
                    Unit = "each",
                    WholeUnits = true,
                    Barcodes = ["!"],
                    Attributes = new Dictionary<string, string?> { [new string('n', 41)] = "x" },
                    Assignee = "nobody.here",
                    Suppliers =
                    [
                        new SupplierTermRequest
                        {
                            Supplier = "NOBODY",
                            LeadTimeDays = 1,
                            UnitCost = 1,
                            Moq = 1.5m,
                            Preferred = true,
                        },
                        new SupplierTermRequest
                        {
                            Supplier = "NOBODY",
                            LeadTimeDays = 1,
                            UnitCost = 1,
                            Preferred = true,
                        },
                    ],
                }
            ),
            ["SKU taken"] = http.Post(
                Products,
                new CreateProduct
                {
                    Sku = sku,
                    Name = "x",
                    Price = 1,
                }
            ),
            ["archived product"] = http.Delete($"{Products}/{archived}", "*"),
            ["edit nothing"] = http.Send(HttpMethod.Patch, Products, "{}"),
            ["edit"] = http.Send(
                HttpMethod.Patch,
                Products,
                new EditProducts
                {
                    Skus = ["GHOST", archived],
                    Change = new ProductEdit { Supplier = "NOBODY" },
                }
            ),
            ["edit price"] = http.Send(
                HttpMethod.Patch,
                Products,
                new EditProducts
                {
                    Skus = [sku],
                    Filter = new ProductSelection(),
                    Change = new ProductEdit { Price = 1, PriceBy = 2 },
                }
            ),
            ["edit others"] = http.Send(
                HttpMethod.Patch,
                Products,
                new EditProducts
                {
                    Filter = new ProductSelection { Search = sku },
                    Expected = 7,
                    Change = new ProductEdit { Category = "x" },
                }
            ),
            ["no rows"] = http.Post($"{Products}/batch", "{}"),
            ["category"] = http.Post("/api/v1/categories/rename", """{"from":"GHOST","to":"GHOST/x"}"""),
            ["no location"] = http.Get($"{Locations}/GHOST"),
            ["location"] = http.Post(Locations, """{"code":"!","name":"","timeZone":"Mars"}"""),
            ["location taken"] = http.Post(Locations, new CreateLocation { Code = at, Name = "x" }),
            ["location in use"] = http.Delete($"{Locations}/{at}", "*"),
            ["no supplier"] = http.Get($"{Suppliers}/GHOST"),
            ["supplier"] = http.Post(
                Suppliers,
                """{"code":"NEW","name":"x","email":"x","orderDays":["monday","monday"]}"""
            ),
            ["supplier taken"] = http.Post(Suppliers, new CreateSupplier { Code = sent.Supplier, Name = "x" }),
            ["terms"] = http.Post($"{Suppliers}/terms/upsert", """{"terms":[{"supplier":"NOBODY","sku":"GHOST"}]}"""),
            ["no order"] = http.Get($"{Orders}/GHOST"),
            ["order"] = http.Post(
                Orders,
                """
                {"supplier":"NOBODY","location":"MARS","status":"received","number":"approval-limits",
                 "expectedOn":"2020-01-01","lines":[{"sku":"GHOST","quantity":1},{"sku":"GHOST","quantity":1}]}
                """
            ),
            ["order of nothing"] = http.Post(
                Orders,
                new CreatePurchaseOrder { Supplier = sent.Supplier, Location = at }
            ),
            ["approve"] = http.Send(HttpMethod.Post, $"{Orders}/{sent.Number}/approve", null, "*"),
            ["send"] = http.Send(HttpMethod.Post, $"{Orders}/{draft.Number}/send", "{}", "*"),
            ["receive"] = http.Post(
                $"{Stock}/receipts",
                new ReceiveStock
                {
                    Sku = sku,
                    Location = at,
                    Quantity = 1,
                    PurchaseOrder = draft.Number,
                }
            ),
            ["receive too much"] = http.Post(
                $"{Stock}/receipts",
                new ReceiveStock
                {
                    Sku = sent.Lines[0].Sku,
                    Location = sent.Location,
                    Quantity = 9,
                    PurchaseOrder = sent.Number,
                }
            ),
            ["receipt"] = http.Post($"{Stock}/receipts", """{"sku":"GHOST","location":"MARS","quantity":1}"""),
            ["adjustment"] = http.Post($"{Stock}/adjustments", """{"sku":"GHOST","location":"MARS","reason":"x"}"""),
            ["too little"] = http.Post(
                $"{Stock}/adjustments",
                new AdjustStock
                {
                    Sku = sku,
                    Location = at,
                    Delta = -9,
                    Reason = "x",
                }
            ),
            ["transfer"] = http.Post(
                $"{Stock}/transfers",
                new TransferStock
                {
                    Sku = sku,
                    From = at,
                    To = at,
                    Quantity = 1,
                }
            ),
            ["levels"] = http.Get($"{Stock}?asOf=2099-01-01&idleDays=9&sort=last-count"),
            ["movements"] = http.Get($"{Stock}/movements?kind=x&from=2026-02-02&to=2026-02-01"),
            ["no movement"] = http.Get($"{Stock}/{sku}/movements/{Guid.NewGuid()}"),
            ["no sheet"] = http.Get($"{Stock}/counts/999999"),
            ["counted"] = http.Put($"{Stock}/counts/{count.Number}/lines/{sku}", new RecordCount { Counted = 2 }, "*"),
            ["closed"] = http.Post($"{Stock}/counts/{closed.Number}/post", "{}"),
            ["sheet of nothing"] = http.Post(
                $"{Stock}/counts",
                new CreateCountSheet { Location = at, Skus = ["GHOST"] }
            ),
            ["comment"] = http.Post("/api/v1/comments", """{"text":"","subject":"product:GHOST"}"""),
            ["no comment"] = http.Delete($"/api/v1/comments/{Guid.NewGuid()}", "*"),
            ["follow"] = http.Put("/api/v1/follows?subject=location:X", "{}"),
            ["currency"] = http.Put("/api/v1/installation", """{"currency":"XXXX"}""", "*"),
            ["limits"] = http.Put($"{Orders}/approval-limits", """{"limits":[{"upTo":-1}]}""", "*"),
        };
        string[] known =
        [
            .. from type in new[]
            {
                typeof(ProductStatus),
                typeof(ProductSort),
                typeof(LevelState),
                typeof(PurchaseOrderStatus),
                typeof(MovementKind),
                typeof(Role),
            }
            from name in Enum.GetNames(type)
            select string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? $"-{c}" : $"{c}")).ToLowerInvariant(),
            .. new[] { sku, archived, at, draft.Number, sent.Number, sent.Supplier, sent.Location, sent.Lines[0].Sku },
            .. new[]
            {
                "GHOST",
                "MARS",
                "NOBODY",
                "FACETS",
                "APPROVAL-LIMITS",
                "nobody.here",
                "x",
                "a",
                "red",
                "product",
                "tests",
            },
        ];
        var said = new List<string>();
        foreach (var (what, refusal) in refusals)
        {
            var text = await Problem.Read(refusal);
            said.AddRange(Readers.OutsideOfBrackets(text, known).Select(line => $"{what}: {line}"));
        }

        Assert.Empty(said);
    }
}
