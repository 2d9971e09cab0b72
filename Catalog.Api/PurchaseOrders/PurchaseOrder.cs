using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Catalog.Api.Stock;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Messages;
using SmartInventory.Contracts.Sales;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.PurchaseOrders;

/// <summary>Goods ordered from a supplier for one location.</summary>
internal sealed class PurchaseOrder
{
    public required Guid Id { get; init; }
    public required string Number { get; init; }
    public required string Supplier { get; init; }
    public required string Location { get; init; }
    public PurchaseOrderStatus Status { get; set; }
    public required DateOnly OrderedOn { get; init; }

    /// <summary>When the last of its lines is expected.</summary>
    public required DateOnly ExpectedOn { get; set; }

    /// <summary>When the supplier got it; null before, and of orders of earlier versions.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>Who made it: a user name, or the id of a program's token; null where that is not known.</summary>
    public string? CreatedBy { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }
    public uint Xmin { get; set; }
    public List<PurchaseOrderLine> Lines { get; init; } = [];
    public List<PurchaseOrderDateChange> DateChanges { get; init; } = [];

    /// <summary>
    /// What is open counts from the approval on, not from the sending: nobody is to be told to order it once more
    /// between the two.
    /// </summary>
    public bool IsOnOrder => OnOrder.Contains(Status);

    public bool IsOver => Status is PurchaseOrderStatus.Received or PurchaseOrderStatus.Cancelled;

    /// <summary>Money of all lines, as they are printed.</summary>
    public decimal Value => Lines.Sum(l => l.Amount);

    private bool AwaitsGoods => Status is PurchaseOrderStatus.Sent or PurchaseOrderStatus.PartlyReceived;

    private static readonly PurchaseOrderStatus[] OnOrder =
    [
        PurchaseOrderStatus.Approved,
        PurchaseOrderStatus.Sent,
        PurchaseOrderStatus.PartlyReceived,
    ];

    private static string[] OnOrderWords => [.. OnOrder.Select(status => status.ToString())];

    /// <summary>Which orders count as on order.</summary>
    public static Expression<Func<PurchaseOrder, bool>> CountsNow => o => OnOrder.Contains(o.Status);

    /// <summary>The orders of which something should have come by now, on the calendars of their locations.</summary>
    public static IQueryable<Guid> Overdue(CatalogDb db, DateTimeOffset now) =>
        db.Database.SqlQuery<Guid>(
            $"""
            SELECT o.id AS "Value" FROM catalog.purchase_orders AS o
            JOIN catalog.locations AS p ON p.code = o.location
            JOIN catalog.purchase_order_lines AS l ON l.order_id = o.id AND l.received < l.ordered
            WHERE o.status = ANY ({OnOrderWords}) AND l.expected_on < ({now} AT TIME ZONE p.time_zone)::date
            """
        );

    /// <summary>The orders of these numbers with their lines, locked in the order of the numbers.</summary>
    public static async Task<Dictionary<string, PurchaseOrder>> LockAsync(
        CatalogDb db,
        string[] numbers,
        CancellationToken ct
    )
    {
        var orders = await db
            .PurchaseOrders.FromSql(
                $"""
                SELECT *, xmin FROM catalog.purchase_orders
                WHERE number = ANY ({numbers}) ORDER BY number FOR NO KEY UPDATE
                """
            )
            .ToListAsync(ct);
        var ids = orders.ConvertAll(o => o.Id);
        // Tracked: they find their orders by themselves.
        await db.Set<PurchaseOrderLine>().Where(l => ids.Contains(l.OrderId)).LoadAsync(ct);
        await db.Set<PurchaseOrderDateChange>().Where(c => ids.Contains(c.OrderId)).LoadAsync(ct);
        return orders.ToDictionary(o => o.Number, StringComparer.Ordinal);
    }

    /// <summary>What was agreed for a unit; null for zero, which stands where no cost was known.</summary>
    public decimal? CostOf(string sku) => Lines.Find(l => l.Sku == sku)?.UnitCost is { } cost and > 0 ? cost : null;

    /// <summary>
    /// What the orders that count as on order will bring to these places, soonest first, and what drafts would.
    /// </summary>
    public static async Task<ILookup<(string Sku, string Location, bool Draft), ArrivalState>> ArrivalsAsync(
        CatalogDb db,
        IReadOnlyList<(string Sku, string Location)> places,
        CancellationToken ct
    )
    {
        var (skus, locations) = (places.Select(p => p.Sku).ToArray(), places.Select(p => p.Location).ToArray());
        var lines = await db
            .Database.SqlQuery<Awaited>(
                $"""
                SELECT l.sku, o.location, o.number, l.expected_on, l.ordered - l.received AS quantity,
                    o.status = {Drafted} AS draft
                FROM unnest({skus}, {locations}) AS k (sku, location)
                JOIN catalog.purchase_order_lines AS l ON l.sku = k.sku AND l.received < l.ordered
                JOIN catalog.purchase_orders AS o ON o.id = l.order_id AND o.location = k.location
                WHERE o.status = ANY ({OnOrderWords}) OR o.status = {Drafted} ORDER BY l.expected_on, o.number
                """
            )
            .ToListAsync(ct);
        return lines.ToLookup(
            l => (l.Sku, l.Location, l.Draft),
            l => new ArrivalState(l.Number, l.ExpectedOn, l.Quantity)
        );
    }

    private static string Drafted => PurchaseOrderStatus.Draft.ToString();

    private sealed record Awaited(
        string Sku,
        string Location,
        string Number,
        DateOnly ExpectedOn,
        decimal Quantity,
        bool Draft
    );

    /// <summary>What of it is on order, or what is so no more.</summary>
    public List<OnOrderChange> Open(int sign = 1) =>
        [.. Lines.Where(l => l.Open > 0).Select(l => new OnOrderChange(l.Sku, Location, sign * l.Open))];

    /// <summary>
    /// What is to be announced anew, though nothing more or less is on order: a draft that came, went or was changed.
    /// </summary>
    public List<OnOrderChange> Touched() => [.. Lines.Select(l => new OnOrderChange(l.Sku, Location, 0))];

    /// <summary>Expects these lines on another day; those that were expected then already stay.</summary>
    /// <returns>What is to be announced anew: nothing more or less is on order, but at another time.</returns>
    public List<OnOrderChange> Expect(
        IEnumerable<PurchaseOrderLine> lines,
        DateOnly day,
        string reason,
        DateTimeOffset now
    )
    {
        var changes = new List<OnOrderChange>();
        foreach (var line in lines.Where(l => l.ExpectedOn != day))
        {
            if (IsOnOrder)
                changes.Add(new OnOrderChange(line.Sku, Location, 0));
            DateChanges.Add(
                new PurchaseOrderDateChange
                {
                    Id = Guid.CreateVersion7(now),
                    Sku = line.Sku,
                    From = line.ExpectedOn,
                    To = day,
                    Reason = reason,
                    ChangedAt = now,
                }
            );
            line.ExpectedOn = day;
            UpdatedAt = now;
        }

        ExpectedOn = Lines.Max(l => l.ExpectedOn);
        return changes;
    }

    /// <summary>
    /// Takes the goods in when the order waits for them; otherwise says in <paramref name="conflicts"/> why not.
    /// </summary>
    public bool Receive(StockMove move, FieldErrors conflicts, DateTimeOffset now)
    {
        var line = Lines.Find(l => l.Sku == move.Sku);
        (string Field, string Reason)? conflict = this switch
        {
            { AwaitsGoods: false } => ("purchaseOrder", T($"{Number} is {Words.Of(Status)}")),
            _ when Location != move.Location => ("location", T($"{Number} is for {Location}")),
            _ when line is null => ("sku", T($"{move.Sku} is not on {Number}")),
            _ when move.Quantity > line.Open => (
                "quantity",
                T($"only {line.Open:0.####} of {move.Sku} are open on {Number}; receive the rest without it")
            ),
            _ => null,
        };
        if (conflict is { } why)
        {
            conflicts.Add(move.At + why.Field, why.Reason);
            return false;
        }

        line!.Received += move.Quantity;
        Status = Lines.TrueForAll(l => l.Open == 0) ? PurchaseOrderStatus.Received : PurchaseOrderStatus.PartlyReceived;
        UpdatedAt = now;
        return true;
    }

    /// <summary>Goods of it that were never received, or not these: they are still to come.</summary>
    /// <param name="move">By a quantity below zero.</param>
    /// <param name="now">Now.</param>
    /// <returns>Whether they are on order again; those of an order that was cancelled since are not.</returns>
    public bool GiveBack(StockMove move, DateTimeOffset now)
    {
        Lines.Single(l => l.Sku == move.Sku).Received += move.Quantity;
        UpdatedAt = now;
        if (Status == PurchaseOrderStatus.Cancelled)
            return false;
        Status = Lines.Exists(l => l.Received > 0) ? PurchaseOrderStatus.PartlyReceived : PurchaseOrderStatus.Sent;
        return true;
    }

    /// <summary>Its fields as the log of activities shows them, each line's by its product.</summary>
    public Dictionary<string, string?> ToTexts()
    {
        var texts = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["supplier"] = Supplier,
            ["location"] = Location,
            ["status"] = Words.Of(Status),
            ["sentAt"] = FieldText.Of(SentAt),
        };
        foreach (var line in Lines.OrderBy(l => l.Line))
        {
            texts[$"{line.Sku}.quantity"] = FieldText.Of(line.Ordered);
            texts[$"{line.Sku}.unitCost"] = FieldText.Of(line.UnitCost);
            texts[$"{line.Sku}.expectedOn"] = FieldText.Of(line.ExpectedOn);
            texts[$"{line.Sku}.received"] = FieldText.Of(line.Received);
        }

        return texts;
    }

    public PurchaseOrderResponse ToResponse() =>
        new()
        {
            Id = Id,
            Number = Number,
            Supplier = Supplier,
            Location = Location,
            Status = Status,
            OrderedOn = OrderedOn,
            ExpectedOn = ExpectedOn,
            SentAt = SentAt,
            CreatedBy = CreatedBy,
            Value = Value,
            Lines =
            [
                .. Lines
                    .OrderBy(l => l.Line)
                    .Select(l => new PurchaseOrderLineResponse(
                        l.Sku,
                        l.Ordered,
                        l.Received,
                        l.UnitCost,
                        l.ExpectedOn,
                        l.SupplierSku,
                        l.Pack
                    )),
            ],
            DateChanges =
            [
                .. DateChanges
                    .OrderBy(c => c.ChangedAt)
                    .ThenBy(c => c.Sku, StringComparer.Ordinal)
                    .Select(c => new ExpectedDateChange(c.Sku, c.From, c.To, c.Reason, c.ChangedAt)),
            ],
            ETag = ETags.Of(Xmin),
        };
}

internal sealed class PurchaseOrderLine
{
    public Guid OrderId { get; init; }

    /// <summary>Place in the order, from 0.</summary>
    public int Line { get; init; }

    public required string Sku { get; init; }
    public decimal Ordered { get; init; }
    public decimal Received { get; set; }
    public decimal UnitCost { get; init; }
    public DateOnly ExpectedOn { get; set; }

    /// <summary>What the supplier called it when it was ordered: the paper says the same for ever.</summary>
    public string? SupplierSku { get; init; }

    /// <summary>Units in one of the supplier's packs then; null where it was not sold by the pack.</summary>
    public decimal? Pack { get; init; }

    public decimal Open => Ordered - Received;

    /// <summary>Money of all that was ordered.</summary>
    public decimal Amount => LineAmount.Of(Ordered, UnitCost);
}

/// <summary>Another day was expected for a line, and why.</summary>
internal sealed class PurchaseOrderDateChange
{
    public Guid OrderId { get; init; }
    public required Guid Id { get; init; }
    public required string Sku { get; init; }
    public required DateOnly From { get; init; }
    public required DateOnly To { get; init; }
    public required string Reason { get; init; }
    public required DateTimeOffset ChangedAt { get; init; }
}
