using System.Diagnostics;
using System.Globalization;
using SmartInventory.Files;
using SmartInventory.Testing;

namespace SmartInventory.Chaos;

/// <summary>The rounds, and their table.</summary>
public static class Bench
{
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan BackLimit = TimeSpan.FromMinutes(3);

    // Above what the gateway promises, so that a promise that is not kept is seen.
    private static readonly TimeSpan ClientPatience = TimeSpan.FromSeconds(60);

    public static async Task<int> RunAsync(
        IReadOnlyList<Round> rounds,
        string? data,
        TextWriter output,
        CancellationToken ct
    )
    {
        data ??= Path.Combine("/var/tmp", $"smartinventory-chaos-{Guid.NewGuid():N}"[..40]);
        var config = Directory.CreateDirectory($"{data}-config").FullName;
        var log = Path.Combine(config, "host.log");
        try
        {
            await using var host = await HostProcess.StartAsync(data, config, log, ct);
            var gateway = host.Address("gateway");
            using var token = new ProgramToken(
                gateway,
                new DevelopmentSignIn(config).Find(gateway) ?? throw new ChaosException("The host left no sign-in.")
            );
            using var client = token.Client(ClientPatience);
            var traffic = new Traffic(client);
            await traffic.PrepareAsync(ct);

            output.WriteLine(
                "| round | back after, s | answers | slowest, s | 503 | other | broken off | log lines | books |"
            );
            output.WriteLine("|---|---|---|---|---|---|---|---|---|");
            var wrong = 0;
            var slowest = TimeSpan.Zero;
            foreach (var round in rounds)
            {
                var (row, longest, faults) = await RunAsync(round, host, traffic, new Books(client), ct);
                output.WriteLine(row);
                foreach (var fault in faults)
                    output.WriteLine($"    {fault}");
                wrong += faults.Count == 0 ? 0 : 1;
                slowest = longest > slowest ? longest : slowest;
            }
            output.WriteLine();
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{rounds.Count} rounds, {wrong} with faults; slowest answer {slowest.TotalSeconds:0.0} s. "
                ) + $"Acknowledged: {traffic.Sold} sales, {traffic.Imported} imported lines, {traffic.Received} units."
            );
            return wrong == 0 ? 0 : 1;
        }
        finally
        {
            output.WriteLine($"Every line of every part: {log}");
        }
    }

    private static async Task<(string Row, TimeSpan Slowest, IReadOnlyList<string> Faults)> RunAsync(
        Round round,
        HostProcess host,
        Traffic traffic,
        Books books,
        CancellationToken ct
    )
    {
        using var end = new CancellationTokenSource();
        var work = traffic.RunAsync(end.Token, ct);
        await Task.Delay(Before, ct);
        traffic.Answers();
        var lines = host.Lines;
        var struck = round.Blows.Select(b => (b.Part, Process: host.ProcessOf(b.Part))).ToList();
        foreach (var (part, blow) in round.Blows)
            host.Strike(part, blow);

        var watch = Stopwatch.StartNew();
        var back = await BackAsync(host, struck, ct);
        var took = watch.Elapsed;
        await end.CancelAsync();
        await work;
        var answers = traffic.Answers();
        var said = host.Lines - lines;
        var faults = (await books.CheckAsync(traffic, ct)).ToList();
        if (!back)
            faults.Insert(0, $"not all was healthy after {BackLimit}");
        if (answers.Count(a => (int?)a.Status == 503 && !a.SaysWhen) is > 0 and var mute)
            faults.Add($"{mute} answers 503 do not say when to come back");

        var slowest = answers.Max(a => a.Took);
        var refused = answers.Count(a => a.Status is { } status && (int)status is >= 400 and not 503);
        return (
            string.Create(
                CultureInfo.InvariantCulture,
                $"| {round.Name} | {took.TotalSeconds:0.0} | {answers.Count} | {slowest.TotalSeconds:0.0} "
            )
                + $"| {answers.Count(a => (int?)a.Status == 503)} | {refused} | {answers.Count(a => a.Status is null)} "
                + $"| {said} | {(faults.Count == 0 ? "right" : "WRONG")} |",
            slowest,
            faults
        );
    }

    /// <summary>Waits until each struck part runs in another process, and all say that they are well.</summary>
    private static async Task<bool> BackAsync(
        HostProcess host,
        IReadOnlyList<(string Part, int Process)> struck,
        CancellationToken ct
    )
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(3) };
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < BackLimit)
        {
            await Task.Delay(200, ct);
            if (struck.Any(s => host.ProcessOf(s.Part) is var now && (now == 0 || now == s.Process)))
                continue;
            if (await AllWellAsync(host, http, ct))
                return true;
        }
        return false;
    }

    private static async Task<bool> AllWellAsync(HostProcess host, HttpClient http, CancellationToken ct)
    {
        foreach (var part in Rounds.Services)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(host.Address(part), "/health"), ct);
                if (!answer.IsSuccessStatusCode)
                    return false;
            }
            catch (Exception e)
                when (e is HttpRequestException || (e is TaskCanceledException && !ct.IsCancellationRequested))
            {
                return false;
            }
        }
        return true;
    }
}
