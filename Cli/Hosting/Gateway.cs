using System.Net;
using System.Net.Sockets;
using Polly;
using Polly.Retry;
using Refit;
using SmartInventory.Cli.Identity;
using SmartInventory.Contracts;

namespace SmartInventory.Cli.Hosting;

/// <summary>The door to the system: one HTTP client, and the Refit interfaces on it.</summary>
internal sealed class Gateway : IDisposable
{
    public const string DefaultAddress = "http://localhost:8080";

    private readonly RefitSettings _settings = ContractsJson.Refit();

    private readonly SocketsHttpHandler _connections = new() { AutomaticDecompression = DecompressionMethods.All };
    private readonly HttpClient _unsigned;

    /// <param name="address">Base address.</param>
    /// <param name="shell">Its clock is that of the pauses between attempts; its environment says who asks.</param>
    public Gateway(Uri address, Shell shell)
    {
        Address = address;
        _unsigned = Client(new RetryHandler(shell.Time) { InnerHandler = _connections }, ownsHandler: false);
        Provider = new Provider(_unsigned);
        Http = Client(
            new RetryHandler(shell.Time)
            {
                InnerHandler = new BearerHandler(Provider, address, shell) { InnerHandler = _connections },
            },
            ownsHandler: true
        );
    }

    private HttpClient Client(HttpMessageHandler handler, bool ownsHandler)
    {
        var client = new HttpClient(handler, ownsHandler) { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("inv/0.1");
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
                $"'{text}' is no address of a gateway; give one like {DefaultAddress}.",
                ExitCode.Usage
            );
}

/// <summary>
/// Repeats a request that surely or probably did no work: not connected, too many requests, service away. Every request
/// of
/// this program may be repeated: it reads, or carries an idempotency key, or names what it makes; only a change under
/// <c>If-Match</c> is not repeated once it was sent, for its own first attempt may have made the tag stale.
/// </summary>
internal sealed class RetryHandler(TimeProvider time) : DelegatingHandler
{
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline =
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddRetry(
                new RetryStrategyOptions<HttpResponseMessage>
                {
                    MaxRetryAttempts = 3,
                    Delay = TimeSpan.FromMilliseconds(200),
                    BackoffType = DelayBackoffType.Exponential,
                    UseJitter = true,
                    ShouldHandle = args => ValueTask.FromResult(MayRepeat(args)),
                    DelayGenerator = args => ValueTask.FromResult(RetryAfter(args.Outcome.Result, time)),
                    OnRetry = args =>
                    {
                        args.Outcome.Result?.Dispose();
                        return ValueTask.CompletedTask;
                    },
                }
            )
            .Build();

    private static readonly ResiliencePropertyKey<HttpRequestMessage> Request = new("request");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        // A slice of an import is repeated by its sender, which is more patient.
        if (request.Content is SliceContent)
            return await base.SendAsync(request, ct);
        if (request.Content is not null)
            await request.Content.LoadIntoBufferAsync(ct);
        var context = ResilienceContextPool.Shared.Get(ct);
        context.Properties.Set(Request, request);
        try
        {
            return await _pipeline.ExecuteAsync(async c => await base.SendAsync(request, c.CancellationToken), context);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>What <c>Retry-After</c> asks for, at most half a minute; null when it is not there.</summary>
    internal static TimeSpan? RetryAfter(HttpResponseMessage? answer, TimeProvider time)
    {
        var wanted = answer?.Headers.RetryAfter is { } header ? header.Delta ?? header.Date - time.GetUtcNow() : null;
        return wanted is { } pause ? TimeSpan.FromSeconds(Math.Clamp(pause.TotalSeconds, 0, 30)) : null;
    }

    private static bool MayRepeat(RetryPredicateArguments<HttpResponseMessage> args)
    {
        if (args.Outcome.Result is { } answer)
            return IsTransient(answer.StatusCode);
        if (args.Outcome.Exception is not HttpRequestException failure)
            return false;
        return NeverSent(failure)
            || (
                args.Context.Properties.TryGetValue(Request, out var request) && !request!.Headers.Contains("If-Match")
            );
    }

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
