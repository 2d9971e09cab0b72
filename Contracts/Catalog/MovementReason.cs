using System.Globalization;
using System.Text.RegularExpressions;

namespace SmartInventory.Contracts.Catalog;

/// <summary>
/// Why a level moved: a text that a person wrote, or one of these, which are kept in English and said in the language
/// of who reads. What a person adds stays as it was written.
/// </summary>
public static partial class MovementReason
{
    /// <summary>Why levels are corrected: as it is kept, and as it is read.</summary>
    public static IReadOnlyList<(string Kept, string Said)> OfCorrections =>
        [
            ("Damaged", T("Damaged")),
            ("Expired", T("Expired")),
            ("Lost", T("Lost")),
            ("Found", T("Found")),
            ("Own use", T("Own use")),
            ("Other", T("Other")),
        ];

    private const string Back = "Taken back";

    /// <summary>Of what takes a movement back.</summary>
    /// <param name="of">The movement's own.</param>
    public static string TakenBack(string? of) => of is null ? Back : $"{Back}: {of}";

    /// <summary>Of what a count sheet posts.</summary>
    public static string Counted(int sheet, string name) =>
        string.Create(CultureInfo.InvariantCulture, $"count sheet {sheet}: {name}");

    /// <summary>What is kept, for who reads it.</summary>
    public static string? Say(string? kept)
    {
        if (kept is null)
            return null;
        if (Sheet().Match(kept) is { Success: true } sheet)
            return T($"count sheet {sheet.Groups[1].Value}: {sheet.Groups[2].Value}");
        var colon = kept.IndexOf(": ", StringComparison.Ordinal);
        var (word, rest) = colon < 0 ? (kept, null) : (kept[..colon], kept[(colon + 2)..]);
        var said = word == Back ? T("Taken back") : OfCorrections.FirstOrDefault(reason => reason.Kept == word).Said;
        return said is null ? kept
            : rest is null ? said
            : $"{said}: {(word == Back ? Say(rest) : rest)}";
    }

    [GeneratedRegex("^count sheet ([0-9]+): (.*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Sheet();
}
