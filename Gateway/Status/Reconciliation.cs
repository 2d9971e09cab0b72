using System.Globalization;
using SmartInventory.Contracts.Status;

namespace SmartInventory.Gateway.Status;

/// <summary>What a part answered, or why it did not.</summary>
internal sealed record Asked<T>(string Part, T? Value, string? Failure)
    where T : class;

/// <summary>Compares what the three services hold of the sales.</summary>
internal static class Reconciliation
{
    /// <summary>What is on its way for longer than this is stuck.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Waits for the next round of fits as a matter of course.</summary>
    private static readonly string Refits = $"{Parts.Forecasting}.refits";

    private static readonly SourceTotals None = new("", 0, 0, 0);

    /// <param name="asOf">When they were asked.</param>
    /// <param name="parts">The health of each part.</param>
    /// <param name="asked">Sales, catalog and forecasting.</param>
    /// <param name="still">Knows since when figures are what they are.</param>
    public static StatusResponse Compare(
        DateTimeOffset asOf,
        IReadOnlyList<PartStatus> parts,
        IReadOnlyList<Asked<LedgerTotals>> asked,
        StandingStill still
    )
    {
        var alarms = asked
            .Where(a => a.Value is null)
            .Select(a => $"{a.Part} cannot be asked for its totals: {a.Failure}")
            .ToList();
        var totals = asked
            .Where(a => a.Value is not null)
            .ToDictionary(a => a.Part, a => a.Value!, StringComparer.Ordinal);
        var sources = Sources(totals);
        var consumers = Consumers(totals);
        var underWay = totals
            .SelectMany(t => t.Value.UnderWay, (t, work) => KeyValuePair.Create($"{t.Key}.{work.Key}", work.Value))
            .OrderBy(work => work.Key, StringComparer.Ordinal)
            .ToDictionary(StringComparer.Ordinal);

        alarms.AddRange(
            totals
                .Where(t => t.Value.Failed > 0)
                .Select(t => Text($"{t.Value.Failed} failed messages wait in {t.Key} until they are sent again"))
        );
        // A sum that is not that of its rows is wrong, whatever is on its way.
        var drift = underWay.Where(w => w.Key.EndsWith(".drift", StringComparison.Ordinal) && w.Value != 0).ToList();
        alarms.AddRange(
            drift.Select(w => Text($"{w.Value} sums of {w.Key.Split('.')[0]} are not those of their rows"))
        );

        var open = sources
            .Where(s => !s.Agrees)
            .Select(s => new Open(
                $"source {s.Source}",
                Text($"{s.Source} differs: {s.Sold:0.####} units sold, {s.Ledger:0.####} in the ledger, ")
                    + Text($"{s.Demand:0.####} of demand (or their returns or lines)"),
                Text($"{s.Sold} {s.Ledger} {s.Demand} {s.Returned} {s.Lines}"),
                null
            ))
            .Concat(
                consumers
                    .Where(c => c.LagLines != 0)
                    .Select(c => new Open(
                        $"lag {c.Consumer}",
                        Text($"{c.Consumer} lags {c.LagLines} lines behind"),
                        Text($"{c.LagLines} {totals[c.Consumer].Sources.Sum(s => s.Lines)}"),
                        null
                    ))
            )
            .Concat(
                underWay
                    .Except(drift)
                    .Where(w => w.Value != 0)
                    .Select(w => new Open(
                        w.Key,
                        Text($"{w.Value} under way in {w.Key}"),
                        Text($"{w.Value}"),
                        w.Key.EndsWith(".outbox", StringComparison.Ordinal) ? totals[w.Key.Split('.')[0]].OutboxSeconds
                            : w.Key == $"{Parts.Forecasting}.dirty" ? totals[Parts.Forecasting].LagSeconds
                            : null
                    ))
            )
            .ToList();
        var stands = still.Look(open.ToDictionary(o => o.Name, o => o.Figures, StringComparer.Ordinal));
        List<string> reasons = [.. alarms, .. open.Select(o => o.Reason)];
        foreach (var one in open.Where(o => o.Name != Refits))
        {
            // Work that says how old it is, is known to be stuck by that; other work by figures that stand still.
            if (one.Seconds is { } seconds ? seconds > Patience.TotalSeconds : stands[one.Name] > Patience)
                alarms.Add(Text($"{one.Reason}, for {one.Seconds ?? stands[one.Name].TotalSeconds:0} s now"));
        }

        return new StatusResponse(
            Healthy: parts.All(p => p.State == "healthy"),
            Reconciled: reasons.Count == 0,
            asOf,
            parts,
            sources,
            consumers,
            underWay
        )
        {
            Reasons = reasons,
            Alarms = alarms,
            OnTheWay = consumers.Sum(c => Math.Max(0, c.LagLines)) + underWay.Except(drift).Sum(w => w.Value),
        };
    }

    /// <summary>What is not settled.</summary>
    /// <param name="Figures">Are others as soon as it goes on.</param>
    /// <param name="Seconds">Its age, where that is known.</param>
    private sealed record Open(string Name, string Reason, string Figures, double? Seconds);

    // With one set of books missing there is nothing to compare, and a zero in its place would be a lie.
    private static List<SourceReconciliation> Sources(Dictionary<string, LedgerTotals> totals)
    {
        if (
            !totals.TryGetValue(Parts.Sales, out var sales)
            || !totals.TryGetValue(Parts.Catalog, out var ledger)
            || !totals.TryGetValue(Parts.Forecasting, out var demand)
        )
            return [];

        return
        [
            .. sales
                .Sources.Concat(ledger.Sources)
                .Concat(demand.Sources)
                .Select(s => s.Source)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(source =>
                {
                    var (sold, moved, demanded) = (Of(sales, source), Of(ledger, source), Of(demand, source));
                    return new SourceReconciliation(
                        source,
                        Net(sold),
                        Net(moved),
                        Net(demanded),
                        sold.Returned,
                        sold.Lines,
                        Agrees: SameBooks(sold, moved) && SameBooks(sold, demanded)
                    );
                }),
        ];
    }

    private static List<ConsumerLag> Consumers(Dictionary<string, LedgerTotals> totals)
    {
        if (!totals.TryGetValue(Parts.Sales, out var sales))
            return [];
        var stored = sales.Sources.Sum(s => s.Lines);
        return
        [
            .. new[] { Parts.Catalog, Parts.Forecasting }
                .Where(totals.ContainsKey)
                .Select(part => new ConsumerLag(
                    part,
                    stored - totals[part].Sources.Sum(s => s.Lines),
                    totals[part].Failed
                )
                {
                    LagSeconds = totals[part].LagSeconds,
                }),
        ];
    }

    private static SourceTotals Of(LedgerTotals totals, string source) =>
        totals.Sources.FirstOrDefault(s => s.Source == source) ?? None;

    private static decimal Net(SourceTotals totals) => totals.Sold - totals.Returned;

    private static bool SameBooks(SourceTotals a, SourceTotals b) =>
        a.Sold == b.Sold && a.Returned == b.Returned && a.Lines == b.Lines;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
