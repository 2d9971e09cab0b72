using System.Text.Json;
using SmartInventory.Catalog.Api.Suppliers;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Messages;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

public sealed class SupplierTermTests(CatalogApp app)
{
    private const string Batch = "/api/v1/suppliers/terms/upsert";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static PriceBreakRequest Break(decimal from, decimal cost) =>
        new() { FromQuantity = from, UnitCost = cost };

    private async Task<UpsertResult> Put(params UpsertTerm[] rows) =>
        await app.Api.UpsertSupplierTerms(
            new UpsertTerms { Mode = BatchMode.RejectFailedRows, Terms = rows },
            ct: Cancellation
        );

    [Theory]
    [InlineData(1, 5)]
    [InlineData(99.9999, 5)]
    [InlineData(100, 4.5)]
    [InlineData(499, 4.5)]
    [InlineData(500, 4.1)]
    [InlineData(9_000, 4.1)]
    public void All_units_of_a_line_cost_what_the_break_at_its_quantity_says(decimal quantity, decimal cost)
    {
        var term = new SupplierTerm
        {
            Sku = "A",
            Supplier = "B",
            UnitCost = 5,
            PriceBreaks = [new(100, 4.5m), new(500, 4.1m)],
        };
        Assert.Equal(cost, term.CostOf(quantity));
    }

    [Fact]
    public async Task Terms_of_a_product_have_the_suppliers_sku_and_price_breaks()
    {
        var supplier = await app.NewSupplier();
        var product = await app.NewProduct(
            terms: new SupplierTermRequest
            {
                Supplier = supplier.Code,
                LeadTimeDays = 3,
                UnitCost = 5,
                SupplierSku = " 4711/a ",
                // In whatever order, and whether or not more is cheaper.
                PriceBreaks = [Break(500, 4.1m), Break(100, 4.5m), Break(900, 4.3m)],
            }
        );
        PriceBreak[] breaks = [new(100, 4.5m), new(500, 4.1m), new(900, 4.3m)];
        var read = Assert.Single((await app.Api.GetProduct(product.Sku, Cancellation)).Suppliers);
        Assert.Equal("4711/a", read.SupplierSku);
        Assert.Equal(breaks, read.PriceBreaks);
        var listed = Assert.Single((await app.Api.ListSupplierTerms(supplier.Code, ct: Cancellation)).Items);
        Assert.Equal((product.Sku, "A product", "4711/a"), (listed.Sku, listed.ProductName, listed.Terms.SupplierSku));
        Assert.Equal(breaks, listed.Terms.PriceBreaks);

        // Many at once are stored in another way.
        var sku = CatalogApp.NewName("P");
        await app.Api.CreateProducts(
            new CreateProducts
            {
                Products =
                [
                    new CreateProduct
                    {
                        Sku = sku,
                        Name = "x",
                        Price = 1,
                        Suppliers =
                        [
                            new SupplierTermRequest
                            {
                                Supplier = supplier.Code,
                                LeadTimeDays = 1,
                                UnitCost = 2,
                                SupplierSku = "x-1",
                                PriceBreaks = [Break(10, 1.5m)],
                            },
                        ],
                    },
                ],
            },
            ct: Cancellation
        );
        var batched = Assert.Single((await app.Api.GetProduct(sku, Cancellation)).Suppliers);
        Assert.Equal("x-1", batched.SupplierSku);
        Assert.Equal([new PriceBreak(10, 1.5m)], batched.PriceBreaks);
    }

    [Fact]
    public async Task Every_bad_field_of_terms_is_named()
    {
        var supplier = await app.NewSupplier();
        var terms = new
        {
            supplier = supplier.Code,
            leadTimeDays = 1,
            unitCost = 1,
            supplierSku = new string('x', 65),
            priceBreaks = new object?[]
            {
                new { fromQuantity = 10, unitCost = 1 },
                new { fromQuantity = 10.0, unitCost = 2 },
                new { fromQuantity = 0, unitCost = -1 },
                null,
            },
        };
        Assert.Equal(
            """
            400 One or more fields are not valid.
            suppliers[0].priceBreaks[1].fromQuantity: 10 is named twice
            suppliers[0].priceBreaks[2].fromQuantity: must be above 0
            suppliers[0].priceBreaks[2].unitCost: must be above 0
            suppliers[0].priceBreaks[3].fromQuantity: is required
            suppliers[0].priceBreaks[3].unitCost: is required
            suppliers[0].supplierSku: must be at most 64 characters
            """,
            await Problem.Read(
                app.Http.Post(
                    "/api/v1/products",
                    new
                    {
                        sku = CatalogApp.NewName("P"),
                        name = "x",
                        price = 1,
                        suppliers = new[] { terms },
                    }
                )
            )
        );
    }

    [Fact]
    public async Task Terms_are_added_then_changed_in_what_a_row_says_then_left_alone()
    {
        var (first, second) = (await app.NewSupplier(), await app.NewSupplier());
        var product = await app.NewProduct();
        var full = new UpsertTerm
        {
            Sku = product.Sku.ToLowerInvariant(),
            Supplier = first.Code,
            SupplierSku = "a-1",
            LeadTimeDays = 5,
            UnitCost = 2,
            PriceBreaks = [Break(10, 1.9m)],
        };
        var other = new UpsertTerm
        {
            Sku = product.Sku,
            Supplier = second.Code,
            LeadTimeDays = 9,
            Moq = 6,
            PackMultiple = 3,
            UnitCost = 1,
        };

        // Nothing of a dry run stays.
        var dry = await app.Api.UpsertSupplierTerms(
            new UpsertTerms { Terms = [full, other] },
            preview: true,
            ct: Cancellation
        );
        Assert.Equal((2, 0, 0, 0), (dry.Created, dry.Changed, dry.Unchanged, dry.Rejected));
        Assert.Empty((await app.Api.GetProduct(product.Sku, Cancellation)).Suppliers);

        var made = await Put(full, other);
        Assert.Equal([UpsertOutcome.Created, UpsertOutcome.Created], made.Rows.Select(r => r.Outcome));
        var changed = await Put(
            full,
            other with
            {
                Moq = null,
                UnitCost = 1.5m,
                LeadTimeDays = null,
                Preferred = true,
            }
        );
        Assert.Equal([UpsertOutcome.Unchanged, UpsertOutcome.Changed], changed.Rows.Select(r => r.Outcome));
        Assert.Equal(
            [new FieldChange("unitCost", "1", "1.5"), new FieldChange("preferred", "false", "true")],
            changed.Rows[1].Changes!
        );
        var now = (await app.Api.GetProduct(product.Sku, Cancellation)).Suppliers;
        Assert.Equal(
            [
                new SupplierTermResponse(second.Code, "A supplier", 9, 6, 3, 1.5m, true),
                new SupplierTermResponse(first.Code, "A supplier", 5, 1, 1, 2, false)
                {
                    SupplierSku = "a-1",
                    PriceBreaks = now[1].PriceBreaks,
                },
            ],
            now
        );
        Assert.Equal([new PriceBreak(10, 1.9m)], now[1].PriceBreaks);

        // The planner hears of it as of every change of a product.
        var states = await app.Announced<ProductChanged>("sku", product.Sku);
        Assert.Equal([1, 2, 3], states.Select(s => s.GetProperty("version").GetInt64()));
        Assert.Equal(second.Code, states[^1].GetProperty("terms")[0].GetProperty("supplier").GetString());

        var emptied = await Put(
            full with
            {
                SupplierSku = "",
                PriceBreaks = [],
            },
            other with
            {
                Moq = 6,
                UnitCost = 1.5m,
            }
        );
        Assert.Equal([UpsertOutcome.Changed, UpsertOutcome.Unchanged], emptied.Rows.Select(r => r.Outcome));
        now = (await app.Api.GetProduct(product.Sku, Cancellation)).Suppliers;
        Assert.Equal((null, null), (now[1].SupplierSku, now[1].PriceBreaks));

        // Breaks that come and go are a change that is announced.
        var breaks = (await app.Announced<ProductChanged>("sku", product.Sku))
            .Select(s => s.Deserialize<ProductState>(ContractsJson.Options)!)
            .Select(s => s.Terms.SingleOrDefault(t => t.Supplier == first.Code)?.PriceBreaks)
            .ToList();
        Assert.Equal([new PriceBreak(10, 1.9m)], breaks[^2]);
        Assert.Equal((4, null), (breaks.Count, breaks[^1]));
    }

    [Fact]
    public async Task Exactly_one_supplier_of_a_product_is_preferred_whatever_rows_say()
    {
        var (first, second) = (await app.NewSupplier(), await app.NewSupplier());
        var product = await app.NewProduct();
        UpsertTerm Row(SupplierResponse supplier, bool? preferred, decimal? cost = 1) =>
            new()
            {
                Sku = product.Sku,
                Supplier = supplier.Code,
                LeadTimeDays = 1,
                UnitCost = cost,
                Preferred = preferred,
            };
        async Task<string[]> Preferred() =>
            [
                .. (await app.Api.GetProduct(product.Sku, Cancellation))
                    .Suppliers.Where(t => t.Preferred)
                    .Select(t => t.Supplier),
            ];

        Assert.Equal(2, (await Put(Row(first, false), Row(second, false))).Created);
        Assert.Equal([first.Code], await Preferred());

        var refused = await Put(Row(first, false));
        Assert.Equal(
            $"{first.Code} stays the preferred supplier until another one is preferred",
            refused.Rows[0].Errors!["preferred"].Single()
        );

        // A list of both sides of a change is right in any order, and as a whole.
        Assert.Equal(0, (await Put(Row(first, false), Row(second, true))).Rejected);
        Assert.Equal([second.Code], await Preferred());
        Assert.Equal(1, (await Put(Row(second, false), Row(first, true, cost: -1))).Rejected);
        Assert.Equal([second.Code], await Preferred());
    }

    [Fact]
    public async Task Bad_rows_are_named_and_either_refuse_all_or_themselves()
    {
        var (supplier, gone) = (await app.NewSupplier(), await app.NewSupplier());
        var (product, archived) = (await app.NewProduct(), await app.NewProduct());
        await app.Api.DeleteProduct(archived.Sku, archived.ETag, Cancellation);
        await app.Api.DeleteSupplier(gone.Code, gone.ETag, Cancellation);
        object?[] rows =
        [
            new
            {
                sku = product.Sku,
                supplier = supplier.Code,
                leadTimeDays = 4,
                unitCost = 2,
            },
            new
            {
                sku = "NOTHING",
                supplier = "NOBODY",
                leadTimeDays = 4,
                unitCost = 2,
            },
            new
            {
                sku = archived.Sku,
                supplier = gone.Code,
                leadTimeDays = 4,
                unitCost = 2,
            },
            new
            {
                sku = product.Sku,
                supplier = supplier.Code,
                moq = 1.5,
                leadTimeDays = 999,
            },
            null,
        ];
        Assert.Equal(
            $"""
            400 One or more fields are not valid.
            terms[1].sku: no product has the SKU 'NOTHING'
            terms[1].supplier: no supplier has the code 'NOBODY'
            terms[2].sku: the product '{archived.Sku}' is archived
            terms[2].supplier: the supplier '{gone.Code}' is archived
            terms[3].leadTimeDays: must be between 0 and 365
            terms[3].moq: must be a whole number, as this product cannot be split
            terms[4].sku: is required
            terms[4].supplier: is required
            """,
            await Problem.Read(app.Http.Post(Batch, new { terms = rows }))
        );
        Assert.Empty((await app.Api.GetProduct(product.Sku, Cancellation)).Suppliers);

        var answer = await app
            .Http.Post(Batch, new { mode = "reject-failed-rows", terms = rows })
            .Read<UpsertResult>(System.Net.HttpStatusCode.OK);
        Assert.Equal((1, 4), (answer.Created, answer.Rejected));
        Assert.Equal(["leadTimeDays", "moq"], answer.Rows[3].Errors!.Keys.Order());
        // Of the refused row about the same terms nothing stayed.
        Assert.Equal(4, (await app.Api.GetProduct(product.Sku, Cancellation)).Suppliers.Single().LeadTimeDays);
        Assert.Equal(
            "400 One or more fields are not valid.\nterms: must be 1 to 1000 rows",
            await Problem.Read(app.Http.Post(Batch, new { terms = Array.Empty<int>() }))
        );
    }

    [Fact]
    public async Task The_list_of_what_a_supplier_delivers_pages_by_sku_and_leaves_out_what_is_archived()
    {
        var supplier = await app.NewSupplier();
        var term = new SupplierTermRequest
        {
            Supplier = supplier.Code,
            LeadTimeDays = 1,
            UnitCost = 1,
        };
        var products = new List<ProductResponse>();
        for (var i = 0; i < 5; i++)
            products.Add(await app.NewProduct(terms: term));
        await app.Api.DeleteProduct(products[2].Sku, products[2].ETag, Cancellation);
        products.RemoveAt(2);
        var seen = new List<string>();
        for (string? after = null; ; )
        {
            var page = await app.Api.ListSupplierTerms(supplier.Code, 3, after, ct: Cancellation);
            seen.AddRange(page.Items.Select(p => p.Sku));
            if ((after = page.Next) is null)
                break;
        }

        Assert.Equal(products.Select(p => p.Sku).Order(StringComparer.Ordinal), seen);
        var one = await app.Api.ListSupplierTerms(supplier.Code, sku: products[1].Sku, ct: Cancellation);
        Assert.Equal(products[1].Sku, Assert.Single(one.Items).Sku);
        Assert.Equal(
            "404 No supplier has the code 'NOBODY'.",
            await Problem.Read(app.Http.Get("/api/v1/suppliers/NOBODY/terms"))
        );
        Assert.StartsWith(
            "400 ",
            await Problem.Read(app.Http.Get($"/api/v1/suppliers/{supplier.Code}/terms?after=x&sku=%21")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Of_many_who_change_terms_of_one_product_at_once_every_change_stays()
    {
        var product = await app.NewProduct();
        var suppliers = new List<SupplierResponse>();
        for (var i = 0; i < 8; i++)
            suppliers.Add(await app.NewSupplier());
        await Task.WhenAll(
            suppliers.Select(s =>
                Put(
                    new UpsertTerm
                    {
                        Sku = product.Sku,
                        Supplier = s.Code,
                        LeadTimeDays = 1,
                        UnitCost = 1,
                        Preferred = true,
                    }
                )
            )
        );
        var now = (await app.Api.GetProduct(product.Sku, Cancellation)).Suppliers;
        Assert.Equal(8, now.Count);
        Assert.Single(now, t => t.Preferred);
    }
}
