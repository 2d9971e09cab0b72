using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Yarp.ReverseProxy.Configuration;

namespace SmartInventory.Load;

/// <summary>
/// The least that a read of one row through a gateway can be: one prepared select behind one route, and nothing else.
/// Two processes, as the gateway and a service are.
/// </summary>
public sealed class BareServers : IAsyncDisposable
{
    public const string Api = "bare-api";
    public const string Proxy = "bare-proxy";

    private readonly List<Process> _processes = [];

    public IEnumerable<(string Part, int Id)> Parts => [(Api, _processes[0].Id), (Proxy, _processes[1].Id)];

    public Uri Address { get; private init; } = null!;

    public static async Task<BareServers> StartAsync(string connection, CancellationToken ct)
    {
        var (api, proxy) = ($"http://127.0.0.1:{FreePort()}", $"http://127.0.0.1:{FreePort()}");
        var servers = new BareServers { Address = new(proxy) };
        servers.Start(Api, api, connection);
        servers.Start(Proxy, proxy, api);
        using var http = new HttpClient();
        while (!await AnswersAsync(http, new(servers.Address, Limits.ProductPath(1)), ct))
        {
            if (servers._processes.Exists(p => p.HasExited))
                throw new LoadException("A bare server ended.");
            await Task.Delay(50, ct);
        }
        return servers;
    }

    public static async Task<int> RunApiAsync(string url, string connection)
    {
        var app = Build(url).Build();
        await using var source = NpgsqlDataSource.Create(
            $"{connection};Max Auto Prepare=8;Auto Prepare Min Usages=1;No Reset On Close=true"
        );
        app.MapGet(
            "/products/{sku}",
            async (string sku, CancellationToken ct) =>
            {
                await using var command = source.CreateCommand(
                    "SELECT sku, name, price, on_hand FROM products WHERE sku = $1"
                );
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = sku });
                await using var reader = await command.ExecuteReaderAsync(ct);
                return await reader.ReadAsync(ct)
                    ? Results.Ok(
                        new Product(
                            reader.GetString(0),
                            reader.GetString(1),
                            reader.GetDecimal(2),
                            reader.GetDecimal(3)
                        )
                    )
                    : Results.NotFound();
            }
        );
        await app.RunAsync();
        return 0;
    }

    public static async Task<int> RunProxyAsync(string url, string target)
    {
        var builder = Build(url);
        builder
            .Services.AddReverseProxy()
            .LoadFromMemory(
                [
                    new()
                    {
                        RouteId = "all",
                        ClusterId = "api",
                        Match = new() { Path = "/{**rest}" },
                    },
                ],
                [
                    new()
                    {
                        ClusterId = "api",
                        Destinations = new Dictionary<string, DestinationConfig>
                        {
                            ["api"] = new() { Address = target },
                        },
                    },
                ]
            );
        var app = builder.Build();
        app.MapReverseProxy();
        await app.RunAsync();
        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    private static WebApplicationBuilder Build(string url)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls(url);
        builder.Logging.ClearProviders();
        return builder;
    }

    private void Start(params string[] arguments) =>
        _processes.Add(Process.Start("dotnet", [typeof(BareServers).Assembly.Location, .. arguments]));

    private static async Task<bool> AnswersAsync(HttpClient http, Uri address, CancellationToken ct)
    {
        try
        {
            return (await http.GetAsync(address, ct)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed record Product(string Sku, string Name, decimal Price, decimal OnHand);
}
