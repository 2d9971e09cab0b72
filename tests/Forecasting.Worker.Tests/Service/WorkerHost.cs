using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Messages;
using SmartInventory.Contracts.Sales;
using SmartInventory.Contracts.Status;
using SmartInventory.Testing;

namespace SmartInventory.Forecasting.Tests.Service;

/// <summary>The worker on its own database, virtual host and cache, and a bus to tell it things.</summary>
public sealed class WorkerHost() : ServiceHost(ForecastingDb.Schema)
{
    public static readonly DateOnly Today = DateOnly.FromDateTime(DateTime.UtcNow);

    private readonly ShiftedTime _time = new();
    private IBusControl? _bus;

    /// <summary>How far the worker's clock is ahead.</summary>
    public TimeSpan Ahead
    {
        get => _time.Ahead;
        set => _time.Ahead = value;
    }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _bus = Bus.Factory.CreateUsingRabbitMq(rabbit => rabbit.Host(new Uri(Settings["ConnectionStrings:messaging"])));
        await _bus.StartAsync(Cancellation);
        await Until(async () => (await Http.GetAsync("/health", Cancellation)).IsSuccessStatusCode);
    }

    protected override async ValueTask StopAsync()
    {
        await _bus!.StopAsync();
        await base.StopAsync();
    }

    public Task Publish<T>(T message, Guid? id = null)
        where T : class =>
        _bus!.Publish(message, context => context.MessageId = id ?? Guid.CreateVersion7(), Cancellation);

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
        new()
        {
            Id = Guid.CreateVersion7(),
            Channel = channel,
            Sku = sku,
            Location = location,
            Kind = kind,
            Quantity = quantity,
            UnitPrice = price,
            SoldAt = new DateTimeOffset(day, new(12, 0), TimeSpan.Zero),
            Day = day,
        };

    public static ProductState Product(string sku, long version = 1, params SupplierTermState[] terms) =>
        new()
        {
            Sku = sku,
            Version = version,
            Name = $"The {sku}",
            Category = "Things",
            Unit = "each",
            WholeUnits = true,
            Price = 2.5m,
            Cost = 1.25m,
            ServiceLevel = 0.95m,
            ReviewPeriodDays = 7,
            Terms = terms,
            Archived = false,
        };

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
        var response = await Http.GetAsync(path, Cancellation);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        var text = await response.Content.ReadAsStringAsync(Cancellation);
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
    public static Task Until(
        Func<Task<bool>> condition,
        [CallerArgumentExpression(nameof(condition))] string what = ""
    ) => Eventually.Holds(condition, what, TimeSpan.FromMinutes(3));

    public async Task<(int Status, JsonElement Body)> Problem(HttpMethod method, string path)
    {
        var response = await Http.SendAsync(new(method, path), Cancellation);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation));
    }

    protected override Task<Running> StartAsync() =>
        Task.FromResult(
            Start<Program>(services =>
                services
                    .AddSingleton<TimeProvider>(_time)
                    .ConfigureAll<HttpClientFactoryOptions>(client =>
                        client.HttpMessageHandlerBuilderActions.Add(handlers =>
                            handlers.PrimaryHandler = new CatalogueDoor(this) { InnerHandler = handlers.PrimaryHandler }
                        )
                    )
            )
        );

    /// <summary>What the catalogue answers when the worker asks it.</summary>
    public Func<HttpRequestMessage, Task<HttpResponseMessage>> Catalogue { get; set; } =
        _ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));

    private sealed class CatalogueDoor(WorkerHost host) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            if (request.RequestUri!.Host != "catalog")
                return await base.SendAsync(request, cancellationToken);
            var answer = await host.Catalogue(request);
            answer.RequestMessage = request;
            return answer;
        }
    }

    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;

        public override long GetTimestamp() => base.GetTimestamp() + (long)(Ahead.TotalSeconds * TimestampFrequency);
    }
}
