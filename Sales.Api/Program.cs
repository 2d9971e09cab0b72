using SmartInventory.Sales.Api;
using SmartInventory.Sales.Api.Catalogue;
using SmartInventory.Sales.Api.History;
using SmartInventory.Sales.Api.Import;
using SmartInventory.Sales.Api.Recording;
using SmartInventory.ServiceDefaults;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Messaging;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults("sales");
builder.AddDatabase<SalesDb>(SalesDb.Schema);
builder.AddMessaging<SalesDb>("sales", bus => bus.AddCatalogueConsumers());
builder.AddCatalogue();
builder.AddRecording();
builder.AddImport();
builder.Services.AddOpenApi();

var app = builder.Build();

app.UseServiceDefaults();
app.UseRequestDecompression();

app.MapRecording();
app.MapReturns();
app.MapImport();
app.MapHistory();
app.MapExport();
app.MapOpenApi();

app.Run();
