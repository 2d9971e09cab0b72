using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace SmartInventory.Testing;

/// <summary>Access tokens of a program, each used until it is nearly over.</summary>
/// <param name="gateway">Where tokens come from.</param>
/// <param name="secret">The program's token, as <c>inv token create</c> shows it.</param>
public sealed class ProgramToken(Uri gateway, string secret) : IDisposable
{
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(1);

    private readonly HttpClient _provider = new() { BaseAddress = gateway };
    private readonly SemaphoreSlim _one = new(1, 1);
    private (AuthenticationHeaderValue Header, DateTimeOffset Until)? _token;

    /// <summary>What a request carries.</summary>
    public async ValueTask<AuthenticationHeaderValue> GetAsync(CancellationToken ct)
    {
        if (_token is { } known && known.Until > DateTimeOffset.UtcNow)
            return known.Header;
        await _one.WaitAsync(ct);
        try
        {
            if (_token is { } now && now.Until > DateTimeOffset.UtcNow)
                return now.Header;
            using var form = new FormUrlEncodedContent([
                KeyValuePair.Create("grant_type", "client_credentials"),
                KeyValuePair.Create("client_id", secret.Split('.')[0]),
                KeyValuePair.Create("client_secret", secret.Split('.')[1]),
                KeyValuePair.Create("scope", "api"),
            ]);
            using var answer = await _provider.PostAsync(new Uri("/connect/token", UriKind.Relative), form, ct);
            answer.EnsureSuccessStatusCode();
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>(ct);
            var header = new AuthenticationHeaderValue("Bearer", body.GetProperty("access_token").GetString());
            _token = (header, DateTimeOffset.UtcNow.AddSeconds(body.GetProperty("expires_in").GetInt32()) - Early);
            return header;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>A client whose requests carry them.</summary>
    public HttpClient Client(TimeSpan timeout) => new(new Handler(this)) { BaseAddress = gateway, Timeout = timeout };

    public void Dispose()
    {
        _provider.Dispose();
        _one.Dispose();
    }

    private sealed class Handler(ProgramToken token) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            request.Headers.Authorization = await token.GetAsync(cancellationToken);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
