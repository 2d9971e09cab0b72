using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SmartInventory.ServiceDefaults.Data;

namespace SmartInventory.ServiceDefaults.Web;

internal static class Health
{
    /// <summary>
    /// <c>/alive</c>: the process answers. <c>/responsive</c>: a request would be answered soon, be it that the
    /// database is away. <c>/health</c>: everything that it needs answers too; the body names each
    /// check.
    /// Degraded is still 200: a lost cache must not take a service out of rotation.
    /// </summary>
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = _ => false })
            .AllowAnonymous()
            .ExcludeFromDescription();
        app.MapHealthChecks("/responsive", new HealthCheckOptions { Predicate = check => check.Name == Pulse.Name })
            .AllowAnonymous()
            .ExcludeFromDescription();
        app.MapHealthChecks(
                "/health",
                new HealthCheckOptions { Predicate = check => check.Name != Pulse.Name, ResponseWriter = Write }
            )
            .AllowAnonymous()
            .ExcludeFromDescription();
    }

    /// <summary>
    /// Changes a check that a library registered: its name on the page, what its failure means, its time.
    /// </summary>
    public static void ConfigureCheck(
        this IServiceCollection services,
        string name,
        Action<HealthCheckRegistration> configure
    ) =>
        services.PostConfigure<HealthCheckServiceOptions>(options =>
        {
            foreach (var check in options.Registrations.Where(check => check.Name == name))
                configure(check);
        });

    private static Task Write(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(
            new
            {
                status = Word(report.Status),
                checks = report.Entries.ToDictionary(
                    entry => entry.Key,
                    entry => new
                    {
                        status = Word(entry.Value.Status),
                        description = entry.Value.Description ?? entry.Value.Exception?.GetType().Name,
                    }
                ),
            },
            JsonSerializerOptions.Web,
            context.RequestAborted
        );

    private static string Word(HealthStatus status) => status.ToString().ToLowerInvariant();
}
