using System.Diagnostics;
using System.Text.Json;

namespace SmartInventory.Load;

/// <summary>
/// How long it takes until the forecast that the gateway shows knows a sale. Some sales of a stream are watched: each
/// is the only one of its series in this time, on a settled system, so that the first new version of the forecast is
/// the one that it caused.
/// </summary>
public sealed class Freshness(RunOptions run, Meter meter, TextWriter output, CancellationToken ct)
{
    private const int Rate = 200;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    // Few, as watching costs requests; the more so the fresher forecasts are.
    private readonly int _watchedPerSecond = run.Quick ? 20 : 5;

    public async Task<Measurement> RunAsync()
    {
        await meter.QuietAsync(ct);
        using var load = new LoadGenerator(run.Gateway, Works.Many, run.Token);
        // The watched ones are the last products, and the stream sells the others.
        var watched = (int)(_watchedPerSecond * run.FreshnessSpan.TotalSeconds);
        var watching = Task.WhenAll(Enumerable.Range(0, watched).Select(WatchAsync));
        var others = run.Products - watched;
        var sold = -1L;
        var measured = await meter.RunAsync(
            Text.Of($"sales while forecasts are watched, {Rate}/s offered"),
            "sales",
            () =>
                load.OpenAsync(
                    _ => Works.OneSale(SaleLine.SkuOf(Interlocked.Increment(ref sold) % others)),
                    Rate - _watchedPerSecond,
                    run.FreshnessSpan,
                    ct
                ),
            ct
        );
        var seconds = await watching;
        var answers = new Answers([.. seconds.Order()], run.FreshnessSpan, new Dictionary<string, long>());
        var late = seconds.Count(double.IsPositiveInfinity);
        output.WriteLine(
            Text.Of($"sale to fresh forecast: {watched} watched, p50 {Text.Milliseconds(answers.At(.5))} ms, ")
                + Text.Of($"p95 {Text.Milliseconds(answers.At(.95))} ms, p99 {Text.Milliseconds(answers.At(.99))} ms, ")
                + Text.Of($"without one after {Grace.TotalSeconds:0} s: {late}")
        );
        return measured with
        {
            Work =
                Text.Of($"sale to fresh forecast at {Rate} sales/s, {run.Products:#,0} series ")
                + $"(p95 {Text.Milliseconds(answers.At(.95))} ms)",
            // Watching costs the most of it.
            Processor = new Dictionary<string, double>(),
            Median = answers.At(.5),
            P99 = answers.At(.99),
            Aim = new(
                Text.Of($"p95 below 1 s at {Rate}/s"),
                m => answers.At(.95) < 1 && m.Rate >= .99 * (Rate - _watchedPerSecond)
            ),
        };
    }

    /// <summary>Sells one when it is due, and looks until the version has moved.</summary>
    private async Task<double> WatchAsync(int number)
    {
        using var till = new LoadGenerator(run.Gateway, 1, run.Token);
        var sku = SaleLine.SkuOf(run.Products - 1 - number);
        await Task.Delay(TimeSpan.FromSeconds((double)number / _watchedPerSecond), ct);
        var before = await VersionAsync(till, sku);
        var watch = Stopwatch.StartNew();
        using (var response = await till.SendAsync(Works.OneSale(sku), ct))
        {
            if (!response.IsSuccessStatusCode)
                throw new LoadException($"A watched sale was answered by {(int)response.StatusCode}.");
        }
        while (await VersionAsync(till, sku) <= before)
        {
            if (watch.Elapsed > Grace)
                return double.PositiveInfinity;
            // A tenth of what it took so far: many that wait must not become a load of their own.
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Max(20, watch.Elapsed.TotalMilliseconds / 10)), ct);
        }
        return watch.Elapsed.TotalSeconds;
    }

    private static async Task<long> VersionAsync(LoadGenerator till, string sku)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/forecasts/{sku}?horizon=1");
        using var response = await till.SendAsync(request, CancellationToken.None);
        using var document = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync());
        if (!response.IsSuccessStatusCode)
            throw new LoadException($"{request.RequestUri} answered {(int)response.StatusCode}.");
        // One location sells it; none does before its first forecast.
        return document.RootElement.EnumerateArray().Select(f => f.GetProperty("version").GetInt64()).FirstOrDefault();
    }
}
