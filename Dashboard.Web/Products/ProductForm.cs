using System.Globalization;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Dashboard.Web.Shared;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Dashboard.Web.Products;

/// <summary>A field of a product as a form has it.</summary>
/// <param name="Name">As the API calls it.</param>
/// <param name="Label">As people read it.</param>
/// <param name="Read">What a product says, as the form writes it.</param>
/// <param name="Write">Puts what was typed into a change; a text that cannot be read is an error.</param>
public sealed record ProductField(
    string Name,
    string Label,
    Func<ProductResponse, string> Read,
    Func<UpdateProduct, string, UpdateProduct> Write
)
{
    /// <summary>The kind of the input.</summary>
    public string Type { get; init; } = "text";

    public bool Required { get; init; }

    /// <summary>The only answers there are; null where anything may be typed.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    public string? Hint { get; init; }
}

/// <summary>What people change of a product on its page; the rest stays as it is.</summary>
public static class ProductForm
{
    private const string Yes = "yes";
    private const string No = "no";

    public static IReadOnlyList<ProductField> Fields { get; } =
    [
        new("name", "Name", p => p.Name, (u, t) => u with { Name = t }) { Required = true },
        new("description", "Description", p => p.Description ?? "", (u, t) => u with { Description = Query.Text(t) })
        {
            Type = "area",
        },
        new("category", "Category", p => p.Category ?? "", (u, t) => u with { Category = Query.Text(t) })
        {
            Hint = "A path, as Drinks/Hot/Tea",
        },
        new(
            "status",
            "Status",
            p => Words.Of(p.Status),
            (u, t) => u with { Status = Enum.Parse<ProductStatus>(t, ignoreCase: true) }
        )
        {
            Choices = [.. Enum.GetValues<ProductStatus>().Select(Words.Of)],
        },
        new("price", "Price", p => Text(p.Price), (u, t) => u with { Price = Number(t) })
        {
            Type = "number",
            Required = true,
        },
        new("cost", "Cost", p => Text(p.Cost), (u, t) => u with { Cost = Optional(t) }) { Type = "number" },
        new("unit", "Unit", p => p.Unit, (u, t) => u with { Unit = Query.Text(t) }),
        new("wholeUnits", "Whole units only", p => p.WholeUnits ? Yes : No, (u, t) => u with { WholeUnits = t == Yes })
        {
            Choices = [Yes, No],
        },
        new("serviceLevel", "Service level", p => Text(p.ServiceLevel), (u, t) => u with { ServiceLevel = Optional(t) })
        {
            Type = "number",
            Hint = "0.5 to 0.999: how often a cycle is to end without running out",
        },
        new(
            "reviewPeriodDays",
            "Review period, days",
            p => Text(p.ReviewPeriodDays),
            (u, t) => u with { ReviewPeriodDays = (int?)Optional(t) }
        )
        {
            Type = "number",
            Hint = "1 to 90",
        },
        new("tags", "Tags", p => string.Join(", ", p.Tags), (u, t) => u with { Tags = List(t) })
        {
            Hint = "With commas between",
        },
        new("barcodes", "Barcodes", p => string.Join(", ", p.Barcodes), (u, t) => u with { Barcodes = List(t) })
        {
            Hint = "With commas between",
        },
    ];

    /// <summary>What a product says, field by field.</summary>
    public static Dictionary<string, string> Of(ProductResponse product) =>
        Fields.ToDictionary(field => field.Name, field => field.Read(product), StringComparer.Ordinal);

    /// <summary>
    /// The product with what was typed; a field that is not in the form stays. What cannot be read is named.
    /// </summary>
    public static UpdateProduct Change(
        ProductResponse product,
        IReadOnlyDictionary<string, string?> typed,
        List<string> errors
    )
    {
        var change = UpdateProduct.Of(product);
        foreach (var field in Fields)
        {
            if (!typed.TryGetValue(field.Name, out var text))
                continue;
            try
            {
                change = field.Write(change, (text ?? "").Trim());
            }
            catch (FormatException)
            {
                errors.Add($"{field.Label}: '{text}' is no number.");
            }
            catch (ArgumentException)
            {
                errors.Add($"{field.Label}: '{text}' is none of {string.Join(", ", field.Choices ?? [])}.");
            }
        }

        return change;
    }

    private static string Text(decimal? value) => value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "";

    private static decimal Number(string text) =>
        decimal.Parse(text, NumberStyles.Float & ~NumberStyles.AllowExponent, CultureInfo.InvariantCulture);

    private static decimal? Optional(string text) => text.Length == 0 ? null : Number(text);

    private static string[] List(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
