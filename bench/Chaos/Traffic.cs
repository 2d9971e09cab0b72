using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Chaos;

/// <summary>
/// What people and programs do meanwhile: tills that sell, a store that receives, an import that goes on and on. Each
/// repeats what was not acknowledged, with the same key, until it is, so that at the end everything was, once.
/// </summary>
public sealed class Traffic(HttpClient gateway)
{
    public const string Location = "CHAOS";
    public const string TillChannel = "chaos-till";
    public const string ImportChannel = "chaos-import";
    private const int Products = 20;
    private const int Tills = 3;
    private const int ImportRows = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentQueue<Answer> _answers = new();
    private int _slices;
    private long _sold;
    private long _imported;
    private long _received;

    /// <summary>Sales by tills that were acknowledged.</summary>
    public long Sold => Interlocked.Read(ref _sold);

    /// <summary>Imported lines that were acknowledged.</summary>
    public long Imported => Interlocked.Read(ref _imported);

    /// <summary>Units that came in and were acknowledged.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>What one request got, or null as status where the connection broke.</summary>
    public sealed record Answer(HttpStatusCode? Status, TimeSpan Took, bool SaysWhen);

    public static IEnumerable<string> Skus => Enumerable.Range(0, Products).Select(Sku);

    /// <summary>The answers since it was asked last.</summary>
    public IReadOnlyList<Answer> Answers()
    {
        List<Answer> answers = [];
        while (_answers.TryDequeue(out var answer))
            answers.Add(answer);
        return answers;
    }

    /// <summary>The location and the products.</summary>
    public async Task PrepareAsync(CancellationToken ct)
    {
        await Must("/api/v1/locations", new CreateLocation { Code = Location, Name = "Chaos" });
        await Must(
            "/api/v1/products/batch",
            new CreateProducts
            {
                Products =
                [
                    .. Skus.Select(sku => new CreateProduct
                    {
                        Sku = sku,
                        Name = $"Thing {sku}",
                        Price = 2.5m,
                    }),
                ],
            }
        );

        async Task Must<T>(string path, T body)
        {
            using var answer = await gateway.PostAsJsonAsync(path, body, ContractsJson.Options, ct);
            if (!answer.IsSuccessStatusCode)
                throw new ChaosException($"POST {path}: {await answer.Content.ReadAsStringAsync(ct)}");
        }
    }

    /// <summary>Goes on until <paramref name="end"/>, and then until the last of everything is acknowledged.</summary>
    public Task RunAsync(CancellationToken end, CancellationToken ct) =>
        Task.WhenAll([
            .. Enumerable.Range(0, Tills).Select(_ => SellAsync(end, ct)),
            ReceiveAsync(end, ct),
            ImportAsync(end, ct),
        ]);

    private static string Sku(int number) => string.Create(CultureInfo.InvariantCulture, $"CHAOS-{number:00}");

    private async Task SellAsync(CancellationToken end, CancellationToken ct)
    {
        for (var i = 0; !end.IsCancellationRequested; i++)
        {
            var name = Guid.CreateVersion7();
            var body = $$"""
                {"sku":"{{Sku(i % Products)}}","location":"{{Location}}","quantity":1,"unitPrice":2.5,
                "channel":"{{TillChannel}}","externalId":"{{name}}"}
                """;
            // A line that is named and known already is answered as the one before: 200 where it was 201.
            await RepeatAsync(() => Json(HttpMethod.Post, "/api/v1/sales", body), ct);
            Interlocked.Increment(ref _sold);
            await Task.Delay(Pause, ct);
        }
    }

    private async Task ReceiveAsync(CancellationToken end, CancellationToken ct)
    {
        for (var i = 0; !end.IsCancellationRequested; i++)
        {
            var key = Guid.CreateVersion7().ToString();
            var body = $$"""{"sku":"{{Sku(i % Products)}}","location":"{{Location}}","quantity":7}""";
            await RepeatAsync(
                () =>
                {
                    var request = Json(HttpMethod.Post, "/api/v1/stock/receipts", body);
                    request.Headers.Add("Idempotency-Key", key);
                    return request;
                },
                ct
            );
            Interlocked.Add(ref _received, 7);
            await Task.Delay(Pause, ct);
        }
    }

    private async Task ImportAsync(CancellationToken end, CancellationToken ct)
    {
        while (!end.IsCancellationRequested)
        {
            var slice = _slices++;
            var text = new StringBuilder("externalId,sku,location,quantity,unitPrice,soldAt,channel\n");
            var day = DateTime.UtcNow.Date.AddDays(-1 - slice % 300);
            for (var row = 0; row < ImportRows; row++)
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"I-{slice}-{row},{Sku(row % Products)},{Location},1,2.5,{day:yyyy-MM-dd},{ImportChannel}\n"
                );
            var body = text.ToString();
            await RepeatAsync(
                () =>
                    new HttpRequestMessage(HttpMethod.Post, "/api/v1/sales/import")
                    {
                        Content = new StringContent(body, Encoding.UTF8, "text/csv"),
                    },
                ct
            );
            Interlocked.Add(ref _imported, ImportRows);
            await Task.Delay(Pause, ct);
        }
    }

    private async Task RepeatAsync(Func<HttpRequestMessage> make, CancellationToken ct)
    {
        while (true)
        {
            var began = Stopwatch.GetTimestamp();
            try
            {
                using var request = make();
                using var answer = await gateway.SendAsync(request, ct);
                var text = await answer.Content.ReadAsStringAsync(ct);
                _answers.Enqueue(
                    new(answer.StatusCode, Stopwatch.GetElapsedTime(began), answer.Headers.RetryAfter is not null)
                );
                if (answer.IsSuccessStatusCode)
                    return;
                if ((int)answer.StatusCode is >= 400 and < 500 and not 401 and not 409 and not 429)
                    throw new ChaosException($"{request.RequestUri}: {(int)answer.StatusCode} {text}");
            }
            catch (Exception e)
                when (e is HttpRequestException or IOException
                    || (e is TaskCanceledException && !ct.IsCancellationRequested)
                )
            {
                _answers.Enqueue(new(null, Stopwatch.GetElapsedTime(began), false));
            }
            await Task.Delay(Pause, ct);
        }
    }

    private static HttpRequestMessage Json(HttpMethod method, string path, string body) =>
        new(method, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
