using Microsoft.Extensions.DependencyInjection;
using SmartInventory.Contracts.Identity;
using SmartInventory.Gateway.Identity;
using SmartInventory.Testing;

namespace SmartInventory.Gateway.Tests;

/// <summary>The gateway on a real socket: its limits are the server's.</summary>
internal sealed class GatewayHost : ServiceProgram<Program>
{
    private static readonly Lazy<Task<string>> Database = new(async () =>
        await (await Infrastructure.StartAsync()).CreateDatabaseAsync("identity")
    );

    private static readonly Lazy<Task<string>> Broker = new(async () =>
        await (await Infrastructure.StartAsync()).CreateVirtualHostAsync()
    );

    private GatewayHost(IEnumerable<(string Key, string Value)> settings)
        : base(settings.ToDictionary(s => s.Key, s => s.Value))
    {
        var address = Listen();
        Stranger = To(address);
        Client = To(address);
        Client.DefaultRequestHeaders.Authorization = new("Bearer", Token());
    }

    /// <summary>Somebody who may everything.</summary>
    public HttpClient Client { get; }

    /// <summary>Somebody who is not signed in.</summary>
    public HttpClient Stranger { get; }

    /// <summary>An access token as this gateway makes them.</summary>
    public string Token(Role role = Role.Admin, string name = "tests") =>
        TestProvider.Token(role, name, key: Services.GetRequiredService<Keys>().Signing[0]);

    // The factory's own client would buffer bodies, to be able to follow redirects.
    private static HttpClient To(Uri address) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = true }) { BaseAddress = address };

    /// <summary>A gateway; on a database that the tests share when nothing else is said.</summary>
    public static async Task<GatewayHost> StartAsync(params IEnumerable<(string Key, string Value)> settings)
    {
        var given = settings.ToList();
        if (!given.Any(s => s.Key == Inventory))
            given.Insert(0, (Inventory, await Database.Value));
        if (!given.Any(s => s.Key == Messaging))
            given.Insert(0, (Messaging, await Broker.Value));
        if (!given.Any(s => s.Key == Secret))
            given.Insert(0, (Secret, new string('7', 24)));
        return new GatewayHost(given);
    }

    public const string Inventory = "ConnectionStrings:inventory";
    public const string Messaging = "ConnectionStrings:messaging";
    public const string Secret = "Identity:Secret";

    /// <summary>An address on which nothing listens.</summary>
    public const string Nowhere = "http://127.0.0.1:9";

    public static (string, string) At(string part, StubService stub) => At(part, stub.Address);

    public static (string, string) At(string part, string address) => ($"services:{part}:http:0", address);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Client.Dispose();
            Stranger.Dispose();
        }

        base.Dispose(disposing);
    }
}
