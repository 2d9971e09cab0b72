using System.Globalization;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Sales;
using SmartInventory.Dashboard.Web.Editing;

namespace SmartInventory.Dashboard.Web.Sales;

/// <summary>One line of a sale as it was typed.</summary>
public sealed class BasketLine
{
    public string Sku { get; set; } = "";
    public string? Name { get; set; }
    public string? Quantity { get; set; }

    /// <summary>Empty: the product's price.</summary>
    public string? UnitPrice { get; set; }

    /// <summary>Money off the line as a whole.</summary>
    public string? Discount { get; set; }

    /// <summary>What the line comes to; null while something of it is no number.</summary>
    public decimal? Amount =>
        Number(Quantity) is { } quantity && Number(UnitPrice) is { } price
            ? LineAmount.Of(quantity, price, Number(Discount) ?? 0)
            : null;

    public static BasketLine Of(ProductResponse product, decimal quantity) =>
        new()
        {
            Sku = product.Sku,
            Name = product.Name,
            Quantity = FormText.Of(quantity),
            UnitPrice = FormText.Of(product.Price),
        };

    /// <summary>As many more of it.</summary>
    /// <returns>False where what was typed is no number: it stays, to be mended.</returns>
    public bool Add(decimal quantity)
    {
        if ((string.IsNullOrWhiteSpace(Quantity) ? 0 : Number(Quantity)) is not { } now)
            return false;
        Quantity = FormText.Of(now + quantity);
        return true;
    }

    private static decimal? Number(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>What the field of a sale says: a SKU or barcode, and how many: <c>12*LAMP-1</c>.</summary>
public readonly record struct Scan(string Code, decimal Quantity)
{
    public static Scan Of(string typed)
    {
        var star = typed.IndexOf('*', StringComparison.Ordinal);
        return
            star > 0
            && decimal.TryParse(
                typed.AsSpan(0, star),
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var quantity
            )
            && quantity > 0
            ? new(typed[(star + 1)..].Trim(), quantity)
            : new(typed, 1);
    }

    /// <summary>Whether a product is meant, and not only like it.</summary>
    public bool Means(ProductResponse product) =>
        product.Sku.Equals(Code, StringComparison.OrdinalIgnoreCase)
        || product.Barcodes.Contains(Code, StringComparer.OrdinalIgnoreCase);
}

/// <summary>What is wrong with a sale: beside its fields, and all of it above them.</summary>
public sealed class BasketErrors
{
    private readonly Dictionary<string, string> _wrong = new(StringComparer.Ordinal);

    /// <summary>Each with its line and field.</summary>
    public List<string> All { get; } = [];

    /// <summary>Of a field of the whole sale; null when it is good.</summary>
    public string? Of(string field) => _wrong.GetValueOrDefault(field);

    /// <summary>Of a field of a line, which begins with 0.</summary>
    public string? Of(int line, string field) => _wrong.GetValueOrDefault($"{line}.{field}");

    public void Add(string field, string label, string reason)
    {
        if (_wrong.TryAdd(field, reason))
            All.Add($"{label}: {reason}.");
    }

    public void Add(int line, string sku, string field, string label, string reason)
    {
        if (_wrong.TryAdd($"{line}.{field}", reason))
            All.Add(T($"Line {line + 1} ({sku}), {label}: {reason}."));
    }
}
