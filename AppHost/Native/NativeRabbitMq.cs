namespace SmartInventory.AppHost.Native;

internal sealed class NativeRabbitMq(string name, ServerPrograms programs)
    : NativeServer(name, SystemAccount.ForServer("rabbitmq"))
{
    private const string User = "inventory";
    private readonly PortReservation _distribution = PortReservation.Any();
    private readonly PortReservation _epmd = PortReservation.Any();

    /// <summary>Who uses it. Where there is none, one user may do everything.</summary>
    public IReadOnlyList<BrokerUser> Users { get; set; } = [];

    public override ReferenceExpression ConnectionStringExpression =>
        ReferenceExpression.Create(
            $"amqp://{User}:{PasswordParameter}@{Endpoint.Property(EndpointProperty.HostAndPort)}"
        );

    public override Tool Server
    {
        get
        {
            // Erlang would start its port mapper as a daemon that nobody ever stops. Ours is the server's own child and
            // dies with it.
            var tied = ServerPrograms.Find("setpriv") is { } setpriv ? $"{setpriv} --pdeathsig KILL -- " : "";
            var epmd = ServerPrograms.Find("epmd") ?? "epmd";
            return Run(
                "/bin/sh",
                "-c",
                $"{tied}'{epmd}' -port {Number(_epmd.Port)} -address 127.0.0.1 & "
                    + $"exec '{programs.RabbitMq}/rabbitmq-server'"
            );
        }
    }

    protected override string PidFile => Path.Combine(Folder, "pid");

    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var definitions = Path.Combine(Folder, "definitions.json");
        if (Users.Count > 0)
            DataFolder.WritePrivate(definitions, await BrokerUser.DefinitionsAsync(Users, cancellationToken), Account);
        // What goes wrong on a channel is told to the client, who reports it better: health checks ask for queues that
        // need not be there.
        DataFolder.WritePrivate(
            Path.Combine(Folder, "rabbitmq.conf"),
            $"""
            listeners.tcp.1 = 127.0.0.1:{Port.Port}
            {(
                Users.Count > 0
                    ? $"load_definitions = {definitions}"
                    : $"default_user = {User}\ndefault_pass = {Password}"
            )}
            log.file = false
            log.console = true
            log.console.level = warning
            log.console.use_colors = off
            log.connection.level = error
            log.channel.level = critical
            vm_memory_high_watermark.absolute = 1GB
            disk_free_limit.absolute = 200MB
            raft.wal_max_size_bytes = 67108864
            """,
            Account
        );
        DataFolder.WritePrivate(Path.Combine(Folder, "enabled_plugins"), "[].", Account);
    }

    /// <summary>
    /// Greets in AMQP 0-9-1 and waits for the server's Connection.Start, a method frame on channel 0.
    /// </summary>
    public override Task<HealthCheckResult> CheckHealthAsync(CancellationToken cancellationToken) =>
        ExpectAsync("AMQP\0\0\u0009\u0001"u8.ToArray(), new byte[] { 1, 0, 0 }, cancellationToken);

    public override Task HandPortsOverAsync(Action<int> taken, CancellationToken cancellationToken) =>
        Task.WhenAll(
            base.HandPortsOverAsync(taken, cancellationToken),
            _distribution.HandOverAsync(taken, cancellationToken),
            _epmd.HandOverAsync(taken, cancellationToken)
        );

    /// <summary>Makes a virtual host that our user may do everything in.</summary>
    public async Task CreateVirtualHostAsync(string virtualHost, CancellationToken cancellationToken)
    {
        var rabbitmqctl = Path.Combine(programs.RabbitMq, "rabbitmqctl");
        await Run(rabbitmqctl, "--quiet", "add_vhost", virtualHost).RunOrThrowAsync(cancellationToken);
        await Run(rabbitmqctl, "--quiet", "set_permissions", "--vhost", virtualHost, User, ".*", ".*", ".*")
            .RunOrThrowAsync(cancellationToken);
    }

    private Tool Run(string program, params IReadOnlyList<string> arguments) =>
        new(program, arguments, Account)
        {
            WorkingDirectory = Folder,
            Environment = new Dictionary<string, string>
            {
                ["HOME"] = Folder,
                ["ERL_EPMD_PORT"] = Number(_epmd.Port),
                ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
                // The data is kept under the node's name, so it is the same in every run and on every host name.
                ["RABBITMQ_NODENAME"] = "smartinventory@localhost",
                ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
                ["RABBITMQ_NODE_PORT"] = Number(Port.Port),
                ["RABBITMQ_DIST_PORT"] = Number(_distribution.Port),
                ["RABBITMQ_MNESIA_BASE"] = Path.Combine(Folder, "mnesia"),
                ["RABBITMQ_LOG_BASE"] = Path.Combine(Folder, "log"),
                ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(Folder, "enabled_plugins"),
                ["RABBITMQ_CONFIG_FILE"] = Path.Combine(Folder, "rabbitmq.conf"),
                // What the machine's own RabbitMQ is told in /etc/rabbitmq is none of ours.
                ["RABBITMQ_CONFIG_FILES"] = Path.Combine(Folder, "conf.d"),
                ["RABBITMQ_ADVANCED_CONFIG_FILE"] = Path.Combine(Folder, "advanced.config"),
                ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
                ["RABBITMQ_PID_FILE"] = PidFile,
                ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] =
                    "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none",
                // Makes the start script become the server instead of waiting beside it, so that one pid is the server.
                ["detached"] = "true",
            },
        };
}
