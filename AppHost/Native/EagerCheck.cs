using Microsoft.Extensions.DependencyInjection;

namespace SmartInventory.AppHost.Native;

/// <summary>
/// A health check that waits for a part to become well before it says that it is not. Aspire asks again after one
/// second, then
/// after two, up to five: a start would wait for the next question. Once a part was well, bad news is told at once.
/// </summary>
internal sealed class EagerCheck(Func<CancellationToken, Task<HealthCheckResult>> check, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private bool _wasWell;

    public async Task<HealthCheckResult> CheckAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var result = await check(cancellationToken);
            var isWell = result.Status != HealthStatus.Unhealthy;
            if (isWell || _wasWell || time.GetElapsedTime(began) > Patience)
            {
                _wasWell = isWell;
                return result;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}

internal static class EagerCheckExtensions
{
    /// <summary>Adds the check and makes it the resource's.</summary>
    public static IResourceBuilder<T> WithEagerCheck<T>(
        this IResourceBuilder<T> resource,
        Func<CancellationToken, Task<HealthCheckResult>> check
    )
        where T : IResource
    {
        var name = $"{resource.Resource.Name}-answers";
        resource
            .ApplicationBuilder.Services.AddHealthChecks()
            .AddAsyncCheck(name, new EagerCheck(check, TimeProvider.System).CheckAsync);
        return resource.WithHealthCheck(name);
    }
}
