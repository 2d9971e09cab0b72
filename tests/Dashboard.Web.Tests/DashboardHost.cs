using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>
/// The dashboard in front of a stub gateway; without a broker's address its messages travel in memory.
/// </summary>
internal sealed class DashboardHost(
    string gateway,
    string? messaging = null,
    Dictionary<string, string>? settings = null
)
    : ServiceProgram<Program>(
        new Dictionary<string, string>(settings ?? [])
        {
            ["services:gateway:http:0"] = gateway,
            ["ConnectionStrings:messaging"] = messaging ?? "amqp://127.0.0.1:1",
        },
        messaging is null ? InMemory : null
    )
{
    /// <summary>The bus once its queue is there: what is published before that, nobody hears.</summary>
    public async Task<IBus> BusAsync()
    {
        var bus = Services.GetRequiredService<IBusControl>();
        await bus.WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromSeconds(30));
        return bus;
    }

    public HttpClient Browser()
    {
        var client = CreateClient();
        client.DefaultRequestHeaders.Add("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        return client;
    }

    // A bus that is stopped while it is still starting fails, and a test may be that quick.
    private static void InMemory(IServiceCollection services) =>
        services
            .AddMassTransitTestHarness()
            .Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true);
}
