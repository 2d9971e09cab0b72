using System.Net;
using System.Net.Sockets;
using Refit;
using SmartInventory.Cli.Identity;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Localization;

namespace SmartInventory.Cli.Hosting;

/// <summary>The door to the system: one HTTP client, and the Refit interfaces on it.</summary>
internal sealed class Gateway : IDisposable
{
    public static string DefaultAddress => "http://localhost:8080";

    private readonly RefitSettings _settings = ContractsJson.Refit();

    private readonly SocketsHttpHandler _connections = new() { AutomaticDecompression = DecompressionMethods.All };
    private readonly HttpClient _unsigned;

    /// <param name="address">Base address.</param>
    /// <param name="shell">Its clock is that of the pauses between attempts; its environment says who asks.</param>
    /// <param name="onlyReads">Refuses to change anything.</param>
    /// <param name="patient">Asks again where nobody answers.</param>
    public Gateway(Uri address, Shell shell, bool onlyReads = false, bool patient = true)
    {
        Address = address;
        HttpMessageHandler door = onlyReads ? new ReadsOnly { InnerHandler = _connections } : _connections;
        _unsigned = Client(new RetryHandler(shell.Time, patient) { InnerHandler = _connections }, ownsHandler: false);
        Provider = new Provider(_unsigned);
        Http = Client(
            new RetryHandler(shell.Time, patient)
            {
                InnerHandler = new BearerHandler(Provider, address, shell) { InnerHandler = door },
            },
            ownsHandler: true
        );
    }

    private HttpClient Client(HttpMessageHandler handler, bool ownsHandler)
    {
        var client = new HttpClient(handler, ownsHandler) { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("inv/0.1");
        // Texts that the services write are in the language of who reads them.
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(Languages.Reader.Name);
        return client;
    }

    /// <summary>Where people and programs sign in.</summary>
    public Provider Provider { get; }

    public Uri Address { get; }
    public HttpClient Http { get; }
    public ICatalogApi Catalog => RestService.For<ICatalogApi>(Http, _settings);
    public ISalesApi Sales => RestService.For<ISalesApi>(Http, _settings);
    public IForecastingApi Forecasting => RestService.For<IForecastingApi>(Http, _settings);
    public IStatusApi Status => RestService.For<IStatusApi>(Http, _settings);
    public IIdentityApi Identity => RestService.For<IIdentityApi>(Http, _settings);
    public IActivityApi Activity => RestService.For<IActivityApi>(Http, _settings);
    public IFailedMessagesApi FailedMessages => RestService.For<IFailedMessagesApi>(Http, _settings);

    public void Dispose()
    {
        _unsigned.Dispose();
        Http.Dispose();
    }

    /// <summary>The address in <paramref name="text"/>, or a usage failure that shows what one looks like.</summary>
    public static Uri Parse(string text) =>
        Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new Failure(
                T($"'{text}' is no address of a gateway; give one like {DefaultAddress}."),
                ExitCode.Usage
            );
}

/// <summary>Lets nothing through that may change something.</summary>
internal sealed class ReadsOnly : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct) =>
        request.Method == HttpMethod.Get
            ? base.SendAsync(request, ct)
            : throw new Failure(
                T(
                    "--json chooses fields of what is read. Nothing was changed; -o json "
                        + "prints all that a change answers."
                ),
                ExitCode.Usage
            );
}

/// <summary>
/// Repeats a request that surely or probably did no work: not connected, too many requests, service away. Every request
/// of this program may be repeated: it reads, or carries an idempotency key, or names what it makes; only a change
/// under <c>If-Match</c> is not repeated once it was sent, for its own first attempt may have made the tag stale. A
/// loop and no library: every command starts with it.
/// </summary>
internal sealed class RetryHandler(TimeProvider time, bool patient) : DelegatingHandler
{
    private const int Attempts = 4;
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        // A slice of an import is repeated by its sender, which is more patient.
        if (request.Content is SliceContent)
            return await base.SendAsync(request, ct);
        if (request.Content is not null)
            await request.Content.LoadIntoBufferAsync(ct);
        for (var attempt = patient ? 1 : Attempts; ; attempt++)
        {
            TimeSpan? wanted = null;
            try
            {
                var answer = await base.SendAsync(request, ct);
                if (attempt == Attempts || !IsTransient(answer.StatusCode))
                    return answer;
                wanted = RetryAfter(answer, time);
                answer.Dispose();
            }
            catch (HttpRequestException failure) when (attempt < Attempts && MayRepeat(request, failure))
            {
                // The pause is the answer to it.
            }

            // Twice as long each time, and not in step with others.
            var pause = First * (1 << (attempt - 1)) * (.75 + Random.Shared.NextDouble() / 2);
            await Task.Delay(wanted ?? pause, time, ct);
        }
    }

    /// <summary>What <c>Retry-After</c> asks for, at most half a minute; null when it is not there.</summary>
    internal static TimeSpan? RetryAfter(HttpResponseMessage? answer, TimeProvider time)
    {
        var wanted = answer?.Headers.RetryAfter is { } header ? header.Delta ?? header.Date - time.GetUtcNow() : null;
        return wanted is { } pause ? TimeSpan.FromSeconds(Math.Clamp(pause.TotalSeconds, 0, 30)) : null;
    }

    private static bool MayRepeat(HttpRequestMessage request, HttpRequestException failure) =>
        NeverSent(failure) || !request.Headers.Contains("If-Match");

    /// <summary>Nobody listens at the address.</summary>
    internal static bool NeverSent(HttpRequestException failure) =>
        failure.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
        || failure.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused };

    internal static bool IsTransient(HttpStatusCode status) =>
        status
            is HttpStatusCode.TooManyRequests
                or HttpStatusCode.BadGateway
                or HttpStatusCode.ServiceUnavailable
                or HttpStatusCode.GatewayTimeout;
}
