using SmartInventory.Contracts.Csv;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.Files;

/// <summary>Says what kind of file it is: as asked for, or by its header.</summary>
public static class KindFinder
{
    // What columns are called in files, the likeliest first.
    private static readonly (string Field, string[] Words)[] Guesses =
    [
        ("sku", ["SKU", "ITEMCODE", "ARTICLE", "ARTIKEL", "PRODUCTID", "PRODUCT", "ITEM", "CODE", "ASIN"]),
        ("quantity", ["QUANTITY", "QTY", "UNITS", "PIECES", "SOLD", "SALES", "COUNT", "MENGE", "ANZAHL"]),
        ("soldAt", ["SOLDAT", "DATETIME", "TIMESTAMP", "DATE", "DATUM", "CREATED", "TIME", "DAY"]),
    ];

    /// <param name="file">The file, for what settings are called in messages.</param>
    /// <param name="header">The header of the file.</param>
    /// <param name="preset">The preset that is asked for.</param>
    /// <param name="mapping">The mapping that is asked for, with its name.</param>
    /// <param name="apply">Puts what the options say into a mapping.</param>
    /// <param name="maps">The options say which columns to take.</param>
    /// <param name="says">The options say anything of a mapping.</param>
    /// <returns>Null when nobody says what it is and nothing in the header does.</returns>
    public static SalesKind? Find(
        TableFile file,
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
            return Users("import", $"read by {file.Say("map")}", apply(new SalesMapping()));

        if ((preset ?? SalesKinds.Recognise(header)) is not { } kind)
            return null;
        var missing = kind.Columns.Where(column => !header.Has(column)).ToList();
        if (missing.Count > 0 && kind.Mapping is not null)
            throw new ImportException(
                $"The columns are not those of {kind.Help}. Missing: {string.Join(", ", missing)}. "
                    + $"The columns are {header}."
            );
        if (kind.Mapping is { } known)
        {
            // Of a known kind a column may be missing, but none that the user names.
            foreach (var (use, source) in apply(new SalesMapping()).Sources)
                header.Places(source, file.Say(use));
            return says ? kind with { Mapping = apply(known) } : kind;
        }

        return says
            ? throw new ImportException(
                $"What stands where in {kind.Help} is known: it takes no {file.Say("map")} and the like."
            )
            : kind;
    }

    /// <summary>A kind of the user's own: whatever its mapping names must be there.</summary>
    /// <param name="channel">Of the sales, where the mapping names none.</param>
    /// <param name="help">What it is, in half a line.</param>
    /// <param name="mapping">What stands where.</param>
    public static SalesKind Users(string channel, string help, SalesMapping mapping) =>
        new(channel, help, [], mapping with { Channel = mapping.Channel ?? channel }) { IsUsers = true };

    /// <summary>The API's own format, row for row: nothing is left to be understood here.</summary>
    public static bool IsRaw(SalesKind kind, FileHeader header) =>
        kind == SalesKinds.Own && header.Has(SaleField.ExternalId.Name());

    /// <summary>The fields that a mapping should have, each with the column that may be it; null for none.</summary>
    public static IEnumerable<(string Field, string? Column)> Guess(FileHeader header) =>
        Guesses.Select(guess => (guess.Field, Guess(header, guess.Words)));

    private static string? Guess(FileHeader header, string[] words)
    {
        foreach (var word in words)
        {
            foreach (var name in header.Names)
            {
                if (HeaderName.Plain(name).Contains(word, StringComparison.Ordinal))
                    return name.Trim();
            }
        }

        return null;
    }
}
