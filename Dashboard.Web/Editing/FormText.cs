using System.Globalization;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Dashboard.Web.Editing;

/// <summary>Values as forms write them, and what was typed as values.</summary>
public static class FormText
{
    /// <summary>The choices of a field that is one thing or the other.</summary>
    public const string Yes = "yes";

    /// <inheritdoc cref="Yes"/>
    public const string No = "no";

    /// <summary>Browsers send lines of a text with their own ends.</summary>
    public static string Plain(string? text) => (text ?? "").ReplaceLineEndings("\n");

    public static string Of(decimal? value) => value?.ToString("0.####", CultureInfo.InvariantCulture) ?? "";

    public static string Of(bool value) => value ? Yes : No;

    /// <summary>What people read of <see cref="Yes"/> and <see cref="No"/>.</summary>
    public static string Call(string choice) => choice == Yes ? T("yes") : T("no");

    public static string Of(IEnumerable<string> words) => string.Join(", ", words);

    /// <exception cref="FormatException">It is none.</exception>
    public static decimal Number(string text) =>
        decimal.TryParse(
            text,
            NumberStyles.Float & ~NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : throw new FormatException(T($"'{text}' is no number."));

    /// <exception cref="FormatException">It is neither empty nor a number.</exception>
    public static decimal? Optional(string text) => text.Length == 0 ? null : Number(text);

    /// <exception cref="FormatException">It is neither empty nor a whole number.</exception>
    public static int? Whole(string text) =>
        text.Length == 0 ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw new FormatException(T($"'{text}' is no whole number."));

    /// <exception cref="FormatException">There is no such word.</exception>
    public static TEnum Word<TEnum>(string text)
        where TEnum : struct, Enum =>
        Enum.GetValues<TEnum>().Cast<TEnum?>().FirstOrDefault(one => Words.Of(one!.Value).Equals(text, Same))
        ?? throw new FormatException(
            T($"'{text}' is none of {Of(Enum.GetValues<TEnum>().Select(one => Words.Of(one)))}.")
        );

    /// <summary>Words with commas between.</summary>
    public static string[] List(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private const StringComparison Same = StringComparison.OrdinalIgnoreCase;
}
