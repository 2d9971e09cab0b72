using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace SmartInventory.Contracts;

/// <summary>
/// A stock keeping unit: the name that people use for a product. Upper case, 1 to 64 characters of letters, digits,
/// dot, dash, underscore and slash, beginning with a letter or digit. Compared without regard to case: 85123a is
/// 85123A.
/// </summary>
public static partial class Sku
{
    /// <summary>What a SKU may look like, in words for an error message.</summary>
    public const string Rule =
        "must be 1 to 64 characters of letters, digits, '.', '-', '_' or '/', beginning with a letter or digit";

    /// <summary>Trims and upper-cases; false when the text is no SKU.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out string? sku)
    {
        sku = text?.Trim().ToUpperInvariant();
        if (sku is not null && Pattern().IsMatch(sku))
            return true;
        sku = null;
        return false;
    }

    /// <summary>
    /// The same for a route value: the web server leaves an escaped slash escaped there, so that it cannot split the
    /// path.
    /// </summary>
    public static bool TryParseRoute([NotNullWhen(true)] string? text, [NotNullWhen(true)] out string? sku) =>
        TryParse(text?.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase), out sku);

    [GeneratedRegex(@"\A[A-Z0-9][A-Z0-9._/\-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

/// <summary>
/// The short name of a location or supplier: like a SKU without slash, 1 to 32 characters, upper case.
/// </summary>
public static partial class Code
{
    /// <summary>What a code may look like, in words for an error message.</summary>
    public const string Rule =
        "must be 1 to 32 characters of letters, digits, '.', '-' or '_', beginning with a letter or digit";

    /// <summary>Trims and upper-cases; false when the text is no code.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out string? code)
    {
        code = text?.Trim().ToUpperInvariant();
        if (code is not null && Pattern().IsMatch(code))
            return true;
        code = null;
        return false;
    }

    [GeneratedRegex(@"\A[A-Z0-9][A-Z0-9._\-]{0,31}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
