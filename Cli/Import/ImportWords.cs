using System.Text;
using SmartInventory.Cli.Hosting;

namespace SmartInventory.Cli.Import;

/// <summary>What a terminal says of a file: settings are options here.</summary>
internal static class ImportWords
{
    /// <summary>The <see cref="Wording"/> of a terminal: fields have names, all else are options.</summary>
    public static string Of(string setting, string? value)
    {
        var name = setting is "decimal" or "date-format" or "encoding" or "skip" or "returns" or "map"
            ? $"--{setting}"
            : setting;
        return value is null ? name : $"{name} {value}";
    }

    /// <summary>Nothing says what kind of file this is: what to say of it, with columns that may fit.</summary>
    public static Failure Unknown(FileHeader header)
    {
        var text = new StringBuilder("The kind of file is not known. Its columns are ").Append(header).Append('.');
        if (SalesKinds.Closest(header) is { } closest)
            text.Append("\nClosest is ")
                .Append(closest.Word)
                .Append(" (")
                .Append(closest.Help)
                .Append("), without ")
                .AppendJoin(", ", closest.Columns.Where(column => !header.Has(column)).Select(name => $"'{name}'"))
                .Append('.');
        text.Append("\nSay which columns to take, for example:\n  inv import sales FILE");
        foreach (var (field, column) in KindFinder.Guess(header))
            text.Append(" --map ").Append(field).Append("=\"").Append(column ?? "COLUMN").Append('"');
        return new Failure(text.ToString());
    }
}
