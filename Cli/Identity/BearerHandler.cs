using System.Net.Http.Headers;
using SmartInventory.Cli.Hosting;

namespace SmartInventory.Cli.Identity;

/// <summary>
/// Gives requests the token of who runs the command: of <c>SMARTINVENTORY_TOKEN</c>, else of the sign-in that is kept,
/// renewed in time and without a word. Who is not signed in asks without one.
/// </summary>
/// <param name="provider">Where tokens come from; by a client of its own.</param>
/// <param name="gateway">Whose sign-in.</param>
/// <param name="shell">The environment.</param>
internal sealed class BearerHandler(Provider provider, Uri gateway, Shell shell) : DelegatingHandler
{
    /// <summary>A token that ends while a request is under way is no use.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(30);

    private readonly SignIns _signIns = SignIns.Of(shell);
    private readonly SemaphoreSlim _one = new(1, 1);
    private SignIn? _signIn;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        if (await TokenAsync(ct) is { } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await base.SendAsync(request, ct);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _one.Dispose();
        base.Dispose(disposing);
    }

    private async Task<string?> TokenAsync(CancellationToken ct)
    {
        if (_signIn is { } known && IsGood(known))
            return known.AccessToken;
        await _one.WaitAsync(ct);
        try
        {
            if (_signIn is not { } now || !IsGood(now))
            {
                _signIn = shell.Variable("SMARTINVENTORY_TOKEN") is { Length: > 0 } secret
                    ? await OfProgramAsync(secret.Trim(), ct)
                    : await OfPersonAsync(ct);
            }

            return _signIn?.AccessToken;
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<SignIn> OfProgramAsync(string secret, CancellationToken ct)
    {
        var answer = await provider.OfProgramAsync(secret, ct);
        return answer.AccessToken is not null
            ? answer.ToSignIn(shell.Time.GetUtcNow())
            : throw new Failure(
                "The token in SMARTINVENTORY_TOKEN is not known to this gateway, or was revoked.",
                ExitCode.NotSignedIn
            );
    }

    private async Task<SignIn?> OfPersonAsync(CancellationToken ct)
    {
        var kept = _signIns.Find(gateway);
        if (kept is null || IsGood(kept))
            return kept;
        using var alone = await _signIns.LockAsync(ct);
        // Another command may have renewed it meanwhile.
        kept = _signIns.Find(gateway);
        if (kept is null || IsGood(kept))
            return kept;
        if (kept.RefreshToken is null)
            return null;
        var answer = await provider.RenewAsync(kept.RefreshToken, ct);
        if (answer.AccessToken is null)
        {
            _signIns.Remove(gateway);
            return null;
        }

        var renewed = answer.ToSignIn(shell.Time.GetUtcNow());
        _signIns.Save(gateway, renewed);
        return renewed;
    }

    private bool IsGood(SignIn signIn) => signIn.ExpiresAt > shell.Time.GetUtcNow() + Early;
}
