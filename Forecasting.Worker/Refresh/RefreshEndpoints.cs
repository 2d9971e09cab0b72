using Microsoft.AspNetCore.Http.HttpResults;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Demand;
using SmartInventory.Forecasting.Forecasts;
using SmartInventory.Forecasting.Pending;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Refresh;

internal static class RefreshEndpoints
{
    public static async Task<Results<Ok<List<ForecastResponse>>, ValidationProblem, ProblemHttpResult>> Refresh(
        string sku,
        Refresher refresher,
        ForecastReader reader,
        ForecastingDb db,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var (name, _) = SeriesQuery.Parse(errors, sku, null);
        if (errors.Any)
            return errors.ToProblem();
        await refresher.RefreshProductAsync(name, ct);
        var forecasts = await reader.ForecastsAsync(name, null, Limits.DefaultHorizonDays, ct);
        return forecasts.Count == 0 && !await SeriesQuery.ExistsAsync(db, name, ct)
            ? Refusals.NoProduct(sku)
            : TypedResults.Ok(forecasts);
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
        // The transaction is the key's, and is committed before the answer is complete.
        http.Response.OnCompleted(() =>
        {
            signal.Wake();
            return Task.CompletedTask;
        });
        return TypedResults.Accepted((string?)null, new RefreshAccepted(series));
    }
}
