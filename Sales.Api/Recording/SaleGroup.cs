using System.Diagnostics;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Sales;
using SmartInventory.ServiceDefaults.Background;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Telemetry;

namespace SmartInventory.Sales.Api.Recording;

/// <summary>
/// Single sales that arrive while others are being stored share a transaction and a message; each has its own answer
/// and its own refusal, and is durable when it is answered.
/// </summary>
internal sealed class SaleGroup
{
    /// <summary>So many that a message of theirs is not taken for a part of an import.</summary>
    private const int MostLines = 100;

    /// <summary>
    /// What the first sale of a group waits for others: little beside a commit, and it halves their number.
    /// </summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(3);

    private readonly IServiceScopeFactory _scopes;
    private readonly Gathering<Request, Recorded?> _gathering;

    public SaleGroup(IServiceScopeFactory scopes, TimeProvider time)
    {
        _scopes = scopes;
        _gathering = new(StoreAsync, _ => 1, MostLines, Moment, time);
    }

    /// <returns>What became of the sale; null when it has to be decided by itself: the catalogue has to be asked first,
    /// for which nobody else should wait, or it is refused, which is said in the language of who sent it.</returns>
    public Task<Recorded?> RecordAsync(RecordSale sale, CancellationToken ct) =>
        _gathering.AddAsync(new Request(sale, Actor.Current?.Name, Activity.Current?.Context ?? default), ct);

    private async Task<IReadOnlyList<Recorded?>> StoreAsync(IReadOnlyList<Request> group)
    {
        // The work continues the trace of the first; the others can be followed by a link.
        using var activity = TelemetryExtensions.Source.StartActivity(
            "record sales",
            ActivityKind.Internal,
            group[0].Cause,
            links: group.Skip(1).Where(r => r.Cause != default).Select(r => new ActivityLink(r.Cause))
        );
        activity?.SetTag("sales", group.Count);
        // Each sale names its own; the message is of all of them.
        Actor.Is(null);
        await using var scope = _scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SalesDb>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var recorded = await scope
            .ServiceProvider.GetRequiredService<SaleRecorder>()
            .RecordKnownAsync([.. group.Select(r => r.Sale)], [.. group.Select(r => r.By)], CancellationToken.None);
        await transaction.CommitAsync();
        return [.. recorded.Select(r => r is { Outcome: RowOutcome.Rejected } ? null : r)];
    }

    private readonly record struct Request(RecordSale Sale, string? By, ActivityContext Cause);
}
