using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MassTransit;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Messages;
using SmartInventory.Contracts.Sales;
using SmartInventory.Contracts.Status;
using SmartInventory.Testing;

namespace SmartInventory.Forecasting.Tests.Service;

/// <summary>The worker on its own database, virtual host and cache, and a bus to tell it things.</summary>
public sealed class WorkerHost : IAsyncLifetime
{
    public static readonly DateOnly Today = DateOnly.FromDateTime(DateTime.UtcNow);

    private WebApplicationFactory<Program>? _factory;
    private readonly ShiftedTime _time = new();
    private Dictionary<string, string?>? _settings;
    private IBusControl? _bus;

    /// <summary>Replaces Redis' address when set before the start.</summary>
    public string? Cache { get; init; }

    /// <summary>Where the worker's servers are, for another worker beside it.</summary>
    public IReadOnlyDictionary<string, string?> Settings => _settings!;

    /// <summary>How far the worker's clock is ahead.</summary>
    public TimeSpan Ahead
    {
        get => _time.Ahead;
        set => _time.Ahead = value;
    }

    public HttpClient Http { get; private set; } = null!;
    public IServiceProvider Services => _factory!.Services;

    public async ValueTask InitializeAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        var infrastructure = await Infrastructure.StartAsync(ct);
        var settings = _settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:inventory"] = await infrastructure.CreateDatabaseAsync(ForecastingDb.Schema, ct),
            ["ConnectionStrings:messaging"] = await infrastructure.CreateVirtualHostAsync(ct),
            ["ConnectionStrings:cache"] = Cache ?? infrastructure.CreateCache(),
        };
        _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(web =>
        {
            foreach (var (key, value) in settings)
                web.UseSetting(key, value);
            web.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(_time));
        });
        Http = _factory.CreateClient();
        _bus = Bus.Factory.CreateUsingRabbitMq(rabbit =>
            rabbit.Host(new Uri(settings["ConnectionStrings:messaging"]!))
        );
        await _bus.StartAsync(ct);
        await Until(async () => (await Http.GetAsync("/health", ct)).IsSuccessStatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        if (_bus is not null)
            await _bus.StopAsync();
        if (_factory is not null)
            await _factory.DisposeAsync();
    }

    public Task Publish<T>(T message, Guid? id = null)
        where T : class =>
        _bus!.Publish(
            message,
            context => context.MessageId = id ?? Guid.CreateVersion7(),
            TestContext.Current.CancellationToken
        );

    /// <summary>Listens for what the worker announces, from the return on.</summary>
    public async Task<List<T>> Listen<T>()
        where T : class
    {
        var heard = new List<T>();
        var handle = _bus!.ConnectReceiveEndpoint(
            $"test-{Guid.NewGuid():N}",
            endpoint =>
                endpoint.Handler<T>(context =>
                {
                    lock (heard)
                        heard.Add(context.Message);
                    return Task.CompletedTask;
                })
        );
        await handle.Ready;
        return heard;
    }

    /// <summary>Runs something on the worker's database.</summary>
    internal async Task<T> Db<T>(Func<ForecastingDb, Task<T>> query)
    {
        await using var scope = Services.CreateAsyncScope();
        return await query(scope.ServiceProvider.GetRequiredService<ForecastingDb>());
    }

    public static SaleLine Line(
        string sku,
        DateOnly day,
        decimal quantity,
        string location = "LDN",
        SaleKind kind = SaleKind.Sale,
        string channel = "test",
        decimal price = 2.5m
    ) =>
        new(
            Guid.CreateVersion7(),
            channel,
            sku,
            location,
            kind,
            quantity,
            price,
            new DateTimeOffset(day, new(12, 0), TimeSpan.Zero),
            day
        );

    public static ProductState Product(string sku, long version = 1, params SupplierTermState[] terms) =>
        new(sku, version, $"The {sku}", "Things", "each", true, 2.5m, 1.25m, 0.95m, 7, terms, false);

    /// <summary>A sale on every day of the last weeks, today excluded: 4 on workdays, 8 on Saturdays.</summary>
    public static SalesRecorded History(string sku, int days, string location = "LDN", DateOnly? last = null) =>
        new([
            .. Enumerable
                .Range(0, days)
                .Select(i => (last ?? Today.AddDays(-1)).AddDays(-i))
                .Select(day =>
                    Line(sku, day, day.DayOfWeek == DayOfWeek.Saturday ? 8 : 4 + day.DayNumber % 2, location)
                ),
        ]);

    public async Task<T?> Get<T>(string path)
        where T : class
    {
        var response = await Http.GetAsync(path, TestContext.Current.CancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {text}");
        return JsonSerializer.Deserialize<T>(text, ContractsJson.Options);
    }

    /// <summary>The answer once <paramref name="enough"/> holds.</summary>
    public async Task<T> GetUntil<T>(string path, Func<T, bool> enough)
        where T : class
    {
        T? answer = null;
        await Until(async () => (answer = await Get<T>(path)) is not null && enough(answer));
        return answer!;
    }

    public Task<LedgerTotals> Settled(long lines) =>
        GetUntil<LedgerTotals>(
            "/api/v1/forecasts/totals",
            totals => totals.Sources.Sum(s => s.Lines) >= lines && totals.UnderWay.Values.All(n => n == 0)
        );

    /// <summary>
    /// Waits for what must come; the limit is against waiting for ever, and wide: training takes half a minute alone.
    /// </summary>
    public static async Task Until(Func<Task<bool>> condition, double seconds = 180)
    {
        var deadline = DateTime.UtcNow.AddSeconds(seconds);
        while (!await condition())
        {
            Assert.True(DateTime.UtcNow < deadline, "It did not happen in time.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    public async Task<(int Status, JsonElement Body)> Problem(HttpMethod method, string path)
    {
        var response = await Http.SendAsync(new(method, path), TestContext.Current.CancellationToken);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return (
            (int)response.StatusCode,
            await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)
        );
    }

    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}
