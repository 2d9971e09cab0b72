using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Products;

/// <summary>Which products, as a query says it; bind it with <c>[AsParameters]</c>.</summary>
public readonly record struct ProductFilter
{
    private const int MaxAttributes = 10;

    [FromQuery(Name = "search")]
    [Description("A part of SKU, name, barcode or tag.")]
    public string? Search { get; init; }

    [FromQuery(Name = "category")]
    [Description("A path such as Drinks/Hot: what is in it and below.")]
    public string? Category { get; init; }

    [FromQuery(Name = "supplier")]
    public string? Supplier { get; init; }

    [FromQuery(Name = "tag")]
    public string? Tag { get; init; }

    [FromQuery(Name = "assignee")]
    [Description("The user name of who looks after them, me, or none for nobody.")]
    public string? Assignee { get; init; }

    [FromQuery(Name = "status")]
    public string? Status { get; init; }

    [FromQuery(Name = "archived")]
    [Description("True for the archived ones instead.")]
    public bool? Archived { get; init; }

    [FromQuery(Name = "location")]
    [Description("A location that keeps a level of it.")]
    public string? Location { get; init; }

    [FromQuery(Name = "stock")]
    [Description(
        "in-stock, out-of-stock, below-zero or never-counted: some level, at the location where one is said, is so."
    )]
    public string? Stock { get; init; }

    [FromQuery(Name = "attribute")]
    [Description("Name and value, as colour:red; several of them have to hold together.")]
    public string[]? Attribute { get; init; }

    internal ProductChoice Check(FieldErrors errors, string at = "") =>
        new(
            errors.Text($"{at}search", Search, 200)?.ToLowerInvariant(),
            CategoryPath.Read(errors, $"{at}category", Category),
            errors.OptionalCode($"{at}supplier", Supplier),
            errors.Text($"{at}tag", Tag, ProductWriter.MaxTagLength)?.ToLowerInvariant(),
            errors.Word<ProductStatus>($"{at}status", Status),
            Attributes(errors, $"{at}attribute"),
            Archived is true,
            errors.Assignee($"{at}assignee", Assignee),
            errors.OptionalCode($"{at}location", Location),
            errors.Word<LevelState>($"{at}stock", Stock)
        );

    private string? Attributes(FieldErrors errors, string field)
    {
        if (Attribute is not { Length: > 0 } texts)
            return null;
        if (texts.Length > MaxAttributes)
            errors.Add(field, T($"must be at most {MaxAttributes}"));
        var wanted = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            if (text.Split(':', 2) is not [var name, var value])
            {
                errors.Add(field, T($"'{text}' must be a name and a value, as colour:red"));
                continue;
            }
            var key = ProductWriter.AttributeName(field, name, errors);
            var kept = errors.Text(field, value, ProductWriter.MaxAttributeLength, required: true) ?? "";
            if (!wanted.TryAdd(key, kept) && wanted[key] != kept)
                errors.Add(field, T($"'{key}' cannot have two values"));
        }
        return JsonSerializer.Serialize(wanted);
    }
}

/// <summary>Which products.</summary>
/// <param name="Search">In lower case.</param>
/// <param name="Category">A path: what is in it and below.</param>
/// <param name="Supplier">The code of one who delivers them.</param>
/// <param name="Tag">In lower case.</param>
/// <param name="Status">Their status.</param>
/// <param name="Attributes">A JSON object of the values that they have.</param>
/// <param name="Archived">The archived ones instead.</param>
/// <param name="Assignee">Who looks after them.</param>
/// <param name="Location">The code of one that keeps a level of them.</param>
/// <param name="Stock">What some level is like, at the location or anywhere.</param>
internal sealed record ProductChoice(
    string? Search = null,
    string? Category = null,
    string? Supplier = null,
    string? Tag = null,
    ProductStatus? Status = null,
    string? Attributes = null,
    bool Archived = false,
    AssigneeChoice? Assignee = null,
    string? Location = null,
    LevelState? Stock = null
);
