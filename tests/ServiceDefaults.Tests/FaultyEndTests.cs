using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmartInventory.ServiceDefaults.Background;

namespace SmartInventory.ServiceDefaults.Tests;

/// <summary>What a service's process ends with.</summary>
public sealed class FaultyEndTests : IDisposable
{
    private readonly int _before = Environment.ExitCode;

    // It is the test program's own, too.
    public void Dispose() => Environment.ExitCode = _before;

    [Theory]
    [InlineData(true, FaultyEnd.ExitCode)]
    [InlineData(false, 0)]
    public async Task A_service_that_its_own_fault_stopped_does_not_end_with_0(bool fails, int expected)
    {
        Environment.ExitCode = 0;
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddHostedService<FaultyEnd>();
        builder.Services.AddHostedService(provider => new Work(
            fails,
            provider.GetRequiredService<IHostApplicationLifetime>()
        ));
        using var host = builder.Build();

        await host.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(expected, Environment.ExitCode);
    }

    private sealed class Work(bool fails, IHostApplicationLifetime lifetime) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            if (fails)
                throw new InvalidOperationException("What nobody thought of.");
            lifetime.StopApplication();
        }
    }
}
