using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SmartInventory.ServiceDefaults.Background;

/// <summary>What a service does not keep for ever.</summary>
/// <param name="Table">The table, for the log.</param>
/// <param name="Keep">How long a row is kept.</param>
/// <param name="Delete">Deletes the rows that are older than the moment; returns how many those were.</param>
public sealed record Retention<TDb>(
    string Table,
    TimeSpan Keep,
    Func<TDb, DateTimeOffset, CancellationToken, Task<int>> Delete
)
    where TDb : DbContext;

/// <summary>Deletes what has been kept long enough, table by table.</summary>
internal sealed partial class Housekeeping<TDb>(
    IServiceScopeFactory scopes,
    IEnumerable<Retention<TDb>> retentions,
    TimeProvider time,
    ILogger<Housekeeping<TDb>> log
) : Loop(time, log)
    where TDb : DbContext
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);
    private readonly ILogger _log = log;

    protected override async Task<TimeSpan> TurnAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        foreach (var retention in retentions)
        {
            if (await retention.Delete(db, Time.GetUtcNow() - retention.Keep, ct) is > 0 and var deleted)
                LogDeleted(_log, deleted, retention.Table, retention.Keep.TotalDays);
        }

        return Pause;
    }

    [LoggerMessage(LogLevel.Information, "Deleted {Rows} rows of {Table} that are older than {Days:0.#} days")]
    private static partial void LogDeleted(ILogger logger, int rows, string table, double days);
}
