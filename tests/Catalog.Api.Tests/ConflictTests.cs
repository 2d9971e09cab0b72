using System.Net;
using System.Text.Json;
using SkiaSharp;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

/// <summary>Two people change the same thing.</summary>
public sealed class ConflictTests(CatalogApp app)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<(bool OriginalKnown, List<EditConflict> Conflicts)> Lost(string path, object body, string etag)
    {
        using var answer = await app.Http.Put(path, body, etag);
        Assert.Equal(HttpStatusCode.PreconditionFailed, answer.StatusCode);
        var problem = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
        return (
            problem.GetProperty("originalKnown").GetBoolean(),
            problem.GetProperty("conflicts").Deserialize<List<EditConflict>>(ContractsJson.Options)!
        );
    }

    [Fact]
    public async Task Who_loses_the_race_for_a_product_sees_all_three_of_each_field()
    {
        var read = await app.NewProduct(price: 10, name: "Lamp", category: "Light");
        await app.Api.EditProducts(
            new EditProducts
            {
                Skus = [read.Sku],
                Change = new ProductEdit { AddTags = ["sale"], Price = 11 },
            },
            ct: Cancellation
        );
        using var picture = new ByteArrayContent(ProductImageTests.Draw(4, 4, SKEncodedImageFormat.Png));
        await app.Api.SetProductImage(read.Sku, picture, Cancellation);
        var theirs = await app.Api.GetProduct(read.Sku, Cancellation);
        await app.Api.UpdateProduct(
            read.Sku,
            new UpdateProduct
            {
                Name = "Their lamp",
                Category = "Light",
                Price = 12,
                Tags = theirs.Tags,
            },
            theirs.ETag,
            Cancellation
        );

        var lost = await Lost(
            $"/api/v1/products/{read.Sku}",
            new UpdateProduct
            {
                Name = "My lamp",
                Category = "Light",
                Price = 10,
                Description = "bright",
            },
            read.ETag
        );

        Assert.True(lost.OriginalKnown);
        Assert.Equal(
            [
                new EditConflict("name", "Lamp", "Their lamp", "My lamp"),
                new EditConflict("description", null, null, "bright"),
                new EditConflict("tags", null, "sale", null),
                new EditConflict("price", "10", "12", "10"),
            ],
            lost.Conflicts
        );
        Assert.Equal("Their lamp", (await app.Api.GetProduct(read.Sku, Cancellation)).Name);
    }

    [Fact]
    public async Task Who_loses_the_race_for_a_supplier_sees_all_three_of_each_field()
    {
        var read = await app.NewSupplier();
        await app.Api.UpdateSupplier(
            read.Code,
            new UpdateSupplier { Name = "Theirs", Phone = "1" },
            read.ETag,
            Cancellation
        );

        var lost = await Lost(
            $"/api/v1/suppliers/{read.Code}",
            new UpdateSupplier { Name = "Mine", Notes = "by train" },
            read.ETag
        );

        Assert.True(lost.OriginalKnown);
        Assert.Equal(
            [
                new EditConflict("name", "A supplier", "Theirs", "Mine"),
                new EditConflict("phone", null, "1", null),
                new EditConflict("notes", null, null, "by train"),
            ],
            lost.Conflicts
        );
    }

    [Fact]
    public async Task An_original_that_nobody_knows_is_said_to_be_unknown()
    {
        var read = await app.NewSupplier();
        var lost = await Lost($"/api/v1/suppliers/{read.Code}", new UpdateSupplier { Name = "Mine" }, "\"1\"");

        Assert.False(lost.OriginalKnown);
        Assert.Equal([new EditConflict("name", null, "A supplier", "Mine")], lost.Conflicts);
    }
}
