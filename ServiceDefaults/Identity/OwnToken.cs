using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;

namespace SmartInventory.ServiceDefaults.Identity;

/// <summary>What a service signs in with. Section <c>Identity</c>.</summary>
public sealed class OwnTokenOptions
{
    public const string Section = "Identity";

    /// <summary>The service's secret at the gateway.</summary>
    public string? ClientSecret { get; set; }
}

/// <summary>A service's own access token, fetched from the gateway and kept until it is nearly over.</summary>
/// <param name="service">The service's name.</param>
/// <param name="clients">The client named after this type reaches the gateway.</param>
/// <param name="options">Its secret.</param>
/// <param name="time">The clock.</param>
internal sealed class OwnToken(
    string service,
    IHttpClientFactory clients,
    IOptions<OwnTokenOptions> options,
    TimeProvider time
) : IDisposable
{
    /// <summary>A token that ends while a request is under way is no use.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _one = new(1, 1);
    private (string Token, DateTimeOffset Until)? _kept;

    /// <exception cref="HttpRequestException">The gateway does not answer, or refuses this service.</exception>
    public async ValueTask<string> GetAsync(CancellationToken ct)
    {
        if (_kept is { } known && known.Until > time.GetUtcNow())
            return known.Token;
        await _one.WaitAsync(ct);
        try
        {
            if (_kept is { } kept && kept.Until > time.GetUtcNow())
                return kept.Token;
            using var client = clients.CreateClient(nameof(OwnToken));
            using var form = new FormUrlEncodedContent([
                KeyValuePair.Create("grant_type", "client_credentials"),
                KeyValuePair.Create("client_id", $"service-{service}"),
                KeyValuePair.Create("client_secret", options.Value.ClientSecret),
                KeyValuePair.Create("scope", "api"),
            ]);
            using var answer = await client.PostAsync(new Uri("/connect/token", UriKind.Relative), form, ct);
            answer.EnsureSuccessStatusCode();
            var token = (await answer.Content.ReadFromJsonAsync<Granted>(ct))!;
            _kept = (token.AccessToken, time.GetUtcNow().AddSeconds(token.ExpiresIn) - Early);
            return token.AccessToken;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Forget() => _kept = null;

    public void Dispose() => _one.Dispose();

    private sealed record Granted(
        [property: JsonPropertyName("access_token")] string AccessToken,
        [property: JsonPropertyName("expires_in")] int ExpiresIn
    );
}

/// <summary>Puts the service's own token on what it asks other services.</summary>
internal sealed class OwnTokenHandler(OwnToken token) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            await token.GetAsync(cancellationToken)
        );
        var answer = await base.SendAsync(request, cancellationToken);
        // Whatever is wrong with it, the next one may be right: keys change with a gateway that is made anew.
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
            token.Forget();
        return answer;
    }
}
