using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace SmartInventory.Gateway.Limits;

/// <summary>
/// Counts what was guessed wrong: passwords, codes, secrets. What is right counts nothing, so that an office of a
/// hundred people signs in at once from one address.
/// </summary>
internal sealed class Tries(IOptions<LimitOptions> limits) : IDisposable
{
    private readonly TimeSpan _pause = TimeSpan.FromMinutes(1) / limits.Value.TriesPerMinute;
    private readonly PartitionedRateLimiter<string> _left = PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetTokenBucketLimiter(
            key,
            _ =>
                new()
                {
                    TokenLimit = limits.Value.TriesPerMinute,
                    TokensPerPeriod = 1,
                    ReplenishmentPeriod = TimeSpan.FromMinutes(1) / limits.Value.TriesPerMinute,
                    QueueLimit = 0,
                }
        )
    );

    /// <returns>Null while there may be another try; else how long it takes until there is one.</returns>
    public TimeSpan? Wait(params IEnumerable<string> keys) =>
        // Asked for none, a bucket with a part of a try would say yes.
        keys.Any(key => _left.GetStatistics(key)?.CurrentAvailablePermits < 1)
            ? _pause
            : null;

    /// <summary>It was wrong.</summary>
    public void Failed(params IEnumerable<string> keys)
    {
        foreach (var key in keys)
            _left.AttemptAcquire(key).Dispose();
    }

    /// <summary>Says in <c>Retry-After</c> when to come back.</summary>
    /// <returns>The same in whole seconds, one at least.</returns>
    public static int SayWhen(HttpContext context, TimeSpan wait)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return seconds;
    }

    /// <summary>Where a request comes from; of IPv6 the network, which is what one customer is given.</summary>
    public static string AddressOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes).ToString();
    }

    public void Dispose() => _left.Dispose();
}
