using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;

namespace SmartInventory.Gateway.Tests;

/// <summary>The gateway on a real socket: its limits are the server's.</summary>
internal sealed class GatewayHost : WebApplicationFactory<Program>
{
    private readonly Dictionary<string, string?> _settings;

    public GatewayHost(params IEnumerable<(string Key, string? Value)> settings)
    {
        _settings = settings.ToDictionary(s => s.Key, s => s.Value);
        UseKestrel(0);
        StartServer();
        // The factory's own client would buffer bodies, to be able to follow redirects.
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = true })
        {
            BaseAddress = ClientOptions.BaseAddress,
        };
    }

    public HttpClient Client { get; }

    /// <summary>An address on which nothing listens.</summary>
    public const string Nowhere = "http://127.0.0.1:9";

    public static (string, string?) At(string part, StubService stub) => At(part, stub.Address);

    public static (string, string?) At(string part, string address) => ($"services:{part}:http:0", address);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Client.Dispose();
        base.Dispose(disposing);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        foreach (var (key, value) in _settings)
            builder.UseSetting(key, value);
        builder.ConfigureLogging(logging => logging.ClearProviders());
    }
}
