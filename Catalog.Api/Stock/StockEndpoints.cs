using System.ComponentModel;
using System.Linq.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Status;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Stock;

internal static class StockEndpoints
{
    private const string LevelOrder = "stock";
    private const string MovementOrder = "movements";
    private const string Recounts = "Adds up all lines first, which takes its time; default false";
    private const string NotAllowed = "The stock does not allow it.";

    private static readonly Expression<Func<LevelCost, StockLevelResponse>> ToResponse = l => new StockLevelResponse(
        l.Level.Sku,
        l.Name,
        l.Level.Location,
        l.Level.OnHand,
        l.Level.OnOrder,
        l.Level.Counted,
        l.Level.OnHand * l.UnitCost,
        l.Level.UpdatedAt,
        l.UnitCost
    );

    public static async Task<Results<Ok<Page<StockLevelResponse>>, ValidationProblem>> List(
        [AsParameters] PageRequest page,
        string? sku,
        string? location,
        [Description(PastStock.Meaning)] string? asOf,
        CatalogDb db,
        PastStock past,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var moment = past.Read("asOf", asOf, errors);
        var list = page.Check(errors, LevelOrder, 2);
        var after = list.After;
        var product = errors.OptionalSku("sku", sku);
        var place = errors.OptionalCode("location", location);
        if (errors.Any)
            return errors.ToProblem();

        var query = db.Levels.AsNoTracking();
        if (product is not null)
            query = query.Where(l => l.Sku == product);
        if (place is not null)
            query = query.Where(l => l.Location == place);
        if (after is [var lastSku, var lastPlace])
            query = query.Where(l =>
                EF.Functions.GreaterThan(ValueTuple.Create(l.Sku, l.Location), ValueTuple.Create(lastSku, lastPlace))
            );
        query = query.OrderBy(l => l.Sku).ThenBy(l => l.Location).Take(list.Take);
        var rows = moment is { } then
            ? await past.ReadAsync(query, then, ct)
            : await db.LevelCosts(query)
                .OrderBy(l => l.Level.Sku)
                .ThenBy(l => l.Level.Location)
                .Select(ToResponse)
                .ToListAsync(ct);
        return TypedResults.Ok(list.Of(rows, l => [l.Sku, l.Location], http));
    }

    public static async Task<Ok<StockSummary>> Summary(StockTotals totals, CancellationToken ct) =>
        TypedResults.Ok(await totals.SummaryAsync(ct));

    public static async Task<Ok<LedgerTotals>> Totals(
        [Description(Recounts)] bool? recount,
        StockTotals totals,
        CancellationToken ct
    ) => TypedResults.Ok(await totals.TotalsAsync(recount is true, ct));

    public static async Task<Results<Ok<Page<MovementResponse>>, ValidationProblem, ProblemHttpResult>> Movements(
        string sku,
        [AsParameters] PageRequest page,
        string? location,
        CatalogDb db,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var list = page.Check(errors, MovementOrder, 1);
        var after = list.After;
        var place = errors.OptionalCode("location", location);
        var last = Guid.Empty;
        if (after is [var id] && !Guid.TryParseExact(id, "D", out last))
            errors.Add("after", PageRequest.NoCursor);
        if (errors.Any)
            return errors.ToProblem();
        if (!Sku.TryParseRoute(sku, out var product) || !await db.Products.AnyAsync(p => p.Sku == product, ct))
            return Refusals.NoProduct(sku);

        var query = db.Movements.AsNoTracking().Where(m => m.Sku == product);
        if (place is not null)
            query = query.Where(m => m.Location == place);
        if (after is not null)
            query = query.Where(m => m.Id < last);
        var rows = await query.OrderByDescending(m => m.Id).Take(list.Take).ToListAsync(ct);
        return TypedResults.Ok(list.Of(rows.ConvertAll(ToMovement), m => [m.Id.ToString("D")], http));
    }

    public static async Task<Results<Created<StockMoved>, ValidationProblem, ProblemHttpResult>> Receive(
        ReceiveStock body,
        ManualMoves moves,
        CatalogDb db,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        return await MoveOne(moves.Read(body, errors), errors, moves, db, ct);
    }

    public static async Task<Results<Created<StockMoved>, ValidationProblem, ProblemHttpResult>> Adjust(
        AdjustStock body,
        ManualMoves moves,
        CatalogDb db,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        return await MoveOne(moves.Read(body, errors), errors, moves, db, ct);
    }

    public static async Task<Results<Created<StockTransferred>, ValidationProblem, ProblemHttpResult>> Transfer(
        TransferStock body,
        ManualMoves moves,
        CatalogDb db,
        CancellationToken ct
    )
    {
        var (errors, conflicts) = (new FieldErrors(), new FieldErrors());
        var ends = moves.Read(body, errors);
        var posted = await moves.ApplyAsync(ends, errors, conflicts, ct);
        if (errors.Any)
            return errors.ToProblem();
        if (conflicts.Any)
            return Refusals.Conflict(NotAllowed, conflicts);
        var moved = await ShowAsync(posted, db, ct);
        return TypedResults.Created(PathOf(ends[0].Sku), new StockTransferred(moved[0], moved[1]));
    }

    public static async Task<Results<Ok<BatchResult>, ValidationProblem, ProblemHttpResult>> Move(
        MoveStock body,
        ManualMoves moves,
        CancellationToken ct
    )
    {
        var (errors, conflicts) = (new FieldErrors(), new FieldErrors());
        var (receipts, adjustments) = (body.Receipts ?? [], body.Adjustments ?? []);
        if (receipts.Count + adjustments.Count is 0 or > Limits.MaxBatch)
        {
            errors.Add("receipts", $"must be 1 to {Limits.MaxBatch} together with the adjustments");
            return errors.ToProblem();
        }

        List<StockMove> wanted =
        [
            .. receipts.Select((receipt, i) => moves.Read(receipt, errors, $"receipts[{i}].")),
            .. adjustments.Select((adjustment, i) => moves.Read(adjustment, errors, $"adjustments[{i}].")),
        ];
        var posted = await moves.ApplyAsync(wanted, errors, conflicts, ct);
        if (errors.Any)
            return errors.ToProblem();
        if (conflicts.Any)
            return Refusals.Conflict(NotAllowed, conflicts);
        return TypedResults.Ok(
            new BatchResult(
                posted.Lines.Count,
                0,
                0,
                [.. posted.Lines.Select((m, i) => new RowResult(i, RowOutcome.Created, m.Id, null))]
            )
        );
    }

    private static async Task<Results<Created<StockMoved>, ValidationProblem, ProblemHttpResult>> MoveOne(
        StockMove move,
        FieldErrors errors,
        ManualMoves moves,
        CatalogDb db,
        CancellationToken ct
    )
    {
        var conflicts = new FieldErrors();
        var posted = await moves.ApplyAsync([move], errors, conflicts, ct);
        if (errors.Any)
            return errors.ToProblem();
        if (conflicts.Any)
            return Refusals.Conflict(NotAllowed, conflicts);
        return TypedResults.Created(PathOf(move.Sku), (await ShowAsync(posted, db, ct))[0]);
    }

    private static string PathOf(string sku) => $"/api/v1/stock/{Uri.EscapeDataString(sku)}/movements";

    /// <summary>What was recorded of one product, each line at another location.</summary>
    private static async Task<List<StockMoved>> ShowAsync(MovesPosted posted, CatalogDb db, CancellationToken ct)
    {
        var sku = posted.Lines[0].Sku;
        string[] locations = [.. posted.Lines.Select(m => m.Location)];
        var levels = await db.LevelCosts(db.Levels.Where(l => l.Sku == sku && locations.Contains(l.Location)))
            .Select(ToResponse)
            .ToDictionaryAsync(l => l.Location, ct);
        // As they are stored: numbers with the digits that the database gives them.
        Guid[] ids = [.. posted.Lines.Concat(posted.Corrections).Select(m => m.Id)];
        var stored = await db
            .Movements.AsNoTracking()
            .Where(m => m.Sku == sku && ids.Contains(m.Id))
            .ToDictionaryAsync(m => m.Id, ct);
        return
        [
            .. posted.Lines.Select(line => new StockMoved(
                ToMovement(stored[line.Id]),
                levels[line.Location],
                posted.Corrections.SingleOrDefault(c => c.Location == line.Location) is { } correction
                    ? ToMovement(stored[correction.Id])
                    : null
            )),
        ];
    }

    // A sale's movement has the id of its line: that is its reference.
    private static MovementResponse ToMovement(StockMovement m) =>
        new()
        {
            Id = m.Id,
            Sku = m.Sku,
            Location = m.Location,
            Kind = m.Kind,
            Quantity = m.Quantity,
            CountedQuantity = m.CountedQuantity,
            UnitCost = m.UnitCost,
            Source = m.Source,
            Reference = m.Reference ?? (m.Source is null ? null : m.Id.ToString("D")),
            Reason = m.Reason,
            OccurredAt = m.OccurredAt,
            RecordedAt = m.RecordedAt,
            RecordedBy = m.RecordedBy,
        };
}
