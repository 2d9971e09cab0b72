using SmartInventory.AppHost.Native;

namespace SmartInventory.AppHost;

/// <summary>
/// The three servers, from containers where a container engine answers, else from this machine's own programs.
/// </summary>
/// <param name="Database">The one database, with a role and a schema for each service.</param>
/// <param name="Broker">RabbitMQ, with a user for each service.</param>
/// <param name="Cache">Redis, which may be lost at any time.</param>
/// <param name="Secret">A secret of the system by its name: generated at first use, and kept with the data.</param>
/// <param name="Described">In words, for the console.</param>
internal sealed record Servers(
    ServiceDatabase Database,
    MessageBroker Broker,
    IResourceBuilder<IResourceWithConnectionString> Cache,
    Func<string, ParameterResource> Secret,
    string Described
) : IDisposable
{
    private const string DatabaseName = "inventory";

    private DataFolder? Data { get; init; }

    /// <exception cref="HostException">There is neither; the message has the ways out for this platform.</exception>
    public static async Task<Servers> AddAsync(
        IDistributedApplicationBuilder builder,
        LaunchOptions options,
        Action<string> say,
        CancellationToken cancellationToken
    )
    {
        if (builder.ExecutionContext.IsPublishMode)
            return AddContainers(builder, options);

        if (options.Servers != ServerSource.Native)
        {
            var engine = await ContainerEngine.FindAsync(cancellationToken);
            if (engine is not null)
                return AddContainers(builder, options);
            if (options.Servers == ServerSource.Containers)
                throw new HostException("Neither Docker nor Podman answers. Start one, or leave --containers out.");
        }

        return AddNative(builder, options, await ServerInstallation.EnsureAsync(say, cancellationToken));
    }

    /// <summary>
    /// Closes the data folder, and deletes one that was to be kept for this run only. Comes after everything has
    /// stopped.
    /// </summary>
    public void Dispose() => Data?.Dispose();

    private static Servers AddNative(
        IDistributedApplicationBuilder builder,
        LaunchOptions options,
        ServerPrograms programs
    )
    {
        var data = options.Ephemeral
            ? DataFolder.Ephemeral(options.Data)
            : DataFolder.Open(options.Data ?? DataFolder.DefaultPath());
        var postgres = builder.AddNativePostgres("postgres", programs).WithDataFolder(data);
        var messaging = builder.AddNativeRabbitMq("messaging", programs).WithDataFolder(data);
        var cache = builder.AddNativeRedis("cache", programs).WithDataFolder(data);
        var database = new ServiceDatabase(
            DatabaseName,
            postgres,
            postgres.Resource.Endpoint,
            postgres.Resource.ConnectionStringExpression,
            role => new ParameterResource($"{role}-password", _ => data.Password($"postgres/{role}"), secret: true)
        );
        return new Servers(
            database.MadeWhenReady(),
            new MessageBroker(
                messaging,
                messaging.Resource.Endpoint,
                user => new ParameterResource(
                    $"{user}-broker-password",
                    _ => data.Password($"messaging/{user}"),
                    secret: true
                )
            ).MadeBy(messaging.Resource),
            cache,
            name => new ParameterResource($"{name}-secret", _ => data.Password($"secret/{name}"), secret: true),
            $"this machine's own servers, data in {data.Path}{(options.Ephemeral ? " (deleted at the end)" : "")}"
        )
        {
            Data = data,
        };
    }

    private static Servers AddContainers(IDistributedApplicationBuilder builder, LaunchOptions options)
    {
        var postgres = builder.AddPostgres("postgres").WithIconName("DatabaseMultiple");
        // A message leaves a service's outbox once the broker has it, so what the broker holds has to last.
        var messaging = builder.AddRabbitMQ("messaging").WithIconName("Mailbox");
        // A cache: nothing of it is kept.
        var cache = builder.AddRedis("cache").WithIconName("Memory");
        if (options.Data is { } folder && !options.Ephemeral)
        {
            postgres.WithDataBindMount(Path.Combine(Path.GetFullPath(folder), "postgres"));
            messaging.WithDataBindMount(Path.Combine(Path.GetFullPath(folder), "messaging"));
        }
        else if (!options.Ephemeral)
        {
            // Named without a dot: not every orchestrator takes one.
            postgres.WithDataVolume("smartinventory-postgres");
            messaging.WithDataVolume("smartinventory-messaging");
        }

        var database = new ServiceDatabase(
            DatabaseName,
            postgres,
            postgres.GetEndpoint("tcp"),
            postgres.Resource.ConnectionStringExpression,
            role => Generated($"{role}-database-password")
        );
        return new Servers(
            builder.ExecutionContext.IsPublishMode ? database.MadeByImage(postgres) : database.MadeWhenReady(),
            new MessageBroker(
                messaging,
                messaging.GetEndpoint("tcp"),
                user => Generated($"{user}-broker-password")
            ).MadeByImage(messaging),
            cache,
            name => Generated($"{name}-secret"),
            "servers in containers"
        );

        ParameterResource Generated(string name) =>
            builder
                .AddParameter(
                    name,
                    new GenerateParameterDefault { MinLength = 24, Special = false },
                    secret: true,
                    persist: true
                )
                .Resource;
    }
}

/// <summary>Where the servers come from.</summary>
internal enum ServerSource
{
    Any,
    Native,
    Containers,
}
