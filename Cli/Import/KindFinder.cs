using System.Text;
using SmartInventory.Cli.Hosting;
using SmartInventory.Contracts.Csv;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.Cli.Import;

/// <summary>Says what kind of file it is: as asked for, or by its header.</summary>
internal static class KindFinder
{
    // What columns are called in files; the first that fits is the example.
    private static readonly (string Field, string[] Words)[] Guesses =
    [
        ("sku", ["SKU", "ITEMCODE", "ARTICLE", "PRODUCTID", "PRODUCT", "ITEM", "CODE", "ASIN"]),
        ("quantity", ["QUANTITY", "QTY", "UNITS", "PIECES", "SOLD", "SALES", "COUNT"]),
        ("soldAt", ["SOLDAT", "DATETIME", "TIMESTAMP", "DATE", "CREATED", "TIME", "DAY"]),
    ];

    /// <param name="header">The header of the file.</param>
    /// <param name="preset">The preset that is asked for.</param>
    /// <param name="mapping">The mapping that is asked for, with its name.</param>
    /// <param name="apply">Puts what the options say into a mapping.</param>
    /// <param name="maps">The options say which columns to take.</param>
    /// <param name="says">The options say anything of a mapping.</param>
    public static SalesKind Find(
        FileHeader header,
        SalesKind? preset,
        (string Name, SalesMapping Mapping)? mapping,
        Func<SalesMapping, SalesMapping> apply,
        bool maps,
        bool says
    )
    {
        if (mapping is { } kept)
            return Users(kept.Name, $"read by the mapping {kept.Name}", apply(kept.Mapping));
        if (preset is null && maps)
            return Users("import", "read by --map", apply(new SalesMapping()));

        var kind = preset ?? SalesKinds.Recognise(header) ?? throw Unknown(header);
        var missing = kind.Columns.Where(column => !header.Has(column)).ToList();
        if (missing.Count > 0 && kind.Mapping is not null)
            throw new Failure(
                $"The columns are not those of {kind.Help}. Missing: {string.Join(", ", missing)}. "
                    + $"The columns are {header}."
            );
        if (kind.Mapping is { } known)
        {
            // Of a known kind a column may be missing, but none that the user names.
            foreach (var (use, source) in apply(new SalesMapping()).Sources)
                header.Places(source, use);
            return says ? kind with { Mapping = apply(known) } : kind;
        }

        return says
            ? throw new Failure($"What stands where in {kind.Help} is known: it takes no --map and the like.")
            : kind;
    }

    /// <summary>The API's own format, row for row: nothing is left to be understood here.</summary>
    public static bool IsRaw(SalesKind kind, FileHeader header) =>
        kind == SalesKinds.Own && header.Has(SaleField.ExternalId.Name());

    private static SalesKind Users(string channel, string help, SalesMapping mapping) =>
        new(channel, help, [], mapping with { Channel = mapping.Channel ?? channel }) { IsUsers = true };

    private static Failure Unknown(FileHeader header)
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
        foreach (var (field, words) in Guesses)
            text.Append(" --map ").Append(field).Append("=\"").Append(Guess(header, words)).Append('"');
        return new Failure(text.ToString());
    }

    private static string Guess(FileHeader header, string[] words)
    {
        foreach (var word in words)
        {
            foreach (var name in header.Names)
            {
                if (HeaderName.Plain(name).Contains(word, StringComparison.Ordinal))
                    return name.Trim();
            }
        }

        return "COLUMN";
    }
}
