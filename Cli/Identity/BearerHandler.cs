using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using SmartInventory.Cli.Hosting;

namespace SmartInventory.Cli.Identity;

/// <summary>
/// Gives requests the token of who runs the command: of <c>SMARTINVENTORY_TOKEN</c>, else of the sign-in that is kept,
/// renewed in time and without a word, else of a development run on this machine. Who is not signed in asks without
/// one.
/// </summary>
/// <param name="provider">Where tokens come from; by a client of its own.</param>
/// <param name="gateway">Whose sign-in.</param>
/// <param name="shell">The environment.</param>
internal sealed class BearerHandler(Provider provider, Uri gateway, Shell shell) : DelegatingHandler
{
    /// <summary>A token that ends while a request is under way is no use.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(30);

    private readonly SignIns _signIns = SignIns.Of(shell);
    private readonly DevelopmentSignIn _development = new(UserFolder.Of(shell.Variable("INV_CONFIG")));
    private readonly SemaphoreSlim _one = new(1, 1);
    private SignIn? _signIn;
    private string? _refused;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        if (await TokenAsync(ct) is not { } token)
            return await base.SendAsync(request, ct);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var answer = await base.SendAsync(request, ct);
        // A stream was read, and cannot be sent again; the next command has the new token.
        if (answer.StatusCode != HttpStatusCode.Unauthorized || request.Content is not (null or JsonContent))
            return answer;
        // Refused before its time is over: what its owner may do has changed, and the next one says so.
        _refused = token;
        if (await TokenAsync(ct) is not { } renewed)
            return answer;
        answer.Dispose();
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", renewed);
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
        // An access token as it is, as some pipelines have one: header, content and signature.
        if (secret.Count(c => c == '.') == 2)
            return new SignIn(secret, DateTimeOffset.MaxValue, null);
        var answer = await provider.OfProgramAsync(secret, ct);
        return answer.AccessToken is not null
            ? answer.ToSignIn(shell.Time.GetUtcNow())
            : throw new Failure(
                T("The token in SMARTINVENTORY_TOKEN is not known to this gateway, or was revoked."),
                ExitCode.NotSignedIn
            );
    }

    private async Task<SignIn?> OfPersonAsync(CancellationToken ct)
    {
        var development = _development.Find(gateway);
        if (Kept(development) is { } known && IsGood(known))
            return known;
        if (development is null && _signIns.Find(gateway) is null)
            return null;
        using var alone = await _signIns.LockAsync(ct);
        // Another command may have renewed it meanwhile.
        var kept = Kept(development);
        if (kept is not null && IsGood(kept))
            return kept;
        if (
            kept?.RefreshToken is { } token
            && await provider.RenewAsync(token, ct) is { AccessToken: not null } renewed
        )
            return Keep(renewed.ToSignIn(shell.Time.GetUtcNow()));
        if (
            development is not null
            && await provider.OfProgramAsync(development, ct) is { AccessToken: not null } granted
        )
        {
            if (kept?.Development is null)
                await shell.Error.WriteLineAsync(
                    T($"Signed in as the development run at {gateway.Authority}, which may do everything.")
                );
            return Keep(granted.ToSignIn(shell.Time.GetUtcNow()) with { Development = development });
        }

        _signIns.Remove(gateway);
        return null;
    }

    // What is left of another development run, its successor does not know.
    private SignIn? Kept(string? development) =>
        _signIns.Find(gateway) is { } kept && (kept.Development is null || kept.Development == development)
            ? kept
            : null;

    private SignIn Keep(SignIn signIn)
    {
        _signIns.Save(gateway, signIn);
        return signIn;
    }

    private bool IsGood(SignIn signIn) =>
        signIn.AccessToken != _refused && signIn.ExpiresAt > shell.Time.GetUtcNow() + Early;
}
