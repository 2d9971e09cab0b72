using Microsoft.AspNetCore.Http.HttpResults;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Products;

/// <summary>How the products of a choice are spread.</summary>
internal static class ProductFacetsEndpoint
{
    public const int MaxValues = 100;

    /// <summary>The SKU whose product would stand at <c>/products/facets</c>.</summary>
    public const string Sku = "FACETS";

    public static async Task<Results<Ok<ProductFacets>, ValidationProblem>> Get(
        [AsParameters] ProductFilter filter,
        ProductReader reader,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var choice = filter.Check(errors);
        if (errors.Any)
            return errors.ToProblem();

        // One more than is shown tells that there is more.
        var spread = (await reader.SpreadAsync(choice, MaxValues + 1, ct)).ToLookup(s => s.Kind);
        var cut = new List<string>();
        var statuses = spread["status"]
            .Select(s => new FacetCount(Words.Of(Enum.Parse<ProductStatus>(s.Value)), s.Products))
            .OrderByDescending(s => s.Products);
        var depth = choice.Category is { } category ? category.Count(c => c == '/') + 2 : 1;
        var categories = spread["category"]
            .GroupBy(s => string.Join('/', s.Value.Split('/').Take(depth)))
            .Select(g => new FacetCount(g.Key, g.Sum(s => s.Products)))
            .OrderByDescending(c => c.Products)
            .ThenBy(c => c.Value, StringComparer.Ordinal);
        return TypedResults.Ok(
            new ProductFacets(
                spread["status"].Sum(s => s.Products),
                Shown("categories", categories),
                [.. statuses],
                Shown("tags", spread["tag"].Select(s => new FacetCount(s.Value, s.Products))),
                Shown("suppliers", spread["supplier"].Select(s => new SupplierCount(s.Value, s.More!, s.Products))),
                Shown("attributes", spread["attribute"].Select(s => new AttributeCount(s.Value, s.More!, s.Products))),
                spread["archived"].Sum(s => s.Products),
                Shown("locations", spread["location"].Select(s => new FacetCount(s.Value, s.Products))),
                [
                    .. spread["stock"]
                        .Select(s => (State: Enum.Parse<LevelState>(s.Value), s.Products))
                        .OrderBy(s => s.State)
                        .Select(s => new FacetCount(Words.Of(s.State), s.Products)),
                ],
                cut
            )
        );

        IReadOnlyList<T> Shown<T>(string name, IEnumerable<T> values)
        {
            var all = values.Take(MaxValues + 1).ToList();
            if (all.Count <= MaxValues)
                return all;
            cut.Add(name);
            return all[..MaxValues];
        }
    }
}
