using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartInventory.Contracts.Identity;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>People and program tokens, as an admin keeps them in the browser.</summary>
public sealed class PeopleTests : IAsyncLifetime
{
    private const string Hostile = "<script>alert(1)</script>";
    private const string Password = "abcd-efgh-jkmn-pqrs";
    private const string Secret = "token-1.5ec2e7";

    private static readonly TokenResponse Token = new(
        "token-1",
        "till <b>",
        Role.Clerk,
        "admin",
        DateTimeOffset.UnixEpoch,
        50
    );

    private readonly Heard _heard = new();
    private StubGateway _gateway = null!;
    private DashboardHost _dashboard = null!;
    private UserResponse _ada = Person("ada", Role.Planner) with { DisplayName = Hostile, Passkeys = 2 };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _gateway = await Canned.StartAsync(Canned.Shop());
        _gateway
            .On("GET /api/v1/users", _ => Answer.Ok(new[] { _ada, Person("admin", Role.Admin) }))
            .On("PATCH /api/v1/users/ada", _ => Answer.Ok(_ada))
            .On("POST /api/v1/users/ada/password", _ => Answer.Ok(new NewPassword(_ada, Password)))
            .On("POST /api/v1/users", _ => Answer.Ok(new NewPassword(_ada, Password)))
            .On("GET /api/v1/tokens", new[] { Token })
            .On("POST /api/v1/tokens", new NewToken(Token, Secret))
            .On("DELETE /api/v1/tokens/token-1", _ => new Answer(204));
        _dashboard = new DashboardHost(
            _gateway.Address,
            settings: new()
            {
                ["Logging:LogLevel:Default"] = "Trace",
                ["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace",
                ["Logging:LogLevel:System.Net.Http.HttpClient"] = "Trace",
            },
            replace: services => services.AddSingleton<ILoggerProvider>(_heard)
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _dashboard.DisposeAsync();
        await _gateway.DisposeAsync();
        _heard.Dispose();
    }

    [Fact]
    public async Task People_are_listed_with_what_they_may_and_whether_they_get_in()
    {
        _ada = _ada with { LockedUntil = new DateTimeOffset(2999, 1, 2, 3, 4, 0, TimeSpan.Zero), TwoFactor = true };
        var html = await _dashboard.Browser().GetStringAsync("/users", Ct);

        var text = Html.Text(html);
        Assert.Contains(
            $"ada {Hostile} planner locked until 2 Jan 2999, 03:04 UTC on 2 1 Jan 1970, 00:00 UTC",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("admin admin admin yes off 0 1 Jan 1970, 00:00 UTC", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Hostile, html, StringComparison.Ordinal);
        var one = await _dashboard.Browser().GetStringAsync("/users/ada", Ct);
        Assert.Contains("?handler=Unlock", one, StringComparison.Ordinal);
        Assert.DoesNotContain(Hostile, one, StringComparison.Ordinal);
        Assert.Contains("/activity?subject=person:ada", one, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await _dashboard.Browser().GetAsync("/users/nobody", Ct)).StatusCode);
        // A lockout that is over is none.
        _ada = _ada with
        {
            LockedUntil = DateTimeOffset.UnixEpoch,
        };
        Assert.DoesNotContain(
            "?handler=Unlock",
            await _dashboard.Browser().GetStringAsync("/users/ada", Ct),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("/users", "", Password, "Name", "ada")]
    [InlineData("/users/ada", "?handler=Reset", Password, null, null)]
    [InlineData("/tokens", "", Secret, "Name", "till")]
    public async Task A_secret_is_in_one_answer_and_nowhere_else(
        string page,
        string handler,
        string secret,
        string? field,
        string? typed
    )
    {
        var browser = _dashboard.Browser();
        using var made = await Html.SubmitAsync(
            browser,
            page,
            handler,
            field is null ? [] : [(field, typed!), ("Role", "clerk")]
        );

        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        Assert.True(made.Headers.CacheControl!.NoStore);
        Assert.Equal(page, made.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.DoesNotContain(secret, made.RequestMessage.RequestUri.Query, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, made.Headers.ToString(), StringComparison.Ordinal);
        var html = await made.Content.ReadAsStringAsync(Ct);
        Assert.Contains($"<code>{secret}</code>", html, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, await browser.GetStringAsync(page, Ct), StringComparison.Ordinal);
        Assert.Contains(_heard.Said, said => said.Contains("Request finished", StringComparison.Ordinal));
        Assert.DoesNotContain(_heard.Said, said => said.Contains(secret, StringComparison.Ordinal));
        // What was typed is done with.
        if (typed is not null)
            Assert.DoesNotContain($"value=\"{typed}\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_typed_of_a_new_person_and_a_new_token_is_sent_as_it_is()
    {
        var browser = _dashboard.Browser();
        await Html.SubmitAsync(browser, "/users", "", ("Name", "ada"), ("DisplayName", "Ada L."), ("Role", "planner"));
        Assert.Equal(
            new CreateUser
            {
                Name = "ada",
                DisplayName = "Ada L.",
                Role = Role.Planner,
            },
            Sent("POST").Read<CreateUser>()
        );
        _gateway.Requests.Clear();
        await Html.SubmitAsync(browser, "/tokens", "", ("Name", "till"), ("Role", "clerk"), ("Rate", "5000"));
        Assert.Equal(
            new CreateToken
            {
                Name = "till",
                Role = Role.Clerk,
                Rate = 5000,
            },
            Sent("POST").Read<CreateToken>()
        );
    }

    [Fact]
    public async Task What_is_wrong_with_a_field_is_said_beside_it_and_what_was_typed_stays()
    {
        _gateway.On(
            "POST /api/v1/users",
            _ =>
                Answer.Problem(
                    400,
                    "One or more fields are not valid.",
                    errors: new() { ["name"] = ["must be <3> characters"], ["displayName"] = ["is long"] }
                )
        );
        var browser = _dashboard.Browser();
        var html = await Read(
            Html.SubmitAsync(browser, "/users", "", ("Name", "A \"b"), ("DisplayName", "x"), ("Role", "planner"))
        );
        Assert.Contains(
            "<span class=\"field-error\" id=\"Name-error\">must be &lt;3&gt; characters</span>",
            html,
            StringComparison.Ordinal
        );
        Assert.Contains("id=\"DisplayName-error\">is long</span>", html, StringComparison.Ordinal);
        Assert.Contains("value=\"A &quot;b\"", html, StringComparison.Ordinal);
        Assert.Matches("<option value=\"planner\" selected", html);
        Assert.Equal(2, html.Split("aria-invalid=\"true\"").Length - 1);
        Assert.DoesNotContain("role=\"alert\"", html, StringComparison.Ordinal);

        // What is no number and no role is not even sent.
        _gateway.Requests.Clear();
        html = await Read(
            Html.SubmitAsync(browser, "/tokens", "", ("Name", "till"), ("Rate", "many"), ("Role", "king"))
        );
        Assert.Matches("id=\"Rate-error\">[^<]*many", html);
        Assert.Matches("id=\"Role-error\">[^<]*king", html);
        Assert.Contains("name=\"Rate\" value=\"many\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain(_gateway.Requests, r => r.Method == "POST");

        _gateway.On("POST /api/v1/users", _ => Answer.Problem(409, "This name is taken.", "Think of another."));
        html = await Read(Html.SubmitAsync(browser, "/users", "", ("Name", "ada"), ("Role", "clerk")));
        Assert.Contains("role=\"alert\">This name is taken. Think of another.</p>", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Change", "changed", Role.Clerk, null, null)]
    [InlineData("Disable", "disabled", null, true, null)]
    [InlineData("Enable", "enabled", null, false, null)]
    [InlineData("Unlock", "unlocked", null, null, true)]
    public async Task A_person_is_changed_one_thing_at_a_time(
        string handler,
        string done,
        Role? role,
        bool? disabled,
        bool? unlock
    )
    {
        _ada = _ada with
        {
            Disabled = disabled is false,
            LockedUntil = unlock is true ? DateTimeOffset.MaxValue : null,
        };
        using var answer = await Html.SubmitAsync(
            _dashboard.Browser(),
            "/users/ada",
            $"?handler={handler}",
            role is null ? [] : [("Role", "clerk")]
        );

        Assert.Equal($"/users/ada?done={done}", answer.RequestMessage!.RequestUri!.PathAndQuery);
        Assert.Contains("role=\"status\"", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(
            new UpdateUser
            {
                Role = role,
                Disabled = disabled,
                Unlock = unlock,
            },
            Sent("PATCH").Read<UpdateUser>()
        );
    }

    [Fact]
    public async Task Nobody_takes_from_themselves_what_nobody_could_give_back()
    {
        _gateway.On(
            "PATCH /api/v1/users/admin",
            _ => Answer.Problem(409, "Nobody else could keep people.", "Make somebody else an admin first.")
        );
        var browser = _dashboard.Browser();
        foreach (var (handler, typed) in new[] { ("Change", "viewer"), ("Disable", "") })
        {
            var html = await Read(Html.SubmitAsync(browser, "/users/admin", $"?handler={handler}", ("Role", typed)));
            Assert.Contains(
                "role=\"alert\">Nobody else could keep people. Make somebody else an admin first.</p>",
                html,
                StringComparison.Ordinal
            );
        }

        // The new password would be shown in a session that it ends.
        var own = await browser.GetStringAsync("/users/admin", Ct);
        Assert.DoesNotContain("?handler=Reset", own, StringComparison.Ordinal);
        Assert.Contains($"href=\"{_gateway.Address}/account\"", own, StringComparison.Ordinal);
        using var forced = await browser.PostAsync(
            "/users/admin?handler=Reset",
            new FormUrlEncodedContent([new("__RequestVerificationToken", Html.Token(own))]),
            Ct
        );
        Assert.Contains(
            "This is your own password",
            await forced.Content.ReadAsStringAsync(Ct),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(_gateway.Requests, r => r.Method == "POST");
    }

    [Fact]
    public async Task A_token_is_listed_without_its_secret_and_revoked()
    {
        var browser = _dashboard.Browser();
        var html = await browser.GetStringAsync("/tokens", Ct);
        Assert.Contains(
            "till <b> token-1 clerk 50 admin 1 Jan 1970, 00:00 UTC",
            Html.Text(html),
            StringComparison.Ordinal
        );
        using var revoked = await Html.SubmitAsync(browser, "/tokens", "?handler=Revoke");
        Assert.Equal("/tokens?done=revoked", revoked.RequestMessage!.RequestUri!.PathAndQuery);
        Assert.Equal("/api/v1/tokens/token-1", Sent("DELETE").Path);

        _gateway.On("DELETE /api/v1/tokens/token-1", _ => Answer.Problem(404, "Not found.", "No token has the id."));
        html = await Read(Html.SubmitAsync(browser, "/tokens", "?handler=Revoke"));
        Assert.Contains("role=\"alert\">Not found. No token has the id.</p>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_is_refused_before_its_time_is_renewed_and_what_was_asked_is_asked_again()
    {
        string? withdrawn = null;
        _gateway.On(
            "POST /api/v1/users",
            seen =>
            {
                withdrawn ??= seen.Headers.Authorization.ToString();
                return seen.Headers.Authorization == withdrawn
                    ? Answer.Problem(401, "Nobody is signed in.")
                    : Answer.Ok(new NewPassword(_ada, Password));
            }
        );
        _gateway.SignIn.RoleFromNowOn = Role.Clerk;

        var browser = _dashboard.Browser();
        var html = await Read(Html.SubmitAsync(browser, "/users", "", ("Name", "ada"), ("Role", "clerk")));

        Assert.Contains(Password, html, StringComparison.Ordinal);
        Assert.Equal(1, _gateway.SignIn.Renewals);
        Assert.Empty(_gateway.SignIn.Reused);
        // What came with it counts from the next page on.
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/users", Ct)).StatusCode);
    }

    private Seen Sent(string method) => _gateway.Requests.Single(r => r.Method == method);

    private static async Task<string> Read(Task<HttpResponseMessage> answer)
    {
        using var shown = await answer;
        return await shown.Content.ReadAsStringAsync(Ct);
    }

    internal static UserResponse Person(string name, Role role) =>
        new(Guid.NewGuid(), name, name, role, false, null, false, 0, DateTimeOffset.UnixEpoch);

    /// <summary>All that is logged.</summary>
    private sealed class Heard : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Said { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Said.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose() { }
    }
}
