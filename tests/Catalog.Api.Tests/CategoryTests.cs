using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Messages;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

public sealed class CategoryTests(CatalogApp app)
{
    private const string Rename = "/api/v1/categories/rename";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Task<ProductResponse> In(string category) => app.NewProduct(category: category);

    private Task<CategoryRenamed> Move(string from, string to, bool? merge = null) =>
        app.Api.RenameCategory(
            new RenameCategory
            {
                From = from,
                To = to,
                Merge = merge,
            },
            ct: Cancellation
        );

    private async Task<string[]> Skus(string category) =>
        [.. (await app.Api.ListProducts(category: category, ct: Cancellation)).Items.Select(p => p.Sku)];

    private static string[] Sorted(params ProductResponse[] products) =>
        [.. products.Select(p => p.Sku).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task A_category_has_one_spelling_and_its_filter_takes_everything_below()
    {
        var top = CatalogApp.NewName("Drinks");
        var tea = await In($" {top} / Hot /Tea");
        var hot = await In($"{top.ToUpperInvariant()}/hot");
        var beside = await In($"{top}s/Hot");

        Assert.Equal(($"{top}/Hot/Tea", $"{top}/Hot"), (tea.Category, hot.Category));
        Assert.Equal(Sorted(tea, hot), await Skus(top.ToLowerInvariant()));
        Assert.Equal([tea.Sku], await Skus($"{top}/HOT/tea"));
        Assert.Equal([beside.Sku], await Skus($"{top}s"));
        Assert.Empty(await Skus($"{top}/Ho"));
        var updated = await app.Api.UpdateProduct(
            tea.Sku,
            new UpdateProduct
            {
                Name = "x",
                Price = 1,
                Category = $"{top.ToLowerInvariant()}/HOT/Tea/green",
            },
            tea.ETag,
            Cancellation
        );
        Assert.Equal($"{top}/Hot/Tea/green", updated.Category);
        var batch = CatalogApp.NewName("P");
        await app.Api.CreateProducts(
            new CreateProducts
            {
                Products =
                [
                    new CreateProduct
                    {
                        Sku = batch,
                        Name = "x",
                        Price = 1,
                        Category = $"{top}/hot/TEA",
                    },
                ],
            },
            ct: Cancellation
        );
        Assert.Equal($"{top}/Hot/Tea", (await app.Api.GetProduct(batch, Cancellation)).Category);
    }

    [Fact]
    public async Task Of_many_spellings_at_once_one_stays()
    {
        var top = CatalogApp.NewName("Race");
        var spellings = await Task.WhenAll(
            Enumerable
                .Range(0, 12)
                .Select(async i =>
                    (await In(i % 2 == 0 ? $"{top}/Hot/Tea" : $"{top.ToLowerInvariant()}/HOT")).Category!
                )
        );

        Assert.Equal(2, spellings.Distinct().Count());
        Assert.Single(spellings.Select(s => string.Join('/', s.Split('/').Take(2))).Distinct());
    }

    [Fact]
    public async Task The_tree_counts_products_in_a_category_and_below()
    {
        var top = CatalogApp.NewName("Tree");
        await In($"{top}/Hot/Tea");
        await In($"{top}/Hot/Tea");
        await In($"{top}/Hot");
        await In($"{top}/Cold");
        var gone = await In($"{top}/Gone");
        await app.Api.DeleteProduct(gone.Sku, gone.ETag, Cancellation);

        var node = Assert.Single(await app.Api.ListCategories(Cancellation), n => n.Path == top);

        Assert.Equal((top, 0, 4), (node.Name, node.Products, node.Total));
        Assert.Equal([("Cold", 1, 1), ("Hot", 1, 3)], node.Children.Select(c => (c.Name, c.Products, c.Total)));
        Assert.Equal($"{top}/Hot/Tea", Assert.Single(node.Children[1].Children).Path);
    }

    [Fact]
    public async Task A_category_moves_with_all_below_it_and_its_products_are_announced()
    {
        var (top, other) = (CatalogApp.NewName("From"), CatalogApp.NewName("To"));
        var tea = await In($"{top}/Hot/Tea");
        var hot = await In($"{top}/Hot");
        var cold = await In($"{top}/Cold");
        await In($"{other}/x");

        var moved = await Move($"{top.ToLowerInvariant()}/hot", $"{other.ToLowerInvariant()}/Warm");

        Assert.Equal(($"{other}/Warm", 2), (moved.To, moved.Products));
        Assert.Equal($"{other}/Warm/Tea", (await app.Api.GetProduct(tea.Sku, Cancellation)).Category);
        Assert.Equal(Sorted(tea, hot), await Skus($"{other}/Warm"));
        Assert.Equal([cold.Sku], await Skus(top));
        var announced = await app.Announced<ProductChanged>("sku", hot.Sku);
        Assert.Equal(
            ($"{other}/Warm", 2),
            (announced[^1].GetProperty("category").GetString(), announced[^1].GetProperty("version").GetInt32())
        );
        Assert.Single(await app.Announced<ProductChanged>("sku", cold.Sku));

        // Only its case.
        Assert.Equal(2, (await Move($"{other}/Warm", $"{other}/WARM")).Products);
        Assert.Equal($"{other}/WARM/Tea", (await app.Api.GetProduct(tea.Sku, Cancellation)).Category);
        Assert.Equal($"{other}/WARM", (await In($"{other}/warm")).Category);
        // Up, in place of its parent.
        Assert.Equal(1, (await Move($"{top}/Cold", top)).Products);
        Assert.Equal(top, (await app.Api.GetProduct(cold.Sku, Cancellation)).Category);
        Assert.Equal(0, (await Move(top, top)).Products);
    }

    [Fact]
    public async Task Two_categories_become_one_only_where_that_is_said()
    {
        var (top, other) = (CatalogApp.NewName("From"), CatalogApp.NewName("To"));
        var tea = await In($"{top}/tea");
        var rest = await In($"{other}/Tea/Green");

        Assert.Equal(
            $"409 There is a category '{other}' already.\nSay merge to put the products of both into it.",
            await Problem.Read(app.Http.Post(Rename, new RenameCategory { From = top, To = other }))
        );
        await Move(top, other, merge: true);
        Assert.Equal($"{other}/Tea", (await app.Api.GetProduct(tea.Sku, Cancellation)).Category);
        Assert.Equal(Sorted(tea, rest), await Skus(other));
    }

    [Fact]
    public async Task What_cannot_be_renamed_is_refused_by_name()
    {
        var top = CatalogApp.NewName("From");
        await In($"{top}/{new string('x', 100)}");

        foreach (
            var (from, to, problem) in new[]
            {
                (
                    "",
                    "a//b",
                    "400 One or more fields are not valid.\nfrom: is required\n"
                        + "to: must be names joined by '/', none of them empty"
                ),
                (top, $"{top}/below", "400 One or more fields are not valid.\nto: must not lie below 'from'"),
                ("no such", "x", "400 One or more fields are not valid.\nfrom: no product is in a category 'no such'"),
            }
        )
            Assert.Equal(
                problem,
                await Problem.Read(app.Http.Post(Rename, new RenameCategory { From = from, To = to }))
            );
        Assert.Contains(
            "would have more than 200 characters",
            await Problem.Read(
                app.Http.Post(Rename, new RenameCategory { From = top, To = $"{top}y{new string('y', 100)}" })
            ),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Renaming_and_editing_at_the_same_time_neither_lock_each_other_out_nor_lose_a_product()
    {
        var top = CatalogApp.NewName("Busy");
        var products = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => In($"{top}/a")));

        async Task Edit(ProductResponse product)
        {
            for (var i = 0; i < 5; i++)
            {
                var now = await app.Api.GetProduct(product.Sku, Cancellation);
                await app.Api.UpdateProduct(
                    now.Sku,
                    new UpdateProduct
                    {
                        Name = $"Edit {i}",
                        Price = 1,
                        Category = $"{top}/a",
                    },
                    "*",
                    Cancellation
                );
            }
        }
        async Task Turn()
        {
            for (var i = 0; i < 5; i++)
                await app.Http.Post(
                    Rename,
                    new RenameCategory
                    {
                        From = $"{top}/a",
                        To = $"{top}/b",
                        Merge = true,
                    }
                );
        }
        await Task.WhenAll([.. products.Select(Edit), Turn()]);

        Assert.Equal(Sorted(products), await Skus(top));
    }
}
