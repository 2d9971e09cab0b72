using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SmartInventory.Alive;

/// <summary>A process of Forecasting.Worker on a port of its own.</summary>
public sealed class Worker : IAsyncDisposable
{
    private readonly Process _process;

    private Worker(Process process) => _process = process;

    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public long PeakMegabytes
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64 >> 20;
        }
    }

    public static async Task<Worker> StartAsync(Addresses addresses, int parallelism, CancellationToken ct)
    {
        var url = $"http://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo(
            "dotnet",
            Path.Combine(AppContext.BaseDirectory, "SmartInventory.Forecasting.Worker.dll")
        )
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["ASPNETCORE_URLS"] = url,
                ["ConnectionStrings__inventory"] = addresses.Inventory,
                ["ConnectionStrings__messaging"] = addresses.Messaging,
                ["ConnectionStrings__cache"] = addresses.Cache,
                ["Forecasting__RefitParallelism"] = parallelism.ToString(CultureInfo.InvariantCulture),
                ["Logging__LogLevel__Default"] = "Warning",
            },
        };
        var worker = new Worker(Process.Start(start)!);
        worker._process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is not null)
                Console.Error.WriteLine(line.Data);
        };
        worker._process.BeginOutputReadLine();
        using var http = new HttpClient();
        while (!await AnswersAsync(http, url, ct))
        {
            if (worker._process.HasExited)
                throw new InvalidOperationException($"The worker ended with {worker._process.ExitCode}.");
            await Task.Delay(100, ct);
        }
        return worker;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
        _process.Dispose();
    }

    private static async Task<bool> AnswersAsync(HttpClient http, string url, CancellationToken ct)
    {
        try
        {
            return (await http.GetAsync(new Uri($"{url}/health"), ct)).IsSuccessStatusCode;
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
}
