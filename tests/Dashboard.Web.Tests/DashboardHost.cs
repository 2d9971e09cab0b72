using MassTransit;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SmartInventory.Contracts.Identity;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>
/// The dashboard in front of a stub gateway; without a broker's address its messages travel in memory.
/// </summary>
internal sealed class DashboardHost(
    string gateway,
    string? messaging = null,
    Dictionary<string, string>? settings = null,
    Action<IServiceCollection>? replace = null
)
    : ServiceProgram<Program>(
        new Dictionary<string, string>
        {
            ["services:gateway:http:0"] = gateway,
            ["ConnectionStrings:messaging"] = messaging ?? "amqp://127.0.0.1:1",
            ["Identity:ClientSecret"] = StubSignIn.Secret,
            ["Identity:PublicGateway"] = gateway,
            // On a busy machine a stub is slow, too, and what a test looks at must be there.
            ["Dashboard:Tiles:Patience"] = "00:05:00",
        }
            .Concat(settings ?? [])
            .GroupBy(setting => setting.Key)
            .ToDictionary(setting => setting.Key, setting => setting.Last().Value),
        services =>
        {
            if (messaging is null)
                InMemory(services);
            replace?.Invoke(services);
        }
    )
{
    protected override IHost CreateHost(IHostBuilder builder)
    {
        var host = base.CreateHost(builder);
        if (messaging is null)
            host.Services.GetRequiredService<IBusControl>().Start(TimeSpan.FromSeconds(30));
        return host;
    }

    /// <summary>The bus once its queue is there: what is published before that, nobody hears.</summary>
    public async Task<IBus> BusAsync()
    {
        var bus = Services.GetRequiredService<IBusControl>();
        await bus.WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromSeconds(30));
        return bus;
    }

    /// <summary>A browser in which somebody is signed in, who signed in as people do.</summary>
    /// <param name="role">What the person may do.</param>
    /// <param name="name">Who it is.</param>
    /// <param name="follow">Goes where it is redirected.</param>
    public HttpClient Browser(Role role = Role.Admin, string name = "admin", bool follow = true) =>
        Client(new SignsInFirst(), role, name, follow);

    /// <summary>A browser in which nobody is signed in yet.</summary>
    public HttpClient Stranger(bool follow = true) => Client(null, Role.Admin, "admin", follow);

    private HttpClient Client(DelegatingHandler? first, Role role, string name, bool follow)
    {
        DelegatingHandler?[] handlers =
        [
            follow ? new RedirectHandler() : null,
            first,
            new CookieContainerHandler(),
            new ByWayOfGateway(new Uri(gateway), StubSignIn.Person(name, role)),
        ];
        var client = CreateDefaultClient([.. handlers.OfType<DelegatingHandler>()]);
        client.DefaultRequestHeaders.Add("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        return client;
    }

    // A bus in memory that is stopped while a queue of it still begins fails now and then, and a test may be that
    // quick. So this one is begun by hand and ends with the memory it lives in.
    private static void InMemory(IServiceCollection services) =>
        services.AddMassTransitTestHarness().RemoveMassTransitHostedService();

    /// <summary>Before its first request it goes to a page that asks nothing of the gateway.</summary>
    private sealed class SignsInFirst : DelegatingHandler
    {
        private readonly Lock _lock = new();
        private Task? _signedIn;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            lock (_lock)
                _signedIn ??= SignInAsync(request.RequestUri!, ct);
            await _signedIn;
            return await base.SendAsync(request, ct);
        }

        private async Task SignInAsync(Uri address, CancellationToken ct)
        {
            var next = new Uri(address, "/there-is-no-such-page");
            for (var turn = 0; turn < 5; turn++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, next);
                request.Headers.Add("Accept", "text/html");
                using var answer = await base.SendAsync(request, ct);
                if (answer.Headers.Location is not { } location)
                    return;
                next = new Uri(next, location);
            }
        }
    }

    /// <summary>What goes to the gateway, goes to the real one; everything else to the dashboard.</summary>
    private sealed class ByWayOfGateway(Uri gateway, string person) : DelegatingHandler
    {
        private static readonly HttpMessageInvoker Network = new(
            new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }
        );

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            if (request.RequestUri!.Authority != gateway.Authority)
                return base.SendAsync(request, ct);
            request.Headers.Add(StubSignIn.PersonHeader, person);
            return Network.SendAsync(request, ct);
        }
    }
}
