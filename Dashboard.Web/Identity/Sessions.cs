using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;

namespace SmartInventory.Dashboard.Web.Identity;

/// <summary>The sign-ins that this program has seen, with their newest tokens.</summary>
public sealed partial class Sessions(
    IHttpClientFactory clients,
    IOptions<SignInOptions> options,
    TimeProvider time,
    ILogger<Sessions> log
)
{
    /// <summary>For how long a cookie is good that nobody comes with.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(12);

    // Goes with the work that a request starts, however long that takes: an import sends its rows as who began it.
    private static readonly AsyncLocal<Session?> Asking = new();

    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    /// <summary>Whose request this is, or whose request began this work; null where nobody is signed in.</summary>
    public static Session? Current
    {
        get => Asking.Value;
        set => Asking.Value = value;
    }

    public Session Begin(SessionTokens tokens) =>
        Find(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), tokens);

    /// <summary>The session of a cookie, also when another replica, or this one before a restart, began it.</summary>
    public Session Find(string id, SessionTokens tokens)
    {
        if (!_sessions.TryGetValue(id, out var session))
        {
            Forget();
            session = _sessions.GetOrAdd(id, _ => new Session(id, tokens, RenewAsync, time));
        }

        session.Offer(tokens);
        return session;
    }

    /// <summary>Ends a session here, and takes its refresh token back.</summary>
    public async Task EndAsync(Session session, CancellationToken ct)
    {
        var tokens = session.Tokens;
        session.End();
        if (tokens is null)
            return;
        try
        {
            using var answer = await SendAsync(
                "/connect/revoke",
                [new("token", tokens.Refresh), new("token_type_hint", "refresh_token")],
                ct
            );
            if (!answer.IsSuccessStatusCode)
                LogNotRevoked(log, null, (int)answer.StatusCode);
        }
        catch (Exception away) when (IsOutage(away))
        {
            LogNotRevoked(log, away, 0);
        }
    }

    private async Task<SessionTokens?> RenewAsync(SessionTokens old)
    {
        try
        {
            using var answer = await SendAsync(
                "/connect/token",
                [new("grant_type", "refresh_token"), new("refresh_token", old.Refresh)],
                CancellationToken.None
            );
            if (answer.IsSuccessStatusCode)
                return (await answer.Content.ReadFromJsonAsync<TokenAnswer>())!.ToTokens(time.GetUtcNow());
            if (answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized)
                return null;
            LogNotRenewed(log, null, (int)answer.StatusCode);
        }
        catch (Exception away) when (IsOutage(away))
        {
            LogNotRenewed(log, away, 0);
        }

        // Nobody said that it is over. What is asked with the old one is refused where it has to be.
        return old;
    }

    private Task<HttpResponseMessage> SendAsync(
        string path,
        IEnumerable<KeyValuePair<string, string>> form,
        CancellationToken ct
    ) =>
        clients
            .CreateClient(SignInFeature.Gateway)
            .PostAsync(
                new Uri(SignInOptions.GatewayAddress, path),
                new FormUrlEncodedContent([
                    .. form,
                    new("client_id", SignInFeature.ClientId),
                    new("client_secret", options.Value.ClientSecret),
                ]),
                ct
            );

    private static bool IsOutage(Exception fault) => fault is HttpRequestException or OperationCanceledException;

    // A session that ended is kept so long too: its cookie may still be about.
    private void Forget()
    {
        var before = time.GetUtcNow() - Idle;
        foreach (var (id, session) in _sessions)
        {
            if (session.UsedAt < before)
                _sessions.TryRemove(id, out _);
        }
    }

    private sealed record TokenAnswer(
        [property: JsonPropertyName("access_token")] string Access,
        [property: JsonPropertyName("refresh_token")] string Refresh,
        [property: JsonPropertyName("expires_in")] double Seconds
    )
    {
        public SessionTokens ToTokens(DateTimeOffset now) => new(Access, Refresh, now.AddSeconds(Seconds));
    }

    [LoggerMessage(LogLevel.Warning, "A sign-in cannot be renewed now; the gateway answered {Status}")]
    private static partial void LogNotRenewed(ILogger logger, Exception? exception, int status);

    [LoggerMessage(LogLevel.Warning, "A refresh token was not taken back at sign-out; the gateway answered {Status}")]
    private static partial void LogNotRevoked(ILogger logger, Exception? exception, int status);
}
