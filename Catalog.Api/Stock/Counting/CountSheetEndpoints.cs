using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Catalog.Api.Locations;
using SmartInventory.Catalog.Api.Products;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Stock.Counting;

internal static class CountSheetEndpoints
{
    private const string Order = "count-sheets";
    private static string NotOpen => T("The sheet is not open.");

    public static async Task<Results<Ok<Page<CountSheetSummary>>, ValidationProblem>> List(
        [AsParameters] PageRequest page,
        string? location,
        string? state,
        CatalogDb db,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var list = page.Check(errors, Order, 1);
        var place = errors.OptionalCode("location", location);
        var wanted = errors.Word<CountSheetState>("state", state);
        var last = int.MaxValue;
        if (list.After is [var number] && !int.TryParse(number, NumberStyles.None, null, out last))
            errors.Add("after", PageRequest.NoCursor);
        if (errors.Any)
            return errors.ToProblem();
        var sheets = db.CountSheets.AsNoTracking().Where(s => s.Number < last);
        if (place is not null)
            sheets = sheets.Where(s => s.Location == place);
        if (wanted is not null)
            sheets = sheets.Where(s => s.State == wanted);
        var rows = await CountSheets.Summaries(sheets.OrderByDescending(s => s.Number).Take(list.Take)).ToListAsync(ct);
        return TypedResults.Ok(list.Of(rows, s => [s.Number.ToString(CultureInfo.InvariantCulture)], http));
    }

    public static async Task<Results<Ok<CountSheetResponse>, ProblemHttpResult>> Get(
        int number,
        CountSheets sheets,
        CancellationToken ct
    ) => await sheets.ReadAsync(number, ct) is { } sheet ? TypedResults.Ok(sheet) : NoSheet(number);

    public static async Task<Results<Created<CountSheetResponse>, ValidationProblem>> Create(
        CreateCountSheet body,
        CountSheets sheets,
        CatalogDb db,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var code = errors.Code("location", body.Location);
        var name = errors.Text("name", body.Name, CountSheet.MaxName);
        var category = CategoryPath.Read(errors, "category", body.Category);
        var supplier = errors.OptionalCode("supplier", body.Supplier);
        var now = Moments.Stored(time.GetUtcNow());
        DateTimeOffset? before = body.NotCountedForDays is null
            ? null
            : now.AddDays(-errors.Whole("notCountedForDays", body.NotCountedForDays, 1, 3_660));
        if (body.Skus?.Count is 0 or > Limits.MaxBatch)
            errors.Add("skus", T($"must be 1 to {Limits.MaxBatch}"));
        string[]? wanted = body.Skus is null
            ? null
            : [.. body.Skus.Take(Limits.MaxBatch).Select((sku, i) => errors.Sku($"skus[{i}]", sku)).Distinct()];
        var locations = await Location.LockAsync(db, [code], ct);
        if (code.Length > 0)
            locations.CheckLive("location", code, errors);
        if (errors.Any)
            return errors.ToProblem();

        var products = db.Products.Where(p => !p.Archived);
        products = wanted is null
            ? products.Where(p => db.Levels.Any(l => l.Sku == p.Sku && l.Location == code))
            : products.Where(p => wanted.Contains(p.Sku));
        if (category is not null)
        {
            var (first, end) = (CategoryPath.KeyOf(category), CategoryPath.EndOf(CategoryPath.KeyOf(category)));
            products = products.Where(p => p.CategoryKey!.CompareTo(first) >= 0 && p.CategoryKey.CompareTo(end) < 0);
        }

        if (supplier is not null)
            products = products.Where(p =>
                db.SupplierTerms.Any(t => t.Sku == p.Sku && t.Preferred && t.Supplier == supplier)
            );
        if (body.NeverCounted is true)
            products = products.Where(p =>
                !db.Levels.Any(l => l.Sku == p.Sku && l.Location == code && l.LastCountAt != null)
            );
        if (before is not null)
            products = products.Where(p =>
                !db.Levels.Any(l => l.Sku == p.Sku && l.Location == code && l.LastCountAt >= before)
            );
        var skus = await products.OrderBy(p => p.Sku).Select(p => p.Sku).Take(Limits.MaxBatch + 1).ToListAsync(ct);
        if (
            wanted?.Except(skus).FirstOrDefault() is { } unknown
            && !await db.Products.AnyAsync(p => p.Sku == unknown, ct)
        )
            errors.Add("skus", T($"no product has the SKU '{unknown}'"));
        else if (skus.Count == 0)
            errors.Add("location", T("has no product that fits"));
        else if (skus.Count > Limits.MaxBatch)
            errors.Add("location", T($"has more than {Limits.MaxBatch} products that fit: narrow it down"));
        if (errors.Any)
            return errors.ToProblem();

        var zone = TimeZoneInfo.FindSystemTimeZoneById(locations[code].TimeZone);
        var sheet = new CountSheet
        {
            Name =
                name ?? string.Create(CultureInfo.InvariantCulture, $"{code} {CalendarDay.In(zone, now):yyyy-MM-dd}"),
            Location = code,
            Blind = body.Blind ?? true,
            CreatedAt = now,
            Lines = [.. skus.Select(sku => new CountSheetLine { Sku = sku })],
        };
        db.Add(sheet);
        await db.SaveChangesAsync(ct);
        await RecordAsync(db, "count-sheet-made", sheet, now, ct);
        return TypedResults.Created(
            $"/api/v1/stock/counts/{sheet.Number}",
            (await sheets.ReadAsync(sheet.Number, ct))!
        );
    }

    /// <summary>Stored at once, so that a phone that dies loses nothing.</summary>
    public static async Task<Results<Ok<CountSheetResponse>, ValidationProblem, ProblemHttpResult>> Record(
        int number,
        string sku,
        RecordCount body,
        CountSheets sheets,
        CatalogDb db,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var now = time.GetUtcNow();
        var counted = errors.Number("counted", body.Counted, 0, FieldErrors.MaxAmount);
        var at = Moments.Stored(errors.Moment("countedAt", body.CountedAt, now));
        if (body.CountedAt is not null && at > now)
            errors.Add("countedAt", T("must not be in the future: nobody can have counted yet what lies there then"));
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var product = Sku.TryParseRoute(sku, out var known)
            ? await db.Products.AsNoTracking().SingleOrDefaultAsync(p => p.Sku == known, ct)
            : null;
        if (product is null)
            return Refusals.NoProduct(sku);
        errors.RequireWhole("counted", counted, product.WholeUnits);
        if (errors.Any)
            return errors.ToProblem();
        if (await CountSheet.LockAsync(db, number, ct) is not { } sheet)
            return NoSheet(number);
        if (sheet.State != CountSheetState.Open)
            return Refusals.Conflict(NotOpen, WhyClosed(sheet));
        var line = sheet.Lines.Find(l => l.Sku == product.Sku);
        if (line is null)
        {
            // Something lies there that nobody expected: it belongs on the sheet.
            line = new CountSheetLine { Sheet = number, Sku = product.Sku };
            db.Add(line);
        }

        if (line.Movement is not null)
            return Refusals.Conflict(NotOpen, T($"The count of {product.Sku} is in the ledger already."));
        if (line.CountedAt is { } before && body.Again is not true)
            return Refusals.Conflict(
                T("It was counted already."),
                T(
                    $"{line.CountedBy ?? T("Somebody")} counted {line.Counted:0.####} of {product.Sku} at "
                        + $"{before:HH:mm} UTC. Send it with 'again' to replace that."
                )
            );
        (line.Counted, line.CountedAt, line.CountedBy) = (counted, at, Actor.Current?.Name);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return TypedResults.Ok((await sheets.ReadAsync(number, ct))!);
    }

    public static async Task<Results<Ok<CountSheetResponse>, ValidationProblem, ProblemHttpResult>> Post(
        int number,
        PostCountSheet body,
        CountSheets sheets,
        ManualMoves moves,
        CatalogDb db,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var (errors, conflicts) = (new FieldErrors(), new FieldErrors());
        if (body.Skus?.Count is 0 or > Limits.MaxBatch)
            errors.Add("skus", T($"must be 1 to {Limits.MaxBatch}"));
        List<string>? wanted = body.Skus?.Select((sku, i) => errors.Sku($"skus[{i}]", sku)).ToList();
        if (errors.Any)
            return errors.ToProblem();
        if (await CountSheet.LockAsync(db, number, ct) is not { } sheet)
            return NoSheet(number);
        if (sheet.State != CountSheetState.Open)
            return Refusals.Conflict(NotOpen, WhyClosed(sheet));
        var ready = sheet.Lines.FindAll(l => l is { Counted: not null, Movement: null });
        if (wanted?.Except(ready.Select(l => l.Sku)).FirstOrDefault() is { } missing)
            return Refusals.Conflict(
                T("Not everything can be posted."),
                T($"{missing} is not counted, or is posted already.")
            );
        var lines = ready.Where(l => wanted is null || wanted.Contains(l.Sku)).OrderBy(l => l.Sku).ToList();
        // All of it was posted one by one: then this only closes the sheet.
        if (lines.Count == 0 && !sheet.Lines.Exists(l => l.Movement is not null))
            return Refusals.Conflict(T("Nothing can be posted."), T("Nothing of the sheet is counted."));
        if (lines.Count > 0)
        {
            var posted = await moves.ApplyAsync(
                lines.ConvertAll(l => new StockMove(
                    $"lines[{l.Sku}].",
                    l.Sku,
                    sheet.Location,
                    MovementKind.Count,
                    l.Counted!.Value,
                    null,
                    Reason(sheet),
                    l.CountedAt!.Value
                )),
                errors,
                conflicts,
                ct
            );
            if (errors.Any)
                return errors.ToProblem();
            if (conflicts.Any)
                return Refusals.Conflict(T("The stock does not allow it."), conflicts);
            for (var i = 0; i < lines.Count; i++)
                lines[i].Movement = posted.Lines[i].Id;
        }

        var now = Moments.Stored(time.GetUtcNow());
        if (wanted is null)
            sheet.Close(CountSheetState.Posted, now);
        await db.SaveChangesAsync(ct);
        await RecordAsync(db, "count-sheet-posted", sheet, now, ct);
        return TypedResults.Ok((await sheets.ReadAsync(number, ct))!);
    }

    public static async Task<Results<Ok<CountSheetResponse>, ValidationProblem, ProblemHttpResult>> Cancel(
        int number,
        CountSheets sheets,
        CatalogDb db,
        TimeProvider time,
        CancellationToken ct
    )
    {
        if (await CountSheet.LockAsync(db, number, ct) is not { } sheet)
            return NoSheet(number);
        if (sheet.State != CountSheetState.Open)
            return Refusals.Conflict(NotOpen, WhyClosed(sheet));
        var now = Moments.Stored(time.GetUtcNow());
        sheet.Close(CountSheetState.Cancelled, now);
        await db.SaveChangesAsync(ct);
        await RecordAsync(db, "count-sheet-cancelled", sheet, now, ct);
        return TypedResults.Ok((await sheets.ReadAsync(number, ct))!);
    }

    private static string Reason(CountSheet sheet) => MovementReason.Counted(sheet.Number, sheet.Name);

    private static string WhyClosed(CountSheet sheet) =>
        sheet.State == CountSheetState.Posted
            ? T($"Sheet {sheet.Number} was posted by {ClosedBy(sheet)} at {sheet.ClosedAt:yyyy-MM-dd HH:mm} UTC.")
            : T($"Sheet {sheet.Number} was cancelled by {ClosedBy(sheet)} at {sheet.ClosedAt:yyyy-MM-dd HH:mm} UTC.");

    private static string ClosedBy(CountSheet sheet) => sheet.ClosedBy ?? T("somebody");

    private static ProblemHttpResult NoSheet(int number) =>
        Refusals.NotFound(T($"No count sheet has the number {number}."));

    private static async Task RecordAsync(
        CatalogDb db,
        string action,
        CountSheet sheet,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        await db.RecordAsync(
            [
                ActivityEntry.Of(
                    action,
                    new Subject(SubjectKind.Location, sheet.Location),
                    [new FieldChange("sheet", null, Reason(sheet))],
                    now
                ),
            ],
            ct
        );
}
