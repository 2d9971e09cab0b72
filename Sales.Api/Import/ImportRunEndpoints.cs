using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Sales;
using SmartInventory.Sales.Api.Recording;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Sales.Api.Import;

internal static class ImportRunEndpoints
{
    public const int MaxName = 200;
    private const string NewestFirst = "imports/newest";

    public static async Task<Results<Created<SalesImportResponse>, ValidationProblem>> Begin(
        BeginImport request,
        SalesDb db,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var name = errors.Text("name", request.Name, MaxName, required: true);
        if (errors.Any)
            return errors.ToProblem();
        var now = SaleRules.Now(time);
        var run = new ImportRun
        {
            Id = Guid.CreateVersion7(now),
            Name = name!,
            StartedAt = now,
        };
        db.Imports.Add(run);
        db.Add(Entry("begun", run.Id, [new FieldChange("name", null, run.Name)], now));
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/v1/sales/imports/{run.Id}", run.Show());
    }

    public static async Task<Results<Ok<Page<SalesImportResponse>>, ValidationProblem>> List(
        [AsParameters] PageRequest page,
        SalesDb db,
        HttpContext context,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var list = page.Check(errors, NewestFirst, parts: 1);
        var last = Guid.Empty;
        if (list.After is [var text] && !Guid.TryParseExact(text, "D", out last))
            errors.Add("after", PageRequest.NoCursor);
        if (errors.Any)
            return errors.ToProblem();

        var runs = db.Imports.AsNoTracking();
        if (list.After is not null)
            runs = runs.Where(r => r.Id < last);
        var rows = await runs.OrderByDescending(r => r.Id).Take(list.Take).Select(ImportRun.ToResponse).ToListAsync(ct);
        return TypedResults.Ok(list.Of(rows, r => [r.Id.ToString("D")], context));
    }

    public static async Task<Results<Ok<SalesImportResponse>, ProblemHttpResult>> Get(
        Guid id,
        SalesDb db,
        CancellationToken ct
    ) => await FindAsync(id, db, ct) is { } run ? TypedResults.Ok(run) : Unknown(id);

    public static async Task<Results<Ok<SalesImportResponse>, ProblemHttpResult>> Finish(
        Guid id,
        SalesDb db,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var now = SaleRules.Now(time);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var finished = await db
            .Imports.Where(r => r.Id == id && r.FinishedAt == null && r.UndoneAt == null)
            .ExecuteUpdateAsync(r => r.SetProperty(x => x.FinishedAt, now), ct);
        if (finished > 0)
            db.Add(Entry("finished", id, [], now));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return await Get(id, db, ct);
    }

    public static async Task<Results<Ok<SalesImportResponse>, ProblemHttpResult>> Undo(
        Guid id,
        SalesDb db,
        ImportUndo undo,
        CancellationToken ct
    )
    {
        if (await undo.RunAsync(id, ct) is { Count: > 0 } returned)
        {
            return Refusals.Conflict(
                T("Something of this import came back."),
                T($"Take the returns back first, of {string.Join(", ", returned)}. Nothing was undone.")
            );
        }

        return await Get(id, db, ct);
    }

    /// <summary>What was done to an import, for the log.</summary>
    public static ActivityEntry Entry(string action, Guid id, IReadOnlyList<FieldChange> changes, DateTimeOffset now) =>
        ActivityEntry.Of(action, new Subject(SubjectKind.Import, id.ToString("D")), changes, now, Via.Import);

    public static ProblemHttpResult Unknown(Guid id) => Refusals.NotFound(T($"No import has the id '{id}'."));

    private static Task<SalesImportResponse?> FindAsync(Guid id, SalesDb db, CancellationToken ct) =>
        db.Imports.AsNoTracking().Where(r => r.Id == id).Select(ImportRun.ToResponse).SingleOrDefaultAsync(ct);
}
