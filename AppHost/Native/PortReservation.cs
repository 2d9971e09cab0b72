using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace SmartInventory.AppHost.Native;

/// <summary>A loopback port that stays ours from the choice until the process that is to have it starts:
/// two hosts starting together then never choose the same one.</summary>
internal sealed class PortReservation : IDisposable
{
    private const int AttemptsUntilTaken = 40;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongPause = TimeSpan.FromSeconds(1);
    private readonly List<Socket> _sockets;

    private PortReservation(int port, List<Socket> sockets) => (Port, _sockets) = (port, sockets);

    public int Port { get; }

    /// <summary>The wanted port, or the next free one above it.</summary>
    public static PortReservation AtOrAbove(int wanted)
    {
        for (var port = wanted; port <= IPEndPoint.MaxPort; port++)
        {
            if (TryReserve(port) is { } reservation)
                return reservation;
        }
        throw new HostException($"No port from {wanted} upwards is free.");
    }

    /// <summary>The wanted port, or null when somebody has it.</summary>
    public static PortReservation? TryReserve(int port)
    {
        List<Socket> sockets = [];
        try
        {
            // Services listen on both loopbacks, so both must be free.
            foreach (var address in Loopbacks())
            {
                var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                sockets.Add(socket);
                socket.Bind(new IPEndPoint(address, port));
                socket.Listen(1);
            }
            return new PortReservation(port, sockets);
        }
        catch (SocketException)
        {
            sockets.ForEach(s => s.Dispose());
            return null;
        }
    }

    /// <summary>Any free port below the range from which the system takes ports for outgoing connections.</summary>
    public static PortReservation Any()
    {
        while (true)
        {
            if (TryReserve(Random.Shared.Next(15_000, 32_000)) is { } reservation)
                return reservation;
        }
    }

    /// <summary>Lets go of the port.</summary>
    public void Dispose() => _sockets.ForEach(s => s.Dispose());

    /// <summary>
    /// Lets go of the port for the process that is about to take it, and waits until it can: another process that
    /// starts at this moment holds a copy of the sockets until it runs its own program, and another program may have
    /// taken the port while ours was away. Who uses it was told this one, so no other will do.
    /// </summary>
    /// <param name="taken">Is told once when somebody has it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task HandOverAsync(Action<int> taken, CancellationToken cancellationToken)
    {
        Dispose();
        for (var attempt = 0; !IsFree(); attempt++)
        {
            if (attempt == AttemptsUntilTaken)
                taken(Port);
            await Task.Delay(attempt < AttemptsUntilTaken ? Pause : LongPause, cancellationToken);
        }
    }

    private bool IsFree()
    {
        var probe = TryReserve(Port);
        probe?._sockets.ForEach(s => s.Dispose());
        return probe is not null;
    }

    private static IEnumerable<IPAddress> Loopbacks()
    {
        yield return IPAddress.Loopback;
        // A machine may have IPv6 compiled in and no ::1 to bind to.
        if (
            Socket.OSSupportsIPv6
            && NetworkInterface
                .GetAllNetworkInterfaces()
                .Any(i => i.GetIPProperties().UnicastAddresses.Any(a => a.Address.Equals(IPAddress.IPv6Loopback)))
        )
        {
            yield return IPAddress.IPv6Loopback;
        }
    }
}
