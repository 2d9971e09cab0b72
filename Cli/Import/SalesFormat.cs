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
    public LocationTime? SoldAt;
    public bool IsReturn;
}

/// <summary>Why a row is no sale: the word it is counted under, and the reason in words.</summary>
internal readonly record struct Rejection(string Reason, string Detail);

/// <summary>
/// How rows of one kind of foreign file become sales. It keeps state over a file, so each reading needs a new one. A
/// file
/// in the API's own format needs none: only the server judges it.
/// </summary>
internal abstract class SalesFormat(FileNumbers numbers)
{
    /// <summary>The rule of the file's numbers.</summary>
    public FileNumbers Numbers => numbers;

    /// <summary>The location that the sales need.</summary>
    public abstract CreateLocation Location { get; }

    /// <summary>The products that the observed sales need, in the order of the file.</summary>
    public abstract IEnumerable<CreateProduct> Products { get; }

    /// <summary>Finds the columns; ends with a failure that names those that are wrong.</summary>
    public abstract void Bind(CsvReader header);

    /// <summary>The sale in the current record, or why it is none.</summary>
    public abstract Rejection? Map(CsvReader record, ref SaleRow sale);

    /// <summary>Notes what <see cref="Products"/> needs of a row that became a sale.</summary>
    public abstract void Observe(CsvReader record, ref SaleRow sale);
}

/// <summary>A kind of foreign file that <c>inv import sales --preset</c> knows.</summary>
/// <param name="Word">What it is asked for by.</param>
/// <param name="Help">What it is, in half a line.</param>
/// <param name="Create">Makes a format for one reading of a file.</param>
internal sealed record SalesPreset(string Word, string Help, Func<FileNumbers, SalesFormat> Create);

internal static class SalesFormats
{
    /// <summary>All presets: the command, its help and its completion know a new one from its line here.</summary>
    public static IReadOnlyList<SalesPreset> All { get; } =
    [new("online-retail", "the UCI Online Retail file", numbers => new OnlineRetailFormat(numbers))];

    public static SalesPreset? Find(string? word) => All.FirstOrDefault(preset => preset.Word == word);
}
