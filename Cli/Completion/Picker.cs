using System.CommandLine;
using SmartInventory.Cli.Hosting;
using Spectre.Console;

namespace SmartInventory.Cli.Completion;

/// <summary>Lets a person choose what they did not name.</summary>
internal static class Picker
{
    private const int Most = 500;
    private const int Lines = 12;

    /// <summary>What a line has to name, does not, and can be chosen from a list; null for none.</summary>
    public static Symbol? Missing(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens.Count > 0)
            return null;
        var command = parsed.CommandResult;
        return command
            .Command.Arguments.Where(argument => argument.Arity.MinimumNumberOfValues > 0)
            .Cast<Symbol>()
            .Concat(command.Command.Options.Where(option => option.Required))
            .FirstOrDefault(symbol => Names.KindOf(symbol) is not null && Said(parsed, symbol) == 0);
    }

    private static int Said(ParseResult parsed, Symbol symbol) =>
        symbol is Option option
            ? parsed.GetResult(option)?.Tokens.Count ?? 0
            : parsed.GetResult((Argument)symbol)?.Tokens.Count ?? 0;

    public static async Task<string> PickAsync(Shell shell, Gateway gateway, NameKind kind, CancellationToken ct)
    {
        var names = await Names.FindAsync(gateway.Catalog, kind, "", Most, ct);
        var (none, which) = Words(kind);
        if (names.Count == 0)
            throw new Failure(none, ExitCode.NotFound);
        var title = names.Count < Most ? which : T($"{which} The first {Most} are here.");
        return await shell.Pick!(title, names, ct);
    }

    private static (string None, string Which) Words(NameKind kind) =>
        kind switch
        {
            NameKind.Product => (T("There is no product to choose."), T("Which product?")),
            NameKind.Supplier => (T("There is no supplier to choose."), T("Which supplier?")),
            NameKind.Location => (T("There is no location to choose."), T("Which location?")),
            NameKind.Category => (T("There is no category to choose."), T("Which category?")),
            NameKind.Order => (T("There is no order to choose."), T("Which order?")),
            _ => (T("There is no person to choose."), T("Which person?")),
        };

    /// <summary>With the arrow keys, and by typing a part of it.</summary>
    public static async Task<string> AskAsync(
        Shell shell,
        string title,
        IReadOnlyList<Named> names,
        CancellationToken ct
    )
    {
        var wide = names.Max(named => named.Code.Length);
        var prompt = new SelectionPrompt<Named>()
            .Title(title)
            .PageSize(Lines)
            .EnableSearch()
            .UseConverter(named => Markup.Escape($"{named.Code.PadRight(wide)}  {Output.Cells.Text(named.Text ?? "")}"))
            .AddChoices(names);
        return (await prompt.ShowAsync(shell.ErrorConsole(), ct)).Code;
    }
}
