using System.Globalization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SmartInventory.Testing;

/// <summary>A program of ours in this process, as it is but for its settings and what a test replaces.</summary>
/// <typeparam name="TEntry">A type of the program.</typeparam>
public class ServiceProgram<TEntry>(
    IReadOnlyDictionary<string, string> settings,
    Action<IServiceCollection>? replace = null
) : WebApplicationFactory<TEntry>
    where TEntry : class
{
    private int _port;

    /// <summary>Starts it on a real socket, at a port of its own when none is named.</summary>
    public Uri Listen(int port = 0)
    {
        // As a setting: UseKestrel(port) tells the server its port after the program went on, which may be too late.
        _port = port;
        UseKestrel();
        StartServer();
        return ClientOptions.BaseAddress;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting(
            WebHostDefaults.ServerUrlsKey,
            string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}")
        );
        foreach (var (key, value) in settings)
            builder.UseSetting(key, value);
        // What goes wrong here goes wrong on purpose; the tests read the answers.
        builder.ConfigureLogging(logging => logging.ClearProviders());
        if (replace is not null)
            builder.ConfigureTestServices(replace);
    }
}
