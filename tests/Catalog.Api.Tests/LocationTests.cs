using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Messages;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

public sealed class LocationTests(CatalogApp app)
{
    private const string Locations = "/api/v1/locations";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_location_has_an_address_in_lines()
    {
        var made = await app.Api.CreateLocation(
            new CreateLocation
            {
                Code = CatalogApp.NewName("L"),
                Name = "x",
                Address = "Torstr. 1\n10119 Berlin ",
            },
            ct: TestContext.Current.CancellationToken
        );
        Assert.Equal("Torstr. 1\n10119 Berlin", made.Address);
        Assert.Equal(made, await app.Api.GetLocation(made.Code, TestContext.Current.CancellationToken));
        Assert.Equal(
            "400 One or more fields are not valid.\naddress: must be at most 500 characters",
            await Problem.Read(
                app.Http.Put(
                    $"/api/v1/locations/{made.Code}",
                    new { name = "x", address = new string('x', 501) },
                    made.ETag
                )
            )
        );
    }

    [Fact]
    public async Task A_location_is_created_read_changed_and_deleted()
    {
        var created = await app.Api.CreateLocation(
            new CreateLocation { Code = CatalogApp.NewName("loc"), Name = "Shop" },
            ct: Cancellation
        );
        Assert.Equal(("Shop", "UTC", false), (created.Name, created.TimeZone, created.Archived));
        Assert.Equal(created, await app.Api.GetLocation(created.Code, Cancellation));

        var updated = await app.Api.UpdateLocation(
            created.Code,
            new UpdateLocation { Name = "Shop 2", TimeZone = "America/Argentina/Buenos_Aires" },
            created.ETag,
            Cancellation
        );
        Assert.Equal(("Shop 2", "America/Argentina/Buenos_Aires"), (updated.Name, updated.TimeZone));

        await app.Api.DeleteLocation(created.Code, updated.ETag, Cancellation);
        Assert.True((await app.Api.GetLocation(created.Code, Cancellation)).Archived);
        Assert.DoesNotContain((await app.Api.ListLocations(500, ct: Cancellation)).Items, l => l.Code == created.Code);
        Assert.Contains(
            (await app.Api.ListLocations(500, archived: true, ct: Cancellation)).Items,
            l => l.Code == created.Code
        );
        var states = await app.Announced<LocationChanged>("code", created.Code);
        Assert.Equal([1, 2, 3], states.Select(s => s.GetProperty("version").GetInt64()));
        Assert.Equal(
            ["UTC", updated.TimeZone, updated.TimeZone],
            states.Select(s => s.GetProperty("timeZone").GetString())
        );
    }

    [Theory]
    [InlineData("Europe/Atlantis")]
    [InlineData("../../etc/passwd")]
    [InlineData("Europe/London/")]
    [InlineData("W. Europe Standard Time")]
    public async Task What_is_no_IANA_time_zone_is_refused(string zone) =>
        Assert.Equal(
            "400 One or more fields are not valid.\ntimeZone: is no IANA time zone, such as Europe/London",
            await Problem.Read(
                app.Http.Post(
                    Locations,
                    new
                    {
                        code = CatalogApp.NewName("L"),
                        name = "x",
                        timeZone = zone,
                    }
                )
            )
        );

    [Fact]
    public async Task A_taken_code_is_refused_by_name()
    {
        var location = await app.NewLocation();
        Assert.Equal(
            $"409 The code '{location.Code}' is taken.\n"
                + "A code is never given to another location, not even after its location was deleted.",
            await Problem.Read(app.Http.Post(Locations, new { code = location.Code.ToLowerInvariant(), name = "x" }))
        );
    }

    [Fact]
    public async Task A_location_with_stock_or_orders_cannot_be_deleted_and_an_empty_one_takes_nothing_in()
    {
        var (product, location) = (await app.NewProduct(), await app.NewLocation());
        await app.Receive(product.Sku, location.Code, 2);
        Assert.Equal(
            $"409 Location '{location.Code}' still has stock.\nOn hand or on order is not zero for {product.Sku}.",
            await Problem.Read(app.Http.Delete($"{Locations}/{location.Code}", location.ETag))
        );

        await app.Api.AdjustStock(
            new AdjustStock
            {
                Sku = product.Sku,
                Location = location.Code,
                CountedQuantity = 0,
                Reason = "moved out",
            },
            ct: Cancellation
        );
        await app.Api.DeleteLocation(location.Code, location.ETag, Cancellation);
        Assert.Equal(
            $"400 One or more fields are not valid.\nlocation: the location '{location.Code}' is archived",
            await Problem.Read(
                app.Http.Post(
                    "/api/v1/stock/receipts",
                    new
                    {
                        sku = product.Sku,
                        location = location.Code,
                        quantity = 1,
                    }
                )
            )
        );
    }

    [Fact]
    public async Task Changes_need_the_current_version()
    {
        var location = await app.NewLocation();
        var path = $"{Locations}/{location.Code}";
        Assert.StartsWith("428 ", await Problem.Read(app.Http.Put(path, new { name = "x" })), StringComparison.Ordinal);
        Assert.StartsWith("412 ", await Problem.Read(app.Http.Delete(path, "\"1\"")), StringComparison.Ordinal);
        Assert.Equal(
            $"400 One or more fields are not valid.\ncode: {Code.Rule}\nname: is required",
            await Problem.Read(app.Http.Post(Locations, new { code = "-" }))
        );
    }
}
