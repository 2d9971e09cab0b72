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
        [Description("Days ahead, 1 to 180, default 56; weeks 1 to 52, months 1 to 12, default all.")] int? horizon,
        [Description("day, week or month; default day.")] string? grain,
        ForecastReader reader,
        ForecastingDb db,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var (name, place) = SeriesQuery.Parse(errors, sku, location);
        var by = errors.Word<ForecastGrain>("grain", grain) ?? ForecastGrain.Day;
        var (most, usual) = by switch
        {
            ForecastGrain.Week => (Limits.MaxHorizonWeeks, Limits.MaxHorizonWeeks),
            ForecastGrain.Month => (Limits.MaxHorizonMonths, Limits.MaxHorizonMonths),
            _ => (Limits.MaxHorizonDays, Limits.DefaultHorizonDays),
        };
        var periods = errors.Whole("horizon", horizon, 1, most, usual);
        if (errors.Any)
            return errors.ToProblem();
        var forecasts = await (
            by == ForecastGrain.Day
                ? reader.ForecastsAsync(name, place, periods, ct)
                : reader.PeriodsAsync(name, place, by, periods, ct)
        );
        return forecasts.Count == 0 && !await SeriesQuery.ExistsAsync(db, name, ct)
            ? Refusals.NoProduct(sku)
            : TypedResults.Ok(forecasts);
    }
}
