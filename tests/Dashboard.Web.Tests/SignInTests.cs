using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using SmartInventory.Contracts.Identity;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

public sealed class SignInTests : IAsyncLifetime
{
    private readonly MovedClock _clock = new();
    private StubGateway _gateway = null!;
    private DashboardHost _dashboard = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _gateway = await Canned.StartAsync(Canned.Shop());
        _dashboard = new DashboardHost(_gateway.Address, replace: _clock.Use);
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_stranger_signs_in_at_the_gateway_and_is_back_on_the_page_that_was_wanted()
    {
        var sent = await _dashboard.Stranger(follow: false).GetAsync("/products?search=red%20bag", Ct);

        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        Assert.StartsWith(
            $"{_gateway.Address}/connect/authorize?",
            sent.Headers.Location!.ToString(),
            StringComparison.Ordinal
        );
        foreach (var part in new[] { "response_type=code", "code_challenge_method=S256", "client_id=dashboard" })
            Assert.Contains(part, sent.Headers.Location!.Query, StringComparison.Ordinal);
        Assert.Empty(_gateway.Requests);

        var back = await _dashboard.Stranger().GetAsync("/products?search=red%20bag", Ct);

        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
        Assert.Equal("/products?search=red%20bag", back.RequestMessage!.RequestUri!.PathAndQuery);
    }

    [Theory]
    [InlineData("http://localhost", false)]
    [InlineData("https://localhost", true)]
    public async Task The_cookie_is_for_this_site_alone_and_no_script_reads_it(string address, bool secure)
    {
        var browser = _dashboard.Stranger(follow: false);
        browser.BaseAddress = new Uri(address);
        var next = new Uri("/nothing", UriKind.Relative);
        List<string> cookies = [];
        for (var turn = 0; turn < 3; turn++)
        {
            var answer = await browser.GetAsync(next, Ct);
            cookies.AddRange(answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : []);
            next = answer.Headers.Location!;
        }

        Assert.Equal("/nothing", next.OriginalString);
        var session = Assert.Single(cookies, c => c.StartsWith("smartinventory-dashboard=", StringComparison.Ordinal));
        Assert.Contains("; httponly", session, StringComparison.Ordinal);
        Assert.Contains("; samesite=lax", session, StringComparison.Ordinal);
        Assert.InRange(session.Length, 100, 4_000);
        Assert.All(cookies, cookie => Assert.Equal(secure, cookie.Contains("; secure", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("GET", "/live", "text/event-stream")]
    [InlineData("GET", "/session", "*/*")]
    [InlineData("GET", "/?tile=stock", "text/html")]
    [InlineData("GET", "/imports?handler=Rejects", "*/*")]
    [InlineData("POST", "/imports/upload", "*/*")]
    [InlineData("POST", "/orders/PO-7?handler=Approve", "application/json")]
    [InlineData("GET", "/no-such-thing", "image/png")]
    public async Task What_is_no_page_is_refused_and_sent_nowhere(string method, string path, string accept)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Accept.ParseAdd(accept);
        var browser = _dashboard.Stranger(follow: false);
        browser.DefaultRequestHeaders.Accept.Clear();

        var answer = await browser.SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Null(answer.Headers.Location);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Empty(_gateway.Requests);
    }

    [Fact]
    public async Task Strangers_get_health_the_look_and_what_is_about_signing_in_and_nothing_else()
    {
        foreach (var path in new[] { "/alive", "/css/site.css", "/favicon.svg", "/sign-out", "/error/404" })
            Assert.True((await _dashboard.Stranger(follow: false).GetAsync(path, Ct)).IsSuccessStatusCode, path);
        // Whatever it says, it says it to everybody.
        using var health = await _dashboard.Stranger(follow: false).GetAsync("/health", Ct);
        Assert.Contains("\"checks\"", await health.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);

        var open = _dashboard
            .Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(endpoint => endpoint.RoutePattern.RawText!)
            .Where(route => !route.Contains('.'))
            .Distinct();
        Assert.Equal(
            ["/alive", "/health", "/responsive", "error/{code:int}", "sign-in-failed", "sign-out"],
            open.Order()
        );
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("///evil.example/")]
    [InlineData("//evil.example/%2f..")]
    [InlineData("/?returnUrl=https://evil.example/&ReturnUrl=//evil.example")]
    public async Task Nobody_is_sent_to_another_site(string path)
    {
        var browser = _dashboard.Stranger(follow: false);
        var sent = await browser.GetAsync(new Uri($"http://localhost{path}"), Ct);
        var back = await browser.GetAsync(sent.Headers.Location, Ct);

        var landed = await browser.GetAsync(back.Headers.Location, Ct);

        var there = new Uri(new Uri("http://localhost"), landed.Headers.Location!);
        Assert.Equal(("localhost", 80), (there.Host, there.Port));
    }

    [Fact]
    public async Task Who_signs_out_is_out_here_and_at_the_gateway_and_an_old_cookie_is_nothing_any_more()
    {
        var browser = _dashboard.Browser();
        var html = await browser.GetStringAsync("/sign-out", Ct);
        Assert.Contains("Signed in as admin", Html.Text(html), StringComparison.Ordinal);
        var old = await CookieAsync();

        using var out_ = await Html.SubmitAsync(browser, "/sign-out", "");

        Assert.Contains("You are signed out", await out_.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal("dashboard", Assert.Single(_gateway.SignIn.Ended));
        Assert.Single(_gateway.SignIn.Revoked);
        // A link in a letter cannot do it.
        using var forged = await _dashboard.Browser().PostAsync("/sign-out", new FormUrlEncodedContent([]), Ct);
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, await SessionAsync(_dashboard, old.Cookie));
        await old.SignOut();
        Assert.Equal(HttpStatusCode.Unauthorized, await SessionAsync(_dashboard, old.Cookie));
    }

    [Fact]
    public async Task A_gateway_that_is_away_at_sign_out_is_said()
    {
        var (cookie, _) = await CookieAsync();
        await using var other = new DashboardHost(_gateway.Address);
        await _gateway.DisposeAsync();
        var browser = other.Stranger();
        browser.DefaultRequestHeaders.Add("Cookie", cookie);

        using var answer = await Html.SubmitAsync(browser, "/sign-out", "");

        Assert.Equal("/sign-out?half=true", answer.RequestMessage!.RequestUri!.PathAndQuery);
        Assert.Equal(HttpStatusCode.Unauthorized, await SessionAsync(other, cookie));
    }

    [Theory]
    [InlineData("access_denied", "The sign-in was cancelled.")]
    [InlineData("server_error", "The gateway refused the sign-in.")]
    public async Task A_sign_in_that_came_to_nothing_is_a_page_in_words(string error, string words)
    {
        _gateway.SignIn.Error = error;

        var answer = await _dashboard.Stranger().GetAsync("/", Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var html = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Contains(words, Html.Text(html), StringComparison.Ordinal);
        Assert.Contains("<a class=\"button\" href=\"/\">Try again</a>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_is_wrong_is_named()
    {
        _gateway.SignIn.Off = TimeSpan.FromDays(-1);
        Assert.Contains(
            "The clocks of the gateway and of the dashboard differ.",
            Html.Text(await (await _dashboard.Stranger().GetAsync("/", Ct)).Content.ReadAsStringAsync(Ct)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_way_back_that_nobody_went_there_is_a_page_in_words()
    {
        foreach (var way in new[] { "?code=x&state=y", "?code=x", "" })
        {
            var answer = await _dashboard.Stranger().GetAsync($"/signin-oidc{way}", Ct);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains(
                "You are not signed in",
                await answer.Content.ReadAsStringAsync(Ct),
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task Without_a_gateway_nobody_signs_in_and_is_told_so()
    {
        await _gateway.DisposeAsync();

        var answer = await _dashboard.Stranger().GetAsync("/products", Ct);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains(
            "The gateway, where people sign in, does not answer.",
            Html.Text(await answer.Content.ReadAsStringAsync(Ct)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Each_asks_the_gateway_with_a_token_of_their_own()
    {
        foreach (var (name, role) in new[] { ("ada", Role.Planner), ("bob", Role.Viewer) })
        {
            _gateway.Requests.Clear();
            await _dashboard.Browser(role, name).GetStringAsync("/products/85123A", Ct);

            Assert.NotEmpty(_gateway.Requests);
            Assert.All(
                _gateway.Requests,
                seen =>
                {
                    var token = AuthenticationHeaderValue.Parse(seen.Headers.Authorization.ToString());
                    Assert.Equal(
                        ("Bearer", name, role.ToString().ToLowerInvariant()),
                        (token.Scheme, Claim(token, "name"), Claim(token, "role"))
                    );
                }
            );
        }

        static string Claim(AuthenticationHeaderValue token, string name) =>
            new JsonWebToken(token.Parameter).GetClaim(name).Value;
    }

    [Fact]
    public async Task Tokens_are_renewed_once_however_many_ask_and_the_cookie_gets_the_newest()
    {
        var browser = _dashboard.Browser();
        await browser.GetStringAsync("/", Ct);
        _clock.Move(TimeSpan.FromMinutes(59.8));

        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => browser.GetStringAsync("/?tile=stock", Ct)));

        Assert.Equal(1, _gateway.SignIn.Renewals);
        Assert.Empty(_gateway.SignIn.Reused);

        // A program that starts anew has only what the cookie has: the newest, or the family would end.
        await using var other = new DashboardHost(_gateway.Address, replace: _clock.Use);
        _clock.Move(TimeSpan.FromHours(1));
        var (cookie, _) = await CookieAsync();
        _clock.Move(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.NoContent, await SessionAsync(other, cookie));
        Assert.Empty(_gateway.SignIn.Reused);
    }

    [Fact]
    public async Task Tokens_that_are_always_old_are_renewed_one_after_the_other()
    {
        _gateway.SignIn.Life = TimeSpan.FromSeconds(5);
        var browser = _dashboard.Browser();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => browser.GetStringAsync("/products", Ct)));

        Assert.InRange(_gateway.SignIn.Renewals, 2, 60);
        Assert.Empty(_gateway.SignIn.Reused);
    }

    [Fact]
    public async Task A_new_role_counts_from_the_next_renewal_on()
    {
        var browser = _dashboard.Browser();
        Assert.Contains("admin, admin", Html.Text(await browser.GetStringAsync("/", Ct)), StringComparison.Ordinal);
        _gateway.SignIn.RoleFromNowOn = Role.Viewer;
        _clock.Move(TimeSpan.FromHours(1));

        Assert.Contains("admin, viewer", Html.Text(await browser.GetStringAsync("/", Ct)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_sign_in_any_more_is_out_with_the_next_renewal()
    {
        var browser = _dashboard.Browser();
        await browser.GetStringAsync("/", Ct);
        _gateway.SignIn.Refuses = true;
        _gateway.SignIn.Error = "access_denied";
        _clock.Move(TimeSpan.FromHours(1));

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/?tile=stock", Ct)).StatusCode);
        var page = await browser.GetAsync("/", Ct);
        Assert.Equal("/sign-in-failed", page.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task Live_news_end_with_the_token_that_they_began_with()
    {
        _gateway.SignIn.Life = TimeSpan.FromSeconds(32);
        var browser = _dashboard.Browser();
        await browser.GetAsync("/session", Ct);
        using var answer = await browser.GetAsync("/live", HttpCompletionOption.ResponseHeadersRead, Ct);
        var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Ct));
        Assert.Equal("event: hello", await reader.ReadLineAsync(Ct));
        _clock.Move(TimeSpan.FromMinutes(1));
        await _dashboard
            .Services.GetRequiredService<MassTransit.IBus>()
            .Publish(
                new Contracts.Messages.StockChanged([new Contracts.Messages.StockState("B", "L", 1, 0, 0, true)]),
                Ct
            );

        Assert.Contains("event: again", await reader.ReadToEndAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replica_with_the_same_secret_takes_the_cookie_and_one_with_another_does_not()
    {
        var (cookie, _) = await CookieAsync();
        await using var replica = new DashboardHost(_gateway.Address);
        await using var stranger = new DashboardHost(
            _gateway.Address,
            settings: new() { ["Identity:ClientSecret"] = "another-secret-of-a-dashboard" }
        );

        Assert.Equal(HttpStatusCode.NoContent, await SessionAsync(replica, cookie));
        Assert.Equal(HttpStatusCode.Unauthorized, await SessionAsync(stranger, cookie));
    }

    private static async Task<HttpStatusCode> SessionAsync(DashboardHost dashboard, string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/session");
        request.Headers.Add("Cookie", cookie);
        using var answer = await dashboard.CreateDefaultClient().SendAsync(request, Ct);
        return answer.StatusCode;
    }

    /// <summary>The cookie of somebody who signed in, and how they sign out.</summary>
    private async Task<(string Cookie, Func<Task> SignOut)> CookieAsync()
    {
        var browser = _dashboard.Stranger(follow: false);
        var sent = await browser.GetAsync("/nothing", Ct);
        var back = await browser.GetAsync(sent.Headers.Location, Ct);
        var landed = await browser.GetAsync(back.Headers.Location, Ct);
        return (
            landed
                .Headers.GetValues("Set-Cookie")
                .Single(c => c.StartsWith("smartinventory-dashboard=", StringComparison.Ordinal))
                .Split(';')[0],
            async () => (await Html.SubmitAsync(browser, "/sign-out", "")).Dispose()
        );
    }
}
