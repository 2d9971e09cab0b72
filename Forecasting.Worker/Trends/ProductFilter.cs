using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Trends;

/// <summary>Which products are looked at, and at which location.</summary>
internal record ProductFilter
{
    [FromQuery(Name = "location")]
    [Description("A location's code: only what is sold or held there; default all.")]
    public string? Location { get; init; }

    [FromQuery(Name = "category")]
    [Description("A category, with those below it; default all.")]
    public string? Category { get; init; }

    [FromQuery(Name = "supplier")]
    [Description("The code of the supplier that products are ordered from; default all.")]
    public string? Supplier { get; init; }

    /// <summary>The filter as it is asked for; what is bad goes into <paramref name="errors"/>.</summary>
    public ProductChoice Read(FieldErrors errors) =>
        new(
            errors.OptionalCode("location", Location),
            errors.Text("category", Category, 200),
            errors.OptionalCode("supplier", Supplier)
        );
}

/// <summary>Null asks for all.</summary>
internal sealed record ProductChoice(string? Location, string? Category, string? Supplier)
{
    public bool Has(string? category, string? supplier) =>
        (Supplier is null || supplier == Supplier) && (Category is null || IsBelow(category, Category));

    /// <summary>
    /// Whether a category is another or below it; the case in which they are written does not matter.
    /// </summary>
    private static bool IsBelow(string? category, string top) =>
        category is not null
        && category.StartsWith(top, StringComparison.OrdinalIgnoreCase)
        && (category.Length == top.Length || category[top.Length] == '/');
}
