using System.Text.RegularExpressions;

namespace SmartInventory.Contracts;

/// <summary>
/// The short name of a location or supplier: like a SKU without slash, 1 to 32 characters, upper case.
/// </summary>
public readonly partial record struct Code
{
    /// <summary>What a code may look like, in words for an error message.</summary>
    public static string Rule =>
        T("must be 1 to 32 characters of letters, digits, '.', '-' or '_', beginning with a letter or digit");

    private readonly string? _value;

    private Code(string value) => _value = value;

    /// <summary>The text; empty for <c>default</c>.</summary>
    public string Value => _value ?? "";

    /// <summary>Takes a text that was parsed before it was stored or sent.</summary>
    public static Code Of(string parsed) => new(parsed);

    /// <summary>Trims and upper-cases; false when the text is no code.</summary>
    public static bool TryParse(string? text, out Code code)
    {
        var value = text?.Trim().ToUpperInvariant();
        var good = value is not null && Pattern().IsMatch(value);
        code = good ? new Code(value!) : default;
        return good;
    }

    public static implicit operator string(Code code) => code.Value;

    public override string ToString() => Value;

    [GeneratedRegex(@"\A[A-Z0-9][A-Z0-9._\-]{0,31}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
