using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using SmartInventory.Testing;

namespace SmartInventory.Gateway.Tests;

/// <summary>A service behind the gateway, in this process, on a port of its own.</summary>
internal sealed class StubService : IAsyncDisposable
{
    private StubServer? _server;

    private StubService() { }

    public string Address => _server!.Address;

    /// <summary>The requests that arrived, as "GET /path?query".</summary>
    public List<string> Seen { get; } = [];

    public static async Task<StubService> StartAsync(
        Action<WebApplication> map,
        object? totals = null,
        string health = "healthy",
        string? openApi = null
    )
    {
        var stub = new StubService();
        stub._server = await StubServer.StartAsync(app =>
        {
            stub.Map(app, totals, health, openApi);
            map(app);
        });
        return stub;
    }

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private void Map(WebApplication app, object? totals, string health, string? openApi)
    {
        app.Use(
            (context, next) =>
            {
                var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
                // The gateway asks each part by itself whether it hangs.
                if (target == "/responsive")
                    return next(context);
                lock (Seen)
                    Seen.Add($"{context.Request.Method} {target}");
                return next(context);
            }
        );
        app.MapGet(
            "/health",
            (HttpContext context) =>
            {
                context.Response.StatusCode = health == "unhealthy" ? 503 : 200;
                return context.Response.WriteAsJsonAsync(
                    new
                    {
                        status = health,
                        checks = new
                        {
                            postgres = new { status = health, description = health == "healthy" ? null : "no answer" },
                        },
                    }
                );
            }
        );
        app.MapGet("/secret", () => "not for outside");
        if (openApi is not null)
            app.MapGet("/openapi/v1.json", () => Results.Text(openApi, "application/json"));
        if (totals is not null)
        {
            foreach (var path in new[] { "/api/v1/sales/totals", "/api/v1/stock/totals", "/api/v1/forecasts/totals" })
                app.MapGet(path, () => Results.Json(totals, JsonSerializerOptions.Web));
        }
    }
}
