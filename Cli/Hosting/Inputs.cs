using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using SmartInventory.Contracts;

namespace SmartInventory.Cli.Hosting;

/// <summary>Options and arguments as the verbs share them.</summary>
internal static class Inputs
{
    public static ListLimit Limit() => new();

    public static Argument<string> Sku() => new("sku") { Description = T("The product's SKU.") };

    public static Option<string?> Text(string name, string description) =>
        new(name) { Description = description, HelpName = "text" };

    public static Option<string> Required(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "text",
            Required = true,
        };

    /// <summary>The texts between the commas; null where nothing was said.</summary>
    public static string[]? Split(string? list) =>
        list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static Option<int?> Whole(string name, string description) =>
        new(name) { Description = description, HelpName = "n" };

    public static Option<DateOnly?> Date(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "yyyy-mm-dd",
            CustomParser = Parser<DateOnly?>(
                (string text, out DateOnly? value) =>
                    Take(DateOnly.TryParseExact(text, "yyyy-MM-dd", out var date), date, out value),
                (option, text) => T($"{option}: '{text}' is no date; write it as 2026-01-31.")
            ),
        };

    /// <summary>A time; without an offset it is on the clock of the location that the verb is about.</summary>
    public static Option<LocationTime?> Time(string name, string description) =>
        new(name)
        {
            Description = T(
                $"{description} Without an offset it is on the location's clock; "
                    + $"a date alone is the beginning of that day there."
            ),
            HelpName = "time",
            CustomParser = Parser<LocationTime?>(
                (string text, out LocationTime? value) =>
                    Take(LocationTime.Read(text).IsTime, LocationTime.Read(text), out value),
                (option, text) =>
                    T(
                        $"{option}: '{text}' must be a date or time like 2026-01-31 or 2026-01-31T18:30 "
                            + $"(on the location's clock) or 2026-01-31T18:30:00+01:00."
                    )
            ),
        };

    /// <summary>A number without thousands separators: 1,5 is a mistake and not fifteen.</summary>
    public static Option<decimal?> Number(string name, string description, bool required = false) =>
        new(name)
        {
            Description = description,
            HelpName = "number",
            Required = required,
            CustomParser = Parser<decimal?>(
                (string text, out decimal? value) => Take(TryNumber(text, out var number), number, out value),
                (option, text) => T($"{option}: '{text}' is no number; write it as 12 or 12.5.")
            ),
        };

    /// <summary>A number, or none for a field that is to be empty.</summary>
    public static Option<Filled<decimal>?> NumberOrNone(string name, string description) =>
        OrNone<decimal>(
            name,
            description,
            "number",
            TryNumber,
            (option, text) => T($"{option}: '{text}' is neither a number, as 12 or 12.5, nor none.")
        );

    /// <summary>A whole number, or none for a field that is to be empty.</summary>
    public static Option<Filled<int>?> WholeOrNone(string name, string description) =>
        OrNone<int>(
            name,
            description,
            "n",
            (text, out value) =>
                int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value),
            (option, text) => T($"{option}: '{text}' is neither a whole number nor none.")
        );

    private static Option<Filled<T>?> OrNone<T>(
        string name,
        string description,
        string helpName,
        TryRead<T> read,
        Fault fault
    )
        where T : struct =>
        new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = Parser<Filled<T>?>(
                (string text, out Filled<T>? filled) =>
                {
                    var none = "none".Equals(text, StringComparison.OrdinalIgnoreCase);
                    T value = default;
                    return Take(none || read(text, out value), new Filled<T>(none ? null : value), out filled);
                },
                fault
            ),
        };

    /// <summary>Reads a number as <see cref="Number"/> takes it.</summary>
    public static bool TryNumber(string text, out decimal number) =>
        decimal.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out number
        );

    /// <summary>A word of an enum, in the spelling of the API.</summary>
    public static Option<TWord?> Word<TWord>(string name, string description)
        where TWord : struct, Enum
    {
        var words = Array.ConvertAll(Enum.GetNames<TWord>(), WordOf);
        var all = string.Join(", ", words);
        var option = new Option<TWord?>(name)
        {
            Description = T($"{description} One of: {all}."),
            HelpName = "word",
            CustomParser = Parser<TWord?>(
                (string text, out TWord? value) => (value = Of<TWord>(text)) is not null,
                (option, text) => T($"{option}: '{text}' is none of: {all}.")
            ),
        };
        option.CompletionSources.Clear();
        option.CompletionSources.Add(words);
        return option;
    }

    /// <summary>Words of an enum joined by commas, in the spelling of the API; "" for none.</summary>
    public static Option<TWord[]?> WordList<TWord>(string name, string description)
        where TWord : struct, Enum =>
        new(name)
        {
            Description = T($"{description} Of: {string.Join(", ", Enum.GetNames<TWord>().Select(WordOf))}."),
            HelpName = "words",
            CustomParser = Parser<TWord[]?>(
                (string text, out TWord[]? value) => (value = WordsOf<TWord>(text, ',')) is not null,
                (option, text) => T($"{option}: '{text}' is no list of these words, joined by commas.")
            ),
        };

    /// <summary>Null when one of them is no word of the enum.</summary>
    public static T[]? WordsOf<T>(string text, char separator)
        where T : struct, Enum
    {
        var words = Array.ConvertAll(
            text.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            Of<T>
        );
        return words.Contains(null) ? null : Array.ConvertAll(words, word => word!.Value);
    }

    public static string WordOf<T>(T value)
        where T : struct, Enum => WordOf(value.ToString());

    private static string WordOf(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);

    /// <summary>Null when it is no word of the enum.</summary>
    private static T? Of<T>(string text)
        where T : struct, Enum
    {
        foreach (var name in Enum.GetNames<T>())
        {
            if (WordOf(name).Equals(text, StringComparison.OrdinalIgnoreCase))
                return Enum.Parse<T>(name);
        }

        return null;
    }

    /// <summary>Whether a whole number is out of bounds; of what is none, the library says so.</summary>
    public static bool IsOutside(OptionResult result, int least, int most) =>
        result.Tokens is [var said]
        && int.TryParse(said.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        && (number < least || number > most);

    private delegate bool TryRead<T>(string text, out T value);

    /// <summary>What is wrong with what was said for an option, as a sentence.</summary>
    private delegate string Fault(string? option, string text);

    private static Func<ArgumentResult, T?> Parser<T>(TryRead<T> read, Fault fault) =>
        result =>
        {
            var text = result.Tokens[0].Value;
            if (read(text, out var value))
                return value;
            var option = (result.Parent as OptionResult)?.Option.Name;
            result.AddError(fault(option, text));
            return default;
        };

    private static bool Take<T>(bool good, T value, out T? taken)
        where T : struct
    {
        taken = good ? value : null;
        return good;
    }
}

/// <summary>How many of a list are shown.</summary>
internal sealed class ListLimit : Option<int?>
{
    /// <summary>What a table shows where nothing is said.</summary>
    public const int ForEyes = 50;

    public ListLimit()
        : base("--limit")
    {
        Description = T($"How many to show. Default: {ForEyes} as a table, all as csv or json.");
        HelpName = "n";
        Validators.Add(result =>
        {
            if (Inputs.IsOutside(result, 1, int.MaxValue))
                result.AddError(T("--limit must be at least 1."));
        });
    }
}

/// <summary>What was said of a field; null where it is to be empty.</summary>
internal readonly record struct Filled<T>(T? Value)
    where T : struct;
