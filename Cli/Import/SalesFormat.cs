using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Cli.Import;

/// <summary>One line, ready to be sent. Empty spans and nulls are left to the server's defaults.</summary>
internal ref struct SaleRow
{
    public ReadOnlySpan<char> Sku;
    public ReadOnlySpan<byte> Location;
    public ReadOnlySpan<byte> Channel;
    public ReadOnlySpan<byte> ExternalId;
    public ReadOnlySpan<byte> Customer;
    public decimal Quantity;
    public decimal? UnitPrice;

    /// <summary>Money for all of the line, where that is what the file says.</summary>
    public decimal? LineTotal;
    public LocationTime? SoldAt;
    public bool IsReturn;
}

/// <summary>Why a row is no sale: the word it is counted under, and the reason in words.</summary>
internal readonly record struct Rejection(string Reason, string Detail);

/// <summary>How one file writes things, for one reading of it.</summary>
/// <param name="Numbers">Its numbers.</param>
/// <param name="Dates">Its dates.</param>
/// <param name="Codes">What it calls locations, to their codes where those are others.</param>
internal sealed record FileRules(FileNumbers Numbers, FileDates Dates, IReadOnlyDictionary<string, string> Codes);

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

/// <summary>A kind of file that <c>inv import sales</c> knows.</summary>
/// <param name="Word">What it is asked for by.</param>
/// <param name="Help">What it is, in half a line.</param>
/// <param name="Columns">The columns by which it is recognised.</param>
/// <param name="Mapping">What stands where; null where that takes code.</param>
/// <param name="Code">The code, where it takes some.</param>
internal sealed record SalesKind(
    string Word,
    string Help,
    string[] Columns,
    SalesMapping? Mapping,
    Func<FileRules, SalesFormat>? Code = null
)
{
    /// <summary>A mapping of the user's own: whatever it names must be there.</summary>
    public bool IsUsers { get; init; }

    /// <summary>Makes a format for one reading of a file.</summary>
    public SalesFormat Create(FileRules rules) => Code?.Invoke(rules) ?? new MappedFormat(Mapping!, IsUsers, rules);
}
