using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Demand;
using SmartInventory.Forecasting.Forecasts;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>The projected stock, computed when somebody looks at it.</summary>
internal static class ProjectionEndpoints
{
    public static void MapProjection(this RouteGroupBuilder group) =>
        group
            .MapGet("/{sku}/projection", Project)
            .RequireAuthorization(Access.View)
            .WithName("GetStockProjections")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("The projected stock of a product, one fan per location")
            .WithDescription(
                "Per day what is left of on hand and arrivals after the demand until then: mean, 10%, 50% and 90% "
                    + "quantile, never below 0, with the probability of a stock-out and the units that are expected "
                    + "to be missing; from the arrival of the suggested order on also with that. Days: lead time + "
                    + "review period + 14 by default, at most as many as the kept forecast has; asked for, up to 180."
            );

    private static async Task<Results<Ok<List<StockProjection>>, ValidationProblem, ProblemHttpResult>> Project(
        string sku,
        [Description("A location's code; default all.")] string? location,
        [Description("Days ahead, 1 to 180; default lead time + review period + 14.")] int? days,
        SuggestionReader suggestions,
        ForecastReader forecasts,
        ForecastingDb db,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var (name, place) = SeriesQuery.Parse(errors, sku, location);
        var least = errors.Whole("days", days, 1, Limits.MaxHorizonDays, 1);
        if (errors.Any)
            return errors.ToProblem();
        var explained = await suggestions.SuggestionsAsync(name, place, ct);
        if (explained.Count == 0 && !await SeriesQuery.ExistsAsync(db, name, ct))
            return Refusals.NoProduct(sku);
        var read = (await forecasts.DocumentsAsync(name, place, least, ct)).ToDictionary(f => f.Location);
        var projections = new List<StockProjection>(explained.Count);
        foreach (var one in explained)
        {
            if (read.TryGetValue(one.Suggestion.Location, out var forecast))
                projections.Add(
                    StockProjector.Of(
                        one,
                        forecast.Document,
                        forecast.Version,
                        days ?? StockProjector.UsualDays(one, forecast.Document)
                    )
                );
        }
        return TypedResults.Ok(projections);
    }
}
