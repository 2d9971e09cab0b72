using Microsoft.AspNetCore.Http.HttpResults;
using Refit;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Status;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Gateway.Status;

/// <summary><c>GET /api/v1/status</c>: is every part well, and do the three sets of books agree?</summary>
internal static class SystemStatus
{
    public static void AddSystemStatus(this WebApplicationBuilder builder)
    {
        builder.Services.AddTransient<PartsProbe>();
        builder.Services.AddSingleton<StandingStill>();
#pragma warning disable EXTEXP0001 // A probe reports what it finds at once; retries would hide it.
        builder.Services.AddHttpClient(PartsProbe.Client).AddCallersToken().RemoveAllResilienceHandlers();
        AddClient<ICatalogApi>(builder, Parts.Catalog).RemoveAllResilienceHandlers();
        AddClient<ISalesApi>(builder, Parts.Sales).RemoveAllResilienceHandlers();
        AddClient<IForecastingApi>(builder, Parts.Forecasting).RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
    }

    public static void MapSystemStatus(this WebApplication app) =>
        app.MapGet("/api/v1/status", GetStatus)
            .RequireAuthorization(Access.View)
            .WithName("GetStatus")
            .WithTag("Status", "Whether the system is well, and whether its books agree.")
            .WithSummary("The state of the whole system")
            .WithDescription(
                "Asks every part for its health and for its totals, and compares them per source: units sold "
                    + "must equal the units that sales moved in the stock ledger and the units of demand. "
                    + "Always 200; a part that cannot be asked makes `reconciled` false and is named in `reasons`. "
                    + "What was just recorded is on its way for a moment, which is a reason and no alarm: `alarms` are "
                    + "what does not pass by itself."
            );

    private static async Task<Ok<StatusResponse>> GetStatus(
        PartsProbe probe,
        StandingStill still,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var parts = probe.CheckPartsAsync(ct);
        var totals = probe.AskTotalsAsync(ct);
        return TypedResults.Ok(Reconciliation.Compare(time.GetUtcNow(), await parts, await totals, still));
    }

    private static IHttpClientBuilder AddClient<TApi>(WebApplicationBuilder builder, string part)
        where TApi : class =>
        builder
            .Services.AddRefitGeneratedClient<TApi>(ContractsJson.Refit())
            .ConfigureHttpClient(client => client.BaseAddress = new Uri($"http://{part}"))
            .AddCallersToken();
}
