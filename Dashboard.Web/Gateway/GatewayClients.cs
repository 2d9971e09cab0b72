using Refit;
using SmartInventory.Contracts;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Overview;
using SmartInventory.Dashboard.Web.Shared;
using SmartInventory.Dashboard.Web.SystemState;

namespace SmartInventory.Dashboard.Web.Gateway;

/// <summary>The dashboard reads everything through the gateway, like every other client.</summary>
internal static class GatewayClients
{
    // Beyond this a tile says that it takes too long, and asks again by itself.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public static void AddGatewayClients(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<TileOptions>().BindConfiguration(TileOptions.Section);
        builder.Services.AddOptions<OperationsOptions>().BindConfiguration(OperationsOptions.Section);
        builder.Services.AddSingleton<SharedAnswers>();
        builder.Services.AddSingleton<FirstSteps>();
        builder.Services.AddSingleton(typeof(LastHeard<>));
        Add<ICatalogApi>(builder);
        Add<ISalesApi>(builder);
        Add<IForecastingApi>(builder);
        Add<IStatusApi>(builder);
        Add<IActivityApi>(builder);
        Add<IIdentityApi>(builder);
        Add<IFailedMessagesApi>(builder);
    }

    private static void Add<TApi>(WebApplicationBuilder builder)
        where TApi : class
    {
        var client = builder
            .Services.AddRefitGeneratedClient<TApi>(ContractsJson.Refit())
            .ConfigureHttpClient(http =>
            {
                http.BaseAddress = SignInOptions.GatewayAddress;
                http.Timeout = Patience;
            })
            .AddHttpMessageHandler<AsWhoAsks>();
        // Retries would hold the whole page back for a part that is down; the tile itself retries.
#pragma warning disable EXTEXP0001
        client.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
    }
}
