using System.CommandLine;
using System.Globalization;
using System.Reflection;
using System.Text;
using SmartInventory.Cli.Hosting;

namespace SmartInventory.Cli.Manual;

/// <summary>The commands as pages in groff's man macros.</summary>
internal static class ManPages
{
    private static (string Name, string Text)[] ExitCodes =>
        [
            ("0", T("Done.")),
            ("1", T("An error: no gateway, a service that is away.")),
            ("2", T("The line cannot be understood, or what it says was refused.")),
            ("3", T("Not found.")),
            ("4", T("Not signed in, or not allowed.")),
            ("5", T("A conflict: it changed meanwhile.")),
            ("130", T("Interrupted.")),
        ];

    private static (string Name, string Text)[] Variables =>
        [
            ("INV_GATEWAY", T("Address of the gateway.")),
            ("INV_CONFIG", T("Folder of sign-ins, mappings and what completion read.")),
            ("SMARTINVENTORY_TOKEN", T("The token of a program, as 'inv token create' shows it.")),
            ("INV_PAGER, PAGER", T("Shows what is longer than the screen; empty or cat for none. Default: less -FRX.")),
            (
                "NO_COLOR, CLICOLOR, CLICOLOR_FORCE, TERM",
                T("No colours; none with 0; colours also in a pipe; dumb for none.")
            ),
            ("LANGUAGE, LC_ALL, LC_MESSAGES, LANG", T("The language that is spoken: es, else English.")),
            ("LC_ALL, LC_CTYPE, LANG", T("Whether the terminal knows UTF-8; else drawings are plain characters.")),
            ("INV_DEBUG", T("1 shows where an error comes from.")),
        ];

    /// <summary>By the names of their files.</summary>
    public static IReadOnlyDictionary<string, string> Of(Inv inv)
    {
        var root = inv.Tree();
        var pages = new Dictionary<string, string> { ["inv.1"] = Root(root) };
        foreach (var command in root.Subcommands)
            pages[$"inv-{command.Name}.1"] = Page(inv, root, command);
        return pages;
    }

    private static string Root(RootCommand root)
    {
        var page = Begin("inv", T("SmartInventory at the command line"));
        Section(page, T("SYNOPSIS"))
            .AppendLine(
                CultureInfo.InvariantCulture,
                $"\\fBinv\\fR \\fI{Text(T("command"))}\\fR [\\fI{Text(T("options"))}\\fR]"
            )
            .AppendLine(".br")
            .AppendLine("\\fBinv\\fR \\fISKU\\fR");
        Section(page, T("DESCRIPTION")).AppendLine(Text(root.Description!));
        Section(page, T("COMMANDS"));
        foreach (var command in root.Subcommands)
            Item(page, $"\\fB{Text($"inv-{command.Name}")}\\fR(1)", command.Description);
        Options(Section(page, T("OPTIONS")), root);
        Section(page, T("EXIT STATUS"));
        foreach (var (name, text) in ExitCodes)
            Item(page, $"\\fB{name}\\fR", text);
        Section(page, T("ENVIRONMENT"));
        foreach (var (name, text) in Variables)
            Item(page, $"\\fB{Text(name)}\\fR", text);
        return page.ToString();
    }

    private static string Page(Inv inv, RootCommand root, Command command)
    {
        var page = Begin($"inv-{command.Name}", command.Description!);
        var verbs = Verbs(command, $"inv {command.Name}").ToList();
        Section(page, T("SYNOPSIS"));
        foreach (var (verb, path) in verbs)
            page.AppendLine(CultureInfo.InvariantCulture, $"{Synopsis(verb, path)}\n.br");
        Section(page, T("DESCRIPTION"));
        foreach (var (verb, path) in verbs)
        {
            if (verb != command)
                page.AppendLine(CultureInfo.InvariantCulture, $".SS \"{Text(path)}\"");
            page.AppendLine(Text(verb.Description!));
            foreach (var argument in verb.Arguments)
                Item(page, $"\\fI{Text(argument.Name)}\\fR", argument.Description);
            Options(page, verb);
        }

        Options(Section(page, T("COMMON OPTIONS")), root);
        Section(page, T("EXAMPLES")).AppendLine(".nf");
        foreach (var example in verbs.SelectMany(verb => inv.ExamplesOf(verb.Verb)))
            page.AppendLine(Text(example));
        page.AppendLine(".fi");
        Section(page, T("SEE ALSO")).AppendLine("\\fBinv\\fR(1)");
        return page.ToString();
    }

    private static IEnumerable<(Command Verb, string Path)> Verbs(Command command, string path) =>
        command.Subcommands.Count == 0
            ? [(command, path)]
            : command.Subcommands.SelectMany(verb => Verbs(verb, $"{path} {verb.Name}"));

    private static string Synopsis(Command verb, string path) =>
        $"\\fB{Text(path)}\\fR"
        + string.Concat(
            verb.Arguments.Select(argument =>
            {
                var name = $"\\fI{Text(argument.Name)}\\fR" + (argument.Arity.MaximumNumberOfValues > 1 ? " ..." : "");
                return argument.Arity.MinimumNumberOfValues == 0 ? $" [{name}]" : $" {name}";
            })
        )
        + $" [\\fI{Text(T("options"))}\\fR]";

    private static void Options(StringBuilder page, Command command)
    {
        foreach (var option in command.Options)
        {
            var names = string.Join(
                ", ",
                option.Aliases.Prepend(option.Name).Distinct().Select(name => $"\\fB{Text(name)}\\fR")
            );
            Item(
                page,
                option.HelpName is { } value ? $"{names} \\fI{Text(value)}\\fR" : names,
                option.Required ? T($"Required. {option.Description}") : option.Description
            );
        }
    }

    private static StringBuilder Begin(string name, string summary)
    {
        var version = typeof(ManPages)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];
        return new StringBuilder()
            .AppendLine(
                CultureInfo.InvariantCulture,
                $".TH {name.ToUpperInvariant()} 1 \"\" \"inv {version}\" \"SmartInventory\""
            )
            .AppendLine(CultureInfo.InvariantCulture, $".SH {Text(T("NAME"))}")
            .AppendLine(CultureInfo.InvariantCulture, $"{name} \\- {Text(summary)}");
    }

    private static StringBuilder Section(StringBuilder page, string title) =>
        page.AppendLine(CultureInfo.InvariantCulture, $".SH {Text(title)}");

    private static void Item(StringBuilder page, string term, string? text) =>
        page.AppendLine(".TP").AppendLine(term).AppendLine(Text(text ?? ""));

    /// <summary>As groff prints it: backslash and hyphen as they are, no line a request, all ASCII.</summary>
    private static string Text(string text)
    {
        var escaped = new StringBuilder();
        foreach (var rune in text.ReplaceLineEndings(" ").EnumerateRunes())
        {
            escaped.Append(
                rune.Value switch
                {
                    '\\' => "\\e",
                    '-' => "\\-",
                    '"' => "\\(dq",
                    '\'' => "\\(aq",
                    > 127 => $"\\[u{rune.Value:X4}]",
                    _ => rune.ToString(),
                }
            );
        }

        return escaped.Length > 0 && escaped[0] == '.' ? $"\\&{escaped}" : escaped.ToString();
    }
}
