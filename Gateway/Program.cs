using SmartInventory.Gateway.Activities;
using SmartInventory.Gateway.Docs;
using SmartInventory.Gateway.Identity;
using SmartInventory.Gateway.Limits;
using SmartInventory.Gateway.Proxy;
using SmartInventory.Gateway.Status;
using SmartInventory.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("gateway");
builder.AddRequestLimits();
builder.AddIdentity();
builder.AddProxy();
builder.AddApiDocs();
builder.AddSystemStatus();

var app = builder.Build();
app.UseServiceDefaults();
app.UseRequestLimits();
app.UseIdentity();
app.MapIdentity();
app.MapApiDocs();
app.MapSystemStatus();
app.MapFailedMessages();
app.MapActivityStream();
app.MapProxy();
app.Run();
