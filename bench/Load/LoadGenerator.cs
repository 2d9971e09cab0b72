using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SmartInventory.Testing;

namespace SmartInventory.Load;

/// <summary>What came of a load.</summary>
/// <param name="Seconds">Each request's, ascending.</param>
/// <param name="Took">The whole.</param>
/// <param name="Faults">Answers other than 2xx, or none at all, in words.</param>
public sealed record Answers(double[] Seconds, TimeSpan Took, IReadOnlyDictionary<string, long> Faults)
{
    public double At(double share) =>
        Seconds.Length == 0 ? double.NaN : Seconds[Math.Max(0, (int)Math.Ceiling(share * Seconds.Length) - 1)];
}

/// <summary>
/// Connections to one server, each from an address of its own, as tills have: the gateway's limit is per address.
/// </summary>
public sealed class LoadGenerator : IDisposable
{
    private readonly HttpMessageInvoker[] _connections;
    private readonly Uri _server;
    private readonly ProgramToken? _token;

    /// <param name="server">Who is asked.</param>
    /// <param name="connections">How many ask.</param>
    /// <param name="token">Who they say they are; null where nobody wants to know.</param>
    public LoadGenerator(Uri server, int connections, ProgramToken? token = null)
    {
        (_server, _token) = (server, token);
        _connections =
        [
            .. Enumerable.Range(0, connections).Select(i => new HttpMessageInvoker(Handler(i), disposeHandler: true)),
        ];
    }

    /// <summary>Each connection asks again as soon as it has its answer.</summary>
    /// <param name="ask">The request of a number, from 0 on.</param>
    public Task<Answers> ClosedAsync(Func<long, HttpRequestMessage> ask, TimeSpan span, CancellationToken ct) =>
        RunAsync(ask, long.MaxValue, _ => TimeSpan.Zero, span, ct);

    /// <summary>Each connection asks again as soon as it has its answer, until all is asked.</summary>
    public Task<Answers> AllAsync(IReadOnlyList<HttpRequestMessage> requests, CancellationToken ct) =>
        RunAsync(i => requests[(int)i], requests.Count, _ => TimeSpan.Zero, TimeSpan.MaxValue, ct);

    /// <summary>
    /// So many requests a second, however long the answers take; a request's time begins when it was due. What is not
    /// sent by the end, as all connections wait for answers, is never sent.
    /// </summary>
    public Task<Answers> OpenAsync(Func<long, HttpRequestMessage> ask, int rate, TimeSpan span, CancellationToken ct) =>
        RunAsync(ask, long.MaxValue, i => TimeSpan.FromSeconds((double)i / rate), span, ct);

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        await AddressAsync(request, ct);
        return await _connections[0].SendAsync(request, ct);
    }

    public void Dispose() => Array.ForEach(_connections, c => c.Dispose());

    private async Task<Answers> RunAsync(
        Func<long, HttpRequestMessage> ask,
        long most,
        Func<long, TimeSpan> due,
        TimeSpan span,
        CancellationToken ct
    )
    {
        var faults = new ConcurrentDictionary<string, long>();
        var watch = Stopwatch.StartNew();
        var next = -1L;
        var seconds = await Task.WhenAll(
            _connections.Select(async connection =>
            {
                await Task.Yield();
                var mine = new List<double>(4096);
                while (Interlocked.Increment(ref next) is var i && i < most && due(i) < span && watch.Elapsed < span)
                {
                    var begin = due(i);
                    if (begin == TimeSpan.Zero)
                        begin = watch.Elapsed;
                    else if (begin - watch.Elapsed is { Ticks: > 0 } wait)
                        await Task.Delay(wait, ct);
                    if (await FaultAsync(connection, ask(i), ct) is { } fault)
                        faults.AddOrUpdate(fault, 1, (_, n) => n + 1);
                    else
                        mine.Add((watch.Elapsed - begin).TotalSeconds);
                }
                return mine;
            })
        );
        return new([.. seconds.SelectMany(s => s).Order()], watch.Elapsed, faults);
    }

    private async Task<string?> FaultAsync(
        HttpMessageInvoker connection,
        HttpRequestMessage request,
        CancellationToken ct
    )
    {
        await AddressAsync(request, ct);
        try
        {
            using var response = await connection.SendAsync(request, ct);
            if (response.IsSuccessStatusCode)
            {
                await response.Content.CopyToAsync(Stream.Null, ct);
                return null;
            }
            var body = await response.Content.ReadAsStringAsync(ct);
            return $"{(int)response.StatusCode} {body[..Math.Min(body.Length, 200)]}";
        }
        catch (HttpRequestException e)
        {
            return e.Message;
        }
    }

    private async ValueTask AddressAsync(HttpRequestMessage request, CancellationToken ct)
    {
        request.RequestUri = new(_server, request.RequestUri!);
        if (_token is not null)
            request.Headers.Authorization = await _token.GetAsync(ct);
    }

    private static SocketsHttpHandler Handler(int number) =>
        new()
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            MaxConnectionsPerServer = 1,
            ConnectCallback = async (context, ct) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
                {
                    NoDelay = true,
                };
                socket.Bind(new IPEndPoint(new IPAddress([127, 0, 1, (byte)(number + 1)]), 0));
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, ct);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
}
