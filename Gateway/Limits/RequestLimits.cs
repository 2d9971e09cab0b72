using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace SmartInventory.Gateway.Limits;

/// <summary>What one request and one client may take. Section <c>Gateway:Limits</c>.</summary>
internal sealed class LimitOptions
{
    public const string Section = "Gateway:Limits";

    /// <summary>Of every body but that of the streamed import.</summary>
    public long MaxBodyBytes { get; set; } = 4 * 1024 * 1024;

    public int MaxUrlBytes { get; set; } = 8 * 1024;
    public int MaxHeaderBytes { get; set; } = 16 * 1024;

    /// <summary>
    /// Per client address, refilled continuously. One address may be a dashboard with all its readers, so this is a
    /// guard
    /// against runaway scripts and no quota.
    /// </summary>
    public int RequestsPerSecond { get; set; } = 1_000;

    public int RequestBurst { get; set; } = 4_000;
}

internal static class RequestLimits
{
    public static void AddRequestLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<LimitOptions>().BindConfiguration(LimitOptions.Section);
        builder
            .Services.AddOptions<KestrelServerOptions>()
            .Configure<IOptions<LimitOptions>>(
                (kestrel, limits) =>
                {
                    kestrel.AddServerHeader = false;
                    kestrel.Limits.MaxRequestBodySize = limits.Value.MaxBodyBytes;
                    // Kestrel ends such a request without a word, so its own bounds lie beyond those that are answered
                    // below.
                    kestrel.Limits.MaxRequestLineSize = 4 * limits.Value.MaxUrlBytes;
                    kestrel.Limits.MaxRequestBufferSize = Math.Max(1024 * 1024, 8 * limits.Value.MaxUrlBytes);
                    kestrel.Limits.MaxRequestHeadersTotalSize = 4 * limits.Value.MaxHeaderBytes;
                }
            );
        builder.Services.AddRateLimiter(_ => { });
        builder
            .Services.AddOptions<RateLimiterOptions>()
            .Configure<IOptions<LimitOptions>>(
                (limiter, limits) =>
                {
                    limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(context =>
                        Partition(context, limits.Value)
                    );
                    limiter.OnRejected = TooMany;
                }
            );
    }

    public static void UseRequestLimits(this WebApplication app)
    {
        app.UseRateLimiter();
        app.Use(RefuseLongHeads);
    }

    private static RateLimitPartition<IPAddress> Partition(HttpContext context, LimitOptions limits)
    {
        // Whoever watches the gateway's health must not be told that it is busy.
        if (
            context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
            || context.Request.Path.StartsWithSegments("/alive", StringComparison.Ordinal)
        )
            return RateLimitPartition.GetNoLimiter(IPAddress.None);

        return RateLimitPartition.GetTokenBucketLimiter(
            context.Connection.RemoteIpAddress ?? IPAddress.None,
            _ =>
                new()
                {
                    TokenLimit = limits.RequestBurst,
                    TokensPerPeriod = Math.Max(1, limits.RequestsPerSecond / 10),
                    ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
                    QueueLimit = 0,
                }
        );
    }

    private static async ValueTask TooMany(OnRejectedContext context, CancellationToken ct)
    {
        var wait = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.Zero;
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        context.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await TypedResults
            .Problem(
                statusCode: StatusCodes.Status429TooManyRequests,
                title: "Too many requests from this address.",
                detail: $"Try again in {seconds} s. "
                    + "Many rows go cheaper in a batch, or in one stream to /api/v1/sales/import."
            )
            .ExecuteAsync(context.HttpContext);
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
