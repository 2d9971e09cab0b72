namespace SmartInventory.Sales.Api.Import;

/// <summary>
/// A spreadsheet runs text that begins like a formula. Exported text of that kind gets an apostrophe in front, and the
/// import takes exactly that one off again, so that what was exported can be imported.
/// </summary>
internal static class Formulas
{
    public static string Guard(string text) => LooksLikeFormula(text) ? $"'{text}" : text;

    public static string Unguard(string text) => text.StartsWith('\'') && LooksLikeFormula(text) ? text[1..] : text;

    // Apostrophes in front count as part of the guard, else a text that has one of its own would lose it.
    private static bool LooksLikeFormula(string text) => text.AsSpan().TrimStart('\'') is ['=' or '+' or '-' or '@', ..];
}
