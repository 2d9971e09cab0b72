using SmartInventory.Contracts.Csv;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.Files;

/// <summary>Says what kind of file it is: as asked for, or by its header.</summary>
public static class KindFinder
{
    // What columns are called in files, the likeliest first. What every mapping needs is also found within a longer
    // name; the rest has to be called exactly so, since it would be taken unasked.
    private static readonly (string Field, bool Within, string[] Words)[] Guesses =
    [
        (
            "sku",
            true,
            [
                "SKU",
                "ITEMCODE",
                "ARTICLE",
                "ARTIKEL",
                "ARTÍCULO",
                "ARTICULO",
                "REFERENCIA",
                "PRODUCTID",
                "PRODUCT",
                "ITEM",
                "CODE",
                "CÓDIGO",
                "CODIGO",
                "ASIN",
            ]
        ),
        (
            "quantity",
            true,
            [
                "QUANTITY",
                "QTY",
                "CANTIDAD",
                "UNITS",
                "UNIDADES",
                "PIECES",
                "PIEZAS",
                "SOLD",
                "VENDID",
                "SALES",
                "COUNT",
                "MENGE",
                "ANZAHL",
            ]
        ),
        (
            "soldAt",
            true,
            ["SOLDAT", "DATETIME", "TIMESTAMP", "DATE", "FECHA", "DATUM", "CREATED", "TIME", "DAY", "DÍA", "DIA"]
        ),
        ("time", false, ["TIME", "HORA", "UHRZEIT", "ZEIT"]),
        ("unitPrice", false, ["UNITPRICE", "PRICE", "PRECIOUNITARIO", "PRECIO", "PREIS", "EINZELPREIS"]),
        ("lineTotal", false, ["LINETOTAL", "AMOUNT", "SUM", "IMPORTE", "BETRAG", "SUMME"]),
        (
            "location",
            false,
            ["LOCATION", "STORE", "SHOP", "BRANCH", "UBICACIÓN", "UBICACION", "TIENDA", "SUCURSAL", "FILIALE"]
        ),
        (
            "name",
            false,
            [
                "NAME",
                "PRODUCTNAME",
                "DESCRIPTION",
                "NOMBRE",
                "DESCRIPCIÓN",
                "DESCRIPCION",
                "BEZEICHNUNG",
                "BESCHREIBUNG",
            ]
        ),
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
            return Users(kept.Name, T($"read by the mapping {kept.Name}"), apply(kept.Mapping));
        if (preset is null && maps)
            return Users("import", T($"read by {file.Say("map")}"), apply(new SalesMapping()));

        if ((preset ?? SalesKinds.Recognise(header)) is not { } kind)
            return null;
        var missing = kind.Columns.Where(column => !header.Has(column)).ToList();
        if (missing.Count > 0 && kind.Mapping is not null)
            throw new ImportException(
                T(
                    $"The columns are not those of {kind.Help}. Missing: {string.Join(", ", missing)}. "
                        + $"The columns are {header}."
                )
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
                T($"What stands where in {kind.Help} is known: it takes no {file.Say("map")} and the like.")
            )
            : kind;
    }

    /// <summary>A kind of the user's own: whatever its mapping names must be there.</summary>
    /// <param name="channel">Of the sales, where the mapping names none.</param>
    /// <param name="help">What it is, in half a line.</param>
    /// <param name="mapping">What stands where.</param>
    public static SalesKind Users(string channel, string help, SalesMapping mapping) =>
        new(channel, () => help, [], mapping with { Channel = mapping.Channel ?? channel }) { IsUsers = true };

    /// <summary>The API's own format, row for row: nothing is left to be understood here.</summary>
    public static bool IsRaw(SalesKind kind, FileHeader header) =>
        kind == SalesKinds.Own && header.Has(SaleField.ExternalId.Name());

    /// <summary>
    /// The fields of a mapping, each with the column that may be it. What a mapping cannot do without is always there,
    /// with null where nothing fits; the others only where a column is called so.
    /// </summary>
    public static IReadOnlyList<(string Field, string? Column)> Guess(FileHeader header)
    {
        var left = header.Names.ToList();
        var found = new List<(string Field, string? Column)>();
        foreach (var (field, within, words) in Guesses)
        {
            var column = Guess(left, words, within);
            if (column is null && !within)
                continue;
            left.Remove(column!);
            found.Add((field, column?.Trim()));
        }

        string? Of(string field) => found.Find(guess => guess.Field == field).Column;
        // A clock beside a calendar is one moment with it; a price says what the line's sum is.
        if (Of("time") is { } time && Of("soldAt") is { } day)
            found[found.FindIndex(guess => guess.Field == "soldAt")] = ("soldAt", $"{day}+{time}");
        var priced = Of("unitPrice") is not null;
        found.RemoveAll(guess => guess.Field == "time" || (priced && guess.Field == "lineTotal"));
        return found;
    }

    private static string? Guess(List<string> names, string[] words, bool within) =>
        words
            .SelectMany(word =>
                names.Where(name =>
                    HeaderName.Plain(name) is var plain
                    && (within ? plain.Contains(word, StringComparison.Ordinal) : plain == word)
                )
            )
            .FirstOrDefault();
}
