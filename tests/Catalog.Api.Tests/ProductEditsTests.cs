using System.Net;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Messages;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

public sealed class ProductEditsTests(CatalogApp app)
{
    private const string Products = "/api/v1/products";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Task<EditResult> Edit(EditProducts edit, bool? preview = null, string? key = null) =>
        app.Api.EditProducts(edit, preview, key, Cancellation);

    private Task<string> Refused(object edit) => Problem.Read(app.Http.Send(HttpMethod.Patch, Products, edit));

    private async Task<ProductResponse> New(string category, decimal price, params string[] tags) =>
        await app.Api.CreateProduct(
            new CreateProduct
            {
                Sku = CatalogApp.NewName("E"),
                Name = "Edited",
                Price = price,
                Category = category,
                Tags = tags,
                Attributes = new Dictionary<string, string?> { ["colour"] = "red", ["size"] = "L" },
            },
            ct: Cancellation
        );

    [Fact]
    public async Task A_filter_and_the_count_that_is_expected_change_all_that_it_selects()
    {
        var category = CatalogApp.NewName("Edit");
        var supplier = await app.NewSupplier();
        var first = await New($"{category}/a", 9.99m, "old");
        var second = await New(category, 20, "new");
        var termed = await app.NewProduct(
            category: category,
            terms: new SupplierTermRequest
            {
                Supplier = supplier.Code,
                LeadTimeDays = 3,
                UnitCost = 1,
            }
        );
        var other = await New(CatalogApp.NewName("Other"), 1);
        var edit = new EditProducts
        {
            Filter = new ProductSelection { Category = category.ToUpperInvariant() },
            Expected = 3,
            Change = new ProductEdit
            {
                Category = $"{category.ToLowerInvariant()}/b",
                AddTags = ["New"],
                RemoveTags = ["OLD", "none"],
                Status = ProductStatus.Discontinued,
                PriceByPercent = 10,
                Attributes = new Dictionary<string, string?> { ["Colour"] = "blue", ["size"] = null },
            },
        };

        var preview = await Edit(edit with { Expected = null }, preview: true);
        Assert.Equal((true, 3, 3), (preview.Preview, preview.Selected, preview.Changed));
        Assert.Equal(first.ETag, (await app.Api.GetProduct(first.Sku, Cancellation)).ETag);
        Assert.Equal(
            [
                new FieldChange("category", $"{category}/a", $"{category}/b"),
                new FieldChange("tags", "old", "new"),
                new FieldChange("attributes", "colour=red; size=L", "colour=blue"),
                new FieldChange("status", "active", "discontinued"),
                new FieldChange("price", "9.99", "10.99"),
            ],
            preview.Products.Single(p => p.Sku == first.Sku).Changes
        );

        var key = Guid.NewGuid().ToString();
        var done = await Edit(edit, key: key);
        Assert.Equal((false, 3, 3), (done.Preview, done.Selected, done.Changed));
        var read = await app.Api.GetProduct(second.Sku, Cancellation);
        Assert.Equal(($"{category}/b", 22m, ProductStatus.Discontinued), (read.Category, read.Price, read.Status));
        Assert.Equal(["new"], read.Tags);
        Assert.Equal([new("colour", "blue")], read.Attributes);
        Assert.Equal(
            supplier.Code,
            Assert.Single((await app.Api.GetProduct(termed.Sku, Cancellation)).Suppliers).Supplier
        );
        var announced = await app.Announced<ProductChanged>("sku", termed.Sku);
        Assert.Equal((2, 11m), (announced.Count, announced[^1].GetProperty("price").GetDecimal()));
        Assert.Equal(1, announced[^1].GetProperty("terms").GetArrayLength());
        Assert.Equal(other.ETag, (await app.Api.GetProduct(other.Sku, Cancellation)).ETag);

        // The same again is the first answer, and adds no ten percent.
        Assert.Equal(3, (await Edit(edit, key: key)).Changed);
        Assert.Equal(22m, (await app.Api.GetProduct(second.Sku, Cancellation)).Price);
    }

    [Fact]
    public async Task Another_count_than_expected_changes_nothing()
    {
        var category = CatalogApp.NewName("Edit");
        var product = await New(category, 1);

        Assert.Equal(
            "409 The filter selects 1 products and not 2.\n"
                + "Look again what it selects, and say how many you expect.",
            await Refused(
                new EditProducts
                {
                    Filter = new ProductSelection { Category = category },
                    Expected = 2,
                    Change = new ProductEdit { Price = 5 },
                }
            )
        );
        Assert.Equal(1, (await app.Api.GetProduct(product.Sku, Cancellation)).Price);
    }

    [Fact]
    public async Task One_product_that_cannot_be_changed_so_refuses_all_and_is_named()
    {
        var category = CatalogApp.NewName("Edit");
        var (dear, cheap) = (await New(category, 10), await New(category, 1));
        var gone = await New(category, 1);
        await app.Api.DeleteProduct(gone.Sku, gone.ETag, Cancellation);

        Assert.Equal(
            $"400 One or more fields are not valid.\n{cheap.Sku}.price: must be at least 0",
            await Refused(
                new EditProducts
                {
                    Skus = [dear.Sku, cheap.Sku],
                    Change = new ProductEdit { PriceBy = -2 },
                }
            )
        );
        Assert.Equal(
            $"400 One or more fields are not valid.\nskus[0]: '{gone.Sku}' is archived\n"
                + "skus[1]: no product has the SKU 'NO-SUCH'",
            await Refused(
                new EditProducts
                {
                    Skus = [gone.Sku, "no-such", dear.Sku],
                    Change = new ProductEdit { PriceBy = 2 },
                }
            )
        );
        Assert.Equal(10, (await app.Api.GetProduct(dear.Sku, Cancellation)).Price);
        var some = await Edit(
            new EditProducts
            {
                Skus = [dear.Sku, cheap.Sku],
                Change = new ProductEdit { Price = 10, Category = "" },
            }
        );
        Assert.Equal((2, 2), (some.Selected, some.Changed));
        Assert.Null((await app.Api.GetProduct(dear.Sku, Cancellation)).Category);
    }

    [Fact]
    public async Task Products_are_archived_and_restored_and_nothing_else_is_done_to_archived_ones()
    {
        var category = CatalogApp.NewName("Edit");
        var (first, second) = (await New(category, 1), await New(category, 2));

        var archived = await Edit(
            new EditProducts
            {
                Skus = [first.Sku, second.Sku],
                Change = new ProductEdit { Archived = true },
            }
        );
        Assert.Equal((2, 2), (archived.Selected, archived.Changed));
        Assert.Empty((await app.Api.ListProducts(category: category, ct: Cancellation)).Items);
        Assert.Equal(
            "400 One or more fields are not valid.\nfilter.archived: selects what can only be restored",
            await Refused(
                new EditProducts
                {
                    Filter = new ProductSelection { Category = category, Archived = true },
                    Expected = 2,
                    Change = new ProductEdit { Price = 5 },
                }
            )
        );

        var restored = await Edit(
            new EditProducts
            {
                Filter = new ProductSelection { Category = category, Archived = true },
                Expected = 2,
                Change = new ProductEdit { Archived = false },
            }
        );
        Assert.Equal(
            [first.Sku, second.Sku],
            restored.Products.Select(p => p.Sku).Order(StringComparer.Ordinal).ToList()
        );
        Assert.All(
            restored.Products,
            p => Assert.Equal([new FieldChange("archived", "true", null)], p.Changes.AsEnumerable())
        );
        Assert.Equal(2, (await app.Api.ListProducts(category: category, ct: Cancellation)).Items.Count);
        var announced = await app.Announced<ProductChanged>("sku", first.Sku);
        Assert.Equal([false, true, false], announced.Select(p => p.GetProperty("archived").GetBoolean()));
    }

    [Fact]
    public async Task Another_supplier_is_preferred_where_all_have_terms_of_it()
    {
        var (near, far) = (await app.NewSupplier(), await app.NewSupplier());
        SupplierTermRequest Terms(string supplier, bool preferred) =>
            new()
            {
                Supplier = supplier,
                LeadTimeDays = 3,
                UnitCost = 1,
                Preferred = preferred,
            };
        var both = await app.NewProduct(terms: [Terms(near.Code, true), Terms(far.Code, false)]);
        var one = await app.NewProduct(terms: Terms(near.Code, true));
        EditProducts Prefer(params string[] skus) =>
            new()
            {
                Skus = skus,
                Change = new ProductEdit { Supplier = far.Code },
            };

        Assert.Equal(
            $"400 One or more fields are not valid.\n{one.Sku}.suppliers: '{far.Code}' does not deliver it",
            await Refused(Prefer(both.Sku, one.Sku))
        );
        Assert.Equal(1, (await Edit(Prefer(both.Sku))).Changed);
        var read = await app.Api.GetProduct(both.Sku, Cancellation);
        Assert.Equal(
            [(far.Code, true), (near.Code, false)],
            read.Suppliers.Select(t => (t.Supplier, t.Preferred)).ToList()
        );
        Assert.Equal(
            "400 One or more fields are not valid.\nchange.supplier: no supplier has the code 'NO-SUCH'",
            await Refused(
                new EditProducts
                {
                    Skus = [both.Sku],
                    Change = new ProductEdit { Supplier = "no-such" },
                }
            )
        );
    }

    [Fact]
    public async Task Every_bad_field_is_named()
    {
        Assert.Equal(
            """
            400 One or more fields are not valid.
            change.addTags[1]: must be at most 40 characters
            change.attributes.a:b: must have a name of 1 to 40 letters, digits, blanks, dots, dashes and underscores
            change.category: must be names joined by '/', none of them empty
            change.price: is changed in more than one way
            change.priceByPercent: must be at least -100
            change.priceDigits: must be between 0 and 4
            expected: is required with filter: how many products it selects
            filter.attribute: 'x' must be a name and a value, as colour:red
            filter.category: must be names joined by '/', none of them empty
            """,
            await Refused(
                new EditProducts
                {
                    Filter = new ProductSelection { Category = "/", Attribute = ["x"] },
                    Change = new ProductEdit
                    {
                        Category = "a//b",
                        AddTags = ["x", new string('x', 41)],
                        Price = 1,
                        PriceByPercent = -101,
                        PriceDigits = 5,
                        Attributes = new Dictionary<string, string?> { ["a:b"] = "x", ["gone"] = null },
                    },
                }
            )
        );
        Assert.Equal(
            "400 One or more fields are not valid.\nchange: is required\nskus: is required, or filter",
            await Refused(new EditProducts())
        );
        Assert.Equal(
            "400 One or more fields are not valid.\nchange: says nothing\n"
                + "filter: cannot be said together with skus\nskus: must be 1 to 1000",
            await Refused(
                new EditProducts
                {
                    Skus = [],
                    Filter = new ProductSelection(),
                    Change = new ProductEdit { PriceDigits = 2 },
                }
            )
        );
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (
                await app.Http.Send(HttpMethod.Patch, Products, """{"change":{"addTags":[null]},"skus":[null]}""")
            ).StatusCode
        );
    }

    [Fact]
    public async Task Facets_count_what_the_list_with_the_same_filters_has()
    {
        var category = CatalogApp.NewName("Facet");
        var supplier = await app.NewSupplier();
        await New($"{category}/Hot/Tea", 1, "sale", "x");
        await New($"{category}/Hot/Coffee", 1, "sale");
        await New($"{category}/Cold", 1);
        await app.NewProduct(
            category: category,
            terms: new SupplierTermRequest
            {
                Supplier = supplier.Code,
                LeadTimeDays = 1,
                UnitCost = 1,
            }
        );

        var facets = await app.Api.ProductFacets(category: category, ct: Cancellation);
        Assert.Equal(4, facets.Products);
        Assert.Equal(
            [new FacetCount($"{category}/Hot", 2), new FacetCount(category, 1), new FacetCount($"{category}/Cold", 1)],
            facets.Categories
        );
        Assert.Equal([new FacetCount("active", 4)], facets.Statuses);
        Assert.Equal([new FacetCount("sale", 2), new FacetCount("x", 1)], facets.Tags);
        Assert.Equal([new SupplierCount(supplier.Code, "A supplier", 1)], facets.Suppliers);
        Assert.Equal([new AttributeCount("colour", "red", 3), new AttributeCount("size", "L", 3)], facets.Attributes);
        Assert.Empty(facets.Cut);

        Assert.Equal(
            "400 One or more fields are not valid.\n"
                + "sku: 'FACETS' is no product's: the counts of all are at that address",
            await Problem.Read(
                app.Http.Post(
                    Products,
                    new CreateProduct
                    {
                        Sku = "facets",
                        Name = "x",
                        Price = 1,
                    }
                )
            )
        );
        facets = await app.Api.ProductFacets(category: category, tag: "x", search: "edit", ct: Cancellation);
        Assert.Equal((1, 1), (facets.Products, facets.Categories.Count));
        facets = await app.Api.ProductFacets(ct: Cancellation);
        Assert.True(facets.Products >= 4);
        Assert.DoesNotContain(facets.Categories, c => c.Value.Contains('/', StringComparison.Ordinal));
        facets = await app.Api.ProductFacets(search: "no such thing", ct: Cancellation);
        Assert.Equal((0, 0), (facets.Products, facets.Categories.Count));
        Assert.StartsWith(
            "400 ",
            await Problem.Read(app.Http.Get($"{Products}/facets?category=%2F&status=x")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Products_are_chosen_and_counted_by_where_they_lie_and_how_their_stock_is()
    {
        var category = CatalogApp.NewName("Stock");
        var (shop, store) = (await app.NewLocation(), await app.NewLocation());
        var (there, gone, sold, none) = (
            await New(category, 1),
            await New(category, 1),
            await New(category, 1),
            await New(category, 1)
        );
        await app.Receive(there.Sku, shop.Code, 5);
        await app.Receive(gone.Sku, store.Code, 5);
        await app.Receive(gone.Sku, shop.Code, 1);
        await app.Api.AdjustStock(
            new AdjustStock
            {
                Sku = gone.Sku,
                Location = shop.Code,
                Delta = -1,
                Reason = "Broken",
            },
            ct: Cancellation
        );
        var message = Guid.CreateVersion7();
        await app.Publish(message, CatalogApp.Line(sold.Sku, shop.Code, 1));
        await app.Consumed(message);

        async Task<string[]> Skus(LevelState? stock, string? location = null) =>
            [
                .. (
                    await app.Api.ListProducts(category: category, stock: stock, location: location, ct: Cancellation)
                ).Items.Select(p => p.Sku),
            ];
        Assert.Equal([there.Sku, gone.Sku], await Skus(LevelState.InStock));
        Assert.Equal([gone.Sku], await Skus(LevelState.InStock, store.Code));
        Assert.Equal([gone.Sku], await Skus(LevelState.OutOfStock));
        Assert.Empty(await Skus(LevelState.OutOfStock, store.Code));
        Assert.Equal([sold.Sku, none.Sku], await Skus(LevelState.NeverCounted));
        Assert.Equal([sold.Sku], await Skus(LevelState.BelowZero, shop.Code));

        var facets = await app.Api.ProductFacets(category: category, ct: Cancellation);
        Assert.Equal(
            [
                new FacetCount("in-stock", 2),
                new FacetCount("out-of-stock", 1),
                new FacetCount("below-zero", 1),
                new FacetCount("never-counted", 2),
            ],
            facets.Stock
        );
        Assert.Equal([new FacetCount(shop.Code, 3), new FacetCount(store.Code, 1)], facets.Locations);
        facets = await app.Api.ProductFacets(category: category, stock: LevelState.OutOfStock, ct: Cancellation);
        Assert.Equal([new FacetCount(shop.Code, 1)], facets.Locations);
        await app.Api.DeleteProduct(none.Sku, none.ETag, Cancellation);
        facets = await app.Api.ProductFacets(category: category, ct: Cancellation);
        Assert.Equal((3, 1), (facets.Products, facets.Archived));
    }
}
