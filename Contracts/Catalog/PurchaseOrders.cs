using System.ComponentModel.DataAnnotations;

namespace SmartInventory.Contracts.Catalog;

/// <summary>
/// An order to a supplier. On order is, from its approval on, the sum of what is ordered and neither received nor
/// cancelled.
/// </summary>
public sealed record PurchaseOrderResponse
{
    public required Guid Id { get; init; }
    public required string Number { get; init; }
    public required string Supplier { get; init; }
    public required string Location { get; init; }
    public required PurchaseOrderStatus Status { get; init; }
    public required DateOnly OrderedOn { get; init; }

    /// <summary>When the last of its lines is expected.</summary>
    public required DateOnly ExpectedOn { get; init; }

    /// <summary>
    /// When the supplier got it, UTC: the lead times of its goods count from here. Null before, and of orders that were
    /// sent before this was kept.
    /// </summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>The user name of who made it; null where that is not known.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>Money: the sum of ordered x unit cost, each line rounded once.</summary>
    public decimal Value { get; init; }

    public required IReadOnlyList<PurchaseOrderLineResponse> Lines { get; init; }

    /// <summary>How expected dates were changed, oldest first.</summary>
    public IReadOnlyList<ExpectedDateChange> DateChanges { get; init; } = [];

    public required string ETag { get; init; }
}

/// <summary>Draft, approved, sent; then by what is received. What is not over can be cancelled.</summary>
public enum PurchaseOrderStatus
{
    /// <summary>A plan: nothing of it is on order.</summary>
    Draft,

    /// <summary>Decided: it counts as on order, so that nobody is told to order it again.</summary>
    Approved,

    /// <summary>The supplier has it: goods can be received.</summary>
    Sent,
    PartlyReceived,
    Received,
    Cancelled,
}

/// <param name="Sku">The product.</param>
/// <param name="Ordered">Units.</param>
/// <param name="Received">Units.</param>
/// <param name="UnitCost">Money per unit; 0 where none was known.</param>
/// <param name="ExpectedOn">When its goods are expected.</param>
/// <param name="SupplierSku">What the supplier called it when it was ordered; null when that was not known.</param>
/// <param name="Pack">Units in one of the supplier's packs; null where it was not sold by the pack.</param>
public sealed record PurchaseOrderLineResponse(
    string Sku,
    decimal Ordered,
    decimal Received,
    decimal UnitCost,
    DateOnly ExpectedOn,
    string? SupplierSku = null,
    decimal? Pack = null
);

/// <param name="Sku">The line.</param>
/// <param name="From">The day before the change.</param>
/// <param name="To">The day that was expected from then on.</param>
/// <param name="Reason">Why.</param>
/// <param name="ChangedAt">When that was said, UTC.</param>
public sealed record ExpectedDateChange(
    string Sku,
    DateOnly From,
    DateOnly To,
    string Reason,
    DateTimeOffset ChangedAt
);

/// <summary>Other days for goods that are still to come. Required: day, reason.</summary>
public sealed record ChangeExpectedDate
{
    public DateOnly? ExpectedOn { get; init; }

    /// <summary>Which lines. Default: all that are still to come.</summary>
    public IReadOnlyList<string>? Skus { get; init; }

    public string? Reason { get; init; }
}

/// <summary>The supplier has the order. Nothing is required.</summary>
public sealed record SendPurchaseOrder
{
    /// <summary>When it went out; default now. It cannot be in the future.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>
    /// True sends it although it is worth less than the supplier's minimum order value; otherwise that is refused.
    /// </summary>
    public bool? BelowMinimum { get; init; }
}

/// <summary>What has not come is not wanted any more. Nothing is required.</summary>
public sealed record CancelPurchaseOrder
{
    /// <summary>Why, at most 200 characters; the log of activities keeps it.</summary>
    public string? Reason { get; init; }
}

/// <summary>A new order. Required: supplier, location, lines.</summary>
public sealed record CreatePurchaseOrder
{
    /// <summary>Default: PO- and a running number.</summary>
    public string? Number { get; init; }

    [Required]
    public string? Supplier { get; init; }

    [Required]
    public string? Location { get; init; }

    /// <summary>Draft, approved or sent. Default sent.</summary>
    public PurchaseOrderStatus? Status { get; init; }

    /// <summary>Default: the day of the order plus the longest lead time of the lines.</summary>
    public DateOnly? ExpectedOn { get; init; }

    /// <summary>
    /// When it went out, of an order that was sent; default now. One that is typed late is of that day, and may be
    /// expected on a day that has passed.
    /// </summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>
    /// True sends it although it is worth less than the supplier's minimum order value; otherwise that is refused.
    /// </summary>
    public bool? BelowMinimum { get; init; }

    [Required]
    public IReadOnlyList<CreatePurchaseOrderLine>? Lines { get; init; }
}

/// <summary>New orders, all or none. At most <see cref="MaxOrders"/>.</summary>
public sealed record CreatePurchaseOrders
{
    public const int MaxOrders = 50;

    public IReadOnlyList<CreatePurchaseOrder>? Orders { get; init; }
}

public sealed record CreatePurchaseOrderLine
{
    [Required]
    public string? Sku { get; init; }

    [Required]
    public decimal? Quantity { get; init; }

    /// <summary>
    /// Default: what the supplier's terms say for this quantity, price breaks included, else the product's cost, else
    /// 0.
    /// </summary>
    public decimal? UnitCost { get; init; }

    /// <summary>Default: the order's.</summary>
    public DateOnly? ExpectedOn { get; init; }
}
