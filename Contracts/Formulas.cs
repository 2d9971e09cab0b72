namespace SmartInventory.Contracts;

/// <summary>
/// A spreadsheet runs text that begins like a formula. Exported text of that kind gets an apostrophe in front, and an
/// import takes exactly that one off again, so that what was exported can be imported.
/// </summary>
public static class Formulas
{
    public static string Guard(string text) => LooksLikeFormula(text) ? $"'{text}" : text;

    public static string Unguard(string text) => text.StartsWith('\'') && LooksLikeFormula(text) ? text[1..] : text;

    /// <summary>The same for a UTF-8 field that is not decoded yet.</summary>
    public static ReadOnlySpan<byte> Unguard(ReadOnlySpan<byte> text) =>
        text is [(byte)'\'', ..] && LooksLikeFormula(text) ? text[1..] : text;

    /// <summary>Whether a UTF-8 text has to be guarded.</summary>
    public static bool LooksLikeFormula(ReadOnlySpan<byte> text) =>
        text.TrimStart((byte)'\'') is [var first, ..] && StartsFormula((char)first);

    // Apostrophes in front count as part of the guard, else a text that has one of its own would lose it.
    private static bool LooksLikeFormula(string text) =>
        text.AsSpan().TrimStart('\'') is [var first, ..] && StartsFormula(first);

    private static bool StartsFormula(char first) => first is '=' or '+' or '-' or '@' or '\t' or '\r';
}
