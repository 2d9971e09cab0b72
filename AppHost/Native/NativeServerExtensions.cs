using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SmartInventory.AppHost.Native;

/// <summary>Puts this machine's own servers into Aspire's app model.</summary>
internal static class NativeServerExtensions
{
    /// <summary>PostgreSQL of this machine. Needs <see cref="WithDataFolder"/>.</summary>
    /// <param name="disposable">Its data are thrown away at the end, so nothing waits for the disk.</param>
    public static IResourceBuilder<NativePostgres> AddNativePostgres(
        this IDistributedApplicationBuilder builder,
        string name,
        ServerPrograms programs,
        bool disposable = false
    ) => builder.AddNativeServer(new NativePostgres(name, programs, disposable), "DatabaseMultiple");

    /// <summary>RabbitMQ of this machine. Needs <see cref="WithDataFolder"/>.</summary>
    public static IResourceBuilder<NativeRabbitMq> AddNativeRabbitMq(
        this IDistributedApplicationBuilder builder,
        string name,
        ServerPrograms programs
    ) => builder.AddNativeServer(new NativeRabbitMq(name, programs), "Mailbox");

    /// <summary>Redis of this machine. Needs <see cref="WithDataFolder"/>.</summary>
    /// <param name="databases">How many numbered databases it offers.</param>
    public static IResourceBuilder<NativeRedis> AddNativeRedis(
        this IDistributedApplicationBuilder builder,
        string name,
        ServerPrograms programs,
        int databases = 16
    ) => builder.AddNativeServer(new NativeRedis(name, programs, databases), "Memory");

    /// <summary>Where the server keeps its data and finds its password.</summary>
    public static IResourceBuilder<T> WithDataFolder<T>(this IResourceBuilder<T> server, DataFolder data)
        where T : NativeServer
    {
        server.Resource.Use(data);
        var command = server.Resource.Server;
        return server.WithCommand(command.Line[0]).WithWorkingDirectory(server.Resource.Folder);
    }

    private static IResourceBuilder<T> AddNativeServer<T>(
        this IDistributedApplicationBuilder builder,
        T server,
        string icon
    )
        where T : NativeServer
    {
        return builder
            .AddResource(server)
            .WithIconName(icon)
            .WithEndpoint(
                NativeServer.EndpointName,
                endpoint =>
                {
                    endpoint.UriScheme = "tcp";
                    endpoint.TargetHost = "127.0.0.1";
                    endpoint.Port = endpoint.TargetPort = server.Port.Port;
                    // Directly: what a proxy costs is paid by every statement and every message.
                    endpoint.IsProxied = false;
                }
            )
            .WithArgs(context =>
            {
                foreach (var argument in server.Server.Line.Skip(1))
                    context.Args.Add(argument);
            })
            .WithEnvironment(context =>
            {
                foreach (var (name, value) in server.Server.Environment)
                    context.EnvironmentVariables[name] = value;
            })
            .WithEagerCheck(server.CheckHealthAsync)
            .ExcludeFromManifest()
            .OnBeforeResourceStarted(
                async (_, started, cancellationToken) =>
                {
                    var log = started.Services.GetRequiredService<ResourceLoggerService>().GetLogger(server);
                    log.LogInformation(
                        "Data in {Folder}, listening on 127.0.0.1:{Port}.",
                        server.Folder,
                        server.Port.Port
                    );
                    await server.WaitForEarlierRunAsync(cancellationToken);
                    await server.PrepareAsync(cancellationToken);
                    await server.HandPortsOverAsync(
                        port =>
                        {
                            log.LogWarning("Port {Port} is taken by another program, and waited for.", port);
                            // Tests start servers without a host.
                            started
                                .Services.GetService<HostConsole>()
                                ?.Warn($"Port {port} is taken: {server.Name} waits until it is free.");
                        },
                        cancellationToken
                    );
                }
            );
    }
}
