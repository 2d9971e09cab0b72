using System.ComponentModel.DataAnnotations;

namespace SmartInventory.Contracts.Sales;

public enum SaleKind
{
    Sale,
    Return,
}

/// <summary>One line as it was stored.</summary>
public sealed record SaleResponse
{
    public required Guid Id { get; init; }

    /// <summary>Where it came from; unique together with <see cref="ExternalId"/>.</summary>
    public required string Channel { get; init; }

    public required string ExternalId { get; init; }
    public required SaleKind Kind { get; init; }
    public required string Sku { get; init; }
    public required string Location { get; init; }

    /// <summary>
    /// Positive; <see cref="Kind"/> says which way it went. Below zero in a line that takes another back, see
    /// <see cref="VoidOf"/>, as are <see cref="Discount"/> and <see cref="Amount"/>.
    /// </summary>
    public required decimal Quantity { get; init; }

    public required decimal UnitPrice { get; init; }

    /// <summary>Money off the line as a whole; 0 where there was none.</summary>
    public decimal Discount { get; init; }

    /// <summary>
    /// Money of the line: <see cref="Quantity"/> x <see cref="UnitPrice"/> to four digits, less
    /// <see cref="Discount"/>.
    /// </summary>
    public required decimal Amount { get; init; }

    /// <summary>Sold while a promotion ran.</summary>
    public bool Promotion { get; init; }

    /// <summary>What was bought at once: the number of a till's receipt, an invoice or an order.</summary>
    public string? Receipt { get; init; }

    public required DateTimeOffset SoldAt { get; init; }

    /// <summary>Calendar day in the location's time zone.</summary>
    public required DateOnly Day { get; init; }

    public string? Customer { get; init; }

    /// <summary>The sale that this line returns, when known.</summary>
    public Guid? ReturnOf { get; init; }

    /// <summary>
    /// The line that this one takes back, as though it had never been: the same in everything, with the signs turned.
    /// </summary>
    public Guid? VoidOf { get; init; }

    /// <summary>The line that took this one back; null while it counts.</summary>
    public Guid? VoidedBy { get; init; }

    /// <summary>Why goods came back, or a line was taken back, in the line that does it.</summary>
    public string? Reason { get; init; }

    /// <summary>The import that brought it.</summary>
    public Guid? Import { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The name of the person or token that recorded it; null for lines of before anybody signed in.</summary>
    public string? RecordedBy { get; init; }
}

/// <summary>
/// A sale or return to record. Required: <see cref="Sku"/> and <see cref="Quantity"/> (above zero).
/// </summary>
public sealed record RecordSale
{
    [Required]
    public string? Sku { get; init; }

    /// <summary>
    /// Default: the only location that sold this SKU before, else the only location there is; otherwise required.
    /// </summary>
    public string? Location { get; init; }

    [Required]
    public decimal? Quantity { get; init; }

    /// <summary>Default sale.</summary>
    public SaleKind? Kind { get; init; }

    /// <summary>Default: the product's price.</summary>
    public decimal? UnitPrice { get; init; }

    /// <summary>Default now; at most a day ahead. Without an offset it is on the location's clock.</summary>
    public LocationTime? SoldAt { get; init; }

    /// <summary>Default "manual". 1 to 32 characters of a-z, 0-9 and dash.</summary>
    public string? Channel { get; init; }

    /// <summary>The line's own name in its channel, 1 to 100 characters; default a new one.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Who bought it, as the shop names customers; up to 200 characters.</summary>
    public string? Customer { get; init; }

    /// <summary>Money off the line as a whole, at most quantity x unit price; default 0.</summary>
    public decimal? Discount { get; init; }

    /// <summary>Sold while a promotion ran; default false.</summary>
    public bool? Promotion { get; init; }

    /// <summary>
    /// What was bought at once: the number of a till's receipt, an invoice or an order; up to 64 characters. It is no
    /// part of the line's name.
    /// </summary>
    public string? Receipt { get; init; }
}

/// <summary>At most <see cref="Limits.MaxBatch"/> lines.</summary>
public sealed record RecordSales
{
    public BatchMode? Mode { get; init; }

    [Required]
    public IReadOnlyList<RecordSale>? Sales { get; init; }
}

/// <summary>Goods of one recorded sale came back.</summary>
public sealed record ReturnSale
{
    /// <summary>Above zero and not more than was sold minus what came back already.</summary>
    [Required]
    public decimal? Quantity { get; init; }

    /// <summary>Default now; not before the sale. Without an offset it is on the location's clock.</summary>
    public LocationTime? SoldAt { get; init; }

    /// <summary>The return's own name in the sale's channel; default a new one.</summary>
    public string? ExternalId { get; init; }

    /// <summary>Why they came back, for who reads the history; up to 200 characters.</summary>
    public string? Reason { get; init; }
}

/// <summary>Takes a line back that should never have been recorded.</summary>
public sealed record VoidSale
{
    /// <summary>Why, for who reads the history; up to 200 characters.</summary>
    public string? Reason { get; init; }
}

/// <summary>The name under which an import is found again.</summary>
public sealed record BeginImport
{
    /// <summary>1 to 200 characters, such as the file's name.</summary>
    [Required]
    public string? Name { get; init; }
}

public enum ImportState
{
    /// <summary>It takes rows, or was left without an end.</summary>
    Open,
    Finished,

    /// <summary>All of its lines were taken back.</summary>
    Undone,
}

/// <summary>An import of sales: the lines that came together and can be taken back together.</summary>
/// <param name="Id">What its rows are sent with.</param>
/// <param name="Name">What it was called when it began.</param>
/// <param name="State">Whether it goes on.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="FinishedAt">When it was said to be complete.</param>
/// <param name="UndoneAt">When it was taken back.</param>
/// <param name="Read">Rows read: Accepted + Returns + Duplicates + Rejected.</param>
/// <param name="Accepted">Sale lines stored.</param>
/// <param name="Returns">Return lines stored.</param>
/// <param name="Duplicates">Lines that were stored before.</param>
/// <param name="Rejected">Rows that were refused.</param>
public sealed record SalesImportResponse(
    Guid Id,
    string Name,
    ImportState State,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    DateTimeOffset? UndoneAt,
    long Read,
    long Accepted,
    long Returns,
    long Duplicates,
    long Rejected
);

/// <summary>
/// What a streamed import did. <c>Read = Accepted + Returns + Duplicates + sum of Rejected</c>, always.
/// </summary>
/// <param name="Read">Rows read.</param>
/// <param name="Accepted">Sale lines stored; in a dry run, that would be.</param>
/// <param name="Returns">Return lines stored; in a dry run, that would be.</param>
/// <param name="Duplicates">Lines that were stored before: (channel, external id) known.</param>
/// <param name="Rejected">
/// Reason to count. Reasons are short fixed words: the field that is wrong, as <see cref="SaleFields.Word"/> spells it,
/// or "unknown-sku", "unknown-location", "archived-product", "archived-location", "unknown-field", "columns".
/// </param>
/// <param name="Rejects">The first rejected rows, as many as were asked for.</param>
public sealed record ImportReport(
    long Read,
    long Accepted,
    long Returns,
    long Duplicates,
    IReadOnlyDictionary<string, long> Rejected,
    IReadOnlyList<RejectedRow> Rejects
);

/// <param name="Row">One-based row in the body, not counting a header.</param>
/// <param name="Reason">The reason it is counted under.</param>
/// <param name="Detail">Field and reason in words.</param>
public sealed record RejectedRow(long Row, string Reason, string Detail);

/// <summary>Sales of one day. Filtered by SKU and location, or over all.</summary>
public sealed record DailySales(DateOnly Day, decimal UnitsSold, decimal UnitsReturned, decimal Revenue, long Lines);

/// <summary>What sales are added up by. Days are demand days, hours those on the location's clock.</summary>
public enum SalesPeriod
{
    Hour,
    Day,

    /// <summary>From Monday on (ISO 8601).</summary>
    Week,
    Month,
}

/// <summary>Sales by weekday and hour, on the clock of each location.</summary>
/// <param name="From">First day; null where nothing was ever sold.</param>
/// <param name="To">Last day.</param>
/// <param name="Hours">From Monday on, hours with a line only.</param>
public sealed record WeekHours(DateOnly? From, DateOnly? To, IReadOnlyList<WeekHourSales> Hours);

/// <summary>Sales of one hour of all Mondays, Tuesdays, ... of a window.</summary>
/// <param name="Weekday">Of the day at the location.</param>
/// <param name="Hour">0 to 23.</param>
/// <param name="UnitsSold">Units of sales.</param>
/// <param name="UnitsReturned">Units of returns.</param>
/// <param name="Revenue">Money of sales minus returns.</param>
/// <param name="Lines">Sale and return lines.</param>
public sealed record WeekHourSales(
    DayOfWeek Weekday,
    int Hour,
    decimal UnitsSold,
    decimal UnitsReturned,
    decimal Revenue,
    long Lines
);

/// <summary>Sales and returns of a window, added up.</summary>
/// <param name="From">First demand day; null where nothing is to be added up.</param>
/// <param name="To">Last demand day.</param>
/// <param name="UnitsSold">Units of sales.</param>
/// <param name="UnitsReturned">Units of returns.</param>
/// <param name="Revenue">Money of sales minus returns, after discounts.</param>
/// <param name="Discounts">Money off the lines of sales, minus those of returns.</param>
/// <param name="Lines">Sale and return lines that count: none that was taken back.</param>
/// <param name="Receipts">Receipts with a sale that counts; a number is a receipt within its channel, location and
/// day.</param>
/// <param name="WithoutReceipt">Sale lines that count and bear no receipt.</param>
public sealed record SalesSum(
    DateOnly? From,
    DateOnly? To,
    decimal UnitsSold,
    decimal UnitsReturned,
    decimal Revenue,
    decimal Discounts,
    long Lines,
    long Receipts,
    long WithoutReceipt
);

/// <summary>Sales of one hour, day, week or month.</summary>
/// <param name="First">The day, or the first day of the week or month.</param>
/// <param name="Hour">0 to 23 where hours were asked for; null otherwise.</param>
/// <param name="UnitsSold">Units of sales.</param>
/// <param name="UnitsReturned">Units of returns.</param>
/// <param name="Revenue">Money of sales minus returns.</param>
/// <param name="Lines">Sale and return lines.</param>
public sealed record PeriodSales(
    DateOnly First,
    int? Hour,
    decimal UnitsSold,
    decimal UnitsReturned,
    decimal Revenue,
    long Lines
);
