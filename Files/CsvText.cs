using System.Buffers;
using System.Globalization;
using SmartInventory.Contracts;

namespace SmartInventory.Files;

/// <summary>RFC 4180 fields. Text that a spreadsheet would run as a formula is guarded with an apostrophe.</summary>
public static class CsvText
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(",\"\r\n");

    public static void WriteRow(TextWriter writer, params IEnumerable<object?> values)
    {
        var first = true;
        foreach (var value in values)
        {
            if (!first)
                writer.Write(',');
            first = false;
            writer.Write(Field(value));
        }

        writer.Write("\r\n");
    }

    /// <summary>One field: numbers and times invariant, text guarded and quoted where needed.</summary>
    public static string Field(object? value) =>
        value switch
        {
            null => "",
            string text => Quote(Formulas.Guard(text)),
            bool flag => flag ? "true" : "false",
            Enum word => FieldText.Word(word),
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTimeOffset time => time.UtcDateTime.ToString(
                "yyyy-MM-ddTHH:mm:ss.FFFFFFFZ",
                CultureInfo.InvariantCulture
            ),
            decimal number => number.ToString("0.############", CultureInfo.InvariantCulture),
            double number => number.ToString("0.######", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => Quote(Formulas.Guard(value.ToString() ?? "")),
        };

    private static string Quote(string text) =>
        text.AsSpan().ContainsAny(NeedsQuotes) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
