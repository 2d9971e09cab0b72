using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Demand;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Forecasts;

internal static class ForecastEndpoints
{
    public static async Task<Results<Ok<List<ForecastResponse>>, ValidationProblem, ProblemHttpResult>> Get(
        string sku,
        [Description("A location's code; default all.")] string? location,
        [Description("Days ahead, 1 to 180, default 56.")] int? horizon,
        ForecastReader reader,
        ForecastingDb db,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var (name, place) = SeriesQuery.Parse(errors, sku, location);
        var days = errors.Whole("horizon", horizon, 1, Limits.MaxHorizonDays, Limits.DefaultHorizonDays);
        if (errors.Any)
            return errors.ToProblem();
        var forecasts = await reader.ForecastsAsync(name, place, days, ct);
        return forecasts.Count == 0 && !await SeriesQuery.ExistsAsync(db, name, ct)
            ? Refusals.NoProduct(sku)
            : TypedResults.Ok(forecasts);
    }
}
