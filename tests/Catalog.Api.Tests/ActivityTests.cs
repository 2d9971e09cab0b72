using System.Net;
using Npgsql;
using Refit;
using SkiaSharp;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

public sealed class ActivityTests(CatalogApp app)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ICatalogApi As(string name) =>
        RestService.For<ICatalogApi>(app.As(Role.Planner, name), ContractsJson.Refit());

    private async Task<IReadOnlyList<ActivityResponse>> Done(string subject) =>
        (await Log.ListActivity(subject: subject, ct: Cancellation)).Items;

    private IActivityApi Log => RestService.For<IActivityApi>(app.Http, ContractsJson.Refit());

    private static string[] Lines(IEnumerable<ActivityResponse> entries) =>
        [
            .. entries.Select(e =>
                $"{e.By} {e.Action}: {string.Join("; ", e.Changes.Select(c => $"{c.Field} {c.From} -> {c.To}"))}"
            ),
        ];

    [Fact]
    public async Task Each_change_of_a_product_says_who_and_what_was_before()
    {
        var (sku, supplier) = (CatalogApp.NewName("ACT-"), await app.NewSupplier());
        var created = await As("ada")
            .CreateProduct(
                new CreateProduct
                {
                    Sku = sku,
                    Name = "Lamp",
                    Price = 10,
                },
                ct: Cancellation
            );
        var changed = await As("bob")
            .UpdateProduct(
                sku,
                new UpdateProduct
                {
                    Name = "Lamp",
                    Price = 12.5m,
                    Category = "Light",
                    Suppliers =
                    [
                        new SupplierTermRequest
                        {
                            Supplier = supplier.Code,
                            LeadTimeDays = 3,
                            UnitCost = 2,
                        },
                    ],
                },
                created.ETag,
                Cancellation
            );
        await As("eve").DeleteProduct(sku, changed.ETag, Cancellation);

        var entries = await Done($"product:{sku.ToLowerInvariant()}");
        var terms = $"{supplier.Code}: 3 days, 2 each, from 1, in packs of 1, preferred";
        Assert.Equal(
            [
                "eve archived: ",
                $"bob changed: category  -> Light; price 10 -> 12.5; suppliers  -> {terms}",
                "ada created: name  -> Lamp; status  -> active; unit  -> each; wholeUnits  -> true; price  -> 10",
            ],
            Lines(entries)
        );
        Assert.All(
            entries,
            e => Assert.Equal((Via.Api, SubjectKind.Product, sku, null), (e.Via, e.Kind, e.Key, e.Location))
        );
        Assert.All(
            entries,
            e => Assert.InRange(e.At, created.CreatedAt.AddSeconds(-1), created.CreatedAt.AddMinutes(1))
        );
    }

    [Fact]
    public async Task What_is_refused_was_not_done()
    {
        var product = await app.NewProduct();
        await Assert.ThrowsAnyAsync<ApiException>(() =>
            app.Api.UpdateProduct(product.Sku, new UpdateProduct { Name = "x" }, product.ETag, Cancellation)
        );
        await Assert.ThrowsAnyAsync<ApiException>(() =>
            app.Api.UpdateProduct(product.Sku, new UpdateProduct { Name = "x", Price = 1 }, "\"1\"", Cancellation)
        );
        Assert.Equal(["created"], (await Done($"product:{product.Sku}")).Select(e => e.Action));
    }

    [Fact]
    public async Task Many_that_change_together_have_an_entry_each()
    {
        var (first, second) = (await app.NewProduct(price: 1), await app.NewProduct(price: 2));
        var added = CatalogApp.NewName("ACT-");
        await app.Api.EditProducts(
            new EditProducts
            {
                Skus = [first.Sku, second.Sku],
                Change = new ProductEdit { Price = 2 },
            },
            ct: Cancellation
        );
        await app.Api.UpsertProducts(
            new UpsertProducts
            {
                Products =
                [
                    new UpsertProduct { Sku = first.Sku, Name = "Other" },
                    new UpsertProduct { Sku = second.Sku, Price = 2 },
                    new UpsertProduct
                    {
                        Sku = added,
                        Name = "New",
                        Price = 3,
                    },
                ],
            },
            ct: Cancellation
        );

        Assert.Equal(
            ["tests changed: name A product -> Other", "tests changed: price 1 -> 2"],
            Lines(await Done($"product:{first.Sku}"))[..2]
        );
        Assert.Equal(["created"], (await Done($"product:{second.Sku}")).Select(e => e.Action));
        var created = Assert.Single(await Done($"product:{added}"));
        Assert.Equal((Via.Import, "created"), (created.Via, created.Action));
    }

    [Fact]
    public async Task Terms_images_and_renamed_categories_are_changes_of_the_product()
    {
        var (category, supplier) = (CatalogApp.NewName("Act"), await app.NewSupplier());
        var product = await app.NewProduct(category: category);
        await app.Api.UpsertSupplierTerms(
            new UpsertTerms
            {
                Terms =
                [
                    new UpsertTerm
                    {
                        Sku = product.Sku,
                        Supplier = supplier.Code,
                        LeadTimeDays = 4,
                        UnitCost = 1,
                    },
                ],
            },
            ct: Cancellation
        );
        using var picture = new ByteArrayContent(ProductImageTests.Draw(4, 4, SKEncodedImageFormat.Png));
        var image = await app.Api.SetProductImage(product.Sku, picture, Cancellation);
        await app.Api.RenameCategory(new RenameCategory { From = category, To = $"{category}X" }, ct: Cancellation);

        Assert.Equal(
            [
                $"tests changed: category {category} -> {category}X",
                $"tests image-set: image  -> {image.Image}",
                $"tests changed: suppliers  -> {supplier.Code}: 4 days, 1 each, from 1, in packs of 1, preferred",
            ],
            Lines(await Done($"product:{product.Sku}"))[..3]
        );
        Assert.Equal([$"tests renamed: path {category} -> {category}X"], Lines(await Done($"category:{category}")));
    }

    [Fact]
    public async Task Suppliers_and_locations_say_it_in_their_own_fields()
    {
        var supplier = await app.NewSupplier();
        await app.Api.UpdateSupplier(
            supplier.Code,
            new UpdateSupplier
            {
                Name = "A supplier",
                OrderDays = [DayOfWeek.Friday, DayOfWeek.Monday],
                Contacts = [new SupplierContact { Name = "Ann", Email = "ann@acme.example" }],
                MinimumOrderValue = 100,
            },
            supplier.ETag,
            Cancellation
        );
        var location = await app.NewLocation();
        await app.Api.UpdateLocation(
            location.Code,
            new UpdateLocation { Name = "Moved", TimeZone = "Europe/Paris" },
            location.ETag,
            Cancellation
        );

        Assert.Equal(
            "tests changed: contacts  -> Ann, ann@acme.example; orderDays  -> monday; friday; "
                + "minimumOrderValue  -> 100",
            Lines(await Done($"supplier:{supplier.Code}"))[0]
        );
        Assert.Equal(
            "tests changed: name A location -> Moved; timeZone Europe/London -> Europe/Paris",
            Lines(await Done($"location:{location.Code}"))[0]
        );
    }

    [Fact]
    public async Task An_order_is_followed_from_its_draft_to_its_goods()
    {
        var (product, supplier, location) = (await app.NewProduct(), await app.NewSupplier(), await app.NewLocation());
        var order = await As("ada")
            .CreatePurchaseOrder(
                new CreatePurchaseOrder
                {
                    Supplier = supplier.Code,
                    Location = location.Code,
                    Status = PurchaseOrderStatus.Draft,
                    Lines =
                    [
                        new CreatePurchaseOrderLine
                        {
                            Sku = product.Sku,
                            Quantity = 5,
                            UnitCost = 2,
                        },
                    ],
                },
                ct: Cancellation
            );
        order = await As("bob").ApprovePurchaseOrder(order.Number, order.ETag, ct: Cancellation);
        order = await As("bob").SendPurchaseOrder(order.Number, new SendPurchaseOrder(), order.ETag, ct: Cancellation);
        var day = order.ExpectedOn.AddDays(3);
        await As("bob")
            .ChangeExpectedDate(
                order.Number,
                new ChangeExpectedDate { ExpectedOn = day, Reason = "strike" },
                order.ETag,
                ct: Cancellation
            );
        await As("cal")
            .ReceiveStock(
                new ReceiveStock
                {
                    Sku = product.Sku,
                    Location = location.Code,
                    Quantity = 2,
                    PurchaseOrder = order.Number,
                },
                ct: Cancellation
            );

        var lines = Lines(await Done($"order:{order.Number}"));
        Assert.Equal(
            [
                $"cal received: status sent -> partly-received; {product.Sku}.received 0 -> 2",
                $"bob expected-date-changed: {product.Sku}.expectedOn {order.ExpectedOn:O} -> {day:O}; "
                    + "reason  -> strike",
            ],
            lines[..2]
        );
        Assert.StartsWith("bob sent: status approved -> sent; sentAt  -> ", lines[2], StringComparison.Ordinal);
        Assert.Equal("bob approved: status draft -> approved", lines[3]);
        Assert.StartsWith("ada created: supplier  -> ", lines[4], StringComparison.Ordinal);
        var received = (await Done($"product:{product.Sku}"))[0];
        Assert.Equal(
            ($"cal received: onHand 0 -> 2; purchaseOrder  -> {order.Number}", location.Code),
            (Lines([received])[0], received.Location)
        );
    }

    [Fact]
    public async Task The_log_is_filtered_and_paged()
    {
        var (who, product) = (CatalogApp.NewName("who"), await app.NewProduct());
        for (var i = 0; i < 5; i++)
        {
            product = await As(who)
                .UpdateProduct(
                    product.Sku,
                    new UpdateProduct { Name = $"n{i}", Price = 1 },
                    product.ETag,
                    Cancellation
                );
        }

        var read = await Listing<ActivityResponse>.ReadAsync(
            50,
            async (_, after) => await Log.ListActivity(2, after, by: who, ct: Cancellation)
        );
        Assert.Equal(["n4", "n3", "n2", "n1", "n0"], read.Items.Select(e => e.Changes[0].To));
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        Assert.Equal(5, (await Log.ListActivity(by: who, from: today.AddDays(-1), ct: Cancellation)).Items.Count);
        Assert.Empty((await Log.ListActivity(by: who, to: today.AddDays(-2), ct: Cancellation)).Items);
        Assert.Empty((await Log.ListActivity(by: who, action: "created", ct: Cancellation)).Items);
        Assert.Empty((await Log.ListActivity(by: who, via: Via.Page, ct: Cancellation)).Items);
        Assert.Equal(
            """
            400 One or more fields are not valid.
            after: is no cursor of this list; take it from 'next' of the page before, with the same sort
            from: must be a day like 2026-01-31
            subject: must be a kind and a key, as product:LAMP-1 or suggestion:LAMP-1@LDN
            via: must be one of api, page, cli, import, system
            """,
            await Problem.Read(app.Http.Get("/api/v1/activity?subject=lamp&via=fax&from=monday&after=x"))
        );
    }

    [Theory]
    [InlineData("UPDATE catalog.activity SET action = 'x'")]
    [InlineData("DELETE FROM catalog.activity")]
    [InlineData("TRUNCATE catalog.activity")]
    public async Task Nothing_of_it_is_changed_or_removed(string statement)
    {
        await app.NewProduct();
        await using var command = app.Database.CreateCommand(statement);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(Cancellation));
        Assert.StartsWith(
            "what was done is not undone by forgetting it",
            refused.MessageText,
            StringComparison.Ordinal
        );
    }

    /// <summary>A product file of ten thousand rows is ten of these.</summary>
    [Fact]
    public async Task A_thousand_products_that_are_imported_are_a_thousand_entries_in_one_statement()
    {
        var prefix = CatalogApp.NewName("ACTM");
        var rows = Enumerable
            .Range(0, Limits.MaxBatch)
            .Select(i => new UpsertProduct
            {
                Sku = $"{prefix}-{i}",
                Name = "Imported",
                Price = 1,
            })
            .ToList();
        await app.Api.UpsertProducts(new UpsertProducts { Products = rows }, ct: Cancellation);

        Assert.Equal(
            (long)Limits.MaxBatch,
            await app.Scalar<long>(
                "SELECT count(*) FROM catalog.activity WHERE kind = 'Product' AND key LIKE $1",
                $"{prefix}-%"
            )
        );
    }

    [Fact]
    public async Task Who_is_signed_in_by_nobody_is_not_told() =>
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.As(null).Get("/api/v1/activity")).StatusCode);
}
