using SmartInventory.Dashboard.Web.Errors;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Imports;
using SmartInventory.Dashboard.Web.Live;
using SmartInventory.Dashboard.Web.Shared;
using SmartInventory.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);

// Plotly comes as a static asset of its package; this finds it in a build's output too, whatever the environment.
builder.WebHost.UseStaticWebAssets();
builder.AddErrorPages();
builder.AddServiceDefaults("dashboard");
builder.AddSignIn();
builder.AddGatewayClients();
builder.AddLive();
builder.AddImports();
builder.Services.AddRazorPages(pages => pages.RootDirectory = "/").AddMvcOptions(mvc => mvc.Filters.Add<NeedsFilter>());

var app = builder.Build();
app.UseServiceDefaults();
app.UseErrorPages();
app.UseSecurityHeaders();
app.UseSignIn();
app.MapStaticAssets().AllowAnonymous();
app.MapSignIn();
app.MapRazorPages().WithStaticAssets();
app.MapLive();
app.MapImports();
app.Run();
