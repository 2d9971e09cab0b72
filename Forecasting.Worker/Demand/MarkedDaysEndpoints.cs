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

/// <summary>What is said of days of a product, and taken back.</summary>
internal static class MarkedDaysEndpoints
{
    private const int MaxDays = 366;

    /// <summary>So far ahead may a promotion lie.</summary>
    private const int MaxDaysAhead = 365;

    public static async Task<Results<Ok<List<MarkedStretch>>, ValidationProblem, ProblemHttpResult>> List(
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
            .MarkedDays.AsNoTracking()
            .Where(m => m.Sku == name && (place == null || m.Location == place))
            .OrderBy(m => m.Location)
            .ThenByDescending(m => m.FromDay)
            .ToListAsync(ct);
        if (rows.Count == 0 && !await SeriesQuery.ExistsAsync(db, name, ct))
            return Refusals.NoProduct(sku);
        return TypedResults.Ok(rows.ConvertAll(m => m.ToResponse()));
    }

    public static async Task<Results<Created<MarkedStretch>, ValidationProblem, ProblemHttpResult>> Mark(
        string sku,
        MarkDays body,
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
        var reason = errors.Text("reason", body.Reason, MarkedDays.MaxReason, required: true);
        var kind = body.Kind ?? MarkKind.DoesNotCount;
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
        else
        {
            var last = (await clocks.ReadAsync(db, [place], ct))[place].AsOf;
            if (kind != MarkKind.Promotion && to > last)
                errors.Add("to", T("must not be after the location's last day, except of a promotion"));
            else if (to > last.AddDays(MaxDaysAhead))
                errors.Add("to", T($"must be at most {MaxDaysAhead} days after the location's last day"));
        }
        if (errors.Any)
            return errors.ToProblem();

        // Of two who come at once with days that meet, the second sees what the first stored.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({name}, 11))", ct);
        var there = await db
            .MarkedDays.AsNoTracking()
            .FirstOrDefaultAsync(m => m.Sku == name && m.Location == place && m.FromDay <= to && m.ToDay >= from, ct);
        if (there is not null)
            return Refusals.Conflict(
                T($"Days from {there.FromDay:O} to {there.ToDay:O} are marked already."),
                T("Take that back first, or say other days.")
            );
        var now = Moments.Stored(time.GetUtcNow());
        var marked = new MarkedDays
        {
            Id = Guid.CreateVersion7(now),
            Sku = name,
            Location = place,
            FromDay = from,
            ToDay = to,
            Kind = kind,
            Reason = reason!,
            By = Actor.Current?.Name,
            At = now,
        };
        db.AddRange(marked, Entry(marked, new("markedDays", null, Text(marked)), now));
        await SaveAsync(db, marked, time, ct);
        await transaction.CommitAsync(ct);
        signal.Wake();
        return TypedResults.Created($"/api/v1/forecasts/{Uri.EscapeDataString(name)}/marked-days", marked.ToResponse());
    }

    public static async Task<Results<NoContent, ValidationProblem, ProblemHttpResult>> Unmark(
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
        var marked = await db.MarkedDays.FirstOrDefaultAsync(m => m.Id == id && m.Sku == name, ct);
        if (marked is null || await db.MarkedDays.Where(m => m.Id == id).ExecuteDeleteAsync(ct) == 0)
            return Refusals.NotFound(T($"No days of '{sku}' are marked under {id}."));
        db.Entry(marked).State = EntityState.Detached;
        db.Add(Entry(marked, new("markedDays", Text(marked), null), time.GetUtcNow()));
        await SaveAsync(db, marked, time, ct);
        await transaction.CommitAsync(ct);
        signal.Wake();
        return TypedResults.NoContent();
    }

    private static async Task SaveAsync(ForecastingDb db, MarkedDays of, TimeProvider time, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        await db.MarkAsync([SeriesKey.Of(of.Sku, of.Location)], Need.Forecast, Lane.Fresh, time, ct);
    }

    private static ActivityEntry Entry(MarkedDays of, FieldChange change, DateTimeOffset now) =>
        ActivityEntry.Of("changed", new Subject(SubjectKind.Product, of.Sku), [change], now);

    private static string Text(MarkedDays of) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{of.Location}, {of.FromDay:O} to {of.ToDay:O}, {Words.Of(of.Kind)}: {of.Reason}"
        );
}
