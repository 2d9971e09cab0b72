using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmartInventory.AppHost.Native;

#pragma warning disable ASPIREPROBES001 // Probes are for publishing, and may still change their form.

namespace SmartInventory.AppHost;

/// <summary>What the parts of the system have in common: the verbs of AppHost.cs.</summary>
internal static class Parts
{
    private const string SampleCommand = "load-sample";

    // It connects anew each time, so that it learns of a process that took another one's place.
    private static readonly HttpClient Health = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero })
    {
        Timeout = TimeSpan.FromSeconds(10),
    };

    /// <summary>
    /// A service: started as the program that was built, healthy when <c>/health</c> says so, alive while <c>/alive</c>
    /// answers.
    /// </summary>
    public static IResourceBuilder<ProjectResource> AddService<TProject>(
        this IDistributedApplicationBuilder builder,
        string name,
        string icon
    )
        where TProject : IProjectMetadata, new()
    {
        var service = builder.AddProject<TProject>(name).AsBuilt().WithIconName(icon);
        // For who runs it there.
        if (!builder.ExecutionContext.IsRunMode)
            return service.WithHttpProbe(ProbeType.Readiness, "/health").WithHttpProbe(ProbeType.Liveness, "/alive");
        if (!Icu.IsThere)
            service.WithEnvironment(Icu.Without, "1");
        return service
            .WithEagerCheck(token => AskHealthAsync(service.GetEndpoint("http"), token))
            // Aspire asks for each second, which costs a system at rest more than all of its work.
            .WithEnvironment("OTEL_METRIC_EXPORT_INTERVAL", "5000");
    }

    /// <summary>
    /// Gives the service a login role and a schema in the database, of its own name when none is said.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithSchema(
        this IResourceBuilder<ProjectResource> service,
        ServiceDatabase database,
        string? schema = null
    )
    {
        database.Serve(service, schema);
        return service;
    }

    /// <summary>Gives the service a user of its own at the broker.</summary>
    /// <inheritdoc cref="MessageBroker.Serve"/>
    public static IResourceBuilder<ProjectResource> WithBroker(
        this IResourceBuilder<ProjectResource> service,
        MessageBroker broker,
        params IReadOnlyList<string> tells
    )
    {
        broker.Serve(service, tells);
        return service;
    }

    /// <summary>
    /// Tells the service where another one is. By name where it is published: a reference would close a circle there.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithAddressOf(
        this IResourceBuilder<ProjectResource> service,
        IResourceBuilder<ProjectResource> other
    ) =>
        service.WithEnvironment(
            $"services__{other.Resource.Name}__http__0",
            service.ApplicationBuilder.ExecutionContext.IsPublishMode
                ? ReferenceExpression.Create($"http://{other.Resource.Name}:8080")
                : ReferenceExpression.Create($"{other.GetEndpoint("http")}")
        );

    /// <summary>The command line's sample: runs once and ends. It waits by itself for a healthy system.</summary>
    public static IResourceBuilder<ProjectResource> AddSample<TProject>(
        this IDistributedApplicationBuilder builder,
        string name,
        IResourceBuilder<ProjectResource> gateway,
        bool loaded
    )
        where TProject : IProjectMetadata, new()
    {
        var sample = builder
            .AddProject<TProject>(name)
            .AsBuilt("sample", "ensure")
            .WithIconName("Beaker")
            .WithEnvironment("INV_GATEWAY", gateway.GetEndpoint("http"));
        if (!loaded)
            sample.WithExplicitStart();

        gateway.WithCommand(
            SampleCommand,
            "Load the sample",
            async context =>
            {
                var commands = context.Services.GetRequiredService<ResourceCommandService>();
                return await commands.ExecuteCommandAsync(
                    sample.Resource,
                    KnownResourceCommands.StartCommand,
                    context.CancellationToken
                );
            },
            new CommandOptions
            {
                Description =
                    "Loads an invented shop with two years of sales into an empty system; "
                    + "does nothing to one that is not empty.",
                IconName = "Beaker",
                UpdateState = WhileHealthy,
            }
        );
        return sample;
    }

    /// <summary>Sends the messages again that ended in error queues, and says how many those were.</summary>
    public static IResourceBuilder<ProjectResource> WithResendCommand(
        this IResourceBuilder<ProjectResource> gateway,
        Func<CancellationToken, Task<string>> token
    ) =>
        gateway.WithHttpCommand(
            "/api/v1/failed-messages/resend",
            "Send failed messages again",
            commandName: "resend-failed-messages",
            commandOptions: new HttpCommandOptions
            {
                Description = "Sends every message that waits in an error queue to its consumer once more.",
                IconName = "MailArrowUp",
                PrepareRequest = async context =>
                    context.Request.Headers.Authorization = new("Bearer", await token(context.CancellationToken)),
                UpdateState = WhileHealthy,
                GetCommandResult = ResentAsync,
            }
        );

    private static async Task<ExecuteCommandResult> ResentAsync(HttpCommandResultContext context)
    {
        if (!context.Response.IsSuccessStatusCode)
            return CommandResults.Failure($"The gateway answered {(int)context.Response.StatusCode}.");
        var answer = await context.Response.Content.ReadFromJsonAsync<JsonElement>(context.CancellationToken);
        var away = answer
            .GetProperty("unanswered")
            .EnumerateArray()
            .Select(part => $"{part.GetProperty("service")} cannot be asked: {part.GetProperty("reason")}")
            .ToList();
        if (away.Count > 0)
            return CommandResults.Failure(string.Join("; ", away));
        var sent = answer.GetProperty("queues").EnumerateArray().Sum(queue => queue.GetProperty("messages").GetInt64());
        return CommandResults.Success(sent == 0 ? "No message had failed." : $"{sent} messages were sent again.");
    }

    /// <summary>What the service says of itself; one that is unhealthy answers 503 with its reasons.</summary>
    private static async Task<HealthCheckResult> AskHealthAsync(
        EndpointReference endpoint,
        CancellationToken cancellationToken
    )
    {
        if (!endpoint.IsAllocated)
            return HealthCheckResult.Unhealthy("it has no address yet");
        try
        {
            using var answer = await Health.GetAsync(new Uri($"{endpoint.Url}/health"), cancellationToken);
            return answer.IsSuccessStatusCode
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy(await answer.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (Exception e)
            when (e is HttpRequestException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return HealthCheckResult.Unhealthy($"it does not answer: {e.Message}");
        }
    }

    private static ResourceCommandState WhileHealthy(UpdateCommandStateContext context) =>
        context.ResourceSnapshot.HealthStatus is HealthStatus.Healthy or HealthStatus.Degraded
            ? ResourceCommandState.Enabled
            : ResourceCommandState.Disabled;
}
