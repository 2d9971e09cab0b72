using System.CommandLine;

namespace SmartInventory.Cli.Hosting;

/// <summary>What was typed and is not known, with what was probably meant.</summary>
internal static class Typos
{
    private const int Shown = 3;

    /// <summary>What is wrong with a line, a sentence each.</summary>
    /// <param name="parsed">The line.</param>
    /// <param name="path">The command that was understood, as it is typed.</param>
    /// <param name="commands">The names of all commands, of which only those that the line names were made.</param>
    public static IEnumerable<string> Explain(ParseResult parsed, string path, IReadOnlyList<string> commands)
    {
        var command = parsed.CommandResult.Command;
        var verbs = command is RootCommand ? commands : [.. command.Subcommands.Select(verb => verb.Name)];
        var unknown = parsed.UnmatchedTokens;
        var said = false;
        for (var i = 0; i < unknown.Count; i++)
        {
            var option = unknown[i].StartsWith('-');
            // What follows an option that is not known may be its value.
            if (!option && ((i > 0 && unknown[i - 1].StartsWith('-')) || said))
                continue;
            said = true;
            if (!option && verbs.Count == 0)
                yield return T($"'{path}' takes no more: '{unknown[i]}' is too much.");
            else if (option)
                yield return DidYouMean(unknown[i], Options(command)) is { } meant
                    ? T($"'{path}' has no option '{unknown[i]}'. Did you mean {meant}?")
                    : T($"'{path}' has no option '{unknown[i]}'.");
            else
                yield return DidYouMean(unknown[i], verbs) is { } meant
                    ? T($"'{path}' has no command '{unknown[i]}'. Did you mean {meant}?")
                    : T($"'{path}' has no command '{unknown[i]}'.");
        }

        foreach (var error in parsed.Errors)
        {
            if (unknown.Any(token => error.Message.Contains($"'{token}'", StringComparison.Ordinal)))
                continue;
            if (verbs.Count == 0)
                yield return error.Message;
            else if (!said)
                yield return T($"'{path}' needs one of: {string.Join(", ", verbs)}.");
        }
    }

    /// <summary>A word that looks like a command and is none; null where nothing is near.</summary>
    public static string? Unknown(string word, IEnumerable<string> commands) =>
        DidYouMean(word, commands) is { } meant ? T($"'inv' has no command '{word}'. Did you mean {meant}?") : null;

    /// <summary>What was probably meant: one, or one of several. Null where nothing is near.</summary>
    private static string? DidYouMean(string word, IEnumerable<string> names) =>
        Near(word, names) is { Count: > 0 } near ? near.Aggregate((all, next) => T($"{all} or {next}")) : null;

    /// <summary>The names that look like a word, the nearest first.</summary>
    public static IReadOnlyList<string> Near(string word, IEnumerable<string> names) =>
        [
            .. names
                .Select(name => (Name: name, Steps: Steps(word.ToLowerInvariant(), name.ToLowerInvariant())))
                .Where(near =>
                    near.Steps <= Math.Max(1, near.Name.TrimStart('-').Length / 3)
                    || (word.Length > 2 && near.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                )
                .OrderBy(near => near.Steps)
                .ThenBy(near => near.Name, StringComparer.Ordinal)
                .Take(Shown)
                .Select(near => near.Name),
        ];

    private static IEnumerable<string> Options(Command command) =>
        command
            .Options.Concat(command.Parents.OfType<Command>().SelectMany(Recursive))
            .Select(option => option.Name)
            .Distinct();

    private static IEnumerable<Option> Recursive(Command command) =>
        command
            .Options.Where(option => option.Recursive)
            .Concat(command.Parents.OfType<Command>().SelectMany(Recursive));

    /// <summary>
    /// Letters to add, to leave out, to replace, or neighbours to swap (optimal string alignment).
    /// </summary>
    private static int Steps(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                d[i, j] = Math.Min(
                    Math.Min(d[i - 1, j], d[i, j - 1]) + 1,
                    d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
                );
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }
}
