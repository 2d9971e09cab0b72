using Microsoft.AspNetCore.Mvc;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Files;

namespace SmartInventory.Dashboard.Web.Imports;

/// <summary>Files of sales: uploaded, looked at, imported.</summary>
internal static class ImportsFeature
{
    public static void AddImports(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ImportsOptions>().BindConfiguration(ImportsOptions.Section);
        var client = builder
            .Services.AddHttpClient(
                ImportGateway.Client,
                http =>
                {
                    http.BaseAddress = SignInOptions.GatewayAddress;
                    http.Timeout = TimeSpan.FromMinutes(5);
                }
            )
            .AddHttpMessageHandler<AsWhoAsks>();
        // Whoever sends a slice repeats it himself.
#pragma warning disable EXTEXP0001
        client.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
        builder.Services.AddSingleton<ImportGateway>();
        builder.Services.AddSingleton(services =>
            MappingStore.In(services.GetRequiredService<IConfiguration>()["INV_CONFIG"])
        );
        builder.Services.AddSingleton<Uploads>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Uploads>());
    }

    public static void MapImports(this WebApplication app) =>
        app.MapPost("/imports/upload", UploadEndpoint.TakeAsync)
            .RequireAuthorization(may => may.RequireAssertion(who => Person.Of(who.User)?.May(Role.Clerk) == true))
            // It sets its own, by the room that there is.
            .WithMetadata(new DisableRequestSizeLimitAttribute());
}
