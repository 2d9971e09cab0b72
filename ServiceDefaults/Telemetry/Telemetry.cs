using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace SmartInventory.ServiceDefaults.Telemetry;

/// <summary>
/// Traces, metrics and logs by OpenTelemetry; exported by OTLP when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.
/// </summary>
public static class TelemetryExtensions
{
    /// <summary>Activity sources and meters of our own are named "SmartInventory.*".</summary>
    public const string OwnSources = "SmartInventory.*";

    /// <summary>The source of the spans that no instrumentation makes: outbox relay, refresh, Redis.</summary>
    public static readonly ActivitySource Source = new("SmartInventory.Services");

    /// <summary>
    /// The frameworks tell of trouble only: a line per SQL command is neither readable nor cheap. First in the
    /// configuration, so that every setting of <c>Logging:LogLevel</c> wins over it.
    /// </summary>
    internal static void AddQuietLogging(this WebApplicationBuilder builder)
    {
        string[] chatty =
        [
            "Microsoft.AspNetCore",
            "Microsoft.EntityFrameworkCore",
            "Npgsql",
            "System.Net.Http.HttpClient",
            "Polly",
            "OpenIddict",
        ];
        var levels = chatty.ToDictionary(name => $"Logging:LogLevel:{name}", string? (_) => nameof(LogLevel.Warning));
        // These two repeat as errors what the health page says to whoever asks: that the cache is away, which is none
        // here,
        // and that a service which has just begun is not ready, which is asked until it is.
        levels["Logging:LogLevel:StackExchange.Redis"] = nameof(LogLevel.Critical);
        levels["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = nameof(LogLevel.Critical);
        // It says of each question to a part that hangs what is said once when the part is given up.
        levels["Logging:LogLevel:Yarp.ReverseProxy.Health.ActiveHealthCheckMonitor"] = nameof(LogLevel.Critical);
        // A service that protects nothing is told where it could keep keys; those that do keep them with their data.
        levels["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = nameof(LogLevel.Error);
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(
            0,
            new MemoryConfigurationSource { InitialData = levels }
        );
    }

    /// <summary>
    /// The share of requests whose traces are recorded: <c>Telemetry:SampleRatio</c>. While developing each one is
    /// wanted; elsewhere a tenth tells as much and costs a tenth.
    /// </summary>
    internal static double SampleRatio(WebApplicationBuilder builder)
    {
        const string Name = "Telemetry:SampleRatio";
        var text = builder.Configuration[Name];
        if (string.IsNullOrEmpty(text))
            return builder.Environment.IsDevelopment() ? 1 : .1;
        return
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio)
            && ratio is >= 0 and <= 1
            ? ratio
            : throw new InvalidOperationException($"{Name} must be a number from 0 to 1, and is '{text}'.");
    }

    internal static void AddTelemetry(this WebApplicationBuilder builder, string serviceName)
    {
        var troubles = new Troubles(TimeProvider.System);
        builder.Logging.AddSampler(troubles);
        builder.Services.AddSingleton(troubles);
        builder.Services.AddHostedService<TroubleNews>();
        builder.Logging.AddOpenTelemetry(logs =>
        {
            logs.IncludeFormattedMessage = true;
            logs.IncludeScopes = true;
        });

        var ratio = SampleRatio(builder);
        var telemetry = builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(resource =>
            {
                if (string.IsNullOrEmpty(builder.Configuration["OTEL_SERVICE_NAME"]))
                    resource.AddService(serviceName);
            })
            .WithMetrics(metrics =>
                metrics
                    .AddAspNetCoreInstrumentation()
                    .AddHttpClientInstrumentation()
                    .AddRuntimeInstrumentation()
                    .AddMeter("MassTransit", OwnSources)
            )
            // Spans and metrics of PostgreSQL and Redis are added by Aspire's clients.
            .WithTracing(tracing =>
                tracing
                    .SetSampler(new ParentBasedSampler(new RootsSampler(ratio)))
                    .AddAspNetCoreInstrumentation(http =>
                        http.Filter = context =>
                            !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
                            && !context.Request.Path.StartsWithSegments("/alive", StringComparison.Ordinal)
                            && !context.Request.Path.StartsWithSegments("/responsive", StringComparison.Ordinal)
                    )
                    .AddHttpClientInstrumentation()
                    .AddSource("MassTransit", OwnSources)
            );

        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            telemetry.UseOtlpExporter();
    }
}
