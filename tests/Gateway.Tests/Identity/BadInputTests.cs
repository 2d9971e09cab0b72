using System.Net;
using System.Text;
using SmartInventory.Contracts.Identity;
using SmartInventory.Testing;

namespace SmartInventory.Gateway.Tests.Identity;

/// <summary>What nobody sends who means well.</summary>
public sealed class BadInputTests(IdentityApp app)
{
    private const string Script = "<script>alert(1)</script>";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("tampered")]
    [InlineData("none")]
    [InlineData("expired")]
    [InlineData("audience")]
    [InlineData("issuer")]
    [InlineData("early")]
    [InlineData("key")]
    [InlineData("refresh")]
    [InlineData("identity")]
    public async Task No_token_but_a_good_access_token_passes_to_a_service(string kind)
    {
        var (access, refresh, identity) = await app.TokensOf("viewer");
        var token = kind switch
        {
            "refresh" => refresh,
            "identity" => identity,
            _ => Forged.Token(kind, access, app.Keys),
        };
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Get("/api/v1/products", token)).StatusCode);
        // It is the token alone: with the good one, the service is missed.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await app.Get("/api/v1/products", access)).StatusCode);
    }

    [Theory]
    [InlineData("/account/sign-in")]
    [InlineData("/account/sign-in?handler=Passkey")]
    [InlineData("/account/sign-in?handler=PasskeyOptions")]
    [InlineData("/account/two-factor")]
    [InlineData("/account?handler=SignOut")]
    [InlineData("/account?handler=PasskeyOptions")]
    [InlineData("/account?handler=AddPasskey")]
    [InlineData("/account?handler=RemovePasskey")]
    [InlineData("/account/password")]
    [InlineData("/account/two-factor/setup")]
    [InlineData("/account/two-factor/setup?handler=Off")]
    [InlineData("/account/device")]
    public async Task A_form_that_this_site_did_not_give_is_refused(string form)
    {
        var browser = await app.SignedIn("viewer");
        var answer = await browser.PostAsync(
            form,
            new FormUrlEncodedContent([new("Name", "viewer"), new("Password", IdentityApp.Password)]),
            Ct
        );
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account", Ct)).StatusCode);
    }

    [Theory]
    [InlineData("/connect/end-session?post_logout_redirect_uri=http%3A%2F%2Fevil.test%2F")]
    [InlineData("/connect/end-session?client_id=dashboard&post_logout_redirect_uri=http%3A%2F%2Fevil.test%2F")]
    [InlineData("/connect/authorize?response_type=code&client_id=dashboard&redirect_uri=http%3A%2F%2Fevil.test%2F")]
    [InlineData(
        "/connect/authorize?response_type=code&client_id=dashboard&redirect_uri=http%3A%2F%2Fdashboard.test.evil%2F"
    )]
    public async Task The_provider_sends_nobody_to_where_it_does_not_know(string path)
    {
        var answer = await (await app.SignedIn("viewer")).GetAsync(path, Ct);
        Assert.DoesNotContain("evil", answer.Headers.Location?.ToString() ?? "", StringComparison.Ordinal);
        Assert.NotEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
    }

    [Fact]
    public async Task A_new_password_leads_nowhere_else()
    {
        await app.PersonAsync("walter", Role.Viewer);
        var answer = await Html.SubmitAsync(
            await app.SignedIn("walter"),
            "/account/password?returnUrl=%2F%2Fevil.test",
            "",
            ("Current", IdentityApp.Password),
            ("Wanted", "another-long-password"),
            ("Again", "another-long-password")
        );
        Assert.Equal("/account", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task What_people_type_is_text_on_every_page()
    {
        await app.PersonAsync("xena", Role.Viewer);
        await app.Send(HttpMethod.Patch, "/api/v1/users/xena", new { displayName = Script })
            .Read<UserResponse>(HttpStatusCode.OK);
        var browser = await app.SignedIn("xena");
        var typed = Uri.EscapeDataString("\">" + Script);
        foreach (
            var path in new[]
            {
                "/account",
                $"/account/sign-in?returnUrl={typed}&Name={typed}",
                $"/account/password?returnUrl={typed}",
                $"/account/two-factor?returnUrl={typed}",
                $"/account/device?user_code={typed}",
                $"/account/two-factor/setup?Digits={typed}",
                $"/connect/authorize?client_id={typed}&response_type={typed}&redirect_uri={typed}",
                $"/connect/end-session?state={typed}",
            }
        )
        {
            var html = await (await browser.GetAsync(path, Ct)).Content.ReadAsStringAsync(Ct);
            Assert.DoesNotContain(Script, html, StringComparison.OrdinalIgnoreCase);
            if (path == "/account")
                Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;</h1>", html, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/api/v1/users", "application/json")]
    [InlineData("/connect/token", "application/x-www-form-urlencoded")]
    [InlineData("/account/sign-in", "application/x-www-form-urlencoded")]
    public async Task A_body_that_is_too_large_is_refused_and_nothing_else_happens(string path, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(new string('x', (4 * 1024 * 1024) + 1), Encoding.ASCII, type),
        };
        // Who is refused at once is not to be sent the rest.
        request.Headers.ExpectContinue = true;
        if (path.StartsWith("/api", StringComparison.Ordinal))
            request.Headers.Authorization = new("Bearer", app.Host.Token());
        var answer = await app.Http.SendAsync(request, Ct);
        Assert.True(
            answer.StatusCode is HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.BadRequest,
            $"{answer.StatusCode}"
        );
    }

    [Fact]
    public async Task An_id_of_another_kind_names_nothing()
    {
        var person = await app.PersonAsync("yuri", Role.Viewer);
        var token = await app.Send(HttpMethod.Post, "/api/v1/tokens", new { name = "kind", role = "viewer" })
            .Read<NewToken>(HttpStatusCode.OK);
        foreach (
            var id in new[] { person.Id.ToString(), "yuri", "inv", "dashboard", "service-sales", "host", "token-" }
        )
            Assert.Equal(
                HttpStatusCode.NotFound,
                (await app.Send(HttpMethod.Delete, $"/api/v1/tokens/{id}", null)).StatusCode
            );
        foreach (var name in new[] { person.Id.ToString(), token.Token.Id, "dashboard", "a%2Fb" })
        {
            Assert.Equal(
                HttpStatusCode.NotFound,
                (await app.Send(HttpMethod.Patch, $"/api/v1/users/{name}", new { disabled = true })).StatusCode
            );
            Assert.Equal(
                HttpStatusCode.NotFound,
                (await app.Send(HttpMethod.Post, $"/api/v1/users/{name}/password", null)).StatusCode
            );
        }

        foreach (var client in new[] { person.Id.ToString(), "yuri", "inv", "dashboard" })
        {
            var (status, _) = await IdentityApp.Token(
                app.Http,
                ("grant_type", "client_credentials"),
                ("client_id", client),
                ("client_secret", client == "dashboard" ? IdentityApp.DashboardSecret : IdentityApp.Password),
                ("scope", "api")
            );
            Assert.True(status is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest, $"{client}: {status}");
        }
    }
}
