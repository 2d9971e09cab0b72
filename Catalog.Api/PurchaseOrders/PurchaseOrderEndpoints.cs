using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Catalog.Api.Collaboration;
using SmartInventory.Catalog.Api.Locations;
using SmartInventory.Catalog.Api.Products;
using SmartInventory.Catalog.Api.PurchaseOrders.Paper;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.PurchaseOrders;

internal static class PurchaseOrderEndpoints
{
    private const string ListOrder = "purchase-orders";
    private const int MaxLines = 200;

    public static async Task<Results<Ok<Page<PurchaseOrderResponse>>, ValidationProblem>> List(
        [AsParameters] PageRequest page,
        string? status,
        string? supplier,
        string? location,
        string? sku,
        string? expectedBefore,
        bool? late,
        bool? approvable,
        [Description("The user name of who made them, or me.")] string? createdBy,
        CatalogDb db,
        Approvals approvals,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var list = page.Check(errors, ListOrder, 1);
        var after = list.After;
        var wanted = errors.Word<PurchaseOrderStatus>("status", status);
        var (from, to) = (errors.OptionalCode("supplier", supplier), errors.OptionalCode("location", location));
        var product = errors.OptionalSku("sku", sku);
        var before = errors.Day("expectedBefore", expectedBefore);
        var maker = errors.Person("createdBy", createdBy);
        var last = Guid.Empty;
        if (after is [var id] && !Guid.TryParseExact(id, "D", out last))
            errors.Add("after", PageRequest.NoCursor);
        if (errors.Any)
            return errors.ToProblem();

        var query = db.PurchaseOrders.AsNoTracking();
        if (wanted is not null)
            query = query.Where(o => o.Status == wanted);
        if (from is not null)
            query = query.Where(o => o.Supplier == from);
        if (to is not null)
            query = query.Where(o => o.Location == to);
        if (product is not null)
            query = query.Where(o => o.Lines.Any(l => l.Sku == product));
        if (maker is not null)
            query = query.Where(o => o.CreatedBy == maker);
        if (before is { } day)
            query = query
                .Where(PurchaseOrder.CountsNow)
                .Where(o => o.Lines.Any(l => l.Received < l.Ordered && l.ExpectedOn < day));
        if (late is { } isLate)
        {
            var overdue = PurchaseOrder.Overdue(db, time.GetUtcNow());
            query = query.Where(o => overdue.Contains(o.Id) == isLate);
        }

        if (approvable is { } isApprovable)
        {
            var waiting = await approvals.WaitingAsync(Approver.Of(http), ct);
            query = query.Where(o => waiting.Contains(o.Id) == isApprovable);
        }

        if (after is not null)
            query = query.Where(o => o.Id < last);
        var rows = await query
            .OrderByDescending(o => o.Id)
            .Take(list.Take)
            .Include(o => o.Lines)
            .Include(o => o.DateChanges)
            .AsSplitQuery()
            .ToListAsync(ct);
        return TypedResults.Ok(list.Of(rows.ConvertAll(o => o.ToResponse()), o => [o.Id.ToString("D")], http));
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
            return OrderDesk.Unknown(number);
        var found = order.ToResponse();
        ETags.Set(http, found.ETag);
        return TypedResults.Ok(found);
    }

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Pdf(
        string number,
        OrderDesk desk,
        CatalogDb db,
        CancellationToken ct
    )
    {
        if (!Code.TryParse(number, out var key) || await OrderSheet.ReadAsync(key, desk, db, ct) is not { } sheet)
            return OrderDesk.Unknown(number);
        return TypedResults.File(OrderPaper.Draw(sheet), "application/pdf", $"{sheet.Order.Number}.pdf");
    }

    public static async Task<Results<Created<PurchaseOrderResponse>, ValidationProblem, ProblemHttpResult>> Create(
        CreatePurchaseOrder body,
        CatalogDb db,
        OrderDesk desk,
        Approvals approvals,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var order = await ReadAsync(body, desk, db, errors, ct);
        if (order is null)
            return errors.ToProblem();
        var (created, refused) = await AddAsync(order, body.BelowMinimum, db, desk, approvals, http, ct);
        return created is null ? refused! : TypedResults.Created($"/api/v1/purchase-orders/{created.Number}", created);
    }

    /// <summary>All of them or none: the transaction is the request's.</summary>
    public static async Task<
        Results<Ok<IReadOnlyList<PurchaseOrderResponse>>, ValidationProblem, ProblemHttpResult>
    > CreateMany(
        CreatePurchaseOrders body,
        CatalogDb db,
        OrderDesk desk,
        Approvals approvals,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var requests = body.Orders ?? [];
        if (requests.Count is 0 or > CreatePurchaseOrders.MaxOrders)
            errors.Add("orders", T($"must be 1 to {CreatePurchaseOrders.MaxOrders}"));
        if (errors.Any)
            return errors.ToProblem();
        var orders = new List<PurchaseOrder?>(requests.Count);
        for (var i = 0; i < requests.Count; i++)
        {
            var own = new FieldErrors();
            orders.Add(await ReadAsync(requests[i] ?? new(), desk, db, own, ct));
            errors.Add($"orders[{i}].", own);
        }

        if (errors.Any)
            return errors.ToProblem();
        var created = new List<PurchaseOrderResponse>(orders.Count);
        for (var i = 0; i < orders.Count; i++)
        {
            var (one, refused) = await AddAsync(orders[i]!, requests[i].BelowMinimum, db, desk, approvals, http, ct);
            if (one is null)
                return refused!;
            created.Add(one);
        }

        // It is of the last of them, and so of none.
        http.Response.Headers.ETag = default;
        return TypedResults.Ok<IReadOnlyList<PurchaseOrderResponse>>(created);
    }

    /// <summary>The order as it is asked for; null where something in it is bad.</summary>
    private static async Task<PurchaseOrder?> ReadAsync(
        CreatePurchaseOrder body,
        OrderDesk desk,
        CatalogDb db,
        FieldErrors errors,
        CancellationToken ct
    )
    {
        var number = errors.OptionalCode("number", body.Number);
        if (ApprovalEndpoints.Path.Equals(number, StringComparison.OrdinalIgnoreCase))
            errors.Add("number", T($"'{number}' is no order's: who may approve them is at that address"));
        var supplier = errors.Code("supplier", body.Supplier);
        var location = errors.Code("location", body.Location);
        await CheckPartiesAsync(supplier, location, db, errors, ct);
        var (lines, leadTime) = await ReadLinesAsync(body.Lines ?? [], supplier, db, errors, ct);
        var status = body.Status ?? PurchaseOrderStatus.Sent;
        if (status > PurchaseOrderStatus.Sent)
            errors.Add("status", T("must be one of draft, approved, sent"));
        var sentAt = desk.SentAt(body.SentAt, errors);
        if (body.SentAt is not null && status != PurchaseOrderStatus.Sent)
            errors.Add("sentAt", T("is only of an order that was sent"));
        var orderedOn = await desk.DayAsync(location, sentAt, ct);
        CheckDay("expectedOn", body.ExpectedOn, orderedOn, body.SentAt is null, errors);
        for (var i = 0; i < lines.Count; i++)
        {
            CheckDay($"lines[{i}].expectedOn", body.Lines![i]?.ExpectedOn, orderedOn, body.SentAt is null, errors);
            lines[i].ExpectedOn = body.Lines[i]?.ExpectedOn ?? body.ExpectedOn ?? orderedOn.AddDays(leadTime);
        }

        return errors.Any
            ? null
            : new PurchaseOrder
            {
                Id = Guid.CreateVersion7(desk.Now),
                Number = number ?? await NextNumberAsync(db, ct),
                Supplier = supplier,
                Location = location,
                Status = status,
                OrderedOn = orderedOn,
                ExpectedOn = lines.Max(l => l.ExpectedOn),
                SentAt = status == PurchaseOrderStatus.Sent ? sentAt : null,
                CreatedBy = Actor.Current?.Name,
                UpdatedAt = desk.Now,
                Lines = lines,
            };
    }

    private static async Task<(PurchaseOrderResponse? Created, ProblemHttpResult? Refused)> AddAsync(
        PurchaseOrder order,
        bool? belowMinimum,
        CatalogDb db,
        OrderDesk desk,
        Approvals approvals,
        HttpContext http,
        CancellationToken ct
    )
    {
        // Whoever makes it as approved or sent approves it by that.
        if (order.IsOnOrder && await approvals.RefuseAsync(order, isNew: true, http, ct) is { } forbidden)
            return (null, forbidden);
        if (
            order.Status == PurchaseOrderStatus.Sent
            && await desk.BelowMinimumAsync(order, belowMinimum, ct) is { } less
        )
            return (null, less);
        db.Add(order);
        try
        {
            var created = await desk.StoreAsync(
                order,
                "created",
                order.IsOnOrder ? order.Open() : order.Touched(),
                http,
                ct
            );
            await db.FollowAsync(new Subject(SubjectKind.Order, order.Number), desk.Now, ct);
            return (created.Value, null);
        }
        catch (DbUpdateException e) when (e.IsTaken(PurchaseOrdersFeature.NumberIsTaken))
        {
            return (
                null,
                Refusals.Conflict(
                    T($"The number '{order.Number}' is taken."),
                    T("Leave it out to get the next free one.")
                )
            );
        }
    }

    public static async Task<Results<Ok<PurchaseOrderResponse>, ProblemHttpResult>> Approve(
        string number,
        OrderDesk desk,
        Approvals approvals,
        HttpContext http,
        CancellationToken ct
    )
    {
        var (order, problem) = await desk.OpenAsync(number, http, ct);
        if (order is null)
            return problem!;
        if (order.Status != PurchaseOrderStatus.Draft)
            return OrderDesk.WrongState(order, T("Only a draft can be approved."));
        if (await approvals.RefuseAsync(order, isNew: false, http, ct) is { } forbidden)
            return forbidden;
        return await desk.MoveOnAsync(order, PurchaseOrderStatus.Approved, "approved", http, ct);
    }

    public static async Task<Results<Ok<PurchaseOrderResponse>, ValidationProblem, ProblemHttpResult>> Send(
        string number,
        SendPurchaseOrder? body,
        OrderDesk desk,
        HttpContext http,
        CancellationToken ct
    )
    {
        var (order, problem) = await desk.OpenAsync(number, http, ct);
        if (order is null)
            return problem!;
        var errors = new FieldErrors();
        var sentAt = desk.SentAt(body?.SentAt, errors);
        if (errors.Any)
            return errors.ToProblem();
        if (order.Status != PurchaseOrderStatus.Approved)
            return OrderDesk.WrongState(order, T("Only what is approved can be sent."));
        if (await desk.BelowMinimumAsync(order, body?.BelowMinimum, ct) is { } less)
            return less;
        order.SentAt = sentAt;
        return await desk.MoveOnAsync(order, PurchaseOrderStatus.Sent, "sent", http, ct);
    }

    public static async Task<Results<Ok<PurchaseOrderResponse>, ProblemHttpResult>> TakeBack(
        string number,
        OrderDesk desk,
        HttpContext http,
        CancellationToken ct
    )
    {
        var (order, problem) = await desk.OpenAsync(number, http, ct);
        if (order is null)
            return problem!;
        return order.Status == PurchaseOrderStatus.Approved
            ? await desk.MoveOnAsync(order, PurchaseOrderStatus.Draft, "approval-taken-back", http, ct)
            : OrderDesk.WrongState(order, T("Only an approval of what is not sent yet can be taken back."));
    }

    public static async Task<Results<Ok<PurchaseOrderResponse>, ValidationProblem, ProblemHttpResult>> Cancel(
        string number,
        CancelPurchaseOrder? body,
        OrderDesk desk,
        HttpContext http,
        CancellationToken ct
    )
    {
        var (order, problem) = await desk.OpenAsync(number, http, ct);
        if (order is null)
            return problem!;
        var errors = new FieldErrors();
        var reason = errors.Text("reason", body?.Reason, 200);
        if (errors.Any)
            return errors.ToProblem();
        return order.IsOver
            ? OrderDesk.WrongState(order, T("Nothing of it is open that could be cancelled."))
            : await desk.MoveOnAsync(order, PurchaseOrderStatus.Cancelled, "cancelled", http, ct, reason);
    }

    public static async Task<
        Results<Ok<PurchaseOrderResponse>, ValidationProblem, ProblemHttpResult>
    > ChangeExpectedDate(string number, ChangeExpectedDate body, OrderDesk desk, HttpContext http, CancellationToken ct)
    {
        var (order, problem) = await desk.OpenAsync(number, http, ct);
        if (order is null)
            return problem!;
        if (order.IsOver)
            return OrderDesk.WrongState(order, T("Nothing of it is expected any more."));

        var (errors, conflicts) = (new FieldErrors(), new FieldErrors());
        if (body.ExpectedOn is null)
            errors.Add("expectedOn", T("is required"));
        CheckDay("expectedOn", body.ExpectedOn, await desk.DayAsync(order.Location, desk.Now, ct), true, errors);
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
                    errors.Add($"skus[{i}]", T($"{sku} is not on {order.Number}"));
                else if (line.Open == 0)
                    conflicts.Add($"skus[{i}]", T($"all of {sku} has come"));
                else
                    lines.Add(line);
            }

            if (skus.Count == 0)
                errors.Add("skus", T("must name a line, or be left out for all"));
        }

        if (errors.Any)
            return errors.ToProblem();
        if (conflicts.Any)
            return Refusals.Conflict(T("The order does not allow it."), conflicts);
        var changes = order.Expect(lines, body.ExpectedOn!.Value, reason!, desk.Now);
        return await desk.StoreAsync(order, "expected-date-changed", changes, http, ct, reason);
    }

    private static void CheckDay(string field, DateOnly? day, DateOnly from, bool isToday, FieldErrors errors)
    {
        if (day < from)
            errors.Add(
                field,
                isToday ? T("must not be in the past") : T($"must not be before {from:O}, when it was sent")
            );
        else if (day > from.AddYears(5))
            errors.Add(field, T("must be at most five years ahead"));
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
            errors.Add("supplier", T($"no supplier has the code '{supplier}'"));
        if (location.Length > 0)
            (await Location.LockAsync(db, [location], ct)).CheckLive("location", location, errors);
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
            errors.Add("lines", T($"must be 1 to {MaxLines}"));
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
                errors.Add($"lines[{i}].sku", T($"no product has the SKU '{sku}'"));
            if (sku.Length > 0 && skus.IndexOf(sku) < i)
                errors.Add($"lines[{i}].sku", T("is named twice"));
            var quantity = errors.Units($"lines[{i}].quantity", requests[i]?.Quantity, product?.WholeUnits ?? false);
            var term = product?.Terms.Find(t => t.Supplier == supplier);
            var cost = errors.Money(
                $"lines[{i}].unitCost",
                requests[i]?.UnitCost ?? term?.CostOf(quantity) ?? product?.Cost ?? 0
            );
            leadTime = Math.Max(leadTime, term?.LeadTimeDays ?? 0);
            lines.Add(
                new PurchaseOrderLine
                {
                    Line = i,
                    Sku = sku,
                    Ordered = quantity,
                    UnitCost = cost,
                    SupplierSku = term?.SupplierSku,
                    Pack = term?.PackMultiple is > 1 ? term.PackMultiple : null,
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
}
