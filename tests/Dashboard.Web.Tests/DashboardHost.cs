using MassTransit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>
/// The dashboard in front of a stub gateway; without a broker's address its messages travel in memory.
/// </summary>
internal sealed class DashboardHost(string gateway, string? messaging = null) : WebApplicationFactory<Program>
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("services:gateway:http:0", gateway);
        builder.UseSetting("ConnectionStrings:messaging", messaging ?? "amqp://127.0.0.1:1");
        builder.ConfigureLogging(logging => logging.ClearProviders());
        if (messaging is null)
            builder.ConfigureTestServices(services =>
                // A bus that is stopped while it is still starting fails, and a test may be that quick.
                services
                    .AddMassTransitTestHarness()
                    .Configure<MassTransitHostOptions>(options => options.WaitUntilStarted = true)
            );
    }

    /// <summary>Puts it on a real socket, for a real browser.</summary>
    public string Listen(int port = 0)
    {
        UseKestrel(port);
        StartServer();
        return ClientOptions.BaseAddress.ToString();
    }

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
}
