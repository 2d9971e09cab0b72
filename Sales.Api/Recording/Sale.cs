using System.Linq.Expressions;
using SmartInventory.Contracts.Messages;
using SmartInventory.Contracts.Sales;
using SmartInventory.ServiceDefaults.Identity;

namespace SmartInventory.Sales.Api.Recording;

/// <summary>
/// One line of a sale or return. It never changes, but for the marks that another line took it back.
/// </summary>
public sealed class Sale
{
    public required Guid Id { get; init; }
    public required string Channel { get; init; }
    public required string ExternalId { get; init; }
    public required SaleKind Kind { get; init; }
    public required string Sku { get; init; }
    public required string Location { get; init; }
    public required decimal Quantity { get; init; }
    public required decimal UnitPrice { get; init; }

    /// <summary>Money off the line as a whole.</summary>
    public decimal Discount { get; init; }

    public bool Promotion { get; init; }

    /// <summary>What was bought at once; of its channel, location and day.</summary>
    public string? Receipt { get; init; }

    /// <summary>Money of the line, see <see cref="LineAmount"/>: what every sum is made of.</summary>
    public required decimal Amount { get; init; }

    public required DateTimeOffset SoldAt { get; init; }

    /// <summary>
    /// The calendar day in the location's time zone when it was stored: a time zone that changes later moves no sale.
    /// </summary>
    public required DateOnly Day { get; init; }

    public string? Customer { get; init; }
    public Guid? ReturnOf { get; init; }

    /// <summary>
    /// The line that this one takes back: the same with the signs turned, so that every sum is right.
    /// </summary>
    public Guid? VoidOf { get; init; }

    public Guid? VoidedBy { get; init; }

    /// <summary>Its (channel, external id) can be used again: the import that brought it was undone.</summary>
    public bool Released { get; init; }

    public string? Reason { get; init; }
    public Guid? ImportId { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Who recorded it, by <c>Actor.Name</c>; null for lines of before anybody signed in.</summary>
    public string? RecordedBy { get; set; }

    /// <summary>The line that takes this one back.</summary>
    public Sale Reversed(DateTimeOffset now, string? reason, bool released) =>
        new()
        {
            Id = Guid.CreateVersion7(now),
            Channel = Channel,
            ExternalId = $"void:{Id}",
            Kind = Kind,
            Sku = Sku,
            Location = Location,
            Quantity = -Quantity,
            UnitPrice = UnitPrice,
            Discount = -Discount,
            Amount = -Amount,
            Promotion = Promotion,
            Receipt = Receipt,
            SoldAt = SoldAt,
            Day = Day,
            Customer = Customer,
            ReturnOf = ReturnOf,
            VoidOf = Id,
            Released = released,
            Reason = reason,
            ImportId = ImportId,
            RecordedAt = now,
        };

    public static Expression<Func<Sale, SaleResponse>> ToResponse { get; } =
        s => new SaleResponse
        {
            Id = s.Id,
            Channel = s.Channel,
            ExternalId = s.ExternalId,
            Kind = s.Kind,
            Sku = s.Sku,
            Location = s.Location,
            Quantity = s.Quantity,
            UnitPrice = s.UnitPrice,
            Discount = s.Discount,
            Amount = s.Amount,
            Promotion = s.Promotion,
            Receipt = s.Receipt,
            SoldAt = s.SoldAt,
            Day = s.Day,
            Customer = s.Customer,
            ReturnOf = s.ReturnOf,
            VoidOf = s.VoidOf,
            VoidedBy = s.VoidedBy,
            Reason = s.Reason,
            Import = s.ImportId,
            RecordedAt = s.RecordedAt,
            RecordedBy = s.RecordedBy,
        };

    private static readonly Func<Sale, SaleResponse> Response = ToResponse.Compile();

    public SaleResponse Show() => Response(this);

    public SaleLine ToLine() =>
        new()
        {
            Id = Id,
            Channel = Channel,
            Sku = Sku,
            Location = Location,
            Kind = Kind,
            Quantity = Quantity,
            UnitPrice = UnitPrice,
            Amount = Amount,
            SoldAt = SoldAt,
            Day = Day,
            // The message says it for all of its lines, where they are of one.
            RecordedBy = RecordedBy == Actor.Current?.Name ? null : RecordedBy,
        };

    /// <summary>Kinds as the words that a person reads in the table.</summary>
    public static string Word(SaleKind kind) => kind == SaleKind.Return ? "return" : "sale";
}

/// <summary>
/// Sums over all products, kept in the transaction of the lines: what the overview and the reconciliation read.
/// </summary>
public sealed class DailyTotal
{
    public required string Location { get; init; }
    public required string Channel { get; init; }
    public required DateOnly Day { get; init; }
    public decimal Sold { get; init; }
    public decimal Returned { get; init; }

    /// <summary>Money of sales minus returns.</summary>
    public decimal Revenue { get; init; }

    public long Lines { get; init; }
}
