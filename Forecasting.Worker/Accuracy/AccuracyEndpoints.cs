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
        [Description(LocationHelp)] string? location,
        [Description(CategoryHelp)] string? category,
        AccuracyReader reader,
        ForecastingDb db,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var back = errors.Whole("days", days, 1, Limits.MaxAccuracyDays, AccuracyReader.DefaultDays);
        var name = errors.OptionalSku("sku", sku);
        var (place, group) = Choice(errors, location, category);
        if (errors.Any)
            return errors.ToProblem();
        return name is not null && !await SeriesQuery.ExistsAsync(db, name, ct)
            ? Refusals.NoProduct(name)
            : TypedResults.Ok(await reader.ReadAsync(back, name, place, group, ct));
    }

    public static async Task<Results<Ok<AccuracyByWeek>, ValidationProblem>> Weeks(
        [Description(LocationHelp)] string? location,
        [Description(CategoryHelp)] string? category,
        AccuracyReader reader,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var (place, group) = Choice(errors, location, category);
        return errors.Any ? errors.ToProblem() : TypedResults.Ok(await reader.ReadWeeksAsync(place, group, ct));
    }

    public static async Task<Results<Ok<WorstForecasts>, ValidationProblem>> Worst(
        [Description("Days back from today, 1 to 90, default 28.")] int? days,
        [Description("How many series, 1 to 500, default 20.")] int? limit,
        [Description(LocationHelp)] string? location,
        [Description(CategoryHelp)] string? category,
        ForecastBook book,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var back = errors.Whole("days", days, 1, Limits.MaxAccuracyDays, AccuracyReader.DefaultDays);
        var most = errors.Whole("limit", limit, 1, 500, ForecastBook.FewSeries);
        var (place, group) = Choice(errors, location, category);
        return errors.Any ? errors.ToProblem() : TypedResults.Ok(await book.WorstAsync(back, most, place, group, ct));
    }

    public static async Task<Results<Ok<ForecastMethods>, ValidationProblem>> Methods(
        [Description(LocationHelp)] string? location,
        [Description(CategoryHelp)] string? category,
        ForecastBook book,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var (place, group) = Choice(errors, location, category);
        return errors.Any ? errors.ToProblem() : TypedResults.Ok(await book.MethodsAsync(place, group, ct));
    }

    private const string LocationHelp = "A location's code; default all.";
    private const string CategoryHelp = "A category, with those below it; default all.";

    private static (string? Location, string? Category) Choice(
        FieldErrors errors,
        string? location,
        string? category
    ) => (errors.OptionalCode("location", location), errors.Text("category", category, 200));
}
