using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Installations;

/// <summary>What holds for the whole installation.</summary>
internal static class InstallationFeature
{
    public static void MapInstallation(this RouteGroupBuilder api)
    {
        var installation = api.MapGroup("/installation")
            .WithTag("Installation", "What holds for the whole installation.");
        installation
            .MapGet("/", InstallationEndpoints.Get)
            .RequireAuthorization(Access.View)
            .WithName("GetInstallation")
            .WithSummary("What holds for the whole installation: the currency of all amounts");
        installation
            .MapPut("/", InstallationEndpoints.Set)
            .RequireAuthorization(Access.Administer)
            .WithName("SetInstallation")
            .WithSummary("Says what holds for the whole installation; needs If-Match")
            .WithDescription(
                "currency is a code of ISO 4217; null for none. It names the money of all amounts and converts none of "
                    + "them."
            )
            .IsVersioned();
    }
}
