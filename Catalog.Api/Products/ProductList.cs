using System.Globalization;
using System.Linq.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Products;

/// <summary>
/// The keyset-paged list. Every order has an index, and ends in the SKU so that no two rows are equal.
/// </summary>
internal static class ProductList
{
    public static readonly Expression<Func<Product, ProductResponse>> ToResponse = p => new ProductResponse
    {
        Id = p.Id,
        Sku = p.Sku,
        Name = p.Name,
        Description = p.Description,
        Category = p.Category,
        Unit = p.Unit,
        WholeUnits = p.WholeUnits,
        Price = p.Price,
        Cost = p.Cost,
        ServiceLevel = p.ServiceLevel,
        ReviewPeriodDays = p.ReviewPeriodDays,
        Suppliers = p
            .Terms.OrderByDescending(t => t.Preferred)
            .ThenBy(t => t.Supplier)
            .Select(t => new SupplierTermResponse(
                t.Supplier,
                t.SupplierRow!.Name,
                t.LeadTimeDays,
                t.Moq,
                t.PackMultiple,
                t.UnitCost,
                t.Preferred
            ))
            .ToList(),
        OnHand = p.Totals!.OnHand,
        OnOrder = p.Totals.OnOrder,
        UnitsSold = p.Totals.UnitsSold,
        Revenue = p.Totals.Revenue,
        LastSoldAt = p.Totals.LastSoldAt,
        Archived = p.Archived,
        CreatedAt = p.CreatedAt,
        UpdatedAt = p.UpdatedAt,
        ETag = ETags.Of(p.Xmin),
    };

    public static async Task<Results<Ok<Page<ProductResponse>>, ValidationProblem>> List(
        [AsParameters] PageRequest page,
        string? search,
        string? category,
        string? supplier,
        bool? archived,
        string? sort,
        CatalogDb db,
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
        var number = 0m;
        if (
            after is [var first, _]
            && order != ProductSort.Name
            && !decimal.TryParse(first, NumberStyles.Number, CultureInfo.InvariantCulture, out number)
        )
            errors.Add("after", PageRequest.NoCursor);
        if (errors.Any)
            return errors.ToProblem();

        var query = db.Products.AsNoTracking();
        if (archived is not true)
            query = query.Where(p => !p.Archived);
        if (term is not null)
            query = query.Where(p => p.SearchText.Contains(term));
        if (group is not null)
            query = query.Where(p => p.Category == group);
        if (code is not null)
            query = query.Where(p => p.Terms.Any(t => t.Supplier == code));
        var rows = await Sort(query, order, after, number).Take(list.Take).Select(ToResponse).ToListAsync(ct);
        return TypedResults.Ok(list.Of(rows, p => Key(p, order), http));
    }

    // "At most" beside "less, or equal and a later SKU": the first is what lets the index begin at the right place.
    private static IQueryable<Product> Sort(
        IQueryable<Product> query,
        ProductSort order,
        string[]? after,
        decimal number
    )
    {
        var sku = after?[^1];
        var name = after?[0];
        return order switch
        {
            ProductSort.Sku => (sku is null ? query : query.Where(p => string.Compare(p.Sku, sku) > 0)).OrderBy(p =>
                p.Sku
            ),
            ProductSort.Name => (
                sku is null
                    ? query
                    : query.Where(p =>
                        string.Compare(p.SortName, name) >= 0 && (p.SortName != name || string.Compare(p.Sku, sku) > 0)
                    )
            )
                .OrderBy(p => p.SortName)
                .ThenBy(p => p.Sku),
            ProductSort.Price => (
                sku is null
                    ? query
                    : query.Where(p => p.Price >= number && (p.Price > number || string.Compare(p.Sku, sku) > 0))
            )
                .OrderBy(p => p.Price)
                .ThenBy(p => p.Sku),
            ProductSort.Revenue => (
                sku is null
                    ? query
                    : query.Where(p =>
                        p.Totals!.Revenue <= number
                        && (p.Totals.Revenue < number || string.Compare(p.Totals.Sku, sku) > 0)
                    )
            )
                .OrderByDescending(p => p.Totals!.Revenue)
                .ThenBy(p => p.Totals!.Sku),
            ProductSort.UnitsSold => (
                sku is null
                    ? query
                    : query.Where(p =>
                        p.Totals!.UnitsSold <= number
                        && (p.Totals.UnitsSold < number || string.Compare(p.Totals.Sku, sku) > 0)
                    )
            )
                .OrderByDescending(p => p.Totals!.UnitsSold)
                .ThenBy(p => p.Totals!.Sku),
            ProductSort.OnHand => (
                sku is null
                    ? query
                    : query.Where(p =>
                        p.Totals!.OnHand <= number
                        && (p.Totals.OnHand < number || string.Compare(p.Totals.Sku, sku) > 0)
                    )
            )
                .OrderByDescending(p => p.Totals!.OnHand)
                .ThenBy(p => p.Totals!.Sku),
            _ => throw new ArgumentOutOfRangeException(nameof(order), order, "has no order"),
        };
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
