using System.Net;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Messages;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

public sealed class ProductUpsertTests(CatalogApp app)
{
    private const string Upsert = "/api/v1/products/upsert";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Task<UpsertResult> Send(bool? preview, params UpsertProduct[] rows) =>
        app.Api.UpsertProducts(
            new UpsertProducts { Mode = BatchMode.RejectFailedRows, Products = rows },
            preview,
            ct: Cancellation
        );

    private async Task<ProductResponse> Full(string first, string second) =>
        await app.Api.CreateProduct(
            new CreateProduct
            {
                Sku = CatalogApp.NewName("U"),
                Name = "Full",
                Description = "words",
                Category = CatalogApp.NewName("Up"),
                Barcodes = [CatalogApp.NewName("B")],
                Tags = ["old"],
                Attributes = new Dictionary<string, string?> { ["colour"] = "red", ["size"] = "L" },
                Status = ProductStatus.Draft,
                Unit = "kg",
                WholeUnits = false,
                Price = 10,
                Cost = 4,
                ServiceLevel = 0.9m,
                ReviewPeriodDays = 14,
                Suppliers = [Term(first, 5, preferred: true), Term(second, 9)],
            },
            ct: Cancellation
        );

    private static SupplierTermRequest Term(string supplier, int? days = null, bool? preferred = null) =>
        new()
        {
            Supplier = supplier,
            LeadTimeDays = days,
            UnitCost = days is null ? null : 3,
            Preferred = preferred,
        };

    [Fact]
    public async Task What_a_row_says_changes_and_everything_else_stays()
    {
        var (first, second) = ((await app.NewSupplier()).Code, (await app.NewSupplier()).Code);
        var before = await Full(first, second);
        var fresh = CatalogApp.NewName("U");

        var result = await Send(
            preview: null,
            new UpsertProduct
            {
                Sku = before.Sku.ToLowerInvariant(),
                Price = 12,
                Attributes = new Dictionary<string, string?> { ["Colour"] = "blue", ["size"] = null },
                Suppliers = [new SupplierTermRequest { Supplier = second, Moq = 6 }],
            },
            new UpsertProduct
            {
                Sku = fresh,
                Name = "New",
                Price = 1,
                Category = before.Category!.ToUpperInvariant(),
            }
        );

        Assert.Equal(
            (false, 1, 1, 0, 0),
            (result.Preview, result.Created, result.Changed, result.Unchanged, result.Rejected)
        );
        Assert.Equal([UpsertOutcome.Changed, UpsertOutcome.Created], result.Rows.Select(r => r.Outcome));
        Assert.Equal(
            [
                new FieldChange("attributes", "colour=red; size=L", "colour=blue"),
                new FieldChange("price", "10", "12"),
                new FieldChange(
                    "suppliers",
                    string.Join(
                        "; ",
                        new[] { Said(first, 5, 1, true), Said(second, 9, 1) }.Order(StringComparer.Ordinal)
                    ),
                    string.Join(
                        "; ",
                        new[] { Said(first, 5, 1, true), Said(second, 9, 6) }.Order(StringComparer.Ordinal)
                    )
                ),
            ],
            result.Rows[0].Changes
        );
        var after = await app.Api.GetProduct(before.Sku, Cancellation);
        Assert.Equal(
            (before.Name, before.Description, before.Category, 12m, 4m, before.Unit, ProductStatus.Draft, 14),
            (
                after.Name,
                after.Description,
                after.Category,
                after.Price,
                after.Cost,
                after.Unit,
                after.Status,
                after.ReviewPeriodDays
            )
        );
        Assert.Equal(before.Barcodes, after.Barcodes);
        Assert.Equal([first, second], after.Suppliers.Select(s => s.Supplier));
        Assert.Equal((9, 6m), (after.Suppliers[1].LeadTimeDays, after.Suppliers[1].Moq));
        Assert.Equal(before.Category, (await app.Api.GetProduct(fresh, Cancellation)).Category);
        var announced = await app.Announced<ProductChanged>("sku", before.Sku);
        Assert.Equal((2, 12m), (announced.Count, announced[^1].GetProperty("price").GetDecimal()));
        Assert.Single(await app.Announced<ProductChanged>("sku", fresh));

        // Once more it is as it should be, and nobody is told anything.
        var again = await Send(
            preview: null,
            new UpsertProduct
            {
                Sku = before.Sku,
                Price = 12,
                Name = " Full ",
            }
        );
        Assert.Equal((1, UpsertOutcome.Unchanged), (again.Unchanged, again.Rows[0].Outcome));
        Assert.Equal(after.ETag, (await app.Api.GetProduct(before.Sku, Cancellation)).ETag);
        Assert.Equal(2, (await app.Announced<ProductChanged>("sku", before.Sku)).Count);

        static string Said(string supplier, int days, int moq, bool preferred = false) =>
            $"{supplier}: {days} days, 3 each, from {moq}, in packs of 1{(preferred ? ", preferred" : "")}";
    }

    [Fact]
    public async Task Cleared_fields_are_empty_or_have_their_default()
    {
        var (first, second) = ((await app.NewSupplier()).Code, (await app.NewSupplier()).Code);
        var before = await Full(first, second);

        await Send(
            preview: null,
            new UpsertProduct
            {
                Sku = before.Sku,
                Suppliers = [Term(second, 7)],
                Clear =
                [
                    "description",
                    "category",
                    "barcodes",
                    "tags",
                    "attributes",
                    "status",
                    "unit",
                    "wholeUnits",
                    "cost",
                    "serviceLevel",
                    "reviewPeriodDays",
                    "suppliers",
                ],
            }
        );

        var after = await app.Api.GetProduct(before.Sku, Cancellation);
        Assert.Equal(
            ("Full", null, null, 10m, null, "each", true, null, null, ProductStatus.Active),
            (
                after.Name,
                after.Description,
                after.Category,
                after.Price,
                after.Cost,
                after.Unit,
                after.WholeUnits,
                after.ServiceLevel,
                after.ReviewPeriodDays,
                after.Status
            )
        );
        Assert.Empty(after.Barcodes.Concat(after.Tags).Concat(after.Attributes.Keys));
        Assert.Equal(
            (second, 7, true),
            (after.Suppliers[0].Supplier, after.Suppliers[0].LeadTimeDays, after.Suppliers[0].Preferred)
        );
        Assert.Single(after.Suppliers);
    }

    [Fact]
    public async Task A_preview_says_what_would_be_and_stores_nothing()
    {
        var product = await app.NewProduct(name: "Before");
        var (fresh, category) = (CatalogApp.NewName("U"), CatalogApp.NewName("Preview"));

        var result = await Send(
            preview: true,
            new UpsertProduct
            {
                Sku = product.Sku,
                Name = "After",
                Category = category,
            },
            new UpsertProduct
            {
                Sku = fresh,
                Name = "New",
                Price = 1,
            },
            new UpsertProduct { Sku = product.Sku + "-NO", Price = 1 }
        );

        Assert.Equal(
            (true, 1, 1, 0, 1),
            (result.Preview, result.Created, result.Changed, result.Unchanged, result.Rejected)
        );
        Assert.Equal(
            [new FieldChange("name", "Before", "After"), new FieldChange("category", null, category)],
            result.Rows[0].Changes
        );
        Assert.Equal(["is required"], result.Rows[2].Errors!["name"]);
        Assert.Equal("Before", (await app.Api.GetProduct(product.Sku, Cancellation)).Name);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.Get($"/api/v1/products/{fresh}")).StatusCode);
        var spelled = await app.NewProduct(category: category.ToUpperInvariant());
        Assert.Equal(category.ToUpperInvariant(), spelled.Category);
    }

    [Fact]
    public async Task Every_bad_field_of_every_row_is_named()
    {
        var gone = await app.NewProduct();
        await app.Api.DeleteProduct(gone.Sku, gone.ETag, Cancellation);
        var there = await app.NewProduct();
        var barcode = CatalogApp.NewName("B");
        await Send(preview: null, new UpsertProduct { Sku = there.Sku, Barcodes = [barcode] });
        var body = new UpsertProducts
        {
            Products =
            [
                new UpsertProduct { Sku = gone.Sku, Price = 1 },
                new UpsertProduct
                {
                    Sku = there.Sku,
                    Price = -1,
                    Category = "a//b",
                    Clear = ["price", "nothing"],
                },
                new UpsertProduct { Sku = there.Sku, Name = " " },
                null!,
                new UpsertProduct
                {
                    Sku = CatalogApp.NewName("U"),
                    Name = "x",
                    Price = 1,
                    Barcodes = [barcode],
                    Suppliers = [Term("NOBODY"), null!],
                },
            ],
        };

        Assert.Equal(
            $"""
            400 One or more fields are not valid.
            products[0].sku: is archived: what was deleted is kept for its history and cannot be changed
            products[1].category: must be names joined by '/', none of them empty
            products[1].nothing: cannot be cleared
            products[1].price: cannot be cleared
            products[1].price: must be at least 0
            products[2].name: is required
            products[2].sku: is named twice
            products[3]: is required
            products[4].barcodes[0]: '{barcode.ToUpperInvariant()}' is a barcode of {there.Sku}
            products[4].suppliers[0].leadTimeDays: is required
            products[4].suppliers[0].supplier: no supplier has the code 'NOBODY'
            products[4].suppliers[0].unitCost: is required
            products[4].suppliers[1]: is required
            """,
            await Problem.Read(app.Http.Post(Upsert, body))
        );
        Assert.Equal(
            "400 One or more fields are not valid.\nproducts: must be 1 to 1000 rows",
            await Problem.Read(app.Http.Post(Upsert, new UpsertProducts { Products = [] }))
        );
    }

    [Fact]
    public async Task Many_who_change_one_product_at_once_all_have_their_say()
    {
        var products = await Task.WhenAll(app.NewProduct(), app.NewProduct());
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(i =>
                    Send(
                        preview: null,
                        [
                            .. (i % 2 == 0 ? products : products.Reverse()).Select(p => new UpsertProduct
                            {
                                Sku = p.Sku,
                                Attributes = new Dictionary<string, string?> { [$"a{i}"] = "x" },
                            }),
                        ]
                    )
                )
        );

        Assert.All(answers, answer => Assert.Equal(2, answer.Changed));
        Assert.Equal(10, (await app.Api.GetProduct(products[0].Sku, Cancellation)).Attributes.Count);
    }
}
