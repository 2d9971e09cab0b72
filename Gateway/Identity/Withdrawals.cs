using System.Collections.Frozen;
using System.Globalization;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using SmartInventory.ServiceDefaults.Background;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace SmartInventory.Gateway.Identity;

/// <summary>Access tokens of somebody that do not count any more, though their time is not over.</summary>
public sealed class Withdrawal
{
    /// <summary>Whose: the id of a person or of a program.</summary>
    public required string Subject { get; init; }

    /// <summary>The first version of this subject's tokens that counts again.</summary>
    public int FirstGood { get; set; }

    public DateTimeOffset At { get; set; }
}

/// <summary>
/// What was withdrawn, for as long as a token of before could live. Each replica reads it every few seconds, and the
/// one in which it happened at once, so that a request costs a look into memory.
/// </summary>
internal sealed class Withdrawals(IServiceScopeFactory scopes, TimeProvider time, ILogger<Withdrawals> log)
    : Loop(time, log)
{
    /// <summary>
    /// The claim with the version of a person's tokens; zero has none. It comes from the row that also says what the
    /// person may do, so that, unlike a time, it cannot be of before and look like after.
    /// </summary>
    public const string Version = "ver";

    /// <summary>The clocks of replicas may differ, and a token is taken some seconds after its time.</summary>
    private static readonly TimeSpan Keep = IdentityFeature.AccessTokens + TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private FrozenDictionary<string, int> _firstGood = FrozenDictionary<string, int>.Empty;

    /// <summary>Whether this token was withdrawn.</summary>
    public bool Cover(ClaimsPrincipal holder)
    {
        var firstGood = Volatile.Read(ref _firstGood);
        return firstGood.Count > 0
            && holder.FindFirstValue(Claims.Subject) is { } subject
            && firstGood.TryGetValue(subject, out var first)
            && (
                holder.FindFirstValue(Version) is not { } version
                || int.Parse(version, CultureInfo.InvariantCulture) < first
            );
    }

    /// <summary>Takes over what was withdrawn; called when that was committed.</summary>
    public async Task ReadAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var since = Time.GetUtcNow() - Keep;
        var rows = await scope
            .ServiceProvider.GetRequiredService<IdentityDb>()
            .Withdrawals.AsNoTracking()
            .Where(w => w.At > since)
            .ToListAsync(ct);
        Volatile.Write(
            ref _firstGood,
            rows.ToFrozenDictionary(w => w.Subject, w => w.FirstGood, StringComparer.Ordinal)
        );
    }

    protected override async Task<TimeSpan> TurnAsync(CancellationToken ct)
    {
        await ReadAsync(ct);
        return Pause;
    }
}
