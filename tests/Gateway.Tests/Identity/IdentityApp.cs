using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Identity;
using SmartInventory.Gateway.Identity;
using SmartInventory.Testing;

[assembly: AssemblyFixture(typeof(SmartInventory.Gateway.Tests.Identity.IdentityApp))]

namespace SmartInventory.Gateway.Tests.Identity;

/// <summary>The gateway with a database of its own: people, tokens and sign-in, as in production.</summary>
public sealed class IdentityApp : IAsyncLifetime
{
    public const string Password = "correct-horse-battery";
    public const string DashboardSecret = "a-secret-of-the-dashboard-in-tests";
    private const string Dashboard = "http://dashboard.test/";

    private readonly List<GatewayHost> _hosts = [];
    private string _database = "";

    internal GatewayHost Host => _hosts[0];

    internal Keys Keys => Host.Services.GetRequiredService<Keys>();

    /// <summary>What a program has that may do everything.</summary>
    public string AdminToken { get; private set; } = "";

    public HttpClient Http => Host.Stranger;

    public async ValueTask InitializeAsync()
    {
        var infrastructure = await Infrastructure.StartAsync(TestContext.Current.CancellationToken);
        _database = await infrastructure.CreateDatabaseAsync("identity", TestContext.Current.CancellationToken);
        await ReplicaAsync();
        await using var scope = Host.Services.CreateAsyncScope();
        AdminToken = (
            await scope
                .ServiceProvider.GetRequiredService<Tokens>()
                .CreateAsync("tests", Role.Admin, null, "tests", TestContext.Current.CancellationToken)
        ).Secret;
    }

    /// <summary>Another gateway of the same system.</summary>
    internal async Task<GatewayHost> ReplicaAsync(params (string Key, string Value)[] settings)
    {
        (string Key, string Value)[] all =
        [
            (GatewayHost.Inventory, _database),
            (GatewayHost.Secret, new string('7', 24)),
            ("Identity:AdminPassword", Password),
            ("Identity:DevelopmentPassword", Password),
            ("Identity:Dashboard", Dashboard),
            ("Identity:DashboardSecret", DashboardSecret),
            ("Identity:Services:sales", "a-secret-of-sales-in-tests"),
            // All tests guess from one address.
            ("Gateway:Limits:TriesPerMinute", "100000"),
            ("Gateway:Limits:StrangersBurst", "100000"),
            ("Gateway:Limits:RefusedBurst", "100000"),
            .. settings,
        ];
        var host = await GatewayHost.StartAsync(all.GroupBy(s => s.Key).Select(given => given.Last()));
        _hosts.Add(host);
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
            await host.DisposeAsync();
    }

    /// <summary>A browser: keeps cookies and follows no redirect by itself.</summary>
    internal HttpClient Browser() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
        {
            BaseAddress = Host.Stranger.BaseAddress,
        };

    /// <summary>A browser in which this person is signed in.</summary>
    internal async Task<HttpClient> SignedIn(string name, string password = Password)
    {
        var browser = Browser();
        var answer = await Html.SubmitAsync(browser, "/account/sign-in", "", ("Name", name), ("Password", password));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return browser;
    }

    /// <summary>What the provider's token endpoint answers.</summary>
    internal static async Task<(HttpStatusCode Status, JsonElement Body)> Token(
        HttpClient http,
        params (string Name, string Value)[] form
    )
    {
        var answer = await http.PostAsync(
            "/connect/token",
            new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Name, f.Value))),
            TestContext.Current.CancellationToken
        );
        return (
            answer.StatusCode,
            JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
        );
    }

    /// <summary>Asks as an admin.</summary>
    internal async Task<HttpResponseMessage> Send(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = body is null ? null : JsonContent.Create(body, options: ContractsJson.Options),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await Access(AdminToken));
        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>A person who chose <see cref="Password"/>.</summary>
    internal async Task<UserResponse> PersonAsync(string name, Role role)
    {
        var made = await Send(HttpMethod.Post, "/api/v1/users", new { name, role })
            .Read<NewPassword>(HttpStatusCode.OK);
        var changed = await Html.SubmitAsync(
            await SignedIn(name, made.Password),
            "/account/password",
            "",
            ("Current", made.Password),
            ("Wanted", Password),
            ("Again", Password)
        );
        Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
        return made.User;
    }

    /// <summary>What the command line gets when this person signs in there.</summary>
    internal async Task<(string Access, string Refresh, string Identity)> TokensOf(
        string name,
        string password = Password
    )
    {
        var begun = await Http.PostAsync(
            "/connect/device",
            new FormUrlEncodedContent([new("client_id", "inv"), new("scope", "openid profile api offline_access")]),
            TestContext.Current.CancellationToken
        );
        var device = JsonElement.Parse(await begun.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var allowed = await Html.SubmitAsync(
            await SignedIn(name, password),
            $"/account/device?user_code={device.GetProperty("user_code").GetString()}",
            "",
            ("decision", "allow")
        );
        Assert.Equal("/account/device-done", allowed.Headers.Location?.OriginalString);
        var (status, tokens) = await Token(
            Http,
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("client_id", "inv"),
            ("device_code", device.GetProperty("device_code").GetString()!)
        );
        Assert.True(status == HttpStatusCode.OK, tokens.ToString());
        return (
            tokens.GetProperty("access_token").GetString()!,
            tokens.GetProperty("refresh_token").GetString()!,
            tokens.GetProperty("id_token").GetString()!
        );
    }

    /// <summary>What a program gets for its secret.</summary>
    internal async Task<string> Access(string secret)
    {
        var (status, access) = await Ask(secret);
        Assert.Equal(HttpStatusCode.OK, status);
        return access!;
    }

    internal async Task<(HttpStatusCode Status, string? Access)> Ask(string secret)
    {
        var (status, body) = await Token(
            Http,
            ("grant_type", "client_credentials"),
            ("client_id", secret.Split('.')[0]),
            ("client_secret", secret.Split('.')[1]),
            ("scope", "api")
        );
        return (status, status == HttpStatusCode.OK ? body.GetProperty("access_token").GetString() : null);
    }

    internal async Task<HttpResponseMessage> Get(string path, string? token, HttpClient? http = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await (http ?? Http).SendAsync(request, TestContext.Current.CancellationToken);
    }
}
