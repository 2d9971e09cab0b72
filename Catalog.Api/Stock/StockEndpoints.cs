using System.ComponentModel;
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
    private const string Recounts = "Adds up all lines first, which takes its time; default false";
    private static string NotAllowed => T("The stock does not allow it.");

    public static async Task<Results<Ok<Page<StockLevelResponse>>, ValidationProblem>> List(
        [AsParameters] LevelFilter filter,
        [AsParameters] PageRequest page,
        [Description("sku (default), on-hand, value, last-count or last-sale; the last two not of the past")]
            string? sort,
        StockLevels levels,
        PastStock past,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var choice = filter.Check(errors, past, time.GetUtcNow());
        var order = errors.Word<LevelSort>("sort", sort) ?? LevelSort.Sku;
        if (choice.AsOf is not null && order is LevelSort.LastCount or LevelSort.LastSale)
            errors.Add("sort", T("must be sku, on-hand or value for a moment of the past"));
        var list = page.Check(errors, $"{LevelOrder}/{Words.Of(order)}", LevelCursor.Parts);
        var after = LevelCursor.Read(list.After, errors);
        if (errors.Any)
            return errors.ToProblem();
        var rows = await levels.PageAsync(choice, order, after, list.Take, ct);
        return TypedResults.Ok(list.Of(rows, l => LevelCursor.Of(l, order), http));
    }

    public static async Task<Results<Ok<LevelTotals>, ValidationProblem>> LevelTotals(
        [AsParameters] LevelFilter filter,
        StockLevels levels,
        PastStock past,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var choice = filter.Check(errors, past, time.GetUtcNow());
        return errors.Any ? errors.ToProblem() : TypedResults.Ok(await levels.TotalsAsync(choice, ct));
    }

    public static async Task<Ok<StockSummary>> Summary(StockTotals totals, CancellationToken ct) =>
        TypedResults.Ok(await totals.SummaryAsync(ct));

    public static async Task<Ok<LedgerTotals>> Totals(
        [Description(Recounts)] bool? recount,
        StockTotals totals,
        CancellationToken ct
    ) => TypedResults.Ok(await totals.TotalsAsync(recount is true, ct));

    public static async Task<Results<Ok<Page<MovementResponse>>, ValidationProblem>> AllMovements(
        [AsParameters] MovementFilter filter,
        [AsParameters] PageRequest page,
        MovementList list,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var found = await list.ReadAsync(filter.Check(errors), page, errors, http, ct);
        return found is null ? errors.ToProblem() : TypedResults.Ok(found);
    }

    public static async Task<Results<Ok<Page<MovementResponse>>, ValidationProblem, ProblemHttpResult>> Movements(
        string sku,
        [AsParameters] PageRequest page,
        string? location,
        MovementList list,
        CatalogDb db,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (!Sku.TryParseRoute(sku, out var product) || !await db.Products.AnyAsync(p => p.Sku == product, ct))
            return Refusals.NoProduct(sku);
        var errors = new FieldErrors();
        var choice = new MovementChoice(product, errors.OptionalCode("location", location));
        var found = await list.ReadAsync(choice, page, errors, http, ct);
        return found is null ? errors.ToProblem() : TypedResults.Ok(found);
    }

    public static async Task<Results<Ok<MovementDetail>, ProblemHttpResult>> Movement(
        string sku,
        Guid id,
        Undoing undoing,
        CancellationToken ct
    )
    {
        if (!Sku.TryParseRoute(sku, out var product) || await undoing.FindAsync(product, id, ct) is not var (line, end))
            return NoMovement(sku, id);
        return TypedResults.Ok(
            new MovementDetail(
                MovementList.Show(line),
                end is null ? null : MovementList.Show(end),
                await undoing.WhyNotAsync(line, end, ct)
            )
        );
    }

    public static async Task<Results<Created<StockUndone>, ValidationProblem, ProblemHttpResult>> Undo(
        string sku,
        Guid id,
        Undoing undoing,
        CatalogDb db,
        CancellationToken ct
    )
    {
        if (!Sku.TryParseRoute(sku, out var product) || await undoing.FindAsync(product, id, ct) is not var (line, end))
            return NoMovement(sku, id);
        var conflicts = new FieldErrors();
        var posted = await undoing.UndoAsync(line, end, conflicts, ct);
        return conflicts.Any
            ? Refusals.Conflict(NotAllowed, conflicts)
            : TypedResults.Created(PathOf(line.Sku), new StockUndone(await ShowAsync(posted, db, ct)));
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
            errors.Add("receipts", T($"must be 1 to {Limits.MaxBatch} together with the adjustments"));
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
            .Select(StockLevels.ToResponse)
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
                MovementList.Show(stored[line.Id]),
                levels[line.Location],
                posted.Corrections.SingleOrDefault(c => c.Location == line.Location) is { } correction
                    ? MovementList.Show(stored[correction.Id])
                    : null
            )),
        ];
    }

    private static ProblemHttpResult NoMovement(string sku, Guid id) =>
        Refusals.NotFound(T($"No movement of '{sku}' has the id {id:D}."));
}
