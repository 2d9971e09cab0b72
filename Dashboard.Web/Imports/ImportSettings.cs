using SmartInventory.Contracts.Csv;
using SmartInventory.Files;

namespace SmartInventory.Dashboard.Web.Imports;

/// <summary>How a file is to be read.</summary>
/// <param name="Kind">The word of a known kind, <see cref="Own"/>, or the name of a saved mapping after
/// <see cref="Saved"/>.</param>
/// <param name="Mapping">What stands where.</param>
/// <param name="Mark">What stands before the decimals; null to find out.</param>
/// <param name="Encoding">The encoding of its text.</param>
/// <param name="Create">Products and locations that are missing are created.</param>
public sealed record ImportSettings(
    string Kind,
    SalesMapping Mapping,
    DecimalMark? Mark,
    FileEncoding Encoding,
    bool Create
)
{
    /// <summary>A mapping that is chosen on the page.</summary>
    public const string Own = "own";

    /// <summary>Before the name of a saved mapping.</summary>
    public const string Saved = "saved:";

    /// <summary>By what the header shows: the kind, or columns that may fit.</summary>
    public static ImportSettings For(FileHeader? header, FileEncoding encoding = FileEncoding.Utf8) =>
        header is not null && SalesKinds.Recognise(header) is { } known
            ? For(known, encoding)
            : new ImportSettings(Own, header is null ? new SalesMapping() : Guess(header), null, encoding, true);

    public static ImportSettings For(SalesKind kind, FileEncoding encoding) =>
        new(kind.Word, kind.Mapping ?? new SalesMapping(), null, encoding, kind != SalesKinds.Own);

    /// <summary>What to read the file as.</summary>
    /// <exception cref="ImportException">It cannot be read so: the message says why.</exception>
    public SalesKind Resolve(FileHeader header)
    {
        if (SalesKinds.Find(Kind) is not { } known)
        {
            Require(Mapping.Sku, "sku");
            Require(Mapping.Quantity, "quantity");
            return Kind.StartsWith(Saved, StringComparison.Ordinal)
                ? KindFinder.Users(Kind[Saved.Length..], T($"read by the mapping {Kind[Saved.Length..]}"), Mapping)
                : KindFinder.Users("import", T("read by the columns that are chosen below"), Mapping);
        }

        var missing = known.Columns.Where(column => !header.Has(column)).ToList();
        if (missing.Count > 0)
            throw new ImportException(
                T($"The columns are not those of {known.Help}. Missing: {string.Join(", ", missing)}.")
            );
        if (known.Mapping is not { } usual || Mapping == usual)
            return known;
        // Of a known kind a column may be missing, but none that somebody names here.
        foreach (var (use, source) in Mapping.Sources.Except(usual.Sources))
            header.Places(source, FormWords.Of(use, null));
        return known with { Mapping = Mapping };
    }

    private static void Require(string? source, string field)
    {
        if (source is null)
            throw new ImportException(
                T($"Which column is {FormWords.Of(field, null)}? Choose it, and read the file again.")
            );
    }

    private static SalesMapping Guess(FileHeader header) =>
        KindFinder
            .Guess(header)
            .Where(guess => guess.Column is not null)
            .Aggregate(
                new SalesMapping(),
                (mapping, guess) => SalesMapping.Fields[guess.Field](mapping, guess.Column!)
            );
}
