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

    /// <summary>What stands where a code is, and cannot be one.</summary>
    public static string NoCode(string column, string? text) =>
        T(
            $"{column} '{text}' must be 1 to 32 characters of letters, digits, '.', '-' or '_', "
                + $"beginning with a letter or digit"
        );

    /// <summary>Nothing says what kind of file this is: what to say of it, with columns that may fit.</summary>
    public static Failure Unknown(FileHeader header)
    {
        var text = new StringBuilder(T($"The kind of file is not known. Its columns are {header}."));
        if (SalesKinds.Closest(header) is { } closest)
        {
            var missing = closest.Columns.Where(column => !header.Has(column)).Select(name => $"'{name}'");
            text.Append('\n')
                .Append(T($"Closest is {closest.Word} ({closest.Help}), without {string.Join(", ", missing)}."));
        }
        text.Append('\n').Append(T("Say which columns to take, for example:")).Append("\n  inv import sales FILE");
        foreach (var (field, column) in KindFinder.Guess(header))
            text.Append(" --map ").Append(field).Append("=\"").Append(column ?? "COLUMN").Append('"');
        return new Failure(text.ToString());
    }
}
