using Microsoft.EntityFrameworkCore;
using SmartInventory.Catalog.Api.Locations;
using SmartInventory.Catalog.Api.Products;
using SmartInventory.Catalog.Api.PurchaseOrders;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Stock;

/// <summary>One receipt, adjustment or end of a transfer, as it was asked for.</summary>
/// <param name="At">Where it stood in the request, for errors: "" or "receipts[3].".</param>
/// <param name="Kind">
/// Receipt, adjustment (by a signed quantity), count (to a quantity) or transfer (by a signed quantity).
/// </param>
/// <param name="Transfer">What both ends of a transfer share.</param>
/// <param name="Undoes">
/// The line that an adjustment takes back; with <paramref name="PurchaseOrder"/> it is a receipt of that.
/// </param>
internal sealed record StockMove(
    string At,
    string Sku,
    string Location,
    MovementKind Kind,
    decimal Quantity,
    string? PurchaseOrder,
    string? Reason,
    DateTimeOffset OccurredAt,
    decimal? UnitCost = null,
    Guid? Transfer = null,
    Guid? Undoes = null
)
{
    /// <summary>The end of a transfer to which the goods come; the other one stands before it.</summary>
    public bool IsArrival => Transfer is not null && Quantity > 0;

    /// <summary>The request's field that holds the location.</summary>
    public string LocationField =>
        At
        + this switch
        {
            { Transfer: null } => "location",
            { IsArrival: true } => "to",
            _ => "from",
        };

    /// <summary>The request's field that holds the quantity.</summary>
    public string QuantityField =>
        At
        + Kind switch
        {
            MovementKind.Receipt or MovementKind.Transfer => "quantity",
            MovementKind.Count => "countedQuantity",
            _ => "delta",
        };
}

/// <summary>What was recorded.</summary>
/// <param name="Lines">A movement for each move; empty when refused.</param>
/// <param name="Corrections">What of it was taken back, as a count had seen it already.</param>
internal sealed record MovesPosted(IReadOnlyList<StockMovement> Lines, IReadOnlyList<StockMovement> Corrections)
{
    public static readonly MovesPosted Nothing = new([], []);
}

/// <summary>
/// Where people move stock: reads receipts, adjustments and transfers, checks them against the shelves, posts them
/// together.
/// </summary>
internal sealed class ManualMoves(
    CatalogDb db,
    Ledger ledger,
    LevelStore levels,
    LedgerReader reader,
    TimeProvider time
)
{
    public StockMove Read(ReceiveStock? r, FieldErrors errors, string at = "")
    {
        if (r is null)
            errors.Add(at.TrimEnd('.'), T("is required"));
        r ??= new ReceiveStock
        {
            Sku = "X",
            Location = "X",
            Quantity = 1,
        };
        return new StockMove(
            at,
            errors.Sku($"{at}sku", r.Sku),
            errors.Code($"{at}location", r.Location),
            MovementKind.Receipt,
            errors.Quantity($"{at}quantity", r.Quantity),
            errors.OptionalCode($"{at}purchaseOrder", r.PurchaseOrder),
            null,
            Moments.Stored(errors.Moment($"{at}occurredAt", r.OccurredAt, time.GetUtcNow())),
            r.UnitCost is null ? null : errors.Money($"{at}unitCost", r.UnitCost)
        );
    }

    public StockMove Read(AdjustStock? r, FieldErrors errors, string at = "")
    {
        if (r is null)
            errors.Add(at.TrimEnd('.'), T("is required"));
        r ??= new AdjustStock
        {
            Sku = "X",
            Location = "X",
            Delta = 1,
            Reason = "-",
        };
        if (r.Delta is null == r.CountedQuantity is null)
            errors.Add($"{at}delta", T("give either delta or countedQuantity"));
        if (r.Delta == 0)
            errors.Add($"{at}delta", T("must not be 0"));
        var now = time.GetUtcNow();
        var moment = errors.Moment($"{at}occurredAt", r.OccurredAt, now);
        if (r.CountedQuantity is not null && moment > now && moment <= now.AddDays(1))
            errors.Add(
                $"{at}occurredAt",
                T("must not be in the future: nobody can have counted yet what lies there then")
            );
        return new StockMove(
            at,
            errors.Sku($"{at}sku", r.Sku),
            errors.Code($"{at}location", r.Location),
            r.CountedQuantity is null ? MovementKind.Adjustment : MovementKind.Count,
            r.CountedQuantity is { } counted
                ? errors.Number($"{at}countedQuantity", counted, 0, FieldErrors.MaxAmount)
                : errors.Number($"{at}delta", r.Delta ?? 1, -FieldErrors.MaxAmount, FieldErrors.MaxAmount),
            null,
            errors.Text($"{at}reason", r.Reason, 200, required: true),
            Moments.Stored(moment)
        );
    }

    /// <summary>Where the goods leave, and where they come to.</summary>
    public IReadOnlyList<StockMove> Read(TransferStock r, FieldErrors errors)
    {
        var leaving = new StockMove(
            "",
            errors.Sku("sku", r.Sku),
            errors.Code("from", r.From),
            MovementKind.Transfer,
            -errors.Quantity("quantity", r.Quantity),
            null,
            errors.Text("reason", r.Reason, 200),
            Moments.Stored(errors.Moment("occurredAt", r.OccurredAt, time.GetUtcNow())),
            Transfer: Guid.CreateVersion7(time.GetUtcNow())
        );
        var coming = leaving with { Location = errors.Code("to", r.To), Quantity = -leaving.Quantity };
        if (coming.Location.Length > 0 && coming.Location == leaving.Location)
            errors.Add("to", T("must be another location than from"));
        return [leaving, coming];
    }

    /// <summary>
    /// Posts all of them, in their order, or none: then <paramref name="errors"/> has what is wrong with the request
    /// (400) or <paramref name="conflicts"/> what the stock does not allow (409). Needs the caller's transaction.
    /// </summary>
    public async Task<MovesPosted> ApplyAsync(
        IReadOnlyList<StockMove> moves,
        FieldErrors errors,
        FieldErrors conflicts,
        CancellationToken ct
    )
    {
        if (errors.Any)
            return MovesPosted.Nothing;
        var orders = await LockOrdersAsync(moves, errors, ct);
        var (products, locations) = await CheckNamesAsync(moves, errors, ct);
        if (errors.Any)
            return MovesPosted.Nothing;

        var before = orders.Values.ToDictionary(o => o.Number, o => o.ToTexts(), StringComparer.Ordinal);
        var corrections = new Corrections();
        var shelves = await LockShelvesAsync(moves, products, corrections, ct);
        var now = time.GetUtcNow();
        var movements = new List<StockMovement>(moves.Count);
        var received = new List<OnOrderChange>();
        var done = new List<ActivityEntry>();
        decimal? carried = null;
        foreach (var move in moves)
        {
            var shelf = shelves[(move.Sku, move.Location)];
            var isCount = move.Kind == MovementKind.Count;
            var order = move.PurchaseOrder is { } number ? orders[number] : null;
            if (move is { Transfer: not null, IsArrival: false })
                carried = shelf.AverageCost;
            var movement = new StockMovement
            {
                Id = Guid.CreateVersion7(now),
                Sku = move.Sku,
                Location = move.Location,
                Kind = move.Kind,
                Quantity = isCount ? move.Quantity - shelf.OnHandAt(move.OccurredAt) : move.Quantity,
                CountedQuantity = isCount ? move.Quantity : null,
                UnitCost = move.Kind switch
                {
                    MovementKind.Receipt => move.UnitCost ?? order?.CostOf(move.Sku) ?? products[move.Sku].Cost,
                    MovementKind.Transfer => carried,
                    _ => null,
                },
                Reference = (move.Transfer ?? move.Undoes)?.ToString("D") ?? move.PurchaseOrder,
                Reason = move.Reason,
                OccurredAt = move.OccurredAt,
                RecordedAt = now,
            };
            var onHand = shelf.OnHand;
            shelf.Take(movement);
            // A sale that happened may take a level below zero; a person at a desk may where the location allows it.
            if (
                move.Kind is MovementKind.Adjustment or MovementKind.Transfer
                && locations[move.Location].NegativeStock == NegativeStock.Refuse
                && shelf.OnHand < 0
                && shelf.OnHand < onHand
            )
                conflicts.Add(move.QuantityField, T($"only {onHand:0.####} of {move.Sku} on hand at {move.Location}"));
            if (move.Undoes is null ? order?.Receive(move, conflicts, now) is true : order?.GiveBack(move, now) is true)
                received.Add(new OnOrderChange(move.Sku, move.Location, -move.Quantity));
            movements.Add(movement);
            done.Add(Entry(move, onHand, shelf.OnHand, now));
        }

        if (conflicts.Any)
            return MovesPosted.Nothing;
        var taken = corrections.ToMovements(now);
        List<CostChange> costs = [.. shelves.Values.Select(s => s.CostChange).OfType<CostChange>()];
        await ledger.PostAsync([.. movements, .. taken], received, costs, ct);
        var action = moves.Any(m => m.Undoes is not null) ? "receipt-taken-back" : "received";
        foreach (var order in orders.Values)
            done.Add(
                ActivityEntry.Of(
                    action,
                    new Subject(SubjectKind.Order, order.Number),
                    FieldText.Between(before[order.Number], order.ToTexts()),
                    now
                )
            );
        foreach (var supplier in orders.Values.Select(o => o.Supplier).Distinct(StringComparer.Ordinal))
            db.Add(new Unannounced { Kind = UnannouncedKind.LeadTimes, Key = supplier });
        await db.RecordAsync(done, ct);
        await db.SaveChangesAsync(ct);
        return new MovesPosted(movements, taken);
    }

    /// <summary>The ledger says more; here it stands among what else was done to the product.</summary>
    private static ActivityEntry Entry(StockMove move, decimal from, decimal to, DateTimeOffset now)
    {
        var changes = new List<FieldChange> { new("onHand", FieldText.Of(from), FieldText.Of(to)) };
        if (move.Reason is not null)
            changes.Add(new FieldChange("reason", null, move.Reason));
        if (move.PurchaseOrder is not null)
            changes.Add(new FieldChange("purchaseOrder", null, move.PurchaseOrder));
        return ActivityEntry.Of(
            move.Kind switch
            {
                MovementKind.Receipt => "received",
                MovementKind.Count => "counted",
                MovementKind.Transfer => "transferred",
                _ => "adjusted",
            },
            new Subject(SubjectKind.Product, move.Sku, move.Location),
            changes,
            now
        );
    }

    /// <summary>
    /// The places of the moves, held still, with as much of their past as these moves need: most need none.
    /// </summary>
    private async Task<Dictionary<(string Sku, string Location), Shelf>> LockShelvesAsync(
        IReadOnlyList<StockMove> moves,
        Dictionary<string, ProductCost> products,
        Corrections corrections,
        CancellationToken ct
    )
    {
        var locked = await levels.LockAsync(moves.Select(m => (m.Sku, m.Location)), ct);
        var counts = await reader.CountsAfterAsync(
            [
                .. moves
                    .GroupBy(m => (m.Sku, m.Location))
                    .Select(g => new PlaceMoment(g.Key.Sku, g.Key.Location, g.Min(m => m.OccurredAt)))
                    .Where(p => locked[p.Place].LastCountAt > p.At),
            ],
            ct
        );
        var past = await reader.PastAsync(
            [
                .. moves
                    .Where(m => m.Kind == MovementKind.Count)
                    .Select(m => new PlaceMoment(m.Sku, m.Location, m.OccurredAt))
                    .Where(p => locked[p.Place].MovedAt > p.At)
                    .Distinct(),
            ],
            ct
        );
        return locked.ToDictionary(
            l => l.Key,
            l => new Shelf(
                l.Value,
                counts.GetValueOrDefault(l.Key) ?? new PlaceCounts([]),
                at => past.GetValueOrDefault(new PlaceMoment(l.Key.Sku, l.Key.Location, at)).MovedAfter,
                corrections,
                products[l.Key.Sku].Cost
            )
        );
    }

    private async Task<Dictionary<string, PurchaseOrder>> LockOrdersAsync(
        IReadOnlyList<StockMove> moves,
        FieldErrors errors,
        CancellationToken ct
    )
    {
        var numbers = moves.Select(m => m.PurchaseOrder).OfType<string>().Distinct().ToArray();
        if (numbers.Length == 0)
            return [];
        var orders = await PurchaseOrder.LockAsync(db, numbers, ct);
        foreach (var move in moves)
        {
            if (move.PurchaseOrder is { } number && !orders.ContainsKey(number))
                errors.Add($"{move.At}purchaseOrder", T($"no purchase order has the number '{number}'"));
        }

        return orders;
    }

    private async Task<(
        Dictionary<string, ProductCost> Products,
        Dictionary<string, Location> Locations
    )> CheckNamesAsync(IReadOnlyList<StockMove> moves, FieldErrors errors, CancellationToken ct)
    {
        var skus = moves.Select(m => m.Sku).Distinct().ToArray();
        var products = await db.ProductCosts().Where(p => skus.Contains(p.Sku)).ToDictionaryAsync(p => p.Sku, ct);
        var locations = await Location.LockAsync(db, [.. moves.Select(m => m.Location)], ct);
        foreach (var move in moves)
        {
            locations.CheckLive(move.LocationField, move.Location, errors);
            // The other end has said it.
            if (move.IsArrival)
                continue;
            if (!products.TryGetValue(move.Sku, out var product))
                errors.Add($"{move.At}sku", T($"no product has the SKU '{move.Sku}'"));
            else
                errors.RequireWhole(move.QuantityField, move.Quantity, product.WholeUnits);
        }

        return (products, locations);
    }
}
