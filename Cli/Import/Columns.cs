using System.Text;
using SmartInventory.Cli.Hosting;

namespace SmartInventory.Cli.Import;

/// <summary>Finds the columns of a format in a file's header, and names every one that is wrong.</summary>
internal static class Columns
{
    /// <param name="header">A reader that stands on the header.</param>
    /// <param name="format">Its name, for the message.</param>
    /// <param name="required">Columns that must be there.</param>
    /// <param name="optional">Columns that may be there.</param>
    /// <returns>For each required, then each optional column its place in the file; -1 when it is not there.</returns>
    public static int[] Bind(
        CsvReader header,
        string format,
        IReadOnlyList<string> required,
        IReadOnlyList<string> optional
    )
    {
        var names = new List<string>();
        for (var i = 0; i < header.Count; i++)
            names.Add(Encoding.UTF8.GetString(header[i]).Trim());

        string[] known = [.. required, .. optional];
        var missing = required.Where(column => !names.Contains(column, StringComparer.OrdinalIgnoreCase)).ToList();
        var extra = names.Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)).ToList();
        var twice = names
            .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() > 1)
            .Select(group => group.Key)
            .ToList();
        if (missing.Count + extra.Count + twice.Count == 0)
            return
            [
                .. known.Select(column =>
                    names.FindIndex(name => string.Equals(name, column, StringComparison.OrdinalIgnoreCase))
                ),
            ];

        var message = new StringBuilder("The columns are not those of ").Append(format).Append('.');
        Append(message, " Missing: ", missing);
        Append(message, " Not expected: ", extra);
        Append(message, " More than once: ", twice);
        message.Append(" Expected: ").AppendJoin(", ", required);
        if (optional.Count > 0)
            message.Append("; optional: ").AppendJoin(", ", optional);
        throw new Failure(message.Append('.').ToString());
    }

    private static void Append(StringBuilder message, string words, List<string> names)
    {
        if (names.Count > 0)
            message
                .Append(words)
                .AppendJoin(", ", names.Select(name => name.Length == 0 ? "(a column without a name)" : name))
                .Append('.');
    }
}
