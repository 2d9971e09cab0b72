using System.Text.RegularExpressions;

namespace SmartInventory.Contracts;

/// <summary>
/// A stock keeping unit: the name that people use for a product. Upper case, 1 to 64 characters of letters, digits,
/// dot, dash, underscore and slash, beginning with a letter or digit. Compared without regard to case: 85123a is
/// 85123A. In messages and tables it is its text; where SKUs and codes travel side by side it is this type, so that
/// one is not taken for the other.
/// </summary>
public readonly partial record struct Sku
{
    /// <summary>What a SKU may look like, in words for an error message.</summary>
    public static string Rule =>
        T("must be 1 to 64 characters of letters, digits, '.', '-', '_' or '/', beginning with a letter or digit");

    private readonly string? _value;

    private Sku(string value) => _value = value;

    /// <summary>The text; empty for <c>default</c>.</summary>
    public string Value => _value ?? "";

    /// <summary>Takes a text that was parsed before it was stored or sent.</summary>
    public static Sku Of(string parsed) => new(parsed);

    /// <summary>Trims and upper-cases; false when the text is no SKU.</summary>
    public static bool TryParse(string? text, out Sku sku)
    {
        var value = text?.Trim().ToUpperInvariant();
        var good = value is not null && Pattern().IsMatch(value);
        sku = good ? new Sku(value!) : default;
        return good;
    }

    /// <summary>
    /// The same for a route value: the web server leaves an escaped slash escaped there, so that it cannot split the
    /// path.
    /// </summary>
    public static bool TryParseRoute(string? text, out Sku sku) =>
        TryParse(text?.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase), out sku);

    public static implicit operator string(Sku sku) => sku.Value;

    public override string ToString() => Value;

    [GeneratedRegex(@"\A[A-Z0-9][A-Z0-9._/\-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
