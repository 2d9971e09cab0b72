using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Background;
using SmartInventory.ServiceDefaults.Messaging;
using SmartInventory.ServiceDefaults.Telemetry;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.ServiceDefaults;

/// <summary>What every service shares, in the two calls that every <c>Program.cs</c> makes.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>
    /// Telemetry, health checks, service discovery, resilient HTTP clients, problem details, the JSON dialect.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="serviceName">The name in traces, when the host gives none.</param>
    public static WebApplicationBuilder AddServiceDefaults(this WebApplicationBuilder builder, string serviceName)
    {
        // Who reads is the current UI culture of a request; what machines read is the same wherever this runs.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        builder.AddQuietLogging();
        builder.AddTelemetry(serviceName);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHealthChecks();
        builder.Services.AddHostedService<FaultyEnd>();
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            http.AddServiceDiscovery();
            // Only what is safe to repeat is retried by itself; a POST is repeated by whoever holds its idempotency
            // key.
            http.AddStandardResilienceHandler(options => options.Retry.DisableForUnsafeHttpMethods());
        });
        builder.AddProblemResponses();
        return builder;
    }

    /// <summary>
    /// The reader's language and error handling first, then the routing, <c>/health</c> and <c>/alive</c>.
    /// </summary>
    public static WebApplication UseServiceDefaults(this WebApplication app)
    {
        app.DescribeUnreadableRequests();
        app.UseReadersLanguage();
        app.UseExceptionHandler();
        // As a result and not by the framework's default, which writes nothing, or plain text, where Accept asks for
        // another form.
        app.UseStatusCodePages(page =>
            Problems.Of(page.HttpContext.Response.StatusCode).ExecuteAsync(page.HttpContext)
        );
        app.Use(HeadRequests.AnswerAsGet);
        app.UseRouting();
        app.Use(LongBodies.Refuse);
        app.Use(JsonFaults.RefuseUnknownCharset);
        app.Use(JsonFaults.RememberKind);
        app.MapHealth();
        return app;
    }

    /// <summary>What a service answers beside its own API: what was done in it, what failed, its document.</summary>
    public static void MapShared<TDb>(this WebApplication app)
        where TDb : DbContext
    {
        app.MapActivity<TDb>();
        app.MapFailedMessages();
        app.MapOpenApi().AllowAnonymous();
    }
}
