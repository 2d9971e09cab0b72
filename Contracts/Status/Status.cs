namespace SmartInventory.Contracts.Status;

/// <summary>
/// What one service holds of the sales, per source (channel). Three of these side by side make the reconciliation.
/// </summary>
/// <param name="Sources">One row per channel, ordered by channel.</param>
/// <param name="UnderWay">Work that is not finished, by name: "outbox" (messages not yet published), "dirty" (series to
/// refresh), ... Zero entries are kept.</param>
/// <param name="Failed">Messages in this service's error queues.</param>
public sealed record LedgerTotals(
    IReadOnlyList<SourceTotals> Sources,
    IReadOnlyDictionary<string, long> UnderWay,
    long Failed
)
{
    /// <summary>
    /// Seconds for which the oldest sale waits for its forecast; null where nothing waits, and of a service that makes
    /// none.
    /// </summary>
    public double? LagSeconds { get; init; }

    /// <summary>Seconds for which the oldest message waits to be sent; null where none waits.</summary>
    public double? OutboxSeconds { get; init; }
}

/// <param name="Lines">Sale and return lines.</param>
public sealed record SourceTotals(string Source, decimal Sold, decimal Returned, long Lines);

/// <summary>The state of the whole system: <c>GET /api/v1/status</c> at the gateway.</summary>
/// <param name="Healthy">Every part is healthy.</param>
/// <param name="Reconciled">Sales, ledger and demand agree for every source, and nothing is under way.</param>
public sealed record StatusResponse(
    bool Healthy,
    bool Reconciled,
    DateTimeOffset AsOf,
    IReadOnlyList<PartStatus> Parts,
    IReadOnlyList<SourceReconciliation> Sources,
    IReadOnlyList<ConsumerLag> Consumers,
    IReadOnlyDictionary<string, long> UnderWay
)
{
    /// <summary>Why it is not reconciled, in words; empty when it is.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>
    /// Those of the reasons that do not pass by themselves in a moment, with what they mean: failed messages, sums that
    /// are wrong, a part that cannot be asked, and what has stood still for a minute. Empty while what was just
    /// recorded is on its way.
    /// </summary>
    public IReadOnlyList<string> Alarms { get; init; } = [];

    /// <summary>Lines and pieces of work that are on their way.</summary>
    public long OnTheWay { get; init; }
}

/// <param name="State">"healthy", "degraded", "unhealthy" or "unreachable".</param>
/// <param name="Checks">Each health check of the part by name.</param>
public sealed record PartStatus(string Name, string State, string? Detail, IReadOnlyDictionary<string, string> Checks);

/// <summary>Net units (sold minus returned) of one source, as each service has them.</summary>
/// <param name="Agrees">All three agree in sold and in returned units and in lines.</param>
public sealed record SourceReconciliation(
    string Source,
    decimal Sold,
    decimal Ledger,
    decimal Demand,
    decimal Returned,
    long Lines,
    bool Agrees
);

/// <param name="LagLines">Lines that Sales.Api stored and this consumer has not applied yet.</param>
/// <param name="Failed">Messages in its error queue.</param>
public sealed record ConsumerLag(string Consumer, long LagLines, long Failed)
{
    /// <summary>
    /// Seconds for which the oldest sale that it applied waits for its forecast; null where none waits.
    /// </summary>
    public double? LagSeconds { get; init; }
}

/// <summary>The body of <c>/health</c>.</summary>
public sealed record HealthReport(string Status, IReadOnlyDictionary<string, HealthEntry> Checks);

public sealed record HealthEntry(string Status, string? Description);
