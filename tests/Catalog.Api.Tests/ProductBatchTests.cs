using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Messages;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

public sealed class ProductBatchTests(CatalogApp app)
{
    private const string Batch = "/api/v1/products/batch";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static CreateProduct Row(string sku, decimal? price = 1) =>
        new()
        {
            Sku = sku,
            Name = "Batch",
            Price = price,
        };

    [Fact]
    public async Task Missing_products_are_created_and_existing_ones_left_as_they_are()
    {
        var there = await app.NewProduct(name: "There before");
        var supplier = await app.NewSupplier();
        var sku = CatalogApp.NewName("P");
        var result = await app.Api.CreateProducts(
            new CreateProducts
            {
                Products =
                [
                    Row(there.Sku),
                    Row(sku) with
                    {
                        Suppliers =
                        [
                            new SupplierTermRequest
                            {
                                Supplier = supplier.Code,
                                LeadTimeDays = 2,
                                UnitCost = 0.5m,
                            },
                        ],
                    },
                    Row(sku.ToLowerInvariant()) with
                    {
                        Name = "The same again",
                    },
                ],
            },
            ct: Cancellation
        );

        Assert.Equal((1, 2, 0), (result.Created, result.Duplicates, result.Rejected));
        Assert.Equal(
            [RowOutcome.Duplicate, RowOutcome.Created, RowOutcome.Duplicate],
            result.Rows.Select(r => r.Outcome)
        );
        Assert.Equal([0, 1, 2], result.Rows.Select(r => r.Row));
        var created = await app.Api.GetProduct(sku, Cancellation);
        Assert.Equal([there.Id, created.Id, created.Id], result.Rows.Select(r => r.Id!.Value));
        Assert.Equal("Batch", created.Name);
        Assert.Equal(supplier.Code, Assert.Single(created.Suppliers).Supplier);
        Assert.Equal("There before", (await app.Api.GetProduct(there.Sku, Cancellation)).Name);
        Assert.Single(await app.Announced<ProductChanged>("sku", sku));
        Assert.Single(await app.Announced<ProductChanged>("sku", there.Sku));
    }

    [Fact]
    public async Task One_bad_row_refuses_all_and_every_bad_field_of_every_row_is_named()
    {
        var good = CatalogApp.NewName("P");
        Assert.Equal(
            $"""
            400 One or more fields are not valid.
            products[1].price: is required
            products[1].sku: {Sku.Rule}
            products[2]: is required
            products[3].suppliers[0].supplier: no supplier has the code 'NOBODY'
            """,
            await Problem.Read(
                app.Http.Post(
                    Batch,
                    new
                    {
                        products = new object?[]
                        {
                            Row(good),
                            Row("?", null),
                            null,
                            new
                            {
                                sku = "OTHER",
                                name = "x",
                                price = 1,
                                suppliers = new[]
                                {
                                    new
                                    {
                                        supplier = "nobody",
                                        leadTimeDays = 1,
                                        unitCost = 1,
                                    },
                                },
                            },
                        },
                    }
                )
            )
        );
        Assert.Equal(
            (System.Net.HttpStatusCode.NotFound, $"No product has the SKU '{good}'."),
            await Problem.Of(() => app.Api.GetProduct(good))
        );
    }

    [Fact]
    public async Task Failed_rows_alone_are_rejected_when_asked_for()
    {
        var (first, second) = (CatalogApp.NewName("P"), CatalogApp.NewName("P"));
        var result = await app.Api.CreateProducts(
            new CreateProducts
            {
                Mode = BatchMode.RejectFailedRows,
                Products = [Row(first), Row("?", -1), Row(second)],
            },
            ct: Cancellation
        );

        Assert.Equal((2, 0, 1), (result.Created, result.Duplicates, result.Rejected));
        Assert.Equal([RowOutcome.Created, RowOutcome.Rejected, RowOutcome.Created], result.Rows.Select(r => r.Outcome));
        Assert.Null(result.Rows[1].Id);
        Assert.Equal(["price", "sku"], result.Rows[1].Errors!.Keys.Order());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task The_number_of_rows_has_its_bounds(int count) =>
        Assert.Equal(
            "400 One or more fields are not valid.\nproducts: must be 1 to 1000 rows",
            await Problem.Read(
                app.Http.Post(
                    Batch,
                    new CreateProducts { Products = [.. Enumerable.Range(0, count).Select(i => Row($"X{i}"))] }
                )
            )
        );

    [Fact]
    public async Task Overlapping_batches_at_the_same_time_create_each_product_once()
    {
        var skus = Enumerable.Range(0, 1000).Select(_ => CatalogApp.NewName("B")).ToList();
        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(seed =>
                    app.Api.CreateProducts(
                        new CreateProducts
                        {
                            Products = [.. skus.OrderBy(s => HashCode.Combine(s, seed)).Select(s => Row(s))],
                        },
                        ct: Cancellation
                    )
                )
        );

        Assert.Equal(1000, results.Sum(r => r.Created));
        Assert.Equal(3000, results.Sum(r => r.Duplicates));
        var ids = results.SelectMany(r => r.Rows).Select(r => r.Id).Distinct();
        Assert.Equal(1000, ids.Count());
    }

    [Fact]
    public async Task Lookup_gives_the_states_of_what_exists_archived_or_not()
    {
        var (live, archived) = (await app.NewProduct(price: 4), await app.NewProduct());
        await app.Api.DeleteProduct(archived.Sku, archived.ETag, Cancellation);

        var found = await app.Api.LookupProducts(
            new LookupProducts([live.Sku.ToLowerInvariant(), archived.Sku, "UNKNOWN", "no sku", "\0", live.Sku]),
            Cancellation
        );

        Assert.Equal(new[] { live.Sku, archived.Sku }.Order(StringComparer.Ordinal), found.Select(p => p.Sku));
        var state = found.Single(p => p.Sku == live.Sku);
        Assert.Equal((1L, "A product", 4m, false), (state.Version, state.Name, state.Price, state.Archived));
        Assert.Equal(
            (2L, true),
            (found.Single(p => p.Sku == archived.Sku).Version, found.Single(p => p.Sku == archived.Sku).Archived)
        );
    }
}
