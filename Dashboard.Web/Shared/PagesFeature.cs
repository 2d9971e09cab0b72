using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Dashboard.Web.Shared;

/// <summary>The pages, and the files that they bring along.</summary>
internal static class PagesFeature
{
    public static void AddPages(this WebApplicationBuilder builder)
    {
        // Finds what is in wwwroot from a build's output too, whatever the environment.
        builder.WebHost.UseStaticWebAssets();
        // A build's files stand still while it runs, and so may be kept by browsers, in Development too.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        builder.AddCompression();
        builder
            .Services.AddRazorPages(pages => pages.RootDirectory = "/")
            .AddMvcOptions(mvc =>
            {
                mvc.Filters.Add<NeedsFilter>();
                // What a field must say, the API says, when it is asked for the whole; forms send parts of what it
                // takes.
                mvc.ModelValidatorProviders.Clear();
            });
    }

    public static void MapPages(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorPages().WithStaticAssets();
    }
}
