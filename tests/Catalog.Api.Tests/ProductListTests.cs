using System.Net;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

public sealed class ProductListTests(CatalogApp app)
{
    private const string Products = "/api/v1/products";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>
    /// Twenty-five products with many equal names, prices and figures, so that every order has to break ties.
    /// </summary>
    private async Task<string> Fill()
    {
        var category = CatalogApp.NewName("list");
        var location = await app.NewLocation();
        string[] names = ["apple", "Apple", "Zebra", "ähre", "_under"];
        var skus = new List<string>();
        for (var i = 0; i < 25; i++)
            skus.Add((await app.NewProduct(price: i % 4, name: names[i % names.Length], category: category)).Sku);
        await app.Publish(
            Guid.CreateVersion7(),
            [
                .. skus.Where((_, i) => i % 3 > 0)
                    .Select((sku, i) => CatalogApp.Line(sku, location.Code, 1 + (i % 2), price: 1 + (i % 5))),
            ]
        );
        await Eventually.Holds(
            async () =>
                (
                    await app.Api.ListProducts(
                        category: category,
                        sort: ProductSort.UnitsSold,
                        limit: 1,
                        ct: Cancellation
                    )
                )
                    .Items[0]
                    .UnitsSold > 0,
            "the sales are counted"
        );
        return category;
    }

    [Fact]
    public async Task Every_order_pages_through_all_products_without_gap_or_repeat()
    {
        var category = await Fill();
        foreach (var sort in Enum.GetValues<ProductSort>())
        {
            var whole = (
                await app.Api.ListProducts(limit: 500, category: category, sort: sort, ct: Cancellation)
            ).Items;
            Assert.Equal(25, whole.Count);
            Assert.Equal(Expected(whole, sort).Select(p => p.Sku), whole.Select(p => p.Sku));

            foreach (var limit in (int[])[1, 7, 24, 25])
            {
                var paged = new List<string>();
                string? after = null;
                do
                {
                    var page = await app.Api.ListProducts(
                        limit,
                        after,
                        category: category,
                        sort: sort,
                        ct: Cancellation
                    );
                    Assert.InRange(page.Items.Count, 1, limit);
                    paged.AddRange(page.Items.Select(p => p.Sku));
                    after = page.Next;
                } while (after is not null);
                Assert.Equal(whole.Select(p => p.Sku), paged);
            }
        }
    }

    [Fact]
    public async Task The_Link_header_leads_to_the_next_page_with_the_same_filters()
    {
        var category = await Fill();
        using var first = await app.Http.Get($"{Products}?limit=10&sort=price&category={category}");
        var link = Assert.Single(first.Headers.GetValues("Link"));
        Assert.EndsWith(">; rel=\"next\"", link, StringComparison.Ordinal);

        using var second = await app.Http.Get(link[1..link.IndexOf('>', StringComparison.Ordinal)]);
        using var last = await app.Http.Get($"{Products}?limit=25&sort=price&category={category}");
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.True(second.Headers.Contains("Link"));
        Assert.False(last.Headers.Contains("Link"));
    }

    [Fact]
    public async Task Search_finds_parts_of_SKU_and_name_in_any_case_and_takes_wildcards_literally()
    {
        var word = CatalogApp.NewName("Größenwahn");
        var product = await app.NewProduct(name: $"Ein 100%_{word}");

        foreach (
            var search in (string[])[word.ToUpperInvariant(), $"100%_{word}", product.Sku.ToLowerInvariant() + " ein"]
        )
            Assert.Equal(
                product.Sku,
                Assert.Single((await app.Api.ListProducts(search: search, ct: Cancellation)).Items).Sku
            );
        foreach (var wild in new[] { $"100__{word}", $"%{word}" })
            Assert.True((await app.Api.ListProducts(search: wild, ct: Cancellation)).Nearest);
    }

    [Fact]
    public async Task The_best_match_comes_first_and_pages_go_on_from_it()
    {
        var word = CatalogApp.NewName("W");
        var inside = await app.NewProduct(name: $"Big {word} lamp");
        var begins = await app.NewProduct(name: $"{word.ToLowerInvariant()} lamp");
        var skus = new List<string>();
        foreach (var (sku, barcode) in new[] { ($"{word}-1", ""), (word, ""), ($"X-{word}", ""), ($"Y-{word}", word) })
            skus.Add(
                (
                    await app.Api.CreateProduct(
                        new CreateProduct
                        {
                            Sku = sku,
                            Name = "Any",
                            Price = 1,
                            Barcodes = barcode.Length == 0 ? [] : [barcode],
                        },
                        ct: Cancellation
                    )
                ).Sku
            );
        string[] expected = [skus[1], skus[3], begins.Sku, skus[0], inside.Sku, skus[2]];
        // Among equals by SKU; those of the tests begin with P.
        Assert.Equal(
            expected[2..4].Order(StringComparer.Ordinal),
            (await app.Api.ListProducts(search: word, ct: Cancellation)).Items.Skip(2).Take(2).Select(p => p.Sku)
        );
        var paged = new List<string>();
        for (string? after = ""; after is not null; )
        {
            var page = await app.Api.ListProducts(2, after, word.ToLowerInvariant(), ct: Cancellation);
            Assert.False(page.Nearest);
            paged.AddRange(page.Items.Select(p => p.Sku));
            after = page.Next;
        }
        Assert.Equal(
            [
                .. expected[..2].Order(StringComparer.Ordinal),
                .. expected[2..4].Order(StringComparer.Ordinal),
                .. expected[4..].Order(StringComparer.Ordinal),
            ],
            paged
        );
    }

    [Theory]
    [InlineData("hurricane lantren", "Hurricane lantern, red")]
    [InlineData("porcelian", "Teapot of porcelain")]
    public async Task What_is_misspelt_finds_the_nearest_and_says_so(string search, string name)
    {
        var category = CatalogApp.NewName("near");
        var right = await app.NewProduct(name: name, category: category);
        await app.NewProduct(name: "Nothing alike", category: category);

        var found = await app.Api.ListProducts(search: search, category: category, ct: Cancellation);

        Assert.True(found.Nearest);
        Assert.Equal(right.Sku, Assert.Single(found.Items).Sku);
        Assert.Null(found.Next);
        var none = await app.Api.ListProducts(search: "qqqqxxxx", category: category, ct: Cancellation);
        Assert.Equal((false, 0), (none.Nearest, none.Items.Count));
        // No digit: the product made after it may have that SKU.
        var sku = right.Sku[..^1] + 'X';
        found = await app.Api.ListProducts(search: sku, category: category, ct: Cancellation);
        Assert.True(found.Nearest);
        Assert.Equal(right.Sku, found.Items[0].Sku);
    }

    [Fact]
    public async Task Attributes_filter_the_list_together()
    {
        var category = CatalogApp.NewName("attr");
        async Task<string> New(string colour, string size) =>
            (
                await app.Api.CreateProduct(
                    new CreateProduct
                    {
                        Sku = CatalogApp.NewName("P"),
                        Name = "Shirt",
                        Price = 1,
                        Category = category,
                        Attributes = new Dictionary<string, string?> { [" Colour "] = colour, ["size"] = size },
                    },
                    ct: Cancellation
                )
            ).Sku;
        var (redSmall, redLarge) = (await New("red", "S"), await New("red", "L: long"));
        await New("blue", "S");

        async Task<IEnumerable<string>> Find(params string[] attributes) =>
            (await app.Api.ListProducts(category: category, attribute: attributes, ct: Cancellation)).Items.Select(p =>
                p.Sku
            );
        Assert.Equal(new[] { redSmall, redLarge }.Order(StringComparer.Ordinal), await Find("COLOUR:red"));
        Assert.Equal([redSmall], await Find("colour:red", "size:S"));
        Assert.Equal([redLarge], await Find("size:L: long"));
        Assert.Empty(await Find("colour:Red"));
        var read = await app.Api.GetProduct(redLarge, Cancellation);
        Assert.Equal([new("colour", "red"), new("size", "L: long")], read.Attributes);
        await app.Api.UpdateProduct(redLarge, new UpdateProduct { Name = "Shirt", Price = 1 }, read.ETag, Cancellation);
        Assert.Empty((await app.Api.GetProduct(redLarge, Cancellation)).Attributes);
    }

    [Fact]
    public async Task A_supplier_filters_the_list()
    {
        var supplier = await app.NewSupplier();
        var product = await app.NewProduct(
            terms: new SupplierTermRequest
            {
                Supplier = supplier.Code,
                LeadTimeDays = 1,
                UnitCost = 1,
            }
        );
        Assert.Equal(
            product.Sku,
            Assert.Single((await app.Api.ListProducts(supplier: supplier.Code, ct: Cancellation)).Items).Sku
        );
    }

    [Theory]
    [InlineData("limit=0", "limit: must be between 1 and 500")]
    [InlineData("limit=-1", "limit: must be between 1 and 500")]
    [InlineData("limit=1000000", "limit: must be between 1 and 500")]
    [InlineData("sort=7", "sort: must be one of sku, name, price, revenue, units-sold, on-hand")]
    [InlineData("search=a%00b", "search: must not contain control characters or broken Unicode")]
    [InlineData("category=a%2F%2Fb", "category: must be names joined by '/', none of them empty")]
    [InlineData("attribute=red", "attribute: 'red' must be a name and a value, as colour:red")]
    [InlineData("attribute=a:1&attribute=A:2", "attribute: 'a' cannot have two values")]
    [InlineData("attribute=a:", "attribute: is required")]
    [InlineData("supplier=a%20b", "supplier: " + Rules.Code)]
    [InlineData(
        "after=made-up",
        "after: is no cursor of this list; take it from 'next' of the page before, with the same sort"
    )]
    [InlineData(
        "after=WyJwcm9kdWN0cy9yZXZlbnVlIiwieCIsIlAxIl0&sort=revenue",
        "after: is no cursor of this list; take it from 'next' of the page before, with the same sort"
    )]
    public async Task A_bad_query_is_a_400_that_names_it(string query, string error) =>
        Assert.Equal(
            $"400 One or more fields are not valid.\n{error}",
            await Problem.Read(app.Http.Get($"{Products}?{query}"))
        );

    [Theory]
    [InlineData("limit=many", "limit: 'many' has the wrong form.")]
    [InlineData("limit=99999999999", "limit: '99999999999' has the wrong form.")]
    [InlineData("archived=perhaps", "archived: 'perhaps' has the wrong form.")]
    public async Task What_is_no_number_or_truth_is_a_400_that_names_it(string query, string detail) =>
        Assert.Equal(
            $"400 The request cannot be read.\n{detail}",
            await Problem.Read(app.Http.Get($"{Products}?{query}"))
        );

    [Fact]
    public async Task A_cursor_of_one_order_is_refused_by_another()
    {
        await app.NewProduct();
        await app.NewProduct();
        var page = await app.Api.ListProducts(limit: 1, sort: ProductSort.Price, ct: Cancellation);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (
                await Problem.Of(() =>
                    app.Api.ListProducts(limit: 1, after: page.Next, sort: ProductSort.Revenue, ct: Cancellation)
                )
            ).Status
        );
    }

    private static IEnumerable<ProductResponse> Expected(IReadOnlyList<ProductResponse> products, ProductSort sort)
    {
        var bySku = products.OrderBy(p => p.Sku, StringComparer.Ordinal);
        return sort switch
        {
            ProductSort.Sku => bySku,
            ProductSort.Name => bySku.OrderBy(
                p => System.Text.Encoding.UTF8.GetBytes(p.Name.ToLowerInvariant()),
                Comparer<byte[]>.Create((x, y) => x.AsSpan().SequenceCompareTo(y))
            ),
            ProductSort.Price => bySku.OrderBy(p => p.Price),
            ProductSort.Revenue => bySku.OrderByDescending(p => p.Revenue),
            ProductSort.UnitsSold => bySku.OrderByDescending(p => p.UnitsSold),
            ProductSort.OnHand => bySku.OrderByDescending(p => p.OnHand),
            _ => throw new ArgumentOutOfRangeException(nameof(sort)),
        };
    }
}
