using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Demand;
using SmartInventory.Forecasting.Fits;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Forecasts;

public static class ForecastEndpoints
{
    public static IEndpointRouteBuilder MapForecasts(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/forecasts").WithTags("Forecasts");
        group
            .MapGet("/{sku}", Get)
            .WithName("GetForecasts")
            .WithSummary("The forecasts of a product")
            .WithDescription(
                "One per location that knows the product: quantiles per day and of the demand of the first N days together, the chosen model and what every model scored in the backtest."
            );
        group
            .MapPost("/{sku}/refresh", Refresh)
            .WithName("RefreshForecasts")
            .WithSummary("Fit and forecast a product's series now, and answer with them");
        group
            .MapPost("/refresh", RefreshAll)
            .WithName("RefreshAllForecasts")
            .WithSummary("Train the pooled model anew and fit every series again")
            .WithDescription(
                "Answers at once; the work is done when 'refits' and 'dirty' of /api/v1/forecasts/totals are back at 0."
            );
        return app;
    }

    private static async Task<Results<Ok<List<ForecastResponse>>, ValidationProblem, ProblemHttpResult>> Get(
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
            ? SeriesQuery.Unknown(name)
            : TypedResults.Ok(forecasts);
    }

    private static async Task<Results<Ok<List<ForecastResponse>>, ValidationProblem, ProblemHttpResult>> Refresh(
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
            ? SeriesQuery.Unknown(name)
            : TypedResults.Ok(forecasts);
    }

    private static async Task<Accepted<RefreshAccepted>> RefreshAll(
        ForecastingDb db,
        Pulse pulse,
        TimeProvider time,
        CancellationToken ct
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Training comes first: the requests wait for it.
        await db.Trainings.ExecuteUpdateAsync(set => set.SetProperty(t => t.AsOf, (DateOnly?)null), ct);
        var series = await db.RequestKnownAsync(null, RefitReason.Asked, time, ct);
        await transaction.CommitAsync(ct);
        pulse.Wake();
        return TypedResults.Accepted((string?)null, new RefreshAccepted(series));
    }
}

/// <summary>What the routes about one product share.</summary>
internal static class SeriesQuery
{
    public static (string Sku, string? Location) Parse(FieldErrors errors, string sku, string? location)
    {
        var name = errors.Parse("sku", sku, Sku.TryParseRoute, Sku.Rule);
        return (
            name,
            string.IsNullOrEmpty(location) ? null : errors.Parse("location", location, Code.TryParse, Code.Rule)
        );
    }

    /// <summary>Whether anybody ever told us of this product, by a sale or as a product.</summary>
    public static async Task<bool> ExistsAsync(ForecastingDb db, string sku, CancellationToken ct) =>
        await db.Products.AnyAsync(p => p.Sku == sku, ct)
        || await db.Demand.AnyAsync(d => d.Sku == sku, ct)
        || await db.Forecasts.AnyAsync(f => f.Sku == sku, ct);

    public static ProblemHttpResult Unknown(string sku) => Refusals.NotFound($"No product has the SKU '{sku}'.");
}
