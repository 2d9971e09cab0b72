using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using Microsoft.IdentityModel.JsonWebTokens;
using SmartInventory.Testing;

namespace SmartInventory.Gateway.Tests.Identity;

public sealed class ProviderTests(IdentityApp app)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_person_signs_in_to_the_dashboard_by_code_with_PKCE_and_the_refresh_token_rotates()
    {
        var verifier = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var challenge = Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var authorize =
            "/connect/authorize?response_type=code&client_id=dashboard&scope=openid%20profile%20api%20offline_access"
            + "&redirect_uri=http%3A%2F%2Fdashboard.test%2Fsignin-oidc&state=s1&nonce=n1"
            + $"&code_challenge={challenge}&code_challenge_method=S256";
        var browser = app.Browser();

        var first = await browser.GetAsync(authorize, Ct);
        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        Assert.StartsWith(
            "/account/sign-in?returnUrl=",
            first.Headers.Location!.PathAndQuery,
            StringComparison.Ordinal
        );

        var signedIn = await Html.SubmitAsync(
            browser,
            first.Headers.Location.PathAndQuery,
            "",
            ("Name", "Planner"),
            ("Password", IdentityApp.Password)
        );
        Assert.Equal(authorize, signedIn.Headers.Location!.OriginalString);
        var back = await browser.GetAsync(authorize, Ct);
        Assert.StartsWith(
            "http://dashboard.test/signin-oidc?",
            back.Headers.Location!.ToString(),
            StringComparison.Ordinal
        );
        var code = HttpUtility.ParseQueryString(back.Headers.Location.Query)["code"]!;

        (string, string)[] exchange =
        [
            ("grant_type", "authorization_code"),
            ("client_id", "dashboard"),
            ("client_secret", IdentityApp.DashboardSecret),
            ("code", code),
            ("redirect_uri", "http://dashboard.test/signin-oidc"),
        ];
        var (wrong, _) = await IdentityApp.Token(app.Http, [.. exchange, ("code_verifier", verifier + "0")]);
        Assert.Equal(HttpStatusCode.BadRequest, wrong);
        var (status, tokens) = await IdentityApp.Token(app.Http, [.. exchange, ("code_verifier", verifier)]);
        Assert.True(status == HttpStatusCode.OK, tokens.ToString());

        var access = new JsonWebToken(tokens.GetProperty("access_token").GetString());
        Assert.Equal(
            ("http://smartinventory/", "smartinventory", "ES256", "at+jwt", "planner", "planner"),
            (
                access.Issuer,
                access.Audiences.Single(),
                access.Alg,
                access.Typ,
                access.GetClaim("name").Value,
                access.GetClaim("role").Value
            )
        );
        Assert.InRange(access.ValidTo - access.IssuedAt, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10));

        (string, string)[] Refresh(string token) =>
            [
                ("grant_type", "refresh_token"),
                ("client_id", "dashboard"),
                ("client_secret", IdentityApp.DashboardSecret),
                ("refresh_token", token),
            ];
        var old = tokens.GetProperty("refresh_token").GetString()!;
        var (renewed, next) = await IdentityApp.Token(app.Http, Refresh(old));
        Assert.Equal(HttpStatusCode.OK, renewed);
        var fresh = next.GetProperty("refresh_token").GetString()!;
        Assert.NotEqual(old, fresh);
        Assert.Equal(HttpStatusCode.BadRequest, (await IdentityApp.Token(app.Http, Refresh(old))).Status);
        // Whoever used the old one may be a thief: nobody goes on with what came after it.
        Assert.Equal(HttpStatusCode.BadRequest, (await IdentityApp.Token(app.Http, Refresh(fresh))).Status);
    }

    [Fact]
    public async Task The_command_line_signs_in_by_a_code_that_a_person_confirms()
    {
        var begun = await app.Http.PostAsync(
            "/connect/device",
            new FormUrlEncodedContent([new("client_id", "inv"), new("scope", "openid profile api offline_access")]),
            Ct
        );
        var device = System.Text.Json.JsonElement.Parse(await begun.Content.ReadAsStringAsync(Ct));
        Assert.True(begun.IsSuccessStatusCode, device.ToString());
        var userCode = device.GetProperty("user_code").GetString()!;
        (string, string)[] poll =
        [
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
            ("client_id", "inv"),
            ("device_code", device.GetProperty("device_code").GetString()!),
        ];
        var (waiting, why) = await IdentityApp.Token(app.Http, poll);
        Assert.Equal(
            (HttpStatusCode.BadRequest, "authorization_pending"),
            (waiting, why.GetProperty("error").GetString())
        );

        var browser = await app.SignedIn("clerk");
        var page = $"/account/device?user_code={userCode}";
        var html = await browser.GetStringAsync(page, Ct);
        Assert.Contains("The command line, inv", html, StringComparison.Ordinal);
        var allowed = await Html.SubmitAsync(browser, page, "", ("decision", "allow"));
        Assert.Equal("/account/device-done", allowed.Headers.Location?.OriginalString);

        var (status, tokens) = await IdentityApp.Token(app.Http, poll);
        Assert.True(status == HttpStatusCode.OK, tokens.ToString());
        Assert.Equal("clerk", new JsonWebToken(tokens.GetProperty("access_token").GetString()).GetClaim("role").Value);
    }

    [Fact]
    public async Task A_service_signs_in_by_its_secret_and_a_wrong_one_is_refused()
    {
        (string, string)[] Ask(string secret) =>
            [
                ("grant_type", "client_credentials"),
                ("client_id", "service-sales"),
                ("client_secret", secret),
                ("scope", "api"),
            ];
        var (status, tokens) = await IdentityApp.Token(app.Http, Ask("a-secret-of-sales-in-tests"));
        Assert.True(status == HttpStatusCode.OK, tokens.ToString());
        var access = new JsonWebToken(tokens.GetProperty("access_token").GetString());
        Assert.Equal(
            ("service-sales", "sales", "viewer"),
            (access.Subject, access.GetClaim("name").Value, access.GetClaim("role").Value)
        );
        Assert.Equal(HttpStatusCode.Unauthorized, (await IdentityApp.Token(app.Http, Ask("wrong"))).Status);
    }

    [Fact]
    public async Task Keys_are_the_same_in_every_replica_and_a_new_one_is_published_beside_the_old()
    {
        var first = await app.Http.GetStringAsync("/.well-known/jwks", Ct);
        using var replica = (await app.ReplicaAsync()).Client;
        Assert.Equal(first, await replica.GetStringAsync("/.well-known/jwks", Ct));
        var known = Kids(first).Single();
        using var rotated = (await app.ReplicaAsync(("Identity:SigningKey", "2"))).Client;
        var kids = Kids(await rotated.GetStringAsync("/.well-known/jwks", Ct));
        Assert.Equal(2, kids.Count);
        Assert.Contains(known, kids);
    }

    [Fact]
    public async Task A_cookie_is_good_in_every_replica_and_nowhere_with_another_secret()
    {
        var browser = await app.SignedIn("viewer");
        using var replica = (await app.ReplicaAsync()).Client;
        using var other = (await app.ReplicaAsync((GatewayHost.Secret, new string('8', 24)))).Client;

        // A browser's cookies know no ports.
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(Account(replica), Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync(Account(other), Ct)).StatusCode);

        static Uri Account(HttpClient gateway) => new(gateway.BaseAddress!, "/account");
    }

    [Fact]
    public async Task A_dashboard_on_this_machine_is_reached_by_each_name_of_it()
    {
        var infrastructure = await Infrastructure.StartAsync(Ct);
        await using var host = await GatewayHost.StartAsync(
            (GatewayHost.Inventory, await infrastructure.CreateDatabaseAsync("identity", Ct)),
            ("Identity:AdminPassword", IdentityApp.Password),
            ("Identity:Dashboard", "http://localhost:8081"),
            ("Identity:DashboardSecret", IdentityApp.DashboardSecret)
        );
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler) { BaseAddress = host.Stranger.BaseAddress };
        using var signedIn = await Html.SubmitAsync(
            browser,
            "/account/sign-in",
            "",
            ("Name", "admin"),
            ("Password", IdentityApp.Password)
        );
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        foreach (
            var (way, known) in new[]
            {
                ("http://localhost:8081/signin-oidc", true),
                ("http://127.0.0.1:8081/signin-oidc", true),
                ("http://127.0.0.1:8082/signin-oidc", false),
                ("http://127.0.0.2:8081/signin-oidc", false),
            }
        )
        {
            using var answer = await browser.GetAsync(
                "/connect/authorize?response_type=code&client_id=dashboard&scope=openid%20api&nonce=n"
                    + $"&redirect_uri={Uri.EscapeDataString(way)}&code_challenge_method=S256"
                    + $"&code_challenge={new string('c', 43)}",
                Ct
            );
            Assert.Equal(
                known,
                answer.Headers.Location?.ToString().StartsWith($"{way}?code=", StringComparison.Ordinal) ?? false
            );
        }

        using var page = await browser.GetAsync("/account", Ct);
        Assert.Contains(
            "form-action 'self' http://localhost:8081 http://127.0.0.1:8081;",
            page.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("viewer", "wrong-password-1")]
    [InlineData("nobody", IdentityApp.Password)]
    public async Task A_wrong_name_is_told_as_a_wrong_password(string name, string password)
    {
        var answer = await Html.SubmitAsync(
            app.Browser(),
            "/account/sign-in",
            "",
            ("Name", name),
            ("Password", password)
        );
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(
            "Name or password are wrong",
            await answer.Content.ReadAsStringAsync(Ct),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("//evil.test")]
    [InlineData("https://evil.test")]
    [InlineData("/\\evil.test")]
    [InlineData("/\t/evil.test")]
    [InlineData("javascript:alert(1)")]
    public async Task Signing_in_leads_nowhere_else(string returnUrl)
    {
        var answer = await Html.SubmitAsync(
            app.Browser(),
            $"/account/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}",
            "",
            ("Name", "viewer"),
            ("Password", IdentityApp.Password)
        );
        Assert.Equal("/account", answer.Headers.Location?.OriginalString);
    }

    private static List<string> Kids(string jwks) =>
        [
            .. System
                .Text.Json.JsonElement.Parse(jwks)
                .GetProperty("keys")
                .EnumerateArray()
                .Select(key => key.GetProperty("kid").GetString()!),
        ];

    private static string Base64Url(byte[] bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
