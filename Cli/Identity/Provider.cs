using System.Net.Http.Json;
using System.Text.Json.Serialization;
using SmartInventory.Cli.Hosting;

namespace SmartInventory.Cli.Identity;

/// <summary>What the provider of the gateway answers when a token is asked for (RFC 6749, 5.1 and 5.2).</summary>
internal sealed record TokenAnswer
{
    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    [JsonPropertyName("refresh_token")]
    public string? RefreshToken { get; init; }

    /// <summary>Seconds.</summary>
    [JsonPropertyName("expires_in")]
    public int ExpiresIn { get; init; }

    [JsonPropertyName("error")]
    public string? Error { get; init; }

    [JsonPropertyName("error_description")]
    public string? Description { get; init; }

    public SignIn ToSignIn(DateTimeOffset now) => new(AccessToken!, now.AddSeconds(ExpiresIn), RefreshToken);
}

/// <summary>A code for a person and one for us (RFC 8628, 3.2).</summary>
internal sealed record DeviceAnswer
{
    [JsonPropertyName("device_code")]
    public string DeviceCode { get; init; } = "";

    [JsonPropertyName("user_code")]
    public string UserCode { get; init; } = "";

    [JsonPropertyName("verification_uri")]
    public string Address { get; init; } = "";

    [JsonPropertyName("verification_uri_complete")]
    public string? FullAddress { get; init; }

    /// <summary>Seconds until the codes are too old.</summary>
    [JsonPropertyName("expires_in")]
    public int ExpiresIn { get; init; }

    /// <summary>Seconds between two questions.</summary>
    [JsonPropertyName("interval")]
    public int Interval { get; init; } = 5;
}

/// <summary>The provider, as a public client of it sees it.</summary>
internal sealed class Provider(HttpClient http)
{
    private const string Client = "inv";
    private const string Scope = "openid profile api offline_access";

    public async Task<DeviceAnswer> BeginAsync(CancellationToken ct)
    {
        using var answer = await PostAsync("connect/device", [("client_id", Client), ("scope", Scope)], ct);
        if (!answer.IsSuccessStatusCode)
            throw new Failure(T($"The gateway does not begin a sign-in ({(int)answer.StatusCode})."));
        return (await answer.Content.ReadFromJsonAsync<DeviceAnswer>(ct))!;
    }

    public Task<TokenAnswer> AskAsync(DeviceAnswer device, CancellationToken ct) =>
        TokenAsync(
            [
                ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
                ("client_id", Client),
                ("device_code", device.DeviceCode),
            ],
            ct
        );

    public Task<TokenAnswer> RenewAsync(string refreshToken, CancellationToken ct) =>
        TokenAsync([("grant_type", "refresh_token"), ("client_id", Client), ("refresh_token", refreshToken)], ct);

    /// <param name="secret">A program's, as <c>inv token create</c> showed it.</param>
    /// <param name="ct">Gives up.</param>
    public Task<TokenAnswer> OfProgramAsync(string secret, CancellationToken ct)
    {
        var dot = secret.IndexOf('.', StringComparison.Ordinal);
        if (dot <= 0)
            throw new Failure(
                T("SMARTINVENTORY_TOKEN is no token: 'inv token create' makes one."),
                ExitCode.NotSignedIn
            );
        return TokenAsync(
            [
                ("grant_type", "client_credentials"),
                ("client_id", secret[..dot]),
                ("client_secret", secret[(dot + 1)..]),
                ("scope", "api"),
            ],
            ct
        );
    }

    public async Task RevokeAsync(string refreshToken, CancellationToken ct)
    {
        using var answer = await PostAsync(
            "connect/revoke",
            [("client_id", Client), ("token", refreshToken), ("token_type_hint", "refresh_token")],
            ct
        );
    }

    private async Task<TokenAnswer> TokenAsync((string, string)[] form, CancellationToken ct)
    {
        using var answer = await PostAsync("connect/token", form, ct);
        if ((int)answer.StatusCode >= 500)
            answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<TokenAnswer>(ct))!;
    }

    private Task<HttpResponseMessage> PostAsync(
        string path,
        (string Name, string Value)[] form,
        CancellationToken ct
    ) =>
        http.PostAsync(
            new Uri(path, UriKind.Relative),
            new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Name, f.Value))),
            ct
        );
}
