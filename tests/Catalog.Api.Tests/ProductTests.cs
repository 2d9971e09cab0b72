using System.Collections.ObjectModel;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Messages;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

public sealed class ProductTests(CatalogApp app)
{
    private const string Products = "/api/v1/products";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_product_is_found_by_its_barcodes_and_tags_and_filtered_by_its_status()
    {
        var code = $"5{Guid.NewGuid():N}"[..13];
        var tag = $"summer {code[1..5]}";
        var created = await app.Api.CreateProduct(
            new CreateProduct
            {
                Sku = $"B-{code}",
                Name = "Parasol",
                Price = 30,
                Barcodes = [code.ToLowerInvariant(), "X-1." + code, code],
                Tags = [tag.ToUpperInvariant(), "garden"],
                Status = ProductStatus.Discontinued,
            },
            ct: Cancellation
        );

        Assert.Equal([code.ToUpperInvariant(), "X-1." + code.ToUpperInvariant()], created.Barcodes);
        Assert.Equal([tag, "garden"], created.Tags);
        Assert.Equal(ProductStatus.Discontinued, created.Status);
        foreach (
            var found in new[]
            {
                await app.Api.ListProducts(search: code, ct: Cancellation),
                await app.Api.ListProducts(search: tag, ct: Cancellation),
                await app.Api.ListProducts(tag: tag, status: ProductStatus.Discontinued, ct: Cancellation),
            }
        )
            Assert.Equal(created, Assert.Single(found.Items), Same);
        Assert.Empty((await app.Api.ListProducts(tag: tag, status: ProductStatus.Active, ct: Cancellation)).Items);
        Assert.Empty((await app.Api.ListProducts(tag: "no such", ct: Cancellation)).Items);
        var announced = await app.Announced<ProductChanged>("sku", created.Sku);
        Assert.Equal("discontinued", announced[^1].GetProperty("status").GetString());
    }

    // Lists are compared by their references.
    private static ProductResponse Listless(ProductResponse product) =>
        product with
        {
            Suppliers = [],
            Barcodes = [],
            Tags = [],
            Attributes = ReadOnlyDictionary<string, string>.Empty,
        };

    private static bool Same(ProductResponse? a, ProductResponse? b) => (a?.Sku, a?.ETag) == (b?.Sku, b?.ETag);

    [Fact]
    public async Task A_barcode_belongs_to_one_product_whoever_asks_at_the_same_time()
    {
        var code = $"4{Guid.NewGuid():N}"[..13].ToUpperInvariant();
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(i =>
                    app.Http.PostAsJsonAsync(
                        "/api/v1/products",
                        new CreateProduct
                        {
                            Sku = $"R-{code}-{i}",
                            Name = "Racer",
                            Price = 1,
                            Barcodes = [$"A{i}-{code}", code],
                        },
                        ContractsJson.Options,
                        Cancellation
                    )
                )
        );

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Created);
        var owner = Assert.Single((await app.Api.ListProducts(search: code, ct: Cancellation)).Items);
        foreach (var refused in answers.Where(a => a.StatusCode != HttpStatusCode.Created))
        {
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            var problem = await refused.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
            Assert.Equal(
                $"'{code}' is a barcode of {owner.Sku}",
                problem.GetProperty("errors").GetProperty("barcodes[1]")[0].GetString()
            );
        }
        // Its own it may keep.
        await app.Api.UpdateProduct(
            owner.Sku,
            new UpdateProduct
            {
                Name = owner.Name,
                Price = 2,
                Barcodes = owner.Barcodes,
            },
            owner.ETag,
            Cancellation
        );
    }

    [Fact]
    public async Task Bad_barcodes_and_tags_are_named_by_their_place()
    {
        var answer = await app.Http.PostAsJsonAsync(
            "/api/v1/products",
            new CreateProduct
            {
                Sku = $"BAD-{Guid.NewGuid():N}",
                Name = "Bad",
                Price = 1,
                Barcodes = ["12 34", "", new string('1', 65)],
                Tags = ["ok", new string('t', 41)],
                Attributes = new Dictionary<string, string?>
                {
                    ["a:b"] = "x",
                    ["none"] = null,
                    ["long"] = new string('v', 201),
                    [" None"] = "y",
                    ["good"] = "y",
                },
            },
            ContractsJson.Options,
            Cancellation
        );

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("errors");
        Assert.Equal(
            [
                "attributes.a:b",
                "attributes.long",
                "attributes.none",
                "barcodes[0]",
                "barcodes[1]",
                "barcodes[2]",
                "tags[1]",
            ],
            errors.EnumerateObject().Select(e => e.Name).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_product_is_created_with_every_field_and_read_back_the_same()
    {
        var (first, second) = (await app.NewSupplier(), await app.NewSupplier());
        var sku = CatalogApp.NewName("a.b-c_d/");
        var created = await app.Api.CreateProduct(
            new CreateProduct
            {
                Sku = sku.ToLowerInvariant(),
                Name = "  Rot/blau „Größe 3“  ",
                Description = "two\nlines",
                Category = "Mugs",
                Unit = "kg",
                WholeUnits = false,
                Price = 12.5m,
                Cost = 3.1234m,
                ServiceLevel = 0.9m,
                ReviewPeriodDays = 14,
                Suppliers =
                [
                    new SupplierTermRequest
                    {
                        Supplier = first.Code,
                        LeadTimeDays = 3,
                        UnitCost = 3,
                    },
                    new SupplierTermRequest
                    {
                        Supplier = second.Code.ToLowerInvariant(),
                        LeadTimeDays = 0,
                        UnitCost = 2.5m,
                        Moq = 10,
                        PackMultiple = 2.5m,
                        Preferred = true,
                    },
                ],
            },
            ct: Cancellation
        );

        var read = await app.Api.GetProduct(created.Sku, Cancellation);
        Assert.Equal(sku.ToUpperInvariant(), read.Sku);
        Assert.Equal("Rot/blau „Größe 3“", read.Name);
        Assert.Equal(
            ("two\nlines", "Mugs", "kg", false),
            (read.Description, read.Category, read.Unit, read.WholeUnits)
        );
        Assert.Equal((12.5m, 3.1234m, 0.9m, 14), (read.Price, read.Cost, read.ServiceLevel, read.ReviewPeriodDays));
        Assert.Equal(
            [
                new SupplierTermResponse(second.Code, "A supplier", 0, 10, 2.5m, 2.5m, true),
                new SupplierTermResponse(first.Code, "A supplier", 3, 1, 1, 3, false),
            ],
            read.Suppliers
        );
        Assert.Equal(
            (0m, 0m, 0m, 0m, null),
            (read.OnHand, read.OnOrder, read.UnitsSold, read.Revenue, read.LastSoldAt)
        );
        Assert.Equal(Listless(created), Listless(read));
    }

    [Fact]
    public async Task The_first_supplier_is_preferred_when_none_says_so_and_defaults_fill_the_rest()
    {
        var supplier = await app.NewSupplier();
        var product = await app.NewProduct(
            terms: new SupplierTermRequest
            {
                Supplier = supplier.Code,
                LeadTimeDays = 5,
                UnitCost = 1,
            }
        );

        Assert.Equal(
            new SupplierTermResponse(supplier.Code, "A supplier", 5, 1, 1, 1, true),
            Assert.Single(product.Suppliers)
        );
        Assert.Equal(
            ("each", true, null, null),
            (product.Unit, product.WholeUnits, product.ServiceLevel, product.ReviewPeriodDays)
        );
    }

    [Fact]
    public async Task A_service_level_and_a_review_period_are_said_or_inherited()
    {
        var created = await app.Api.CreateProduct(
            new CreateProduct
            {
                Sku = CatalogApp.NewName("P"),
                Name = "x",
                Price = 1,
                ServiceLevel = 0.9m,
                ReviewPeriodDays = 14,
            },
            ct: Cancellation
        );
        var kept = await app.Api.UpdateProduct(
            created.Sku,
            UpdateProduct.Of(created) with
            {
                ServiceLevel = null,
            },
            created.ETag,
            Cancellation
        );
        Assert.Equal((null, 14), (kept.ServiceLevel, kept.ReviewPeriodDays));
        await app.Api.UpdateProduct(
            created.Sku,
            UpdateProduct.Of(kept) with
            {
                ServiceLevel = 0.95m,
                ReviewPeriodDays = null,
            },
            kept.ETag,
            Cancellation
        );
        var read = await app.Api.GetProduct(created.Sku, Cancellation);
        Assert.Equal((0.95m, null), (read.ServiceLevel, read.ReviewPeriodDays));

        // Null is announced by what is missing.
        Assert.Equal(
            [(0.9m, 14), (null, 14), (0.95m, (int?)null)],
            (await app.Announced<ProductChanged>("sku", created.Sku))
                .Select(s => s.Deserialize<ProductState>(ContractsJson.Options)!)
                .Select(s => (s.ServiceLevel, s.ReviewPeriodDays))
        );
    }

    [Fact]
    public async Task Every_bad_field_is_named_in_one_answer()
    {
        var answer = await Problem.Read(
            app.Http.Post(
                Products,
                new
                {
                    sku = "no sku",
                    name = " ",
                    unit = new string('x', 21),
                    price = -0.01,
                    cost = 1.23456,
                    serviceLevel = 1,
                    reviewPeriodDays = 0,
                    suppliers = new object?[]
                    {
                        new
                        {
                            supplier = "NOBODY",
                            leadTimeDays = 366,
                            unitCost = 1,
                            moq = 0,
                        },
                        null,
                        new { supplier = "a/b" },
                        new
                        {
                            supplier = "nobody",
                            leadTimeDays = 1,
                            unitCost = 1,
                            packMultiple = 1.5,
                            preferred = true,
                        },
                        new
                        {
                            supplier = "other",
                            leadTimeDays = 1,
                            unitCost = 1,
                            preferred = true,
                        },
                    },
                }
            )
        );

        Assert.Equal(
            $"""
            400 One or more fields are not valid.
            cost: must have at most 4 digits after the point
            name: is required
            price: must be at least 0
            reviewPeriodDays: must be between 1 and 90
            serviceLevel: must be at most 0.999
            sku: {Sku.Rule}
            suppliers[0].leadTimeDays: must be between 0 and 365
            suppliers[0].moq: must be above 0
            suppliers[0].supplier: no supplier has the code 'NOBODY'
            suppliers[1]: is required
            suppliers[2].leadTimeDays: is required
            suppliers[2].supplier: {Code.Rule}
            suppliers[2].unitCost: is required
            suppliers[3].packMultiple: must be a whole number, as this product cannot be split
            suppliers[3].supplier: is named twice
            suppliers[3].supplier: no supplier has the code 'NOBODY'
            suppliers[4].preferred: only one supplier can be preferred
            suppliers[4].supplier: no supplier has the code 'OTHER'
            unit: must be at most 20 characters
            """,
            answer
        );
    }

    [Fact]
    public async Task A_taken_SKU_is_refused_by_name_also_in_other_case_and_after_deleting()
    {
        var product = await app.NewProduct();
        var again = new
        {
            sku = product.Sku.ToLowerInvariant(),
            name = "Another",
            price = 1,
        };
        var expected = $"""
            409 The SKU '{product.Sku}' is taken.
            A SKU is never given to another product, not even after its product was deleted.
            """;

        Assert.Equal(expected, await Problem.Read(app.Http.Post(Products, again)));
        await app.Api.DeleteProduct(product.Sku, product.ETag, Cancellation);
        Assert.Equal(expected, await Problem.Read(app.Http.Post(Products, again)));
        Assert.Equal("A product", (await app.Api.GetProduct(product.Sku, Cancellation)).Name);
    }

    [Fact]
    public async Task Of_many_who_create_one_SKU_at_once_exactly_one_does()
    {
        var sku = CatalogApp.NewName("RACE");
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(i =>
                    app.Http.Post(
                        Products,
                        new
                        {
                            sku,
                            name = $"Number {i}",
                            price = 1,
                        }
                    )
                )
        );

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Created);
        Assert.Equal(11, answers.Count(a => a.StatusCode == HttpStatusCode.Conflict));
        Assert.Single(await app.Announced<ProductChanged>("sku", sku));
    }

    [Fact]
    public async Task A_change_needs_the_version_that_it_changes()
    {
        var product = await app.NewProduct();
        var path = $"{Products}/{product.Sku}";
        var change = new { name = "New name", price = 2 };

        Assert.Equal(
            "428 If-Match is required.\nSend the ETag that you read, so that nobody's change is overwritten unseen.",
            await Problem.Read(app.Http.Put(path, change))
        );
        var updated = await app.Api.UpdateProduct(
            product.Sku,
            new UpdateProduct { Name = "New name", Price = 2 },
            product.ETag,
            Cancellation
        );
        Assert.Equal(("New name", 2m), (updated.Name, updated.Price));
        Assert.NotEqual(product.ETag, updated.ETag);

        using var stale = await app.Http.Put(path, change, product.ETag);
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        Assert.Equal(updated.ETag, stale.Headers.ETag?.ToString());
        var problem = await stale.Content.ReadFromJsonAsync<StaleProblem>(ContractsJson.Options, Cancellation);
        Assert.Equal("Somebody else changed it in the meantime.", problem!.Title);
        Assert.Equal(Listless(updated), Listless(problem.Current));
    }

    [Fact]
    public async Task Of_two_who_change_one_product_at_once_one_is_told()
    {
        var product = await app.NewProduct();
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(i =>
                    app.Http.Put($"{Products}/{product.Sku}", new { name = $"Name {i}", price = i }, product.ETag)
                )
        );

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        Assert.Equal(5, answers.Count(a => a.StatusCode == HttpStatusCode.PreconditionFailed));
    }

    [Fact]
    public async Task An_update_replaces_the_terms_and_a_sale_does_not_make_its_ETag_stale()
    {
        var (first, second, location) = (await app.NewSupplier(), await app.NewSupplier(), await app.NewLocation());
        var product = await app.NewProduct(
            terms: new SupplierTermRequest
            {
                Supplier = first.Code,
                LeadTimeDays = 5,
                UnitCost = 1,
            }
        );
        await app.Receive(product.Sku, location.Code, 5);

        var updated = await app.Api.UpdateProduct(
            product.Sku,
            new UpdateProduct
            {
                Name = "Changed",
                Price = 1,
                Suppliers =
                [
                    new SupplierTermRequest
                    {
                        Supplier = first.Code,
                        LeadTimeDays = 6,
                        UnitCost = 2,
                    },
                    new SupplierTermRequest
                    {
                        Supplier = second.Code,
                        LeadTimeDays = 7,
                        UnitCost = 3,
                        Preferred = true,
                    },
                ],
            },
            product.ETag,
            Cancellation
        );

        Assert.Equal([second.Code, first.Code], updated.Suppliers.Select(s => s.Supplier));
        Assert.Equal([7, 6], updated.Suppliers.Select(s => s.LeadTimeDays));
        Assert.Equal(5, updated.OnHand);
    }

    [Fact]
    public async Task A_deleted_product_leaves_the_list_stays_readable_and_cannot_be_changed()
    {
        var category = CatalogApp.NewName("category");
        var product = await app.NewProduct(category: category);
        Assert.Equal(
            HttpStatusCode.PreconditionRequired,
            (await app.Http.Delete($"{Products}/{product.Sku}")).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await app.Http.Delete($"{Products}/{product.Sku}", product.ETag)).StatusCode
        );

        Assert.Empty((await app.Api.ListProducts(category: category, ct: Cancellation)).Items);
        Assert.Equal(
            product.Sku,
            Assert.Single((await app.Api.ListProducts(category: category, archived: true, ct: Cancellation)).Items).Sku
        );
        var read = await app.Api.GetProduct(product.Sku, Cancellation);
        Assert.True(read.Archived);
        Assert.Equal(
            $"409 Product '{product.Sku}' is archived.\n"
                + "What was deleted is kept for its history and cannot be changed.",
            await Problem.Read(app.Http.Put($"{Products}/{product.Sku}", new { name = "x", price = 1 }, read.ETag))
        );
    }

    [Theory]
    [InlineData("unknown-sku", "UNKNOWN-SKU", "")]
    [InlineData("no%20sku", "no sku", "\nA SKU " + Rules.Sku + ".")]
    [InlineData("%7B%7D", "{}", "\nA SKU " + Rules.Sku + ".")]
    [InlineData("ä", "ä", "\nA SKU " + Rules.Sku + ".")]
    public async Task What_is_no_products_SKU_is_not_found(string path, string shown, string why) =>
        Assert.Equal(
            $"404 No product has the SKU '{shown}'.{why}",
            await Problem.Read(app.Http.Get($"{Products}/{path}"))
        );

    [Fact]
    public async Task Every_change_announces_the_whole_state_with_a_greater_version()
    {
        var supplier = await app.NewSupplier();
        var product = await app.NewProduct(
            terms: new SupplierTermRequest
            {
                Supplier = supplier.Code,
                LeadTimeDays = 5,
                UnitCost = 1,
            }
        );
        product = await app.Api.UpdateProduct(
            product.Sku,
            new UpdateProduct { Name = "Second", Price = 3 },
            product.ETag,
            Cancellation
        );
        await app.Api.DeleteProduct(product.Sku, product.ETag, Cancellation);

        var states = await app.Announced<ProductChanged>("sku", product.Sku);
        Assert.Equal([1, 2, 3], states.Select(s => s.GetProperty("version").GetInt64()));
        Assert.Equal(["A product", "Second", "Second"], states.Select(s => s.GetProperty("name").GetString()));
        Assert.Equal([1, 0, 0], states.Select(s => s.GetProperty("terms").GetArrayLength()));
        Assert.Equal([false, false, true], states.Select(s => s.GetProperty("archived").GetBoolean()));
    }

    [Fact]
    public async Task The_same_key_and_request_is_answered_again_and_another_request_is_refused()
    {
        var body = new CreateProduct
        {
            Sku = CatalogApp.NewName("P"),
            Name = "Once",
            Price = 1,
        };
        var key = CatalogApp.NewName("key");
        using var first = await app.Http.Post(Products, body, key);
        using var second = await app.Http.Post(Products, body, key);

        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        Assert.Equal("true", Assert.Single(second.Headers.GetValues("Idempotency-Replayed")));
        Assert.Equal((first.Headers.Location, first.Headers.ETag), (second.Headers.Location, second.Headers.ETag));
        Assert.Equal(
            await first.Content.ReadAsStringAsync(Cancellation),
            await second.Content.ReadAsStringAsync(Cancellation)
        );
        Assert.Equal(
            $"422 This Idempotency-Key was used for another request.\n"
                + $"'{key}' belongs to a request with other content. Use a new key for a new action.",
            await Problem.Read(app.Http.Post(Products, body with { Price = 2 }, key))
        );
    }

    private sealed record StaleProblem(string Title, ProductResponse Current);
}
