using System.Net;
using System.Text.Json;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Messages;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

public sealed class SupplierTests(CatalogApp app)
{
    private const string Suppliers = "/api/v1/suppliers";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_supplier_is_created_read_changed_and_deleted()
    {
        var code = CatalogApp.NewName("sup.");
        var created = await app.Api.CreateSupplier(
            new CreateSupplier
            {
                Code = code,
                Name = "Acme",
                Email = "buy@acme.example",
                Phone = "+49 30 1",
                Notes = "by train",
            },
            ct: Cancellation
        );
        Assert.Equivalent(created, await app.Api.GetSupplier(code, Cancellation), strict: true);
        Assert.Equal(
            (code.ToUpperInvariant(), "Acme", "buy@acme.example", "+49 30 1", "by train", 0, false),
            (
                created.Code,
                created.Name,
                created.Email,
                created.Phone,
                created.Notes,
                created.Products,
                created.Archived
            )
        );

        var updated = await app.Api.UpdateSupplier(
            code,
            new UpdateSupplier { Name = "Acme 2" },
            created.ETag,
            Cancellation
        );
        Assert.Equal(("Acme 2", null, null, null), (updated.Name, updated.Email, updated.Phone, updated.Notes));

        await app.Api.DeleteSupplier(code, updated.ETag, Cancellation);
        Assert.True((await app.Api.GetSupplier(code, Cancellation)).Archived);
        Assert.Empty((await app.Api.ListSuppliers(search: code, ct: Cancellation)).Items);
        Assert.Single((await app.Api.ListSuppliers(search: code, archived: true, ct: Cancellation)).Items);
        var states = await app.Announced<SupplierChanged>("code", created.Code);
        Assert.Equal([1, 2, 3], states.Select(s => s.GetProperty("version").GetInt64()));
        Assert.Equal([false, false, true], states.Select(s => s.GetProperty("archived").GetBoolean()));
    }

    [Fact]
    public async Task A_supplier_has_contacts_order_days_a_minimum_and_payment_terms()
    {
        var code = CatalogApp.NewName("S");
        var created = await app.Api.CreateSupplier(
            new CreateSupplier
            {
                Code = code,
                Name = "Acme",
                Contacts =
                [
                    new SupplierContact
                    {
                        Name = " Ann Lee ",
                        Role = "orders",
                        Email = "ann@acme.example",
                        Phone = "1",
                    },
                    new SupplierContact { Name = "Desk" },
                ],
                OrderDays = [DayOfWeek.Sunday, DayOfWeek.Thursday, DayOfWeek.Monday],
                MinimumOrderValue = 250.5m,
                PaymentTerms = "30 days net",
            },
            ct: Cancellation
        );
        Assert.Equivalent(created, await app.Api.GetSupplier(code, Cancellation), strict: true);
        Assert.Equal(
            [
                new SupplierContact
                {
                    Name = "Ann Lee",
                    Role = "orders",
                    Email = "ann@acme.example",
                    Phone = "1",
                },
                new SupplierContact { Name = "Desk" },
            ],
            created.Contacts
        );
        Assert.Equal([DayOfWeek.Monday, DayOfWeek.Thursday, DayOfWeek.Sunday], created.OrderDays);
        Assert.Equal((250.5m, "30 days net"), (created.MinimumOrderValue, created.PaymentTerms));

        var emptied = await app.Api.UpdateSupplier(code, new UpdateSupplier { Name = "x" }, created.ETag, Cancellation);
        Assert.Empty(emptied.Contacts);
        Assert.Empty(emptied.OrderDays);
        Assert.Equal((null, null), (emptied.MinimumOrderValue, emptied.PaymentTerms));
        var told = (await app.Announced<SupplierChanged>("code", created.Code))
            .Select(s => s.Deserialize<SupplierState>(ContractsJson.Options)!)
            .ToList();
        Assert.Equal([(1L, 250.5m), (2L, (decimal?)null)], told.Select(s => (s.Version, s.MinimumOrderValue)));
        Assert.Equal([DayOfWeek.Monday, DayOfWeek.Thursday, DayOfWeek.Sunday], told[0].OrderDays);
        Assert.Null(told[1].OrderDays);
    }

    [Fact]
    public async Task Every_bad_field_of_what_it_agreed_to_is_named() =>
        Assert.Equal(
            """
            400 One or more fields are not valid.
            contacts[0].email: is no e-mail address
            contacts[0].name: is required
            contacts[1].name: is required
            minimumOrderValue: must be above 0
            orderDays[1]: is named twice
            paymentTerms: must be at most 200 characters
            """,
            await Problem.Read(
                app.Http.Post(
                    Suppliers,
                    new
                    {
                        code = CatalogApp.NewName("S"),
                        name = "x",
                        contacts = new object?[] { new { email = "nobody" }, null },
                        orderDays = new[] { "monday", "monday" },
                        minimumOrderValue = 0,
                        paymentTerms = new string('x', 201),
                    }
                )
            )
        );

    [Fact]
    public async Task A_word_that_is_no_day_is_refused_by_name() =>
        Assert.StartsWith(
            "400 ",
            await Problem.Read(
                app.Http.Post(
                    Suppliers,
                    new
                    {
                        code = CatalogApp.NewName("S"),
                        name = "x",
                        orderDays = new[] { "someday" },
                    }
                )
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public async Task Every_bad_field_is_named() =>
        Assert.Equal(
            $"""
            400 One or more fields are not valid.
            code: {Code.Rule}
            email: is no e-mail address
            name: must be at most 200 characters
            phone: must not contain control characters or broken Unicode
            """,
            await Problem.Read(
                app.Http.Post(
                    Suppliers,
                    new
                    {
                        code = "a/b",
                        name = new string('n', 201),
                        email = "nobody",
                        phone = "1\u0007",
                    }
                )
            )
        );

    [Fact]
    public async Task A_taken_code_is_refused_by_name()
    {
        var supplier = await app.NewSupplier();
        Assert.Equal(
            $"409 The code '{supplier.Code}' is taken.\n"
                + "A code is never given to another supplier, not even after its supplier was deleted.",
            await Problem.Read(app.Http.Post(Suppliers, new { code = supplier.Code, name = "x" }))
        );
    }

    [Fact]
    public async Task A_supplier_in_use_cannot_be_deleted_until_its_products_are_given_up()
    {
        var supplier = await app.NewSupplier();
        var term = new SupplierTermRequest
        {
            Supplier = supplier.Code,
            LeadTimeDays = 1,
            UnitCost = 1,
        };
        var (first, second) = (await app.NewProduct(terms: term), await app.NewProduct(terms: term));
        supplier = await app.Api.GetSupplier(supplier.Code, Cancellation);
        Assert.Equal(2, supplier.Products);

        var named = string.Join(", ", new[] { first.Sku, second.Sku }.Order(StringComparer.Ordinal));
        Assert.Equal(
            $"409 Supplier '{supplier.Code}' is in use.\nIt delivers {named}. Give these products other terms first.",
            await Problem.Read(app.Http.Delete($"{Suppliers}/{supplier.Code}", supplier.ETag))
        );

        await app.Api.DeleteProduct(first.Sku, first.ETag, Cancellation);
        await app.Api.UpdateProduct(second.Sku, new UpdateProduct { Name = "x", Price = 1 }, second.ETag, Cancellation);
        await app.Api.DeleteSupplier(supplier.Code, supplier.ETag, Cancellation);
        Assert.Equal(
            $"400 One or more fields are not valid.\nsuppliers[0].supplier: no supplier has the code '{supplier.Code}'",
            await Problem.Read(
                app.Http.Post(
                    "/api/v1/products",
                    new
                    {
                        sku = CatalogApp.NewName("P"),
                        name = "x",
                        price = 1,
                        suppliers = new[] { term },
                    }
                )
            )
        );
    }

    [Fact]
    public async Task A_product_never_gets_a_supplier_that_is_deleted_at_the_same_moment()
    {
        for (var i = 0; i < 5; i++)
        {
            var supplier = await app.NewSupplier();
            var sku = CatalogApp.NewName("P");
            var terms = new[]
            {
                new SupplierTermRequest
                {
                    Supplier = supplier.Code,
                    LeadTimeDays = 1,
                    UnitCost = 1,
                },
            };
            var answers = await Task.WhenAll(
                app.Http.Delete($"{Suppliers}/{supplier.Code}", supplier.ETag),
                app.Http.Post(
                    "/api/v1/products",
                    new
                    {
                        sku,
                        name = "x",
                        price = 1,
                        suppliers = terms,
                    }
                )
            );
            HttpStatusCode[] codes = [.. answers.Select(a => a.StatusCode)];
            Assert.True(
                codes
                    is [HttpStatusCode.NoContent, HttpStatusCode.BadRequest]
                        or [HttpStatusCode.Conflict, HttpStatusCode.Created],
                string.Join(", ", codes)
            );
        }
    }

    [Fact]
    public async Task Changes_need_the_current_version()
    {
        var supplier = await app.NewSupplier();
        var path = $"{Suppliers}/{supplier.Code}";
        Assert.StartsWith("428 ", await Problem.Read(app.Http.Put(path, new { name = "x" })), StringComparison.Ordinal);
        Assert.StartsWith("428 ", await Problem.Read(app.Http.Delete(path)), StringComparison.Ordinal);
        Assert.StartsWith(
            "412 ",
            await Problem.Read(app.Http.Put(path, new { name = "x" }, "\"1\"")),
            StringComparison.Ordinal
        );
        Assert.StartsWith("412 ", await Problem.Read(app.Http.Delete(path, "W/\"x\"")), StringComparison.Ordinal);
        Assert.Equal(
            "404 No supplier has the code 'NOBODY'.",
            await Problem.Read(app.Http.Put($"{Suppliers}/NOBODY", new { name = "x" }, "*"))
        );
    }

    [Fact]
    public async Task The_list_pages_by_code()
    {
        var prefix = CatalogApp.NewName("PAGED") + "-";
        for (var i = 0; i < 7; i++)
            await app.Api.CreateSupplier(new CreateSupplier { Code = $"{prefix}{i}", Name = "x" }, ct: Cancellation);
        var codes = new List<string>();
        for (string? after = null; ; )
        {
            var page = await app.Api.ListSuppliers(3, after, prefix, ct: Cancellation);
            codes.AddRange(page.Items.Select(s => s.Code));
            if ((after = page.Next) is null)
                break;
        }

        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"{prefix}{i}"), codes);
    }
}
