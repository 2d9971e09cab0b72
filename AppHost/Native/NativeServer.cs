using System.Globalization;
using System.Net.Sockets;

namespace SmartInventory.AppHost.Native;

/// <summary>
/// A server of this machine as a resource of Aspire's: a process on loopback with a generated password and its data in
/// a
/// <see cref="DataFolder"/>. Derived servers say what to prepare and what to run; <see cref="NativeServerExtensions"/>
/// puts them into the app model.
/// </summary>
internal abstract class NativeServer : ExecutableResource, IResourceWithConnectionString
{
    public const string EndpointName = "tcp";
    private static readonly TimeSpan EarlierRunPatience = TimeSpan.FromSeconds(15);
    private DataFolder? _data;
    private string? _folder;

    /// <param name="name">The resource's name, and that of its folder and of its password.</param>
    /// <param name="account">Whom it runs as; null for who we are.</param>
    protected NativeServer(string name, SystemAccount? account)
        // What to run is known when the data folder is: see Server.
        : base(name, "false", "/")
    {
        Account = account;
        Endpoint = new EndpointReference(this, EndpointName);
        PasswordParameter = new ParameterResource($"{name}-password", _ => Password, secret: true);
    }

    /// <summary>The port, ours from now until the server starts.</summary>
    public PortReservation Port { get; } = PortReservation.Any();

    public EndpointReference Endpoint { get; }

    public ParameterResource PasswordParameter { get; }

    /// <inheritdoc cref="IResourceWithConnectionString.ConnectionStringExpression"/>
    public abstract ReferenceExpression ConnectionStringExpression { get; }

    /// <summary>The server's own folder.</summary>
    public string Folder =>
        _folder ?? throw new InvalidOperationException($"{Name} has no data folder: say WithDataFolder.");

    public string Password => _data!.Password(Name);

    protected SystemAccount? Account { get; }

    /// <summary>Where the server writes its process number.</summary>
    protected abstract string PidFile { get; }

    /// <summary>Where it keeps its data and finds its password. Comes before anything starts.</summary>
    public virtual void Use(DataFolder data) => (_data, _folder) = (data, data.Subfolder(Name, Account));

    /// <summary>What to run as the server. Its process is the server, or ends when the server does.</summary>
    public abstract Tool Server { get; }

    /// <summary>What comes before a start: configuration, an initialised data directory.</summary>
    public abstract Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Whether the server answers in its own protocol, which is more than an open port.</summary>
    public abstract Task<HealthCheckResult> CheckHealthAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Whether it says anything at all, be it that it cannot serve yet. It throws when it is cancelled.
    /// </summary>
    public virtual async Task<bool> AnswersAsync(CancellationToken cancellationToken) =>
        (await CheckHealthAsync(cancellationToken)).Status != HealthStatus.Unhealthy;

    /// <summary>Gives the ports that are held for the server to it; waits for one that another program took.</summary>
    /// <param name="taken">Is told of such a port.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public virtual Task HandPortsOverAsync(Action<int> taken, CancellationToken cancellationToken) =>
        Port.HandOverAsync(taken, cancellationToken);

    /// <summary>
    /// Waits until the server of an earlier run has left this folder: one that lost its host is being ended by the
    /// orchestrator at this moment.
    /// </summary>
    /// <exception cref="HostException">It does not leave.</exception>
    public async Task WaitForEarlierRunAsync(CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (Predecessor() is { } pid)
        {
            if (TimeProvider.System.GetElapsedTime(began) > EarlierRunPatience)
            {
                throw new HostException(
                    $"Process {pid} still runs {Name} on {Folder}, and nobody is ending it. "
                        + $"End it (kill {pid}), or choose another folder with --data DIR."
                );
            }
            await Task.Delay(100, cancellationToken);
        }
    }

    /// <summary>Sends bytes to the server's port and tells whether the answer starts as it should.</summary>
    protected async Task<HealthCheckResult> ExpectAsync(
        ReadOnlyMemory<byte> question,
        ReadOnlyMemory<byte> expected,
        CancellationToken cancellationToken
    )
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port.Port, timeout.Token);
            await using var stream = client.GetStream();
            await stream.WriteAsync(question, timeout.Token);
            var answer = new byte[expected.Length];
            await stream.ReadExactlyAsync(answer, timeout.Token);
            return expected.Span.SequenceEqual(answer)
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("it answers something else");
        }
        catch (Exception e)
            when (e is SocketException or IOException
                || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            return HealthCheckResult.Unhealthy($"it does not answer: {e.Message}");
        }
    }

    protected static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private int? Predecessor()
    {
        if (!File.Exists(PidFile))
            return null;
        using var reader = new StreamReader(PidFile);
        // After a crash of the machine the number may be anybody's; whose it is shows where that process works.
        return
            int.TryParse(reader.ReadLine(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
            && Posix.WorksBelow(pid, Folder)
            ? pid
            : null;
    }
}
