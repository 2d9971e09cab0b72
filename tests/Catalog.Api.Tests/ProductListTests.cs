using System.Net;
using SmartInventory.Contracts;
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
        Assert.Empty((await app.Api.ListProducts(search: $"100__{word}", ct: Cancellation)).Items);
        Assert.Empty((await app.Api.ListProducts(search: $"%{word}", ct: Cancellation)).Items);
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
    [InlineData("supplier=a%20b", "supplier: " + Code.Rule)]
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
