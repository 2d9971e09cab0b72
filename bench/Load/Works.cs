using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Status;

namespace SmartInventory.Load;

/// <summary>What is asked of the gateway.</summary>
public sealed class Works(RunOptions run, Meter meter, CancellationToken ct)
{
    public const int Few = 8;
    public const int Many = 32;
    private const string Json = "application/json";
    private const int BatchLines = 500;
    private const int OfferedSales = 500;

    // Far enough from each other that neighbours in time are none in the tables.
    private const long Stride = 7919;

    private static long _sold;

    public Uri Server { get; } = run.Gateway;

    public Task<Measurement> OneSaleAsync(int connections, Measurement? limit = null, Aim? aim = null) =>
        ClosedAsync(
            Text.Of($"one sale by `POST`, {connections} connections"),
            "sales",
            connections,
            _ => OneSale(NextSku()),
            settles: true,
            limit: limit,
            aim: aim
        );

    public async Task<Measurement> OfferedSalesAsync()
    {
        using var load = new LoadGenerator(Server, 2 * Many, run.Token);
        Task<Answers> SellAsync(TimeSpan span) => load.OpenAsync(_ => OneSale(NextSku()), OfferedSales, span, ct);
        await SellAsync(run.WarmUp);
        await meter.QuietAsync(ct);
        return await meter.RunAsync(
            Text.Of($"one sale, {OfferedSales}/s offered"),
            "sales",
            () => SellAsync(run.Span),
            ct,
            settles: true,
            aim: new(
                Text.Of($"2 ms of processor time at {OfferedSales}/s"),
                m => m.Total <= 2 && m.Rate >= .99 * OfferedSales
            )
        );
    }

    public Task<Measurement> BatchAsync() =>
        ClosedAsync(
            Text.Of($"batch of {BatchLines} sales, 2 connections"),
            "lines",
            2,
            _ => Post("/api/v1/sales/batch", Batch(), Json),
            settles: true,
            units: BatchLines,
            aim: new("15,000/s", m => m.Rate >= 15_000)
        );

    /// <summary>Slices on two connections, as the command line sends them.</summary>
    public async Task<Measurement> ImportAsync(IReadOnlyList<SaleLine> lines, string location, Measurement copy)
    {
        using var load = new LoadGenerator(Server, 2, run.Token);
        var requests = SaleLine
            .Slices(lines, location)
            .ConvertAll(slice => Post("/api/v1/sales/import", slice, "text/csv"));
        await meter.QuietAsync(ct);
        var before = await StoredAsync(load);
        var measured = await meter.RunAsync(
            Text.Of($"import of {lines.Count:#,0} lines"),
            "lines",
            () => load.AllAsync(requests, ct),
            ct,
            settles: true,
            units: (double)lines.Count / requests.Count,
            limit: copy,
            aim: new("20% of COPY", m => m.Ratio >= .2)
        );
        // Duplicates and rejected rows are answered by 200 and cost little.
        var stored = await StoredAsync(load) - before;
        return stored == lines.Count
            ? measured
            : throw new LoadException(Text.Of($"Of {lines.Count} lines {stored} were stored: no import was measured."));
    }

    /// <summary>How many of some products have a forecast: without one a read of it is a read of nothing.</summary>
    public async Task<(int Found, int Asked)> ForecastsAsync()
    {
        const int Asked = 50;
        var found = 0;
        using var load = new LoadGenerator(Server, 1, run.Token);
        for (var i = 0; i < Asked; i++)
        {
            using var response = await load.SendAsync(new(HttpMethod.Get, Forecast(i)), ct);
            found += await response.Content.ReadAsStringAsync(ct) is "[]" ? 0 : 1;
        }
        return (found, Asked);
    }

    public Task<Measurement> ReadAsync(
        string work,
        Func<long, string> path,
        Measurement? limit = null,
        Aim? aim = null,
        int connections = Few
    ) => ClosedAsync(work, "reads", connections, i => new(HttpMethod.Get, path(i)), limit: limit, aim: aim);

    /// <summary>A page of the dashboard, as one browser with many connections asks for it.</summary>
    public async Task<Measurement> PageAsync(string work, string path, Uri dashboard, Aim aim)
    {
        var cookies = await Person.SignInAsync(dashboard, run.Data, ct);
        return await ClosedAsync(work, "reads", Few, _ => Page(), aim: aim, server: dashboard);

        HttpRequestMessage Page()
        {
            var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("Cookie", cookies);
            request.Headers.Accept.ParseAdd("text/html");
            return request;
        }
    }

    public string Product(long number) => $"/api/v1/products/{Sku(number)}";

    public string Forecast(long number) => $"/api/v1/forecasts/{Sku(number)}";

    public string Suggestion(long number) => $"/api/v1/replenishment/{Sku(number)}";

    public static string Search(long number) =>
        string.Create(CultureInfo.InvariantCulture, $"/api/v1/products?limit=50&search=thing%20{number % 100:000}");

    public static HttpRequestMessage OneSale(string sku) =>
        Post("/api/v1/sales", Encoding.UTF8.GetBytes(Sale(sku)), Json);

    private async Task<Measurement> ClosedAsync(
        string work,
        string unit,
        int connections,
        Func<long, HttpRequestMessage> ask,
        bool settles = false,
        double units = 1,
        Measurement? limit = null,
        Aim? aim = null,
        Uri? server = null
    )
    {
        using var load = new LoadGenerator(server ?? Server, connections, run.Token);
        await load.ClosedAsync(ask, run.WarmUp, ct);
        if (settles)
            await meter.QuietAsync(ct);
        return await meter.RunAsync(
            work,
            unit,
            () => load.ClosedAsync(ask, run.Span, ct),
            ct,
            settles,
            units,
            limit,
            aim
        );
    }

    private async Task<long> StoredAsync(LoadGenerator load)
    {
        using var response = await load.SendAsync(new(HttpMethod.Get, "/api/v1/sales/totals"), ct);
        var totals = await response.Content.ReadFromJsonAsync<LedgerTotals>(ContractsJson.Options, ct);
        return totals!.Sources.Sum(s => s.Lines);
    }

    private byte[] Batch() =>
        Encoding.UTF8.GetBytes(
            $$"""{"sales":[{{string.Join(',', Enumerable.Range(0, BatchLines).Select(_ => Sale(NextSku())))}}]}"""
        );

    private static string Sale(string sku) =>
        $$"""
            {"sku":"{{sku}}","location":"{{SaleLine.Location}}","quantity":1,"unitPrice":2.5,
            "channel":"{{SaleLine.Channel}}","externalId":"{{Guid.CreateVersion7()}}"}
            """;

    private string NextSku() => Sku(Interlocked.Increment(ref _sold));

    private string Sku(long number) => SaleLine.SkuOf(number * Stride % run.Products);

    private static HttpRequestMessage Post(string path, byte[] body, string type) =>
        new(HttpMethod.Post, path) { Content = new ByteArrayContent(body) { Headers = { ContentType = new(type) } } };
}
