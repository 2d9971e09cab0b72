using SmartInventory.Catalog.Api;
using SmartInventory.Catalog.Api.Locations;
using SmartInventory.Catalog.Api.Products;
using SmartInventory.Catalog.Api.PurchaseOrders;
using SmartInventory.Catalog.Api.Stock;
using SmartInventory.Catalog.Api.Suppliers;
using SmartInventory.ServiceDefaults;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Messaging;
using SmartInventory.ServiceDefaults.Web;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults("catalog");
builder.AddDatabase<CatalogDb>(CatalogDb.Schema);
builder.AddMessaging<CatalogDb>("catalog", bus => bus.AddStockConsumers(), Announcements.Send);
builder.AddProducts();
builder.AddSuppliers();
builder.AddLocations();
builder.AddStock();
builder.AddPurchaseOrders();
builder.AddApiDocument("Catalog", "Products, suppliers, locations, the stock ledger and purchase orders.");

var app = builder.Build();

app.UseServiceDefaults();

var api = app.MapGroup("/api/v1").ProducesProblem(StatusCodes.Status503ServiceUnavailable);
api.MapProducts();
api.MapImages();
api.MapCategories();
api.MapSuppliers();
api.MapLocations();
api.MapStock();
api.MapPurchaseOrders();
app.MapFailedMessages();
app.MapOpenApi();

app.Run();
