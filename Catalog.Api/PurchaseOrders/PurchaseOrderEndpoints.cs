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
        var rows = await query
            .OrderByDescending(o => o.Id)
            .Take(list.Take)
            .Include(o => o.Lines)
            .Include(o => o.DateChanges)
            .AsSplitQuery()
            .ToListAsync(ct);
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
                .Include(o => o.DateChanges)
                .AsSplitQuery()
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
        var today = await TodayAsync(location, now, db, ct);
        CheckDay("expectedOn", body.ExpectedOn, today, errors);
        for (var i = 0; i < lines.Count; i++)
        {
            CheckDay($"lines[{i}].expectedOn", body.Lines![i]?.ExpectedOn, today, errors);
            lines[i].ExpectedOn = body.Lines[i]?.ExpectedOn ?? body.ExpectedOn ?? today.AddDays(leadTime);
        }

        if (
            body.Status
            is PurchaseOrderStatus.PartlyReceived
                or PurchaseOrderStatus.Received
                or PurchaseOrderStatus.Cancelled
        )
            errors.Add("status", "must be one of draft, approved, sent");
        if (errors.Any)
            return errors.ToProblem();

        var order = new PurchaseOrder
        {
            Id = Guid.CreateVersion7(now),
            Number = number ?? await NextNumberAsync(db, ct),
            Supplier = supplier,
            Location = location,
            Status = body.Status ?? PurchaseOrderStatus.Sent,
            OrderedOn = today,
            ExpectedOn = lines.Max(l => l.ExpectedOn),
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

        if (order.IsOnOrder)
            await ledger.PostOrdersAsync(order.Open(), ct);
        var created = ToResponse(order);
        ETags.Set(http, created.ETag);
        return TypedResults.Created($"/api/v1/purchase-orders/{created.Number}", created);
    }

    public static async Task<Results<Ok<PurchaseOrderResponse>, ProblemHttpResult>> Approve(
        string number,
        CatalogDb db,
        Ledger ledger,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct
    )
    {
        var (order, problem) = await OpenAsync(number, db, http, ct);
        if (order is null)
            return problem!;
        if (order.Status != PurchaseOrderStatus.Draft)
            return WrongState(order, "Only a draft can be approved.");
        return await MoveOnAsync(order, PurchaseOrderStatus.Approved, order.Open(), db, ledger, time, http, ct);
    }

    public static async Task<Results<Ok<PurchaseOrderResponse>, ProblemHttpResult>> Send(
        string number,
        CatalogDb db,
        Ledger ledger,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct
    )
    {
        var (order, problem) = await OpenAsync(number, db, http, ct);
        if (order is null)
            return problem!;
        if (order.Status != PurchaseOrderStatus.Approved)
            return WrongState(order, "Only what is approved can be sent.");
        return await MoveOnAsync(order, PurchaseOrderStatus.Sent, [], db, ledger, time, http, ct);
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
        var (order, problem) = await OpenAsync(number, db, http, ct);
        if (order is null)
            return problem!;
        if (order.IsOver)
            return WrongState(order, "Nothing of it is open that could be cancelled.");
        var gone = order.IsOnOrder ? order.Open(-1) : [];
        return await MoveOnAsync(order, PurchaseOrderStatus.Cancelled, gone, db, ledger, time, http, ct);
    }

    public static async Task<
        Results<Ok<PurchaseOrderResponse>, ValidationProblem, ProblemHttpResult>
    > ChangeExpectedDate(
        string number,
        ChangeExpectedDate body,
        CatalogDb db,
        Ledger ledger,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct
    )
    {
        var (order, problem) = await OpenAsync(number, db, http, ct);
        if (order is null)
            return problem!;
        if (order.IsOver)
            return WrongState(order, "Nothing of it is expected any more.");

        var (errors, conflicts) = (new FieldErrors(), new FieldErrors());
        var now = time.GetUtcNow();
        if (body.ExpectedOn is null)
            errors.Add("expectedOn", "is required");
        CheckDay("expectedOn", body.ExpectedOn, await TodayAsync(order.Location, now, db, ct), errors);
        var reason = errors.Text("reason", body.Reason, 200, required: true);
        var lines = order.Lines.Where(l => l.Open > 0).ToList();
        if (body.Skus is { } skus)
        {
            lines = [];
            for (var i = 0; i < skus.Count; i++)
            {
                var sku = errors.Sku($"skus[{i}]", skus[i]);
                if (sku.Length == 0)
                    continue;
                if (order.Lines.Find(l => l.Sku == sku) is not { } line)
                    errors.Add($"skus[{i}]", $"{sku} is not on {order.Number}");
                else if (line.Open == 0)
                    conflicts.Add($"skus[{i}]", $"all of {sku} has come");
                else
                    lines.Add(line);
            }

            if (skus.Count == 0)
                errors.Add("skus", "must name a line, or be left out for all");
        }

        if (errors.Any)
            return errors.ToProblem();
        if (conflicts.Any)
            return Refusals.Conflict("The order does not allow it.", conflicts);
        var changes = order.Expect(lines, body.ExpectedOn!.Value, reason!, now);
        return await StoreAsync(order, changes, db, ledger, http, ct);
    }

    /// <summary>The order, held until the transaction ends; or the problem that stands against changing it.</summary>
    private static async Task<(PurchaseOrder? Order, ProblemHttpResult? Problem)> OpenAsync(
        string number,
        CatalogDb db,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (
            !Code.TryParse(number, out var key)
            || !(await PurchaseOrder.LockAsync(db, [key], ct)).TryGetValue(key, out var order)
        )
            return (null, Unknown(number));
        var current = ToResponse(order);
        return ETags.Refuse(http, current.ETag, current) is { } refused ? (null, refused) : (order, null);
    }

    private static Task<Ok<PurchaseOrderResponse>> MoveOnAsync(
        PurchaseOrder order,
        PurchaseOrderStatus status,
        List<OnOrderChange> changes,
        CatalogDb db,
        Ledger ledger,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct
    )
    {
        order.Status = status;
        order.UpdatedAt = time.GetUtcNow();
        return StoreAsync(order, changes, db, ledger, http, ct);
    }

    private static async Task<Ok<PurchaseOrderResponse>> StoreAsync(
        PurchaseOrder order,
        List<OnOrderChange> changes,
        CatalogDb db,
        Ledger ledger,
        HttpContext http,
        CancellationToken ct
    )
    {
        await db.SaveChangesAsync(ct);
        if (changes.Count > 0)
            await ledger.PostOrdersAsync(changes, ct);
        var shown = ToResponse(order);
        ETags.Set(http, shown.ETag);
        return TypedResults.Ok(shown);
    }

    private static ProblemHttpResult WrongState(PurchaseOrder order, string detail) =>
        Refusals.Conflict($"Purchase order '{order.Number}' is {Words.Of(order.Status)}.", detail);

    private static async Task<DateOnly> TodayAsync(
        string location,
        DateTimeOffset now,
        CatalogDb db,
        CancellationToken ct
    )
    {
        var zone =
            await db.Locations.Where(l => l.Code == location).Select(l => l.TimeZone).SingleOrDefaultAsync(ct) ?? "UTC";
        return CalendarDay.In(TimeZoneInfo.FindSystemTimeZoneById(zone), now);
    }

    private static void CheckDay(string field, DateOnly? day, DateOnly today, FieldErrors errors)
    {
        if (day < today)
            errors.Add(field, "must not be in the past");
        else if (day > today.AddYears(5))
            errors.Add(field, "must be at most five years ahead");
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
                    .Select(l => new PurchaseOrderLineResponse(l.Sku, l.Ordered, l.Received, l.UnitCost, l.ExpectedOn)),
            ],
            DateChanges =
            [
                .. o
                    .DateChanges.OrderBy(c => c.ChangedAt)
                    .ThenBy(c => c.Sku, StringComparer.Ordinal)
                    .Select(c => new ExpectedDateChange(c.Sku, c.From, c.To, c.Reason, c.ChangedAt)),
            ],
            ETag = ETags.Of(o.Xmin),
        };

    private static ProblemHttpResult Unknown(string number) =>
        Refusals.NotFound($"No purchase order has the number '{number}'.");
}
