using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Pending;
using SmartInventory.Forecasting.Series;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Demand;

/// <summary>Days that are taken out of the demand of a product, and given back to it.</summary>
internal static class ExcludedDaysEndpoints
{
    private const int MaxDays = 366;

    public static async Task<Results<Ok<List<ExcludedStretch>>, ValidationProblem, ProblemHttpResult>> List(
        string sku,
        [Description("A location's code; default all.")] string? location,
        ForecastingDb db,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var (name, place) = SeriesQuery.Parse(errors, sku, location);
        if (errors.Any)
            return errors.ToProblem();
        var rows = await db
            .ExcludedDays.AsNoTracking()
            .Where(e => e.Sku == name && (place == null || e.Location == place))
            .OrderBy(e => e.Location)
            .ThenByDescending(e => e.FromDay)
            .ToListAsync(ct);
        if (rows.Count == 0 && !await SeriesQuery.ExistsAsync(db, name, ct))
            return Refusals.NoProduct(sku);
        return TypedResults.Ok(rows.ConvertAll(e => e.ToResponse()));
    }

    public static async Task<Results<Created<ExcludedStretch>, ValidationProblem, ProblemHttpResult>> Exclude(
        string sku,
        ExcludeDays body,
        ForecastingDb db,
        LocationClocks clocks,
        WakeSignal signal,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var (name, _) = SeriesQuery.Parse(errors, sku, null);
        var place = errors.Code("location", body.Location);
        var reason = errors.Text("reason", body.Reason, ExcludedDays.MaxReason, required: true);
        if (body.From is null)
            errors.Add("from", T("is required"));
        var (from, to) = (body.From ?? default, body.To ?? body.From ?? default);
        if (to < from)
            errors.Add("to", T("must not be before from"));
        else if (to.DayNumber - from.DayNumber >= MaxDays)
            errors.Add("to", T($"must be at most {MaxDays} days in all"));
        if (errors.Any)
            return errors.ToProblem();
        if (!await db.Demand.AnyAsync(d => d.Sku == name, ct))
            return Refusals.NoProduct(sku);
        if (!await db.Demand.AnyAsync(d => d.Sku == name && d.Location == place, ct))
            errors.Add("location", T($"'{name}' was never sold at '{place}'"));
        else if (to > (await clocks.ReadAsync(db, [place], ct))[place].AsOf)
            errors.Add("to", T("must not be after the location's last day"));
        if (errors.Any)
            return errors.ToProblem();

        // Of two who come at once with days that meet, the second sees what the first stored.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({name}, 11))", ct);
        var there = await db
            .ExcludedDays.AsNoTracking()
            .FirstOrDefaultAsync(e => e.Sku == name && e.Location == place && e.FromDay <= to && e.ToDay >= from, ct);
        if (there is not null)
            return Refusals.Conflict(
                T($"Days from {there.FromDay:O} to {there.ToDay:O} are excluded already."),
                T("Give them back first, or say other days.")
            );
        var now = Moments.Stored(time.GetUtcNow());
        var excluded = new ExcludedDays
        {
            Id = Guid.CreateVersion7(now),
            Sku = name,
            Location = place,
            FromDay = from,
            ToDay = to,
            Reason = reason!,
            By = Actor.Current?.Name,
            At = now,
        };
        db.AddRange(excluded, Entry(excluded, new("excludedDays", null, Text(excluded)), now));
        await SaveAsync(db, excluded, time, ct);
        await transaction.CommitAsync(ct);
        signal.Wake();
        return TypedResults.Created(
            $"/api/v1/forecasts/{Uri.EscapeDataString(name)}/excluded-days",
            excluded.ToResponse()
        );
    }

    public static async Task<Results<NoContent, ValidationProblem, ProblemHttpResult>> Include(
        string sku,
        Guid id,
        ForecastingDb db,
        WakeSignal signal,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var (name, _) = SeriesQuery.Parse(errors, sku, null);
        if (errors.Any)
            return errors.ToProblem();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var excluded = await db.ExcludedDays.FirstOrDefaultAsync(e => e.Id == id && e.Sku == name, ct);
        if (excluded is null || await db.ExcludedDays.Where(e => e.Id == id).ExecuteDeleteAsync(ct) == 0)
            return Refusals.NotFound(T($"No days of '{sku}' are excluded under {id}."));
        db.Entry(excluded).State = EntityState.Detached;
        db.Add(Entry(excluded, new("excludedDays", Text(excluded), null), time.GetUtcNow()));
        await SaveAsync(db, excluded, time, ct);
        await transaction.CommitAsync(ct);
        signal.Wake();
        return TypedResults.NoContent();
    }

    private static async Task SaveAsync(ForecastingDb db, ExcludedDays of, TimeProvider time, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        await db.MarkAsync([SeriesKey.Of(of.Sku, of.Location)], Need.Forecast, Lane.Fresh, time, ct);
    }

    private static ActivityEntry Entry(ExcludedDays of, FieldChange change, DateTimeOffset now) =>
        ActivityEntry.Of("changed", new Subject(SubjectKind.Product, of.Sku), [change], now);

    private static string Text(ExcludedDays of) =>
        string.Create(CultureInfo.InvariantCulture, $"{of.Location}, {of.FromDay:O} to {of.ToDay:O}: {of.Reason}");
}
