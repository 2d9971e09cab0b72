using SmartInventory.Contracts.Sales;

namespace SmartInventory.Contracts.Messages;

/// <summary>
/// A fact: these sale lines were stored. Published by Sales.Api from its outbox, applied once by each consumer (by
/// message id, through its inbox). At most <see cref="Limits.MaxLinesPerMessage"/> lines.
/// </summary>
public sealed record SalesRecorded(IReadOnlyList<SaleLine> Lines);

/// <summary>One line of a sale or of a return, as it was stored. It never changes.</summary>
/// <param name="Id">The line's id.</param>
/// <param name="Channel">Where the line came from (its source): "manual", "online-retail", ... The reconciliation adds
/// up per channel.</param>
/// <param name="Sku">The product.</param>
/// <param name="Location">The location's code.</param>
/// <param name="Kind">A sale takes stock away, a return brings it back.</param>
/// <param name="Quantity">Always positive.</param>
/// <param name="UnitPrice">Money per unit.</param>
/// <param name="SoldAt">When, UTC.</param>
/// <param name="Day">The calendar day in the location's time zone: the demand day. Fixed by Sales.Api when it stored
/// the line.</param>
public sealed record SaleLine(
    Guid Id,
    string Channel,
    string Sku,
    string Location,
    SaleKind Kind,
    decimal Quantity,
    decimal UnitPrice,
    DateTimeOffset SoldAt,
    DateOnly Day
);
