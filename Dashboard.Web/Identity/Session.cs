using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

namespace SmartInventory.Dashboard.Web.Identity;

/// <summary>What the gateway gave a person.</summary>
/// <param name="Access">Goes with every request to the gateway.</param>
/// <param name="Refresh">Gets the next of both, once.</param>
/// <param name="Until">The end of the access token.</param>
public sealed record SessionTokens(string Access, string Refresh, DateTimeOffset Until);

/// <summary>
/// One sign-in in one browser. Its tokens are renewed here and nowhere else: a refresh token that is used twice ends
/// everything, and pages, live news and imports ask at the same time.
/// </summary>
/// <param name="id">Its name in the cookie.</param>
/// <param name="first">The tokens to begin with.</param>
/// <param name="renew">Asks the gateway for the next tokens; null when it refuses.</param>
/// <param name="time">The clock.</param>
public sealed class Session(
    string id,
    SessionTokens first,
    Func<SessionTokens, Task<SessionTokens?>> renew,
    TimeProvider time
)
{
    /// <summary>Renewed so long before its end, so that none ends on its way.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(30);

    private const string IdClaim = "session";
    private const string AccessItem = "access";
    private const string RefreshItem = "refresh";
    private const string UntilItem = "until";

    private readonly Lock _lock = new();
    private SessionTokens? _tokens = first;
    private Task<SessionTokens?>? _renewal;

    public string Id => id;

    /// <summary>Somebody came with it.</summary>
    public DateTimeOffset UsedAt { get; private set; } = time.GetUtcNow();

    /// <summary>The tokens as they are, for whoever revokes them; null when it has ended.</summary>
    public SessionTokens? Tokens
    {
        get
        {
            lock (_lock)
                return _tokens;
        }
    }

    /// <summary>Tokens that are good for a request, renewed where need be; null when the session has ended.</summary>
    public Task<SessionTokens?> TokensAsync(CancellationToken ct) => TokensAsync(null, ct);

    /// <summary>The tokens that come after these, which the gateway refused before their end.</summary>
    public Task<SessionTokens?> AfterRefusalAsync(SessionTokens refused, CancellationToken ct) =>
        TokensAsync(refused, ct);

    private async Task<SessionTokens?> TokensAsync(SessionTokens? refused, CancellationToken ct)
    {
        Task<SessionTokens?> renewal;
        lock (_lock)
        {
            UsedAt = time.GetUtcNow();
            if (_tokens is null || (_tokens != refused && time.GetUtcNow() < _tokens.Until - Early))
                return _tokens;
            var tokens = _tokens;
            renewal = _renewal ??= Task.Run(() => RenewAsync(tokens), CancellationToken.None);
        }

        return await renewal.WaitAsync(ct);
    }

    /// <summary>Tokens that a browser came with: another replica of this program may have renewed them.</summary>
    public void Offer(SessionTokens tokens)
    {
        lock (_lock)
        {
            if (_tokens is not null && tokens.Until > _tokens.Until)
                _tokens = tokens;
        }
    }

    /// <summary>From here on nobody gets in with it.</summary>
    public void End()
    {
        lock (_lock)
            _tokens = null;
    }

    private async Task<SessionTokens?> RenewAsync(SessionTokens old)
    {
        SessionTokens? renewed = old;
        try
        {
            renewed = await renew(old);
        }
        finally
        {
            lock (_lock)
            {
                // Who signed out meanwhile stays out. Both at once: whoever asks next gets no answer of before.
                _tokens = renewed = _tokens is null ? null : renewed;
                _renewal = null;
            }
        }

        return renewed;
    }

    /// <summary>Who it is, by these tokens.</summary>
    public ClaimsPrincipal Principal(SessionTokens tokens) =>
        Person.Of(tokens.Access).ToPrincipal(new Claim(IdClaim, id));

    public static string? IdOf(ClaimsPrincipal user) => user.FindFirstValue(IdClaim);

    /// <summary>Puts tokens into what the cookie holds.</summary>
    public static void Write(SessionTokens tokens, AuthenticationProperties cookie)
    {
        cookie.Items[AccessItem] = tokens.Access;
        cookie.Items[RefreshItem] = tokens.Refresh;
        cookie.Items[UntilItem] = tokens.Until.ToString("O");
    }

    /// <summary>The tokens of a cookie; null when it has none.</summary>
    public static SessionTokens? Read(AuthenticationProperties cookie) =>
        cookie.Items.TryGetValue(AccessItem, out var access)
        && cookie.Items.TryGetValue(RefreshItem, out var refresh)
        && cookie.Items.TryGetValue(UntilItem, out var until)
            ? new(access!, refresh!, DateTimeOffset.Parse(until!, System.Globalization.CultureInfo.InvariantCulture))
            : null;
}
