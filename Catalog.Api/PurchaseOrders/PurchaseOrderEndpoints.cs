using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Catalog.Api.Products;
using SmartInventory.Catalog.Api.Stock;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.PurchaseOrders;

internal static class PurchaseOrderEndpoints
{
    private const string ListOrder = "purchase-orders";
    private const int MaxLines = 200;

    public static async Task<Results<Ok<Page<PurchaseOrderResponse>>, ValidationProblem>> List(
        [AsParameters] PageRequest page,
        string? status,
        CatalogDb db,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var list = page.Check(errors, ListOrder, 1);
        var after = list.After;
        var wanted = errors.Word<PurchaseOrderStatus>("status", status);
        var last = Guid.Empty;
        if (after is [var id] && !Guid.TryParseExact(id, "D", out last))
            errors.Add("after", PageRequest.NoCursor);
        if (errors.Any)
            return errors.ToProblem();

        var query = db.PurchaseOrders.AsNoTracking();
        if (wanted is not null)
            query = query.Where(o => o.Status == wanted);
        if (after is not null)
            query = query.Where(o => o.Id < last);
        var rows = await query.OrderByDescending(o => o.Id).Take(list.Take).Include(o => o.Lines).ToListAsync(ct);
        return TypedResults.Ok(list.Of(rows.ConvertAll(ToResponse), o => [o.Id.ToString("D")], http));
    }

    public static async Task<Results<Ok<PurchaseOrderResponse>, ProblemHttpResult>> Get(
        string number,
        CatalogDb db,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (
            !Code.TryParse(number, out var key)
            || await db
                .PurchaseOrders.AsNoTracking()
                .Include(o => o.Lines)
                .SingleOrDefaultAsync(o => o.Number == key, ct)
                is not { } order
        )
            return Unknown(number);
        var found = ToResponse(order);
        ETags.Set(http, found.ETag);
        return TypedResults.Ok(found);
    }

    public static async Task<Results<Created<PurchaseOrderResponse>, ValidationProblem, ProblemHttpResult>> Create(
        CreatePurchaseOrder body,
        CatalogDb db,
        Ledger ledger,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var number = errors.OptionalCode("number", body.Number);
        var supplier = errors.Code("supplier", body.Supplier);
        var location = errors.Code("location", body.Location);
        await CheckPartiesAsync(supplier, location, db, errors, ct);
        var (lines, leadTime) = await ReadLinesAsync(body.Lines ?? [], supplier, db, errors, ct);
        var now = time.GetUtcNow();
        var zone =
            await db.Locations.Where(l => l.Code == location).Select(l => l.TimeZone).SingleOrDefaultAsync(ct) ?? "UTC";
        var today = DateOnly.FromDateTime(
            TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(zone)).Date
        );
        if (body.ExpectedOn < today)
            errors.Add("expectedOn", "must not be in the past");
        else if (body.ExpectedOn > today.AddYears(5))
            errors.Add("expectedOn", "must be at most five years ahead");
        if (errors.Any)
            return errors.ToProblem();

        var order = new PurchaseOrder
        {
            Id = Guid.CreateVersion7(now),
            Number = number ?? await NextNumberAsync(db, ct),
            Supplier = supplier,
            Location = location,
            OrderedOn = today,
            ExpectedOn = body.ExpectedOn ?? today.AddDays(leadTime),
            UpdatedAt = now,
            Lines = lines,
        };
        db.Add(order);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e.IsTaken(PurchaseOrdersFeature.NumberIsTaken))
        {
            return Refusals.Conflict(
                $"The number '{order.Number}' is taken.",
                "Leave it out to get the next free one."
            );
        }

        await ledger.PostOrdersAsync(lines.ConvertAll(l => new OnOrderChange(l.Sku, location, l.Ordered)), ct);
        var created = ToResponse(order);
        ETags.Set(http, created.ETag);
        return TypedResults.Created($"/api/v1/purchase-orders/{created.Number}", created);
    }

    public static async Task<Results<Ok<PurchaseOrderResponse>, ProblemHttpResult>> Cancel(
        string number,
        CatalogDb db,
        Ledger ledger,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (
            !Code.TryParse(number, out var key)
            || !(await PurchaseOrder.LockAsync(db, [key], ct)).TryGetValue(key, out var order)
        )
            return Unknown(number);
        var current = ToResponse(order);
        if (ETags.Refuse(http, current.ETag, current) is { } refused)
            return refused;
        if (!order.IsOpen)
            return Refusals.Conflict(
                $"Purchase order '{key}' is {Words.Of(order.Status)}.",
                "Nothing of it is open that could be cancelled."
            );

        var open = order
            .Lines.Where(l => l.Open > 0)
            .Select(l => new OnOrderChange(l.Sku, order.Location, -l.Open))
            .ToList();
        order.Status = PurchaseOrderStatus.Cancelled;
        order.UpdatedAt = time.GetUtcNow();
        await db.SaveChangesAsync(ct);
        await ledger.PostOrdersAsync(open, ct);
        var cancelled = ToResponse(order);
        ETags.Set(http, cancelled.ETag);
        return TypedResults.Ok(cancelled);
    }

    private static async Task CheckPartiesAsync(
        string supplier,
        string location,
        CatalogDb db,
        FieldErrors errors,
        CancellationToken ct
    )
    {
        if (supplier.Length > 0 && !await db.Suppliers.AnyAsync(s => s.Code == supplier && !s.Archived, ct))
            errors.Add("supplier", $"no supplier has the code '{supplier}'");
        if (location.Length > 0 && (await Locations.Location.LockLiveAsync(db, [location], ct)).Count == 0)
            errors.Add("location", $"no location has the code '{location}'");
    }

    /// <summary>The lines, and the longest lead time that this supplier's terms give for them.</summary>
    private static async Task<(List<PurchaseOrderLine> Lines, int LeadTimeDays)> ReadLinesAsync(
        IReadOnlyList<CreatePurchaseOrderLine> requests,
        string supplier,
        CatalogDb db,
        FieldErrors errors,
        CancellationToken ct
    )
    {
        if (requests.Count is 0 or > MaxLines)
        {
            errors.Add("lines", $"must be 1 to {MaxLines}");
            return ([], 0);
        }

        var skus = requests.Select((r, i) => errors.Sku($"lines[{i}].sku", r?.Sku)).ToList();
        var products = await db
            .Products.AsNoTracking()
            .Include(p => p.Terms)
            .Where(p => skus.Contains(p.Sku) && !p.Archived)
            .ToDictionaryAsync(p => p.Sku, ct);
        var lines = new List<PurchaseOrderLine>(requests.Count);
        var leadTime = 0;
        for (var i = 0; i < requests.Count; i++)
        {
            var sku = skus[i];
            var product = products.GetValueOrDefault(sku);
            if (sku.Length > 0 && product is null)
                errors.Add($"lines[{i}].sku", $"no product has the SKU '{sku}'");
            if (sku.Length > 0 && skus.IndexOf(sku) < i)
                errors.Add($"lines[{i}].sku", "is named twice");
            var quantity = errors.Units($"lines[{i}].quantity", requests[i]?.Quantity, product?.WholeUnits ?? false);
            var term = product?.Terms.Find(t => t.Supplier == supplier);
            var cost = errors.Money(
                $"lines[{i}].unitCost",
                requests[i]?.UnitCost ?? term?.UnitCost ?? product?.Cost ?? 0
            );
            leadTime = Math.Max(leadTime, term?.LeadTimeDays ?? 0);
            lines.Add(
                new PurchaseOrderLine
                {
                    Line = i,
                    Sku = sku,
                    Ordered = quantity,
                    UnitCost = cost,
                }
            );
        }

        return (lines, leadTime);
    }

    // Somebody may have given a number of this form by hand: then the next one.
    private static async Task<string> NextNumberAsync(CatalogDb db, CancellationToken ct)
    {
        string number;
        do
        {
            var next = await db
                .Database.SqlQuery<long>($"SELECT nextval('catalog.purchase_order_number') AS \"Value\"")
                .SingleAsync(ct);
            number = string.Create(CultureInfo.InvariantCulture, $"PO-{next:00000}");
        } while (await db.PurchaseOrders.AnyAsync(o => o.Number == number, ct));
        return number;
    }

    private static PurchaseOrderResponse ToResponse(PurchaseOrder o) =>
        new()
        {
            Id = o.Id,
            Number = o.Number,
            Supplier = o.Supplier,
            Location = o.Location,
            Status = o.Status,
            OrderedOn = o.OrderedOn,
            ExpectedOn = o.ExpectedOn,
            Lines =
            [
                .. o
                    .Lines.OrderBy(l => l.Line)
                    .Select(l => new PurchaseOrderLineResponse(l.Sku, l.Ordered, l.Received, l.UnitCost)),
            ],
            ETag = ETags.Of(o.Xmin),
        };

    private static ProblemHttpResult Unknown(string number) =>
        Refusals.NotFound($"No purchase order has the number '{number}'.");
}
