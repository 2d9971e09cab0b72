using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Demand;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Accuracy;

internal static class AccuracyEndpoints
{
    public static async Task<Results<Ok<ForecastAccuracy>, ValidationProblem, ProblemHttpResult>> Get(
        [Description("Days back from today, 1 to 90, default 28.")] int? days,
        [Description("Only this product.")] string? sku,
        [Description("A location's code; default all.")] string? location,
        AccuracyReader reader,
        ForecastingDb db,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var back = errors.Whole("days", days, 1, Limits.MaxAccuracyDays, AccuracyReader.DefaultDays);
        var name = errors.OptionalSku("sku", sku);
        var place = errors.OptionalCode("location", location);
        if (errors.Any)
            return errors.ToProblem();
        return name is not null && !await SeriesQuery.ExistsAsync(db, name, ct)
            ? Refusals.NoProduct(name)
            : TypedResults.Ok(await reader.ReadAsync(back, name, place, ct));
    }
}
