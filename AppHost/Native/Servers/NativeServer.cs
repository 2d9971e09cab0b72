using System.Net.Sockets;

namespace SmartInventory.AppHost.Servers;

/// <summary>
/// A server as a local process on loopback, with a generated password and its data in a <see cref="DataFolder"/>.
/// The host supervises it; the tests' fixture only starts and stops it.
/// </summary>
internal abstract class NativeServer(string name, DataFolder data)
{
    private readonly PortReservation _reservation = PortReservation.Any();

    public string Name { get; } = name;
    public int Port => _reservation.Port;
    public string Address => $"127.0.0.1:{Port}";
    protected DataFolder Data { get; } = data;
    protected string Password => Data.Password(Name);

    /// <summary>What comes before the first start: folders, configuration, an initialised data directory.</summary>
    public abstract Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>What to run. Lets go of the reserved port, so ask only when about to run it.</summary>
    public Command Command()
    {
        _reservation.Dispose();
        return BuildCommand();
    }

    /// <summary>Whether the server answers in its own protocol, which is more than an open port.</summary>
    public abstract Task<bool> IsReadyAsync(CancellationToken cancellationToken);

    protected abstract Command BuildCommand();

    /// <summary>Sends bytes to the server's port and tells whether the answer starts as it should.</summary>
    protected async Task<bool> AnswersAsync(ReadOnlyMemory<byte> question, ReadOnlyMemory<byte> expected, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port, timeout.Token);
            await using var stream = client.GetStream();
            await stream.WriteAsync(question, timeout.Token);
            var answer = new byte[expected.Length];
            await stream.ReadExactlyAsync(answer, timeout.Token);
            return expected.Span.SequenceEqual(answer);
        }
        catch (Exception e) when (e is SocketException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    /// <summary>Prepares and starts the server and waits until it is ready.</summary>
    /// <exception cref="HostException">It ended instead; the message has its last words.</exception>
    public async Task<ChildProcess> StartAsync(CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        var lastWords = new Queue<string>();
        var child = await ChildProcess.StartAsync(Command(), line =>
        {
            lock (lastWords)
            {
                lastWords.Enqueue(line);
                if (lastWords.Count > 20)
                    lastWords.Dequeue();
            }
        });
        try
        {
            while (!await IsReadyAsync(cancellationToken))
            {
                if (child.Exited.IsCompleted)
                {
                    lock (lastWords)
                        throw new HostException($"{Name} did not start:\n{string.Join('\n', lastWords)}");
                }
                await Task.Delay(100, cancellationToken);
            }
            return child;
        }
        catch
        {
            child.KillGroup();
            throw;
        }
    }
}
