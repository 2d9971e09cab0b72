using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Scalar.AspNetCore;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Gateway.Docs;

/// <summary>The API's description in one document, and a place to browse it.</summary>
internal static class Docs
{
    /// <summary>The gateway's own operations; they join the services' in the merged document.</summary>
    public const string OwnDocument = "gateway";

    // Scalar's page has inline script and style; what it may talk to is this origin and nothing else.
    private const string ScalarPolicy =
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
        + "frame-ancestors 'none'; base-uri 'self'";

    /// <summary>What the API answers and says of itself; not who may use it, which holds new secrets.</summary>
    public static bool IsOfTheApi(PathString path) =>
        path.StartsWithSegments("/docs", StringComparison.Ordinal)
        || path.StartsWithSegments("/openapi", StringComparison.Ordinal)
        || path.StartsWithSegments("/api/v1", out var rest)
            && !rest.StartsWithSegments("/users", StringComparison.Ordinal)
            && !rest.StartsWithSegments("/tokens", StringComparison.Ordinal);

    public static void AddApiDocs(this WebApplicationBuilder builder)
    {
        builder.Services.AddOpenApi(OwnDocument);
        builder.Services.Configure<OpenApiOptions>(OwnDocument, options => options.SayAll());
        builder.Services.Configure<ApiOwner>(builder.Configuration.GetSection("Api"));
        builder.Services.AddSingleton<MergedOpenApi>();
        // A document that is not there at once is left out; waiting for retries would hold the reader up.
#pragma warning disable EXTEXP0001
        builder.Services.AddHttpClient(MergedOpenApi.Client).RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
    }

    public static void MapApiDocs(this WebApplication app)
    {
        app.MapGet("/", Index).AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/openapi/v1.json", Document).AllowAnonymous().ExcludeFromDescription();
        app.MapGroup("")
            .AddEndpointFilter(
                static async (context, next) =>
                {
                    context.HttpContext.Response.Headers.ContentSecurityPolicy = ScalarPolicy;
                    return await next(context);
                }
            )
            .MapScalarApiReference(
                "/docs",
                scalar =>
                    scalar
                        .WithTitle("SmartInventory API")
                        .WithOpenApiRoutePattern("/openapi/v1.json")
                        .DisableDefaultFonts()
                        .DisableTelemetry()
                        .DisableAgent()
                        .DisableMcp()
                        .HideDeveloperTools()
                        .HideClientButton()
            )
            .AllowAnonymous();
    }

    private static Results<JsonHttpResult<object>, ContentHttpResult> Index(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(accept => accept.MediaType == "text/html")
            ? TypedResults.Content(
                """
                <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>SmartInventory API</title>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml">
                <link rel="stylesheet" href="/account.css">
                <main>
                <h1>SmartInventory API</h1>
                <ul>
                <li><a href="/docs">Browse the API</a></li>
                <li><a href="/openapi/v1.json">OpenAPI document</a></li>
                <li><a href="/api/v1/status">State of the system</a></li>
                </ul>
                </main>
                """,
                "text/html; charset=utf-8"
            )
            : TypedResults.Json<object>(
                new
                {
                    name = "SmartInventory API",
                    docs = "/docs",
                    openapi = "/openapi/v1.json",
                    status = "/api/v1/status",
                    health = "/health",
                }
            );

    private static async Task<ContentHttpResult> Document(
        MergedOpenApi merged,
        HttpRequest request,
        CancellationToken ct
    ) =>
        TypedResults.Content(
            await merged.GetAsync($"{request.Scheme}://{request.Host.ToUriComponent()}", ct),
            "application/json; charset=utf-8"
        );
}
