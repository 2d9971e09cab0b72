using System.Globalization;
using SmartInventory.Contracts.Localization;

namespace SmartInventory.Cli.Output;

/// <summary>Values as people read them.</summary>
internal static class Cells
{
    public static bool IsNumeric(IEnumerable<object?> values) =>
        values.FirstOrDefault(value => value is not null) is decimal or double or int or long or Estimate or Units;

    public static string Text(object? value) =>
        value switch
        {
            null => "-",
            string text => Printable(text),
            bool flag => flag ? T("yes") : T("no"),
            decimal number => number.ToString("#,##0.####", Languages.Reader),
            double number => number.ToString("#,##0.##", Languages.Reader),
            int number => number.ToString("#,##0", Languages.Reader),
            long number => number.ToString("#,##0", Languages.Reader),
            DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture),
            Styled styled => Text(styled.Value),
            Estimate estimate => estimate.InWords(),
            Units units => units.InWords(),
            Said said => Printable(said.InWords),
            _ => CsvText.Field(value),
        };

    /// <summary>Days are written as one types them, in every language.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A share of one. Spanish sets the sign apart, English does not.</summary>
    public static string Percent(double share, string format = "0.#") =>
        (share * 100).ToString(format, Languages.Reader)
        + (Languages.Reader.NumberFormat.PercentPositivePattern == 0 ? "\u00a0%" : "%");

    /// <summary>How much more or less something is than it was, 0.25 a quarter more; null where nobody knows.</summary>
    public static string? Change(double? change) => change is { } share ? Percent(share, "+0;-0;0") : null;

    // Names come from outside: an escape sequence in one must not steer the terminal.
    private static string Printable(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
}

/// <summary>A value with a colour in tables; plain elsewhere.</summary>
internal sealed record Styled(object? Value, string Style)
{
    public override string ToString() => CsvText.Field(Value);
}

/// <summary>
/// What was computed and not counted: digits that it does not have are not shown to people, one at most below 100.
/// </summary>
internal sealed record Estimate(double Value)
{
    public static Estimate? Of(double? value) => value is { } known ? new Estimate(known) : null;

    public static Estimate? Of(decimal? value) => value is { } known ? new Estimate((double)known) : null;

    /// <summary>As text in a sentence.</summary>
    public static string Text(double value) => new Estimate(value).InWords();

    public string InWords() =>
        Value.ToString(Math.Abs(Value) < 99.95 ? "0.#" : "#,##0", Languages.Reader) is var text && text == "-0"
            ? "0"
            : text;

    public override string ToString() => CsvText.Field(Value);
}

/// <summary>A text that people read in their language, and machines as it is kept.</summary>
internal sealed record Said(string Kept, string InWords)
{
    public static Said? Of(string? kept, Func<string?, string?> say) =>
        kept is null ? null : new Said(kept, say(kept)!);

    public override string ToString() => Kept;
}

/// <summary>A quantity of a product, with as many decimals as its unit has.</summary>
internal sealed record Units(decimal Value, bool Whole)
{
    public string InWords() => Value.ToString(Whole ? "#,##0" : "#,##0.####", Languages.Reader);

    public override string ToString() => CsvText.Field(Value);
}
