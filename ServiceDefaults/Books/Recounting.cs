using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartInventory.ServiceDefaults.Background;

namespace SmartInventory.ServiceDefaults.Books;

/// <summary>What came out when the rows were added up the last time; one row.</summary>
public sealed class Recount
{
    public const int Only = 1;

    public int Id { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>How many sums were not those of their rows.</summary>
    public long Differences { get; init; }
}

/// <summary>
/// Adds up the rows of a service's books now and then, and compares with the sums that are kept beside them: what is
/// shown all day is cheap, and must not be able to lie for long.
/// </summary>
public sealed partial class Recounting<TDb>(
    IServiceScopeFactory scopes,
    string sql,
    TimeProvider time,
    ILogger<Recounting<TDb>> log
) : Loop(time, log)
    where TDb : DbContext
{
    /// <summary>A recount of long books takes long: it may have a thousandth of the time.</summary>
    private const int Share = 1_000;

    private const int MostNames = 20;
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly ILogger _log = log;

    /// <summary>Adds up all rows, and keeps how many sums differ.</summary>
    [SuppressMessage("Security", "EF1002", Justification = "A constant of the service.")]
    public async Task RecountAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        db.Database.SetCommandTimeout(Patience);
        var began = Time.GetUtcNow();
        var names = await db.Database.SqlQueryRaw<string>(sql).ToListAsync(ct);
        if (names.Count > 0)
            LogDifferences(_log, names.Count, string.Join(", ", names.Take(MostNames)));
        // One that took longer does not replace one that began later.
        await db.Set<Recount>()
            .Where(r => r.At < began)
            .ExecuteUpdateAsync(
                set => set.SetProperty(r => r.At, began).SetProperty(r => r.Differences, names.Count),
                ct
            );
    }

    protected override async Task<TimeSpan> TurnAsync(CancellationToken ct)
    {
        var began = Time.GetTimestamp();
        await RecountAsync(ct);
        return TimeSpan.FromTicks(
            Math.Clamp((Time.GetElapsedTime(began) * Share).Ticks, Shortest.Ticks, Longest.Ticks)
        );
    }

    [LoggerMessage(LogLevel.Error, "{Count} sums are not those of their rows: {Names}")]
    private static partial void LogDifferences(ILogger logger, int count, string names);
}

public static class RecountingExtensions
{
    /// <param name="builder">The application.</param>
    /// <param name="sql">Names what differs from its rows, one <c>"Value"</c> each, all at one moment.</param>
    public static void AddRecounting<TDb>(this WebApplicationBuilder builder, string sql)
        where TDb : DbContext
    {
        builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<Recounting<TDb>>(services, sql));
        builder.Services.AddHostedService(services => services.GetRequiredService<Recounting<TDb>>());
    }

    /// <summary>How many sums differed from their rows at the last recount.</summary>
    public static Task<long> DriftAsync(this DbContext db, CancellationToken ct) =>
        db.Set<Recount>().Select(r => r.Differences).SingleAsync(ct);
}
