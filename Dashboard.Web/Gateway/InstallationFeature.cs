using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Gateway;

/// <summary>Each page shows money in the currency of the installation, and moments on the clocks of its locations.
/// </summary>
internal static class InstallationFeature
{
    public static void UseInstallation(this WebApplication app) =>
        app.Use(
            async (context, next) =>
            {
                // Only pages show them, and only who is signed in may ask.
                if (
                    context.GetEndpoint()?.Metadata.GetMetadata<PageActionDescriptor>() is not null
                    && Person.Of(context.User) is not null
                )
                {
                    var services = context.RequestServices;
                    var catalog = services.GetRequiredService<ICatalogApi>();
                    var money = services
                        .GetRequiredService<LastHeard<InstallationResponse>>()
                        .GetAsync(catalog.GetInstallation);
                    var clocks = services
                        .GetRequiredService<LastHeard<LocationClocks>>()
                        .GetAsync(async ct => new(await catalog.ListLocations(Limits.MaxPage, ct: ct)));
                    Show.Currency = Currency.Find((await money)?.Currency);
                    Show.Clocks = await clocks;
                }

                await next(context);
            }
        );
}
