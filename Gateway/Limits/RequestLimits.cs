using System.Globalization;
using System.Security.Claims;
using System.Text;
using System.Text.Unicode;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using SmartInventory.Gateway.Identity;

namespace SmartInventory.Gateway.Limits;

/// <summary>What one request and one client may take. Section <c>Gateway:Limits</c>.</summary>
internal sealed class LimitOptions
{
    public const string Section = "Gateway:Limits";

    /// <summary>Of every body but that of the streamed import.</summary>
    public long MaxBodyBytes { get; set; } = 4 * 1024 * 1024;

    public int MaxUrlBytes { get; set; } = 8 * 1024;
    public int MaxHeaderBytes { get; set; } = 16 * 1024;

    /// <summary>Within this time a request's head has to be there.</summary>
    public TimeSpan HeadTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>A body that comes more slowly, after the grace, is given up; that of the streamed import may.</summary>
    public double MinBodyBytesPerSecond { get; set; } = 240;

    /// <summary>More than a second.</summary>
    public TimeSpan BodyGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Of a person or a program, refilled continuously: a guard against runaway scripts and no quota. A program's token
    /// may have its own.
    /// </summary>
    public int RequestsPerSecond { get; set; } = 1_000;

    public int RequestBurst { get; set; } = 4_000;

    /// <summary>Of an address, for all requests without a token: pages, sign-in, renewals.</summary>
    public int StrangersPerSecond { get; set; } = 100;

    public int StrangersBurst { get; set; } = 400;

    /// <summary>Of an address, for requests with a token that is not good.</summary>
    public int RefusedPerSecond { get; set; } = 5;

    public int RefusedBurst { get; set; } = 100;

    /// <summary>Wrong passwords, codes and secrets, of an address and of a person.</summary>
    public int TriesPerMinute { get; set; } = 20;
}

internal static class RequestLimits
{
    public static void AddRequestLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<LimitOptions>().BindConfiguration(LimitOptions.Section);
        builder.Services.AddSingleton<Tries>();
        builder
            .Services.AddOptions<KestrelServerOptions>()
            .Configure<IOptions<LimitOptions>>(
                (kestrel, limits) =>
                {
                    kestrel.AddServerHeader = false;
                    // A character per byte: what is no text is refused below, and the rest passed on as it is.
                    kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
                    kestrel.Limits.MaxRequestBodySize = limits.Value.MaxBodyBytes;
                    // Kestrel ends such a request without a word, so its own bounds lie beyond those that are answered
                    // below.
                    kestrel.Limits.MaxRequestLineSize = 4 * limits.Value.MaxUrlBytes;
                    kestrel.Limits.MaxRequestBufferSize = Math.Max(1024 * 1024, 8 * limits.Value.MaxUrlBytes);
                    kestrel.Limits.MaxRequestHeadersTotalSize = 4 * limits.Value.MaxHeaderBytes;
                    kestrel.Limits.RequestHeadersTimeout = limits.Value.HeadTimeout;
                    kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(
                        limits.Value.MinBodyBytesPerSecond,
                        limits.Value.BodyGrace
                    );
                }
            );
        builder.Services.AddRateLimiter(_ => { });
        builder
            .Services.AddOptions<RateLimiterOptions>()
            .Configure<IOptions<LimitOptions>>(
                (limiter, limits) =>
                {
                    limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, Caller>(context =>
                        Partition(context, limits.Value)
                    );
                    limiter.OnRejected = TooMany;
                }
            );
    }

    public static void UseRequestLimits(this WebApplication app)
    {
        app.Use(KnowCaller);
        app.UseRateLimiter();
        app.Use(RefuseLongHeads);
        app.Use(RefuseHeadersThatAreNoText);
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments("/connect", StringComparison.Ordinal),
            connect => connect.Use(CountWrongSecrets)
        );
    }

    private enum Kind
    {
        Unlimited,
        Known,
        Stranger,
        Refused,
    }

    private readonly record struct Caller(Kind Kind, string Id, int Rate);

    // Whose request it is decides which limit it falls under; the token's check is done once, and found again later.
    private static Task KnowCaller(HttpContext context, RequestDelegate next) =>
        context.Request.Headers.Authorization.Count == 0 ? next(context) : Authenticate(context, next);

    private static async Task Authenticate(HttpContext context, RequestDelegate next)
    {
        context.Items[typeof(Caller)] = await context.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);
        await next(context);
    }

    private static Caller CallerOf(HttpContext context)
    {
        // Whoever watches the gateway's health must not be told that it is busy.
        if (
            context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
            || context.Request.Path.StartsWithSegments("/alive", StringComparison.Ordinal)
        )
            return new(Kind.Unlimited, "", 0);
        var asked = context.Items[typeof(Caller)] as AuthenticateResult;
        if (asked is { Succeeded: true, Principal: var holder })
        {
            var rate = holder.FindFirstValue(Grants.Rate) is { } own ? int.Parse(own, CultureInfo.InvariantCulture) : 0;
            return new(Kind.Known, holder.FindFirstValue("sub")!, rate);
        }

        return new(asked?.Failure is null ? Kind.Stranger : Kind.Refused, Tries.AddressOf(context), 0);
    }

    private static RateLimitPartition<Caller> Partition(HttpContext context, LimitOptions limits)
    {
        var caller = CallerOf(context);
        return caller switch
        {
            { Kind: Kind.Unlimited } => RateLimitPartition.GetNoLimiter(caller),
            { Kind: Kind.Stranger } => Bucket(limits.StrangersPerSecond, limits.StrangersBurst),
            { Kind: Kind.Refused } => Bucket(limits.RefusedPerSecond, limits.RefusedBurst),
            // As many seconds' worth at once as anybody has.
            { Rate: > 0 } => Bucket(
                caller.Rate,
                (int)Math.Max(1, (long)caller.Rate * limits.RequestBurst / limits.RequestsPerSecond)
            ),
            _ => Bucket(limits.RequestsPerSecond, limits.RequestBurst),
        };

        RateLimitPartition<Caller> Bucket(int perSecond, int burst) =>
            RateLimitPartition.GetTokenBucketLimiter(
                caller,
                _ =>
                    perSecond < 10
                        ? Options(perSecond, TimeSpan.FromSeconds(1), burst)
                        : Options(perSecond / 10, TimeSpan.FromMilliseconds(100), burst)
            );
    }

    private static TokenBucketRateLimiterOptions Options(int tokens, TimeSpan period, int burst) =>
        new()
        {
            TokenLimit = burst,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = period,
            QueueLimit = 0,
        };

    private static Task RefuseHeadersThatAreNoText(HttpContext context, RequestDelegate next)
    {
        foreach (var (name, values) in context.Request.Headers)
        {
            foreach (var value in values)
            {
                if (!IsText(value))
                    return Refuse(name);
            }
        }
        return next(context);

        Task Refuse(string header) =>
            TypedResults
                .ValidationProblem(
                    new Dictionary<string, string[]>(StringComparer.Ordinal)
                    {
                        [header] = ["holds bytes that are no text in UTF-8"],
                    },
                    title: "A header cannot be read."
                )
                .ExecuteAsync(context);

        static bool IsText(string? value) =>
            value is null || Ascii.IsValid(value) || Utf8.IsValid(Encoding.Latin1.GetBytes(value));
    }

    private static async ValueTask TooMany(OnRejectedContext context, CancellationToken ct)
    {
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.Zero;
        var (who, help) = CallerOf(context.HttpContext).Kind switch
        {
            Kind.Known => (
                "in this name",
                "Many rows go cheaper in a batch, or in one stream to /api/v1/sales/import."
            ),
            Kind.Refused => ("with a token that is not good", "Sign in again."),
            _ => ("from this address", "Who is signed in has a limit of their own."),
        };
        await RefuseAsync(context.HttpContext, wait, $"Too many requests {who}.", help);
    }

    private static Task RefuseAsync(HttpContext context, TimeSpan wait, string title, string help)
    {
        var seconds = Tries.SayWhen(context, wait);
        return TypedResults
            .Problem(
                statusCode: StatusCodes.Status429TooManyRequests,
                title: title,
                detail: $"Try again in {seconds} s. {help}"
            )
            .ExecuteAsync(context);
    }

    // A program that is not known, or comes with a wrong secret. What people type is counted by its page.
    private static async Task CountWrongSecrets(HttpContext context, RequestDelegate next)
    {
        var tries = context.RequestServices.GetRequiredService<Tries>();
        var key = "connect " + Tries.AddressOf(context);
        if (tries.Wait(key) is { } wait)
        {
            await RefuseAsync(
                context,
                wait,
                "Too many wrong secrets from this address.",
                "A program's token is what 'inv token create' showed."
            );
            return;
        }

        await next(context);
        if (context.Response.StatusCode == StatusCodes.Status401Unauthorized)
            tries.Failed(key);
    }

    private static Task RefuseLongHeads(HttpContext context, RequestDelegate next)
    {
        var limits = context.RequestServices.GetRequiredService<IOptions<LimitOptions>>().Value;
        var url = context.Request.Path.Value!.Length + (context.Request.QueryString.Value?.Length ?? 0);
        if (url > limits.MaxUrlBytes)
        {
            return TypedResults
                .Problem(
                    statusCode: StatusCodes.Status414UriTooLong,
                    title: "The address is too long.",
                    detail: $"At most {limits.MaxUrlBytes} bytes are taken."
                )
                .ExecuteAsync(context);
        }

        var head = 0;
        foreach (var header in context.Request.Headers)
        {
            head += header.Key.Length;
            foreach (var value in header.Value)
                head += value?.Length ?? 0;
        }

        return head <= limits.MaxHeaderBytes
            ? next(context)
            : TypedResults
                .Problem(
                    statusCode: StatusCodes.Status431RequestHeaderFieldsTooLarge,
                    title: "The request's headers are too large.",
                    detail: $"At most {limits.MaxHeaderBytes} bytes are taken."
                )
                .ExecuteAsync(context);
    }
}
