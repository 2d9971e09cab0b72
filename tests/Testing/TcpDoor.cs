using System.Net;
using System.Net.Sockets;

namespace SmartInventory.Testing;

/// <summary>A port before a server that can be shut: to whoever connects through it, the server is away.</summary>
public sealed class TcpDoor : IAsyncDisposable
{
    private readonly IPEndPoint _server;
    private readonly List<Task> _work = [];
    private TcpListener? _listener;
    private CancellationTokenSource _closing = new();

    private TcpDoor(IPEndPoint server)
    {
        _server = server;
        Open();
        Port = ((IPEndPoint)_listener!.LocalEndpoint).Port;
    }

    public int Port { get; private set; }

    public static async Task<TcpDoor> To(string host, int port) =>
        new(new IPEndPoint((await Dns.GetHostAddressesAsync(host, AddressFamily.InterNetwork))[0], port));

    public void Open()
    {
        _closing = new CancellationTokenSource();
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _listener.Start();
        _work.Add(AcceptAsync(_listener, _closing.Token));
    }

    /// <summary>Cuts every connection, and takes no new one.</summary>
    public async Task Close()
    {
        await _closing.CancelAsync();
        // Only then the listener: who is about to accept must still find it.
        await Task.WhenAll(_work);
        _listener!.Dispose();
        _work.Clear();
        _closing.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (_work.Count > 0)
            await Close();
    }

    private async Task AcceptAsync(TcpListener listener, CancellationToken ct)
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ForwardAsync(await listener.AcceptTcpClientAsync(ct), ct));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ForwardAsync(TcpClient client, CancellationToken ct)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(_server, ct);
            await Task.WhenAny(
                near.GetStream().CopyToAsync(far.GetStream(), ct),
                far.GetStream().CopyToAsync(near.GetStream(), ct)
            );
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
        {
            // Either side is gone, or the door was shut: so is the other side now.
        }
    }
}
