using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Products;

/// <summary>The keyset-paged list.</summary>
internal static class ProductList
{
    private const int MaxNearest = 10;

    public static async Task<Results<Ok<ProductPage>, ValidationProblem>> List(
        [AsParameters] PageRequest page,
        [AsParameters] ProductFilter filter,
        string? sort,
        ProductReader reader,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var choice = filter.Check(errors);
        var order = errors.Word<ProductSort>("sort", sort);
        if (order is null && choice.Search is null)
            order = ProductSort.Sku;
        var kind = $"products/{(order is { } word ? Words.Of(word) : "match")}";
        var list = page.Check(errors, kind, order == ProductSort.Sku ? 1 : 2);
        var after = list.After;
        var number = 0m;
        if (
            after is [var first, _]
            && order != ProductSort.Name
            && !decimal.TryParse(first, NumberStyles.Number, CultureInfo.InvariantCulture, out number)
        )
            errors.Add("after", PageRequest.NoCursor);
        if (errors.Any)
            return errors.ToProblem();

        var rows = await reader.ListAsync(
            new ProductQuery(
                choice,
                order,
                after is null ? null : new ProductKey(after[^1], number, after[0]),
                list.Take
            ),
            ct
        );
        if (rows.Count == 0 && after is null && choice.Search is not null)
        {
            var nearest = await reader.NearestAsync(choice, Math.Min(list.Limit, MaxNearest), ct);
            return TypedResults.Ok(new ProductPage(nearest, null, nearest.Count > 0));
        }
        var found = list.Of(rows, p => Key(p, order, choice.Search!), http);
        return TypedResults.Ok(new ProductPage(found.Items, found.Next));
    }

    private static string[] Key(ProductResponse p, ProductSort? order, string search) =>
        order switch
        {
            null => [Text(ProductReader.MatchOf(p, search)), p.Sku],
            ProductSort.Sku => [p.Sku],
            ProductSort.Name => [p.Name.ToLowerInvariant(), p.Sku],
            ProductSort.Price => [Text(p.Price), p.Sku],
            ProductSort.Revenue => [Text(p.Revenue), p.Sku],
            ProductSort.UnitsSold => [Text(p.UnitsSold), p.Sku],
            ProductSort.OnHand => [Text(p.OnHand), p.Sku],
            _ => throw new ArgumentOutOfRangeException(nameof(order), order, "has no key"),
        };

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
