using SmartInventory.Forecasting;
using SmartInventory.Forecasting.Accuracy;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Demand;
using SmartInventory.Forecasting.Fits;
using SmartInventory.Forecasting.Forecasts;
using SmartInventory.Forecasting.Replenishment;
using SmartInventory.Forecasting.Trends;
using SmartInventory.ServiceDefaults;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Messaging;
using SmartInventory.ServiceDefaults.Web;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("forecasting");
builder.AddDatabase<ForecastingDb>(ForecastingDb.Schema);
builder.AddRedisCache();
builder.AddMessaging<ForecastingDb>(
    "forecasting",
    bus =>
    {
        bus.AddConsumer<SalesRecordedConsumer>(typeof(SalesRecordedConsumerDefinition));
        bus.AddConsumer<ProductChangedConsumer>();
        bus.AddConsumer<SupplierChangedConsumer>();
        bus.AddConsumer<LocationChangedConsumer>();
        bus.AddConsumer<StockChangedConsumer>();
        bus.AddConsumer<RefitSeriesConsumer>(typeof(RefitSeriesConsumerDefinition));
    },
    rabbit => rabbit.SentTo<RefitSeries>("forecasting")
);
builder.AddApiDocument("Forecasting", "Demand history, forecasts, trends and what to order.");
builder.AddForecasting();

var app = builder.Build();
app.UseServiceDefaults();
app.MapOpenApi();
app.MapForecasts();
app.MapAccuracy();
app.MapDemand();
app.MapTrends();
app.MapReplenishment();
app.MapFailedMessages();
app.Run();
