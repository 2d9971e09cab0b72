using System.Text.Json.Serialization;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.Contracts.Messages;

/// <summary>
/// A fact: these sale lines were stored. Published by Sales.Api from its outbox, applied once by each consumer (by
/// message id, through its inbox). At most <see cref="Limits.MaxLinesPerMessage"/> lines.
/// </summary>
public sealed record SalesRecorded(IReadOnlyList<SaleLine> Lines);

/// <summary>One line of a sale or of a return, as it was stored. It never changes.</summary>
public sealed record SaleLine
{
    /// <summary>The line's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>
    /// Where the line came from (its source): "manual", "online-retail", ... The reconciliation adds up per channel.
    /// </summary>
    public required string Channel { get; init; }

    /// <summary>The product.</summary>
    public required string Sku { get; init; }

    /// <summary>The location's code.</summary>
    public required string Location { get; init; }

    /// <summary>A sale takes stock away, a return brings it back.</summary>
    public required SaleKind Kind { get; init; }

    /// <summary>
    /// Positive; below zero, with the amount, in a line that takes another of the same day back, as though it had never
    /// been.
    /// </summary>
    public required decimal Quantity { get; init; }

    /// <summary>Money per unit.</summary>
    public required decimal UnitPrice { get; init; }

    /// <summary>
    /// Money of the line, as it was stored, discount taken off; null in messages of earlier versions.
    /// </summary>
    public decimal? Amount { get; init; }

    /// <summary>What the line brought: its amount, below zero for a return.</summary>
    [JsonIgnore]
    public decimal Revenue
    {
        get
        {
            var amount = Amount ?? LineAmount.Of(Quantity, UnitPrice);
            return Kind == SaleKind.Return ? -amount : amount;
        }
    }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset SoldAt { get; init; }

    /// <summary>
    /// The calendar day in the location's time zone: the demand day. Fixed by Sales.Api when it stored the line.
    /// </summary>
    public required DateOnly Day { get; init; }

    /// <summary>
    /// The name of who recorded it, where the message's header <c>actor</c> does not say so for all of its lines.
    /// </summary>
    public string? RecordedBy { get; init; }
}
