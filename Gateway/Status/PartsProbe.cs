using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Refit;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Status;
using HealthReport = SmartInventory.Contracts.Status.HealthReport;

namespace SmartInventory.Gateway.Status;

/// <summary>Asks all parts at the same time, and waits for none longer than <see cref="Patience"/>.</summary>
internal sealed class PartsProbe(
    IHttpClientFactory clients,
    ICatalogApi catalog,
    ISalesApi sales,
    IForecastingApi forecasting,
    HealthCheckService ownHealth,
    IConfiguration configuration,
    TimeProvider time
)
{
    public const string Client = "status";
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<IReadOnlyList<PartStatus>> CheckPartsAsync(CancellationToken ct)
    {
        var remote = Parts.Services.ToList();
        if (configuration.GetSection($"services:{Parts.Dashboard}").Exists())
            remote.Add(Parts.Dashboard);
        return [await CheckOwnAsync(ct), .. await Task.WhenAll(remote.Select(part => CheckAsync(part, ct)))];
    }

    public async Task<IReadOnlyList<Asked<LedgerTotals>>> AskTotalsAsync(CancellationToken ct) =>
        await Task.WhenAll(
            AskAsync(Parts.Sales, sales.SalesTotals, Patience, time, ct),
            AskAsync(Parts.Catalog, token => catalog.StockTotals(ct: token), Patience, time, ct),
            AskAsync(Parts.Forecasting, token => forecasting.DemandTotals(ct: token), Patience, time, ct)
        );

    private async Task<PartStatus> CheckOwnAsync(CancellationToken ct)
    {
        var report = await ownHealth.CheckHealthAsync(ct);
        return new PartStatus(
            Parts.Gateway,
            Word(report.Status),
            null,
            report.Entries.ToDictionary(e => e.Key, e => Word(e.Value.Status), StringComparer.Ordinal)
        );
    }

    private async Task<PartStatus> CheckAsync(string part, CancellationToken ct)
    {
        try
        {
            // An unhealthy part answers 503 with the same body.
            var report = await WithPatience(
                async token =>
                {
                    using var client = clients.CreateClient(Client);
                    using var response = await client.GetAsync(new Uri($"http://{part}/health"), token);
                    return await response.Content.ReadFromJsonAsync<HealthReport>(ContractsJson.Options, token);
                },
                Patience,
                time,
                ct
            );
            return Describe(part, report!);
        }
        catch (JsonException)
        {
            return new PartStatus(
                part,
                "unhealthy",
                "its health report cannot be read",
                new Dictionary<string, string>()
            );
        }
        catch (HttpRequestException e)
        {
            return new PartStatus(part, "unreachable", e.Message, new Dictionary<string, string>());
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new PartStatus(part, "unreachable", TooSlow(Patience), new Dictionary<string, string>());
        }
    }

    private static PartStatus Describe(string part, HealthReport report)
    {
        var troubles = report
            .Checks.Where(c => c.Value.Status != "healthy")
            .Select(c => c.Value.Description is { Length: > 0 } why ? $"{c.Key}: {why}" : c.Key)
            .ToList();
        return new PartStatus(
            part,
            report.Status,
            troubles.Count == 0 ? null : string.Join("; ", troubles),
            report.Checks.ToDictionary(c => c.Key, c => c.Value.Status, StringComparer.Ordinal)
        );
    }

    /// <summary>One part's answer, or in words why there is none.</summary>
    public static async Task<Asked<T>> AskAsync<T>(
        string part,
        Func<CancellationToken, Task<T>> ask,
        TimeSpan patience,
        TimeProvider time,
        CancellationToken ct
    )
        where T : class
    {
        try
        {
            return new Asked<T>(part, await WithPatience(ask, patience, time, ct), null);
        }
        catch (ApiException e)
        {
            return new Asked<T>(part, null, $"it answered {(int)e.StatusCode}");
        }
        catch (ApiRequestException e) when (!ct.IsCancellationRequested)
        {
            // Refit wraps what the transport says.
            var silent = e.InnerException is OperationCanceledException;
            return new Asked<T>(part, null, silent ? TooSlow(patience) : (e.InnerException ?? e).Message);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new Asked<T>(part, null, TooSlow(patience));
        }
    }

    /// <summary>What each service answers to the same question, in the order of their names.</summary>
    /// <returns>The answers that there are, and who gave none.</returns>
    public static async Task<(IReadOnlyList<T> Answers, IReadOnlyList<UnansweredPart> Unanswered)> AskServicesAsync<
        TApi,
        T
    >(
        IHttpClientFactory clients,
        Func<TApi, CancellationToken, Task<T>> ask,
        TimeSpan patience,
        TimeProvider time,
        CancellationToken ct
    )
        where T : class
    {
        var asked = await Task.WhenAll(
            Parts
                .Services.Order(StringComparer.Ordinal)
                .Select(part =>
                    AskAsync(
                        part,
                        async token =>
                        {
                            using var client = clients.CreateClient(Client);
                            client.BaseAddress = new Uri($"http://{part}");
                            return await ask(RestService.For<TApi>(client, ContractsJson.Refit()), token);
                        },
                        patience,
                        time,
                        ct
                    )
                )
        );
        return (
            [.. asked.Select(a => a.Value).OfType<T>()],
            [.. asked.Where(a => a.Failure is not null).Select(a => new UnansweredPart(a.Part, a.Failure!))]
        );
    }

    private static async Task<T> WithPatience<T>(
        Func<CancellationToken, Task<T>> ask,
        TimeSpan longest,
        TimeProvider time,
        CancellationToken ct
    )
    {
        using var patience = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        return await ask(either.Token);
    }

    private static string TooSlow(TimeSpan patience) => $"no answer within {patience.TotalSeconds:0} s";

    private static string Word(HealthStatus status) => status.ToString().ToLowerInvariant();
}
