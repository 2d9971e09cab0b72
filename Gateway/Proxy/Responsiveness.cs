using System.Runtime.CompilerServices;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace SmartInventory.Gateway.Proxy;

/// <summary>
/// Gives up on a part that hangs. One that is away refuses a connection at once and needs nobody to find that out; one
/// that hangs takes a request and keeps it for as long as a long import may take. So each is asked every two seconds
/// whether it would answer: while it does not, what waits for it is told so, and nothing new is sent to it.
/// </summary>
internal sealed class Responsiveness(IDestinationHealthUpdater health) : IActiveHealthCheckPolicy
{
    public const string PolicyName = "Responsiveness";

    private readonly ConditionalWeakTable<DestinationState, CancellationTokenSource> _waiting = [];

    public string Name => PolicyName;

    /// <summary>With the pause, below ten seconds: longer than any answer that is only slow.</summary>
    public static HealthCheckConfig Check { get; } =
        new()
        {
            // Where nobody answers, nobody is asked.
            AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyAndUnknown,
            Active = new ActiveHealthCheckConfig
            {
                Enabled = true,
                Interval = TimeSpan.FromSeconds(2),
                Timeout = TimeSpan.FromSeconds(6),
                Policy = PolicyName,
                Path = "/responsive",
            },
        };

    /// <summary>Ends when the part begins to hang.</summary>
    public CancellationToken Hangs(DestinationState part) => SourceOf(part).Token;

    public void ProbingCompleted(ClusterState cluster, IReadOnlyList<DestinationProbingResult> results)
    {
        var found = results
            .Select(result => new NewActiveDestinationHealth(
                result.Destination,
                IsHung(result) ? DestinationHealth.Unhealthy : DestinationHealth.Healthy
            ))
            .ToList();
        health.SetActive(cluster, found);
        foreach (var result in results.Where(IsHung))
        {
            var waiting = SourceOf(result.Destination);
            _waiting.Remove(result.Destination);
            // What waits is many requests, and each has something to do when it is told.
            _ = waiting.CancelAsync();
        }
    }

    private CancellationTokenSource SourceOf(DestinationState part) =>
        _waiting.GetValue(part, static _ => new CancellationTokenSource());

    // One that refuses or breaks the connection is away, and says so to each request.
    private static bool IsHung(DestinationProbingResult result) =>
        result.Exception is OperationCanceledException
        || result.Response is { StatusCode: System.Net.HttpStatusCode.ServiceUnavailable };
}

internal static class ResponsivenessExtensions
{
    /// <summary>Has a request wait no longer than the part that it was sent to answers anything.</summary>
    public static void UseResponsiveness(this IReverseProxyApplicationBuilder proxy)
    {
        var parts = proxy.ApplicationServices.GetServices<IActiveHealthCheckPolicy>().OfType<Responsiveness>().Single();
        proxy.Use(
            async (context, next) =>
            {
                if (context.GetReverseProxyFeature().AvailableDestinations is not [var part])
                {
                    await next();
                    return;
                }

                var client = context.RequestAborted;
                var hangs = parts.Hangs(part);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(client, hangs);
                context.RequestAborted = either.Token;
                try
                {
                    await next();
                }
                finally
                {
                    context.RequestAborted = client;
                    if (hangs.IsCancellationRequested)
                        context.Items[typeof(Responsiveness)] = true;
                }
            }
        );
    }

    /// <summary>Whether the part that the request was sent to began to hang meanwhile.</summary>
    public static bool WasLeftHanging(this HttpContext context) => context.Items.ContainsKey(typeof(Responsiveness));
}
