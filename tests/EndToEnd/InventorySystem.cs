using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Refit;
using SmartInventory.AppHost;
using SmartInventory.AppHost.Running;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Status;
using SmartInventory.Files;
using SmartInventory.Testing;

[assembly: AssemblyFixture(typeof(SmartInventory.EndToEnd.InventorySystem))]

namespace SmartInventory.EndToEnd;

/// <summary>
/// The whole system as <c>dotnet run --project AppHost</c> starts it (native servers, an empty data folder, no sample),
/// once for all tests here: the same AppHost.cs, run by Aspire.Hosting.Testing, its resources asked for their
/// endpoints.
/// </summary>
public sealed class InventorySystem : IAsyncLifetime
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);
    private readonly string _data = Path.Combine(Path.GetTempPath(), $"smartinventory-e2e-{Guid.NewGuid():N}");
    private DistributedApplication? _app;
    private OtlpReceiver? _traces;
    private ProgramToken? _token;

    public Uri Gateway => App.GetEndpoint("gateway", "http");

    public Uri Dashboard => App.GetEndpoint("dashboard", "http");

    internal Inv Inv => new(Gateway);

    internal IReadOnlyCollection<Span> Spans => _traces!.Spans;

    private DistributedApplication App => _app ?? throw new InvalidOperationException("The system does not run.");

    private ResourceNotificationService Notifications => App.Services.GetRequiredService<ResourceNotificationService>();

    public async ValueTask InitializeAsync()
    {
        _traces = await OtlpReceiver.StartAsync();
        // The host leaves a sign-in there, and the commands that the tests run find it.
        Environment.SetEnvironmentVariable("INV_CONFIG", Config);
        var builder = await DistributedApplicationTestingBuilder.CreateAsync(
            typeof(Entry),
            ["--native", "--data", _data, "--sample", "none"],
            TestContext.Current.CancellationToken
        );
        foreach (var service in builder.Resources.OfType<ProjectResource>())
        {
            builder
                .CreateResourceBuilder(service)
                .WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", _traces.Address.ToString())
                .WithEnvironment("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
                .WithEnvironment("OTEL_BSP_SCHEDULE_DELAY", "500");
        }

        // Every part's log would be on the tests' console; a failing test shows the end of each.
        builder.Services.AddLogging(log => log.ClearProviders());
        _app = await builder.BuildAsync(TestContext.Current.CancellationToken);
        await _app.StartAsync(TestContext.Current.CancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(StartLimit);
        foreach (var service in (string[])["catalog", "sales", "forecasting", "gateway", "dashboard"])
        {
            try
            {
                // The host starts a part again that does not come up at once.
                await Notifications.WaitForResourceHealthyAsync(
                    service,
                    WaitBehavior.WaitOnResourceUnavailable,
                    limit.Token
                );
            }
            catch (OperationCanceledException e)
            {
                throw new TimeoutException($"{service} is not healthy after {StartLimit}.\n{await LogAsync()}", e);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync(CancellationToken.None);
            await _app.DisposeAsync();
        }

        _token?.Dispose();
        if (_traces is not null)
            await _traces.DisposeAsync();
        if (Directory.Exists(_data))
            Directory.Delete(_data, recursive: true);
    }

    /// <summary>Kills one part the hard way; the host is to notice and start it again.</summary>
    public void Kill(string part)
    {
        using var process = Process.GetProcessById(Pid(part));
        process.Kill();
    }

    /// <summary>The part's process, or that of its last run while it has none.</summary>
    public int Pid(string part) =>
        Notifications.TryGetCurrentState(part, out var now) ? now.Snapshot.ProcessId() ?? 0 : 0;

    /// <summary>Whether the part runs in another process than this one, and is well.</summary>
    public bool IsBack(string part, int killed) =>
        Pid(part) is not 0 and var now
        && now != killed
        && Notifications.TryGetCurrentState(part, out var state)
        && state.Snapshot.HealthStatus == HealthStatus.Healthy;

    public T Client<T>() => RestService.For<T>(Http(TimeSpan.FromSeconds(60)), ContractsJson.Refit());

    /// <summary>The gateway as the person reaches it who started the system.</summary>
    public HttpClient Http(TimeSpan timeout) => (_token ??= new ProgramToken(Gateway, Development)).Client(timeout);

    /// <summary>Presses a button of Aspire's dashboard.</summary>
    public Task<ExecuteCommandResult> Command(string part, string command) =>
        App
            .Services.GetRequiredService<ResourceCommandService>()
            .ExecuteCommandAsync(part, command, TestContext.Current.CancellationToken);

    /// <summary>What each account of the development run signs in with.</summary>
    public async Task<string> PasswordAsync() =>
        (
            await App
                .Services.GetRequiredService<DevelopmentAccounts>()
                .Password.GetValueAsync(TestContext.Current.CancellationToken)
        )!;

    /// <summary>What the host left for <c>inv</c>.</summary>
    private string Development =>
        new DevelopmentSignIn(Config).Find(Gateway)
        ?? throw new InvalidOperationException("The host left no sign-in of its development run.");

    /// <summary>The configuration folder of the person whom the tests play.</summary>
    private string Config => Path.Combine(_data, "config");

    /// <summary>Waits until everything that was accepted has arrived everywhere, and counts it again.</summary>
    public async Task<StatusResponse> Reconciled(TimeSpan limit)
    {
        StatusResponse? status = null;
        try
        {
            await Until(
                async () =>
                {
                    status = await Client<IStatusApi>().GetStatus(TestContext.Current.CancellationToken);
                    return status.Reconciled;
                },
                limit,
                "reconciled to be true"
            );
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException(
                $"{JsonSerializer.Serialize(status, ContractsJson.Options)}\n{e.Message}",
                e.InnerException
            );
        }

        // The totals that agree are the sums of the lines.
        var ct = TestContext.Current.CancellationToken;
        Assert.Equal(0, (await Client<ICatalogApi>().StockTotals(recount: true, ct)).UnderWay["drift"]);
        Assert.Equal(0, (await Client<IForecastingApi>().DemandTotals(recount: true, ct)).UnderWay["drift"]);
        return status!;
    }

    /// <summary>Asks again and again; a part that is being restarted is no failure.</summary>
    public async Task Until(Func<Task<bool>> condition, TimeSpan limit, string what)
    {
        try
        {
            await Eventually.Holds(
                condition,
                () => what,
                limit,
                excused: e =>
                    e
                        is ApiException
                            or HttpRequestException
                            or SocketException
                            or TaskCanceledException
                            or JsonException
            );
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}\n{await LogAsync()}", e.InnerException);
        }
    }

    /// <summary>The last lines of every part, for the message of a failing test.</summary>
    private async Task<string> LogAsync()
    {
        var logs = App.Services.GetRequiredService<ResourceLoggerService>();
        var text = new StringBuilder();
        foreach (var part in App.Services.GetRequiredService<DistributedApplicationModel>().Resources)
        {
            List<string> lines = [];
            await foreach (var some in logs.GetAllAsync(part))
                lines.AddRange(some.Select(line => line.Content));
            foreach (var line in lines.TakeLast(20))
                text.AppendLine($"{part.Name} | {line}");
        }

        return text.ToString();
    }
}
