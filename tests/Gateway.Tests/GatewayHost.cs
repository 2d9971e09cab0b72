using SmartInventory.Testing;

namespace SmartInventory.Gateway.Tests;

/// <summary>The gateway on a real socket: its limits are the server's.</summary>
internal sealed class GatewayHost : ServiceProgram<Program>
{
    private static readonly Lazy<Task<string>> Database = new(async () =>
        await (await Infrastructure.StartAsync()).CreateDatabaseAsync("identity")
    );

    private GatewayHost(IEnumerable<(string Key, string Value)> settings)
        : base(settings.ToDictionary(s => s.Key, s => s.Value)) =>
        // The factory's own client would buffer bodies, to be able to follow redirects.
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = true }) { BaseAddress = Listen() };

    public HttpClient Client { get; }

    /// <summary>A gateway; on a database that the tests share when nothing else is said.</summary>
    public static async Task<GatewayHost> StartAsync(params IEnumerable<(string Key, string Value)> settings)
    {
        var given = settings.ToList();
        if (!given.Any(s => s.Key == Inventory))
            given.Insert(0, (Inventory, await Database.Value));
        if (!given.Any(s => s.Key == Secret))
            given.Insert(0, (Secret, new string('7', 24)));
        return new GatewayHost(given);
    }

    public const string Inventory = "ConnectionStrings:inventory";
    public const string Secret = "Identity:Secret";

    /// <summary>An address on which nothing listens.</summary>
    public const string Nowhere = "http://127.0.0.1:9";

    public static (string, string) At(string part, StubService stub) => At(part, stub.Address);

    public static (string, string) At(string part, string address) => ($"services:{part}:http:0", address);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Client.Dispose();
        base.Dispose(disposing);
    }
}
