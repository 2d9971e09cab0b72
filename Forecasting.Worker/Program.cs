using SmartInventory.Forecasting;
using SmartInventory.Forecasting.Refits;
using SmartInventory.ServiceDefaults;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Messaging;
using SmartInventory.ServiceDefaults.Web;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("forecasting");
builder.AddAccess();
builder.AddDatabase<ForecastingDb>(ForecastingDb.Schema);
builder.AddRedisCache();
builder.AddMessaging<ForecastingDb>(
    "forecasting",
    bus => bus.AddConsumers(),
    rabbit => rabbit.SentTo<RefitSeries>("forecasting")
);
builder.AddApiDocument("Forecasting", "Demand history, forecasts, trends and what to order.");
builder.AddRooms();

var app = builder.Build();
app.UseServiceDefaults();
app.UseAccess();
app.MapRooms();
app.MapShared<ForecastingDb>();
app.Run();
