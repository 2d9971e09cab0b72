using SmartInventory.Testing;

namespace SmartInventory.Gateway.Tests;

/// <summary>The gateway on a real socket: its limits are the server's.</summary>
internal sealed class GatewayHost : ServiceProgram<Program>
{
    public GatewayHost(params IEnumerable<(string Key, string Value)> settings)
        : base(settings.ToDictionary(s => s.Key, s => s.Value)) =>
        // The factory's own client would buffer bodies, to be able to follow redirects.
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = true }) { BaseAddress = Listen() };

    public HttpClient Client { get; }

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
