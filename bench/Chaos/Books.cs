using System.Diagnostics;
using System.Net.Http.Json;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Status;

namespace SmartInventory.Chaos;

/// <summary>Whether every number agrees with what was acknowledged.</summary>
public sealed class Books(HttpClient gateway)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Waits until all is at rest, counts everything again, and tells what is wrong.</summary>
    /// <returns>Empty when the books are right.</returns>
    public async Task<IReadOnlyList<string>> CheckAsync(Traffic traffic, CancellationToken ct)
    {
        var status = await AtRestAsync(ct);
        List<string> faults = [];
        if (!status.Reconciled)
            faults.Add($"not reconciled: {string.Join("; ", status.Reasons)}");
        long Lines(string channel) => status.Sources.Where(s => s.Source == channel).Sum(s => s.Lines);
        Compare("sales of tills", traffic.Sold, Lines(Traffic.TillChannel));
        Compare("imported lines", traffic.Imported, Lines(Traffic.ImportChannel));

        var stock = await ReadAsync<LedgerTotals>("/api/v1/stock/totals?recount=true", ct);
        var demand = await ReadAsync<LedgerTotals>("/api/v1/forecasts/totals?recount=true", ct);
        Compare("drift of the stock's sums", 0, stock.UnderWay["drift"]);
        Compare("drift of the demand's sums", 0, demand.UnderWay["drift"]);

        var levels = await ReadAsync<Page<StockLevelResponse>>(
            $"/api/v1/stock?location={Traffic.Location}&limit=200",
            ct
        );
        Compare(
            "units on hand",
            traffic.Received - traffic.Sold - traffic.Imported,
            (long)levels.Items.Sum(level => level.OnHand)
        );
        return faults;

        void Compare(string what, long acknowledged, long found)
        {
            if (acknowledged != found)
                faults.Add($"{what}: {acknowledged} by what was acknowledged, {found} in the books");
        }
    }

    private async Task<StatusResponse> AtRestAsync(CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var status = await ReadAsync<StatusResponse>("/api/v1/status", ct);
            if ((status.Reconciled && status.Healthy) || watch.Elapsed > Patience)
                return status;
            await Task.Delay(500, ct);
        }
    }

    private async Task<T> ReadAsync<T>(string path, CancellationToken ct) =>
        (await gateway.GetFromJsonAsync<T>(path, ContractsJson.Options, ct))!;
}
