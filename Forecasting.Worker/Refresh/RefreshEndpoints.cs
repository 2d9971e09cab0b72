using Microsoft.AspNetCore.Http.HttpResults;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Demand;
using SmartInventory.Forecasting.Forecasts;
using SmartInventory.Forecasting.Pending;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Refresh;

internal static class RefreshEndpoints
{
    private const string Asked = "refresh-asked";

    public static async Task<Results<Ok<List<ForecastResponse>>, ValidationProblem, ProblemHttpResult>> Refresh(
        string sku,
        Refresher refresher,
        ForecastReader reader,
        ForecastingDb db,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var (name, _) = SeriesQuery.Parse(errors, sku, null);
        if (errors.Any)
            return errors.ToProblem();
        await refresher.RefreshProductAsync(name, ct);
        var forecasts = await reader.ForecastsAsync(name, null, Limits.DefaultHorizonDays, ct);
        if (forecasts.Count == 0 && !await SeriesQuery.ExistsAsync(db, name, ct))
            return Refusals.NoProduct(sku);
        db.Add(ActivityEntry.Of(Asked, new Subject(SubjectKind.Product, name), [], time.GetUtcNow()));
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(forecasts);
    }

    public static async Task<Accepted<RefreshAccepted>> RefreshAll(
        ForecastingDb db,
        WakeSignal signal,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct
    )
    {
        // Training comes first: the requests wait for it.
        await db.BeginDaysAnewAsync(ct);
        var series = await db.RequestKnownAsync(null, RefitReason.Asked, time, ct);
        db.Add(ActivityEntry.Of(Asked, new Subject(SubjectKind.System, "forecasts"), [], time.GetUtcNow()));
        await db.SaveChangesAsync(ct);
        // The transaction is the key's, and is committed before the answer is complete.
        http.Response.OnCompleted(() =>
        {
            signal.Wake();
            return Task.CompletedTask;
        });
        return TypedResults.Accepted((string?)null, new RefreshAccepted(series));
    }
}
