using SmartInventory.Contracts.Messages;
using SmartInventory.Sales.Api;
using SmartInventory.Sales.Api.Catalogue;
using SmartInventory.Sales.Api.History;
using SmartInventory.Sales.Api.Import;
using SmartInventory.Sales.Api.Recording;
using SmartInventory.ServiceDefaults;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Messaging;
using SmartInventory.ServiceDefaults.Web;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("sales");
builder.AddAccess();
builder.AddDatabase<SalesDb>(SalesDb.Schema);
builder.AddMessaging<SalesDb>(
    "sales",
    bus => bus.AddCatalogueConsumers(),
    rabbit => rabbit.SentTo<SalesRecorded>("catalog", "forecasting")
);
builder.AddCatalogue();
builder.AddRecording();
builder.AddImport();
builder.AddApiDocument("Sales", "Sales history and its ingestion: one line, a batch, or a stream of any length.");

var app = builder.Build();
app.UseServiceDefaults();
app.UseAccess();
app.UseRateLimiter();
app.UseRequestDecompression();
var sales = app.MapGroup("/api/v1/sales")
    .WithTag("Sales", "Sales and returns: recorded one by one, in batches or by import; the history and its totals.")
    .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
sales.MapRecording();
sales.MapImport();
sales.MapHistory();
app.MapShared<SalesDb>();
app.Run();
