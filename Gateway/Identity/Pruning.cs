using OpenIddict.Abstractions;
using SmartInventory.ServiceDefaults.Background;

namespace SmartInventory.Gateway.Identity;

/// <summary>
/// Deletes what was granted and is over, by the provider's own rules, which ask for more than an age: each sign-in,
/// each renewal and each access token leaves a row. Kept as long as a refresh token lives, so that one that comes again
/// after its use is known and ends its family.
/// </summary>
internal sealed class Pruning(IServiceScopeFactory scopes, TimeProvider time, ILogger<Pruning> log) : Loop(time, log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    public async Task PruneAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var before = Time.GetUtcNow() - IdentityFeature.RefreshTokens;
        await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(before, ct);
        await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>().PruneAsync(before, ct);
    }

    protected override async Task<TimeSpan> TurnAsync(CancellationToken ct)
    {
        await PruneAsync(ct);
        return Pause;
    }
}
