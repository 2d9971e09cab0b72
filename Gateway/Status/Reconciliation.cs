using System.Globalization;
using SmartInventory.Contracts.Status;

namespace SmartInventory.Gateway.Status;

/// <summary>What a part answered, or why it did not.</summary>
internal sealed record Asked<T>(string Part, T? Value, string? Failure)
    where T : class;

/// <summary>Compares what the three services hold of the sales. Pure.</summary>
internal static class Reconciliation
{
    private static readonly SourceTotals None = new("", 0, 0, 0);

    /// <param name="asOf">When they were asked.</param>
    /// <param name="parts">The health of each part.</param>
    /// <param name="asked">Sales, catalog and forecasting.</param>
    public static StatusResponse Compare(
        DateTimeOffset asOf,
        IReadOnlyList<PartStatus> parts,
        IReadOnlyList<Asked<LedgerTotals>> asked
    )
    {
        var reasons = asked
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

        reasons.AddRange(
            sources
                .Where(s => !s.Agrees)
                .Select(s =>
                    Text($"{s.Source} differs: {s.Sold:0.####} units sold, {s.Ledger:0.####} in the ledger, ")
                    + Text($"{s.Demand:0.####} of demand (or their returns or lines)")
                )
        );
        reasons.AddRange(
            consumers.Where(c => c.LagLines != 0).Select(c => Text($"{c.Consumer} lags {c.LagLines} lines behind"))
        );
        reasons.AddRange(
            totals.Where(t => t.Value.Failed > 0).Select(t => Text($"{t.Value.Failed} failed messages wait in {t.Key}"))
        );
        reasons.AddRange(underWay.Where(w => w.Value != 0).Select(w => Text($"{w.Value} under way in {w.Key}")));

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
        };
    }

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
