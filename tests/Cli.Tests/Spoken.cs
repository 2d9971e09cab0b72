using System.CommandLine;
using System.CommandLine.Completions;
using System.Text.Json;
using System.Text.RegularExpressions;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Import;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Localization;
using SmartInventory.Testing;

namespace SmartInventory.Cli.Tests;

/// <summary>What inv in <see cref="Languages.Pseudo"/> says without brackets, and that is no data.</summary>
internal static partial class Spoken
{
    /// <summary>Names, and what is typed: the same in every language.</summary>
    private static readonly string[] Alike =
    [
        "SmartInventory",
        "inv",
        "http",
        "localhost",
        "UTC",
        "ID",
        "none",
        .. from abc in "ABC" from xyz in "XYZ" select $"{abc}{xyz}",
        .. Languages.Find(Languages.English)!.DateTimeFormat.AbbreviatedDayNames,
        .. ProductImport.Required,
        .. ProductImport.Optional,
        .. SupplierImport.Required,
        .. SupplierImport.Optional,
        .. TermImport.Required,
        .. TermImport.Optional,
        .. CountImport.Required,
        .. CountImport.Optional,
        .. SalesMapping.Fields.Keys,
        .. SalesKinds.All.Select(kind => kind.Word),
        .. typeof(Advice)
            .Assembly.GetTypes()
            .Concat(typeof(Inv).Assembly.GetTypes())
            .Concat(typeof(SalesKinds).Assembly.GetTypes())
            .Append(typeof(DayOfWeek))
            .Where(type => type.IsEnum)
            .SelectMany(Enum.GetNames)
            .Select(JsonNamingPolicy.KebabCaseLower.ConvertName),
    ];

    /// <summary>The parts of a text that are neither in brackets nor data.</summary>
    /// <param name="text">What was printed.</param>
    /// <param name="data">What of it is the same in every language.</param>
    public static List<string> Plainly(string text, IEnumerable<string> data)
    {
        var known = data.Concat(Alike)
            .Where(word => word.Any(char.IsLetter))
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(word => word.Length)
            .Select(word =>
                $@"(?<![\p{{L}}\p{{N}}]){Regex.Replace(Regex.Escape(word), @"(\\ |\\n)+", @"\s+")}(?![\p{{L}}\p{{N}}])"
            );
        var left = new Regex(string.Join('|', known), RegexOptions.IgnoreCase).Replace(
            Figure().Replace(Translated().Replace(text, " "), " "),
            " "
        );
        return [.. left.Split('\n').Select(line => line.Trim()).Where(line => line.Any(char.IsLetter))];
    }

    /// <summary>What of a command is typed: its name, those of what it takes, their placeholders and words.</summary>
    public static IEnumerable<string> Typed(Command command) =>
        command
            .Arguments.Cast<Symbol>()
            .Concat(command.Options)
            .SelectMany(symbol => Names(symbol).Concat(Words(symbol)))
            .Concat(command.Aliases)
            .Append(command.Name)
            .Concat(command.Subcommands.SelectMany(Typed));

    /// <summary>All texts and names of fields of what a gateway answered.</summary>
    public static IEnumerable<string> Of(StubGateway gateway) =>
        gateway
            .Answers.Where(answer => answer.Body is not null and not string and not byte[])
            .SelectMany(answer =>
                Texts(JsonSerializer.SerializeToElement(answer.Body, answer.Body!.GetType(), ContractsJson.Options))
            );

    private static IEnumerable<string> Names(Symbol symbol) =>
        symbol is Option option
            ? [option.Name, option.Name.TrimStart('-'), .. option.Aliases, option.HelpName ?? ""]
            : [symbol.Name, ((Argument)symbol).HelpName ?? ""];

    // What names a thing of the catalogue would ask for it.
    private static IEnumerable<string> Words(Symbol symbol) =>
        Completion.Names.KindOf(symbol) is null
            ? symbol.GetCompletions(CompletionContext.Empty).Select(item => item.Label)
            : [];

    private static IEnumerable<string> Texts(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.String => [json.GetString()!],
            JsonValueKind.Array => json.EnumerateArray().SelectMany(Texts),
            JsonValueKind.Object => json.EnumerateObject().SelectMany(p => Texts(p.Value).Append(p.Name)),
            _ => [],
        };

    [GeneratedRegex("⟦[^⟦⟧]*⟧")]
    private static partial Regex Translated();

    // A moment, a power of ten, a percentile.
    [GeneratedRegex(@"\d\d:\d\dZ|\b\d\.\de[+-]?\d+\b|\bP\d[\d.]*")]
    private static partial Regex Figure();
}
