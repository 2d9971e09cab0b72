using MassTransit;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Localization;
using SmartInventory.Forecasting.Accuracy;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Demand;
using SmartInventory.Forecasting.Fits;
using SmartInventory.Forecasting.Forecasts;
using SmartInventory.Forecasting.GlobalModels;
using SmartInventory.Forecasting.Groups;
using SmartInventory.Forecasting.Intake;
using SmartInventory.Forecasting.Pending;
using SmartInventory.Forecasting.Policies;
using SmartInventory.Forecasting.Refits;
using SmartInventory.Forecasting.Refresh;
using SmartInventory.Forecasting.Replenishment;
using SmartInventory.Forecasting.Status;
using SmartInventory.Forecasting.Training;
using SmartInventory.Forecasting.Trends;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting;

/// <summary>
/// The rooms of this service, from the ground up: each uses only those before it, which a test of the architecture
/// holds. <c>Series</c>, below them all, has nothing to add.
/// </summary>
internal static class ForecastingRooms
{
    public static void AddRooms(this WebApplicationBuilder builder)
    {
        builder.Services.Configure<JsonOptions>(json => json.SerializerOptions.Converters.Add(new SentenceText(Say)));
        builder.AddPending();
        builder.AddPolicies();
        builder.AddDemand();
        builder.AddGlobalModels();
        builder.AddIntake();
        builder.AddForecasts();
        builder.AddAccuracy();
        builder.AddReplenishment();
        builder.AddTrends();
        builder.AddRefits();
        builder.AddTraining();
        builder.AddGroups();
        builder.AddRefresh();
    }

    public static void AddConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddCatalogueConsumers();
        bus.AddIntakeConsumers();
        bus.AddRefitConsumers();
    }

    public static void MapRooms(this IEndpointRouteBuilder root)
    {
        var app = root.MapGroup("").ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        var forecasts = app.MapGroup("/api/v1/forecasts")
            .WithTag(
                "Forecasts",
                "Demand per product, location and day; forecasts with their quantiles, and what they were worth."
            );
        forecasts.MapDemand();
        forecasts.MapForecasts();
        forecasts.MapAccuracy();
        app.MapPolicies();
        app.MapReplenishment();
        app.MapTrends();
        forecasts.MapGroups();
        forecasts.MapRefresh();
        forecasts.MapStatus();
    }

    public static void MapTables(this ModelBuilder model)
    {
        model.MapPendingTables();
        model.MapCatalogueTables();
        model.MapPoliciesTables();
        model.MapDemandTables();
        model.MapFitsTables();
        model.MapGlobalModelsTables();
        model.MapForecastsTables();
        model.MapAccuracyTables();
        model.MapReplenishmentTables();
        model.MapTrendsTables();
        model.MapGroupsTables();
    }
}
