using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Files;

/// <summary>One line, ready to be sent. Empty spans and nulls are left to the server's defaults.</summary>
public ref struct SaleRow
{
    public ReadOnlySpan<char> Sku { get; set; }
    public ReadOnlySpan<byte> Location { get; set; }
    public ReadOnlySpan<byte> Channel { get; set; }
    public ReadOnlySpan<byte> ExternalId { get; set; }
    public ReadOnlySpan<byte> Customer { get; set; }

    /// <summary>What was bought at once.</summary>
    public ReadOnlySpan<byte> Receipt { get; set; }
    public decimal Quantity { get; set; }
    public decimal? UnitPrice { get; set; }

    /// <summary>Money for all of the line, where that is what the file says.</summary>
    public decimal? LineTotal { get; set; }

    /// <summary>Money off the line as a whole.</summary>
    public decimal? Discount { get; set; }

    /// <summary>Sold while a promotion ran.</summary>
    public bool? Promotion { get; set; }
    public LocationTime? SoldAt { get; set; }
    public bool IsReturn { get; set; }
}

/// <summary>Why a row is no sale.</summary>
/// <param name="Reason">The word it is counted under.</param>
/// <param name="Detail">The reason in words.</param>
/// <param name="Column">The column that is to blame, or several joined by +; null where none is.</param>
public readonly record struct Rejection(string Reason, string Detail, string? Column = null);

/// <summary>How one file writes things, for one reading of it.</summary>
/// <param name="Numbers">Its numbers.</param>
/// <param name="Dates">Its dates.</param>
/// <param name="Codes">What it calls locations, to their codes where those are others.</param>
/// <param name="Say">What settings are called in messages.</param>
internal sealed record FileRules(
    FileNumbers Numbers,
    FileDates Dates,
    IReadOnlyDictionary<string, string> Codes,
    Wording Say
);

/// <summary>
/// How rows of one kind of file become sales. It keeps state over a file, so each reading needs a new one.
/// </summary>
internal abstract class SalesFormat(FileNumbers numbers, FileDates dates)
{
    protected FileNumbers Numbers => numbers;

    protected FileDates Dates => dates;

    /// <summary>The locations that the sales need, named as in the file.</summary>
    public abstract IEnumerable<CreateLocation> Locations { get; }

    /// <summary>The products that the observed sales need, in the order of the file.</summary>
    public abstract IEnumerable<CreateProduct> Products { get; }

    /// <summary>Finds the columns; ends with a failure that names those that are wrong.</summary>
    public abstract void Bind(RecordReader reader);

    /// <summary>The sale in the current record, or why it is none.</summary>
    public abstract Rejection? Map(RecordReader record, ref SaleRow sale);

    /// <summary>Notes what <see cref="Products"/> needs of a row that became a sale.</summary>
    public abstract void Observe(RecordReader record, ref SaleRow sale);
}

/// <summary>A kind of file that the import knows.</summary>
/// <param name="Word">What it is asked for by.</param>
/// <param name="Says">What it is, in half a line, in the reader's language.</param>
/// <param name="Columns">The columns by which it is recognised.</param>
/// <param name="Mapping">What stands where; null where that takes code.</param>
public sealed record SalesKind(string Word, Func<string> Says, IReadOnlyList<string> Columns, SalesMapping? Mapping)
{
    /// <summary>What it is, in half a line, in the reader's language.</summary>
    public string Help => Says();

    /// <summary>The code, where it takes some.</summary>
    internal Func<FileRules, SalesFormat>? Code { get; init; }

    /// <summary>A mapping of the user's own: whatever it names must be there.</summary>
    public bool IsUsers { get; init; }

    /// <summary>Makes a format for one reading of a file.</summary>
    internal SalesFormat Create(FileRules rules) => Code?.Invoke(rules) ?? new MappedFormat(Mapping!, IsUsers, rules);
}
