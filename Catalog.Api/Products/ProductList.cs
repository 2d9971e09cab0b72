using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Products;

/// <summary>The keyset-paged list.</summary>
internal static class ProductList
{
    public static async Task<Results<Ok<Page<ProductResponse>>, ValidationProblem>> List(
        [AsParameters] PageRequest page,
        string? search,
        string? category,
        string? supplier,
        string? tag,
        string? status,
        bool? archived,
        string? sort,
        ProductReader reader,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var order = errors.Word<ProductSort>("sort", sort) ?? ProductSort.Sku;
        var kind = $"products/{Words.Of(order)}";
        var list = page.Check(errors, kind, order == ProductSort.Sku ? 1 : 2);
        var after = list.After;
        var term = errors.Text("search", search, 200)?.ToLowerInvariant();
        var group = errors.Text("category", category, 100);
        var code = errors.OptionalCode("supplier", supplier);
        var label = errors.Text("tag", tag, ProductWriter.MaxTagLength)?.ToLowerInvariant();
        var state = errors.Word<ProductStatus>("status", status);
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
                order,
                after is null ? null : new ProductKey(after[^1], number, after[0]),
                list.Take,
                term,
                group,
                code,
                label,
                state,
                archived is true
            ),
            ct
        );
        return TypedResults.Ok(list.Of(rows, p => Key(p, order), http));
    }

    private static string[] Key(ProductResponse p, ProductSort order) =>
        order switch
        {
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
