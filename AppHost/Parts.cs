using Microsoft.Extensions.DependencyInjection;

#pragma warning disable ASPIREPROBES001 // Probes are for publishing, and may still change their form.

namespace SmartInventory.AppHost;

/// <summary>What the parts of the system have in common: the verbs of AppHost.cs.</summary>
internal static class Parts
{
    private const string SampleCommand = "load-sample";

    /// <summary>A service: started as the program that was built, healthy when <c>/health</c> says so, alive while <c>/alive</c> answers.</summary>
    public static IResourceBuilder<ProjectResource> AddService<TProject>(
        this IDistributedApplicationBuilder builder, string name, string icon)
        where TProject : IProjectMetadata, new() =>
        builder.AddProject<TProject>(name)
            .AsBuilt()
            .WithIconName(icon)
            // Where it runs here, each probe is a health check too.
            .WithHttpProbe(ProbeType.Readiness, "/health")
            .WithHttpProbe(ProbeType.Liveness, "/alive");

    /// <summary>Gives the service a login role and a schema of its own name in the database.</summary>
    public static IResourceBuilder<ProjectResource> WithSchema(this IResourceBuilder<ProjectResource> service, ServiceDatabase database)
    {
        database.Serve(service);
        return service;
    }

    /// <summary>The command line's sample: runs once and ends. It waits by itself for a healthy system.</summary>
    public static IResourceBuilder<ProjectResource> AddSample<TProject>(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ProjectResource> gateway, bool loaded)
        where TProject : IProjectMetadata, new()
    {
        var sample = builder.AddProject<TProject>(name)
            .AsBuilt("sample", "ensure")
            .WithIconName("Beaker")
            .WithEnvironment("INV_GATEWAY", gateway.GetEndpoint("http"));
        if (!loaded) sample.WithExplicitStart();

        gateway.WithCommand(
            SampleCommand, "Load the sample",
            async context =>
            {
                var commands = context.Services.GetRequiredService<ResourceCommandService>();
                return await commands.ExecuteCommandAsync(sample.Resource, KnownResourceCommands.StartCommand, context.CancellationToken);
            },
            new CommandOptions
            {
                Description = "Loads an invented shop with two years of sales into an empty system; does nothing to one that is not empty.",
                IconName = "Beaker",
                UpdateState = WhileHealthy,
            });
        return sample;
    }

    private static ResourceCommandState WhileHealthy(UpdateCommandStateContext context) =>
        context.ResourceSnapshot.HealthStatus is HealthStatus.Healthy or HealthStatus.Degraded
            ? ResourceCommandState.Enabled
            : ResourceCommandState.Disabled;
}
