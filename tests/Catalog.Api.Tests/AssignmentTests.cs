using System.Net;
using System.Text.Json;
using Refit;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Messages;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

public sealed class AssignmentTests(CatalogApp app)
{
    private const string Refused = "400 One or more fields are not valid.\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ICatalogApi As(string name, Role role = Role.Planner) =>
        RestService.For<ICatalogApi>(app.As(role, name), ContractsJson.Refit());

    private async Task<string[]> Assignments(string person) =>
        [
            .. (await As(person, Role.Viewer).ListInbox(ct: Cancellation)).Items.Select(i =>
                $"{i.Reason} {i.Subject} {i.By} {i.Action}"
            ),
        ];

    private async Task<string?[]> Log(string subject) =>
        [
            .. (
                await RestService
                    .For<IActivityApi>(app.Http, ContractsJson.Refit())
                    .ListActivity(subject: subject, ct: Cancellation)
            )
                .Items.SelectMany(e => e.Changes)
                .Where(c => c.Field == "assignee")
                .Select(c => $"{c.From} -> {c.To}"),
        ];

    [Fact]
    public async Task A_product_is_given_to_a_person_who_hears_of_it_and_to_the_next_one()
    {
        var (ada, bob) = (await app.NewPerson(), await app.NewPerson());
        var free = await app.NewProduct();
        Assert.Equal((null, null), (free.Assignee, free.AssigneeName));

        var given = await As("pia")
            .UpdateProduct(
                free.Sku,
                UpdateProduct.Of(free) with
                {
                    Assignee = $" {ada.ToUpperInvariant()} ",
                },
                free.ETag,
                Cancellation
            );
        Assert.Equal((ada, $"The {ada}"), (given.Assignee, given.AssigneeName));
        Assert.Equal([$"Assignment product:{free.Sku} pia changed"], await Assignments(ada));
        Assert.Equal(
            new InboxCounts(1, 0, 0, 0, 0, Assignments: 1),
            await As(ada, Role.Viewer).CountInbox(Cancellation)
        );

        // Who has it follows it: that it went to somebody else is news as well, and a change of another thing.
        var passed = await As(ada)
            .UpdateProduct(free.Sku, UpdateProduct.Of(given) with { Assignee = bob }, given.ETag, Cancellation);
        await As(bob)
            .UpdateProduct(free.Sku, UpdateProduct.Of(passed) with { Assignee = null }, passed.ETag, Cancellation);
        Assert.Equal(
            [$"Change product:{free.Sku} {bob} changed", $"Assignment product:{free.Sku} pia changed"],
            await Assignments(ada)
        );
        Assert.Equal([$"Assignment product:{free.Sku} {ada} changed"], await Assignments(bob));
        Assert.Equal([$"{bob} -> ", $"{ada} -> {bob}", $" -> {ada}"], await Log($"product:{free.Sku}"));

        var announced = await app.Announced<ProductChanged>("sku", free.Sku);
        Assert.Equal(
            ["", ada, bob, ""],
            announced.Select(state => state.TryGetProperty("assignee", out var name) ? name.GetString() ?? "" : "")
        );
        Assert.Equal($"The {ada}", announced[1].GetProperty("assigneeName").GetString());
    }

    [Fact]
    public async Task A_supplier_is_given_to_a_person()
    {
        var (ada, code) = (await app.NewPerson(), CatalogApp.NewName("S"));
        var made = await As("pia")
            .CreateSupplier(
                new CreateSupplier
                {
                    Code = code,
                    Name = "Acme",
                    Assignee = ada,
                },
                ct: Cancellation
            );
        Assert.Equal((ada, $"The {ada}"), (made.Assignee, made.AssigneeName));
        Assert.Equal([$"Assignment supplier:{code} pia created"], await Assignments(ada));
        var state = Assert.Single(await app.Announced<SupplierChanged>("code", code));
        Assert.Equal(ada, state.GetProperty("assignee").GetString());

        // What is given to oneself is no news.
        var mine = await As(ada)
            .UpdateSupplier(code, UpdateSupplier.Of(made) with { Assignee = "me" }, made.ETag, Cancellation);
        Assert.Equal(ada, mine.Assignee);
        Assert.Single(await Assignments(ada));
        Assert.Equal([code], (await As(ada).ListSuppliers(assignee: "me", ct: Cancellation)).Items.Select(s => s.Code));
        Assert.DoesNotContain(
            code,
            (await As(ada).ListSuppliers(limit: 500, assignee: "none", ct: Cancellation)).Items.Select(s => s.Code)
        );
        await As("pia").UpdateSupplier(code, UpdateSupplier.Of(mine) with { Assignee = "" }, mine.ETag, Cancellation);
        Assert.Equal([$"{ada} -> ", $" -> {ada}"], await Log($"supplier:{code}"));
    }

    [Fact]
    public async Task To_whom_nothing_can_be_given_is_said_by_name_at_every_door()
    {
        var gone = await app.NewPerson(disabled: true);
        var (product, supplier) = (await app.NewProduct(), await app.NewSupplier());
        async Task<string> Put(string path, object body, string etag) =>
            await Problem.Read(app.Http.Put(path, body, etag));

        Assert.Equal(
            $"{Refused}assignee: no person has the name 'no.body'",
            await Put(
                $"/api/v1/products/{product.Sku}",
                UpdateProduct.Of(product) with
                {
                    Assignee = "no.body",
                },
                product.ETag
            )
        );
        Assert.Equal(
            $"{Refused}assignee: '{gone}' may not sign in any more",
            await Put(
                $"/api/v1/suppliers/{supplier.Code}",
                UpdateSupplier.Of(supplier) with
                {
                    Assignee = gone,
                },
                supplier.ETag
            )
        );
        Assert.Equal(
            $"{Refused}products[0].assignee: no person has the name 'no.body'\n"
                + "products[1].assignee: must be 3 to 40 characters of a-z, 0-9, '.', '-' and '_', or 'me'",
            await Problem.Read(
                app.Http.Post(
                    "/api/v1/products/upsert",
                    new UpsertProducts
                    {
                        Products =
                        [
                            new UpsertProduct { Sku = product.Sku, Assignee = "no.body" },
                            new UpsertProduct
                            {
                                Sku = CatalogApp.NewName("P"),
                                Name = "x",
                                Price = 1,
                                Assignee = "Ada Lovelace",
                            },
                        ],
                    }
                )
            )
        );
        Assert.Equal(
            $"{Refused}change.assignee: '{gone}' may not sign in any more",
            await Problem.Read(
                app.Http.Send(
                    HttpMethod.Patch,
                    "/api/v1/products",
                    new EditProducts
                    {
                        Skus = [product.Sku, (await app.NewProduct()).Sku],
                        Change = new ProductEdit { Assignee = gone },
                    }
                )
            )
        );
        Assert.Equal(
            $"{Refused}assignee: must be 3 to 40 characters of a-z, 0-9, '.', '-' and '_', or 'me'",
            await Problem.Read(app.Http.Get("/api/v1/products?assignee=a%27b"))
        );
        Assert.Null((await app.Api.GetProduct(product.Sku, Cancellation)).Assignee);
    }

    [Fact]
    public async Task Who_may_not_sign_in_any_more_keeps_what_they_have()
    {
        var ada = await app.NewPerson();
        var product = await app.NewProduct();
        var given = await app.Api.UpdateProduct(
            product.Sku,
            UpdateProduct.Of(product) with
            {
                Assignee = ada,
            },
            product.ETag,
            Cancellation
        );
        await app.NewPerson(disabled: true, version: 2, name: ada);

        var changed = await app.Api.UpdateProduct(
            product.Sku,
            UpdateProduct.Of(given) with
            {
                Price = 11,
            },
            given.ETag,
            Cancellation
        );
        Assert.Equal((11, ada, $"The {ada}"), (changed.Price, changed.Assignee, changed.AssigneeName));
    }

    [Fact]
    public async Task Many_are_given_at_once_by_a_change_and_by_a_file()
    {
        var (ada, bob) = (await app.NewPerson(), await app.NewPerson());
        var (first, second) = (await app.NewProduct(), await app.NewProduct());
        var edited = await As("pia")
            .EditProducts(
                new EditProducts
                {
                    Skus = [first.Sku, second.Sku],
                    Change = new ProductEdit { Assignee = ada },
                },
                ct: Cancellation
            );
        Assert.Equal(
            [new FieldChange("assignee", null, ada), new FieldChange("assignee", null, ada)],
            edited.Products.SelectMany(p => p.Changes)
        );
        Assert.Equal(
            new[] { first.Sku, second.Sku }.Order(StringComparer.Ordinal),
            (await As(ada).ListProducts(assignee: "me", ct: Cancellation)).Items.Select(p => p.Sku)
        );
        Assert.Equal(2, (await Assignments(ada)).Length);

        // What a row does not say stays; clear empties; a new one may have somebody from the start.
        var fresh = CatalogApp.NewName("P");
        await As("pia")
            .UpsertProducts(
                new UpsertProducts
                {
                    Products =
                    [
                        new UpsertProduct { Sku = first.Sku, Price = 12 },
                        new UpsertProduct { Sku = second.Sku, Clear = ["assignee"] },
                        new UpsertProduct
                        {
                            Sku = fresh,
                            Name = "New",
                            Price = 1,
                            Assignee = bob,
                        },
                    ],
                },
                ct: Cancellation
            );
        var read = async (string sku) => (await app.Api.GetProduct(sku, Cancellation)).AssigneeName;
        Assert.Equal(
            [$"The {ada}", null, $"The {bob}"],
            [await read(first.Sku), await read(second.Sku), await read(fresh)]
        );
        Assert.Equal([$"Assignment product:{fresh} pia created"], await Assignments(bob));

        await app.Api.EditProducts(
            new EditProducts
            {
                Filter = new ProductSelection { Assignee = ada },
                Expected = 1,
                Change = new ProductEdit { Assignee = "" },
            },
            ct: Cancellation
        );
        Assert.Null(await read(first.Sku));
    }

    [Theory]
    [InlineData(ProductSort.Sku)]
    [InlineData(ProductSort.Price)]
    [InlineData(ProductSort.OnHand)]
    public async Task Somebodys_products_are_paged_in_every_order(ProductSort sort)
    {
        var ada = await app.NewPerson();
        var skus = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            var product = await app.NewProduct(price: 1 + i % 2);
            await app.NewProduct(price: 1 + i % 2);
            skus.Add(product.Sku);
        }
        await app.Api.EditProducts(
            new EditProducts
            {
                Skus = skus,
                Change = new ProductEdit { Assignee = ada },
            },
            ct: Cancellation
        );
        var read = await Listing<ProductResponse>.ReadAsync(
            50,
            async (_, after) => await app.Api.ListProducts(2, after, sort: sort, assignee: ada, ct: Cancellation)
        );
        Assert.Equal(skus.Order(StringComparer.Ordinal), read.Items.Select(p => p.Sku).Order(StringComparer.Ordinal));
        Assert.Equal(5, (await app.Api.ProductFacets(assignee: ada, ct: Cancellation)).Products);
    }

    [Fact]
    public async Task Of_two_who_give_it_at_once_the_second_sees_whom_the_first_chose()
    {
        var (ada, bob) = (await app.NewPerson(), await app.NewPerson());
        var read = await app.NewSupplier();
        await app.Api.UpdateSupplier(
            read.Code,
            UpdateSupplier.Of(read) with
            {
                Assignee = ada,
            },
            read.ETag,
            Cancellation
        );
        var lost = await app
            .Http.Put($"/api/v1/suppliers/{read.Code}", UpdateSupplier.Of(read) with { Assignee = bob }, read.ETag)
            .Read<JsonElement>(HttpStatusCode.PreconditionFailed);
        Assert.Equal(
            [new EditConflict("assignee", null, ada, bob)],
            lost.GetProperty("conflicts").Deserialize<EditConflict[]>(ContractsJson.Options)!
        );
        Assert.Equal(ada, (await app.Api.GetSupplier(read.Code, Cancellation)).Assignee);
    }
}
