using System.Net;
using System.Net.Http.Json;
using SmartInventory.Contracts.Identity;
using SmartInventory.Testing;

namespace SmartInventory.Gateway.Tests.Identity;

/// <summary>People and tokens as an admin keeps them, and what each role may ask for.</summary>
public sealed class PeopleTests(IdentityApp app)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_person_chooses_a_password_of_their_own_before_anything_else()
    {
        var made = await Send(HttpMethod.Post, "/api/v1/users", new { name = "ada", role = "clerk" })
            .Read<NewPassword>(HttpStatusCode.OK);
        Assert.Equal(
            ("ada", "ada", Role.Clerk, false),
            (made.User.Name, made.User.DisplayName, made.User.Role, made.User.Disabled)
        );

        var browser = await app.SignedIn("ada", made.Password);
        var asked = await Html.SubmitAsync(
            app.Browser(),
            "/account/sign-in",
            "",
            ("Name", "ada"),
            ("Password", made.Password)
        );
        Assert.StartsWith("/account/password", asked.Headers.Location!.OriginalString, StringComparison.Ordinal);
        foreach (
            var way in new[]
            {
                "/account/device?user_code=1",
                "/connect/authorize?response_type=code&client_id=dashboard&scope=openid%20api&nonce=n"
                    + "&redirect_uri=http%3A%2F%2Fdashboard.test%2Fsignin-oidc&code_challenge_method=S256"
                    + $"&code_challenge={new string('c', 43)}",
            }
        )
        {
            Assert.Equal(
                $"/account/password?returnUrl={Uri.EscapeDataString(way)}",
                (await browser.GetAsync(way, Ct)).Headers.Location?.OriginalString,
                ignoreCase: true
            );
        }

        foreach (
            var (wanted, again, reason) in new[]
            {
                ("another-password-1", "another-password-2", "differ"),
                ("short", "short", "at least 10"),
            }
        )
        {
            var refused = await Html.SubmitAsync(
                browser,
                "/account/password",
                "",
                ("Current", made.Password),
                ("Wanted", wanted),
                ("Again", again)
            );
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains(reason, await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }

        var changed = await Html.SubmitAsync(
            browser,
            "/account/password",
            "",
            ("Current", made.Password),
            ("Wanted", "a-longer-password"),
            ("Again", "a-longer-password")
        );
        Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/account", Ct)).StatusCode);
        await app.SignedIn("ada", "a-longer-password");
        Assert.Equal(
            "409 This name is taken.\nA person is called 'ada' already.",
            await Problem.Read(await Send(HttpMethod.Post, "/api/v1/users", new { name = "ada", role = "viewer" }))
        );
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_account_and_an_admin_opens_it()
    {
        var made = await Send(HttpMethod.Post, "/api/v1/users", new { name = "bob", role = "viewer" })
            .Read<NewPassword>(HttpStatusCode.OK);
        for (var i = 0; i < 5; i++)
            await Html.SubmitAsync(
                app.Browser(),
                "/account/sign-in",
                "",
                ("Name", "bob"),
                ("Password", "wrong-password")
            );
        var locked = await Html.SubmitAsync(
            app.Browser(),
            "/account/sign-in",
            "",
            ("Name", "bob"),
            ("Password", made.Password)
        );
        Assert.Equal(HttpStatusCode.BadRequest, locked.StatusCode);

        var reset = await Send(HttpMethod.Post, "/api/v1/users/bob/password", null)
            .Read<NewPassword>(HttpStatusCode.OK);
        Assert.Null(reset.User.LockedUntil);
        await app.SignedIn("bob", reset.Password);
    }

    [Fact]
    public async Task An_admin_ends_a_lockout_and_the_password_stays()
    {
        await app.PersonAsync("boris", Role.Viewer);
        for (var i = 0; i < 5; i++)
            await SignIn("wrong-password");
        Assert.Equal(HttpStatusCode.BadRequest, (await SignIn(IdentityApp.Password)).StatusCode);
        var listed = await app.Get("/api/v1/users", await Admin()).Read<List<UserResponse>>(HttpStatusCode.OK);
        Assert.True(listed.Single(u => u.Name == "boris").LockedUntil > DateTimeOffset.UtcNow);

        var open = await Send(HttpMethod.Patch, "/api/v1/users/boris", new { unlock = true })
            .Read<UserResponse>(HttpStatusCode.OK);

        Assert.Null(open.LockedUntil);
        Assert.Equal(HttpStatusCode.Redirect, (await SignIn(IdentityApp.Password)).StatusCode);

        Task<HttpResponseMessage> SignIn(string password) =>
            Html.SubmitAsync(app.Browser(), "/account/sign-in", "", ("Name", "boris"), ("Password", password));
    }

    [Fact]
    public async Task Who_signs_in_from_several_places_at_once_after_a_wrong_try_is_signed_in_at_all_of_them()
    {
        await app.PersonAsync("sia", Role.Viewer);
        for (var time = 0; time < 3; time++)
        {
            // The first right one forgets it, which is a change of the person.
            Assert.Equal(HttpStatusCode.BadRequest, (await SignIn("wrong-password")).StatusCode);
            var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => SignIn(IdentityApp.Password)));
            Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
        }

        Task<HttpResponseMessage> SignIn(string password) =>
            Html.SubmitAsync(app.Browser(), "/account/sign-in", "", ("Name", "sia"), ("Password", password));
    }

    [Fact]
    public async Task A_second_factor_is_asked_for_once_it_is_set_up_and_a_recovery_code_works_once()
    {
        var made = await Send(HttpMethod.Post, "/api/v1/users", new { name = "tina", role = "viewer" })
            .Read<NewPassword>(HttpStatusCode.OK);
        var browser = await app.SignedIn("tina", made.Password);
        const string Setup = "/account/two-factor/setup";
        var html = await browser.GetStringAsync(Setup, Ct);
        var key = System.Text.RegularExpressions.Regex.Match(html, "secret=([A-Z2-7]+)").Groups[1].Value;
        var wrong = await Html.SubmitAsync(browser, Setup, "", ("Digits", "000000"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        var on = await (
            await Html.SubmitAsync(browser, Setup, "", ("Digits", Totp.Now(key)))
        ).Content.ReadAsStringAsync(Ct);
        var recovery = System
            .Text.RegularExpressions.Regex.Matches(on, "<code>([^<]+)</code>")
            .Select(m => m.Groups[1].Value)
            .ToList();
        Assert.Equal(10, recovery.Count);

        for (var time = 0; time < 2; time++)
        {
            var next = app.Browser();
            var asked = await Html.SubmitAsync(
                next,
                "/account/sign-in",
                "",
                ("Name", "tina"),
                ("Password", made.Password)
            );
            Assert.StartsWith("/account/two-factor", asked.Headers.Location!.OriginalString, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.Redirect, (await next.GetAsync("/account", Ct)).StatusCode);
            var answer = await Html.SubmitAsync(next, "/account/two-factor", "", ("Digits", recovery[0]));
            Assert.Equal(time == 0 ? HttpStatusCode.Redirect : HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Who_is_disabled_signs_in_no_more_and_the_last_admin_cannot_be()
    {
        var made = await Send(HttpMethod.Post, "/api/v1/users", new { name = "eve", role = "planner" })
            .Read<NewPassword>(HttpStatusCode.OK);
        await Send(HttpMethod.Patch, "/api/v1/users/eve", new { disabled = true })
            .Read<UserResponse>(HttpStatusCode.OK);
        var refused = await Html.SubmitAsync(
            app.Browser(),
            "/account/sign-in",
            "",
            ("Name", "eve"),
            ("Password", made.Password)
        );
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        foreach (var change in new object[] { new { disabled = true }, new { role = "viewer" } })
        {
            Assert.Equal(
                "409 Nobody else could keep people.\nMake somebody else an admin first.",
                await Problem.Read(await Send(HttpMethod.Patch, "/api/v1/users/admin", change))
            );
        }
    }

    [Fact]
    public async Task A_token_of_a_program_is_shown_once_does_what_its_role_may_and_can_be_taken_back()
    {
        var made = await Send(HttpMethod.Post, "/api/v1/tokens", new { name = "ci", role = "clerk" })
            .Read<NewToken>(HttpStatusCode.OK);
        var listed = (await app.Get("/api/v1/tokens", await Admin())).Content;
        Assert.DoesNotContain(made.Secret, await listed.ReadAsStringAsync(Ct), StringComparison.Ordinal);

        var access = await app.Access(made.Secret);
        Assert.Equal(
            new Me(made.Token.Id, "ci", Role.Clerk),
            await app.Get("/api/v1/me", access).Read<Me>(HttpStatusCode.OK)
        );
        Assert.Equal(HttpStatusCode.Forbidden, (await app.Get("/api/v1/users", access)).StatusCode);

        Assert.Equal(
            HttpStatusCode.NoContent,
            (await Send(HttpMethod.Delete, $"/api/v1/tokens/{made.Token.Id}", null)).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await Send(HttpMethod.Delete, "/api/v1/tokens/service-sales", null)).StatusCode
        );
        var (status, _) = await app.Ask(made.Secret);
        Assert.Equal(HttpStatusCode.Unauthorized, status);
    }

    [Fact]
    public async Task A_person_chooses_a_language_and_the_next_token_says_it()
    {
        await app.PersonAsync("lucia", Role.Viewer);
        var (access, refresh, _) = await app.TokensOf("lucia");
        Assert.Null((await app.Get("/api/v1/me", access).Read<Me>(HttpStatusCode.OK)).Language);

        Assert.Equal("es", (await Choose("es", access).Read<Me>(HttpStatusCode.OK)).Language);
        var (_, renewed) = await IdentityApp.Token(
            app.Http,
            ("grant_type", "refresh_token"),
            ("client_id", "inv"),
            ("refresh_token", refresh)
        );
        var next = renewed.GetProperty("access_token").GetString()!;
        Assert.Equal("es", (await app.Get("/api/v1/me", next).Read<Me>(HttpStatusCode.OK)).Language);

        Assert.Null((await Choose(null, next).Read<Me>(HttpStatusCode.OK)).Language);
        Assert.Equal(
            "400 One or more fields are not valid.\nlanguage: must be one of en, es, or null",
            await Problem.Read(await Choose("de", next))
        );
        Assert.Equal(
            "409 Only people have a language.\ntests is a program.",
            await Problem.Read(await Choose("es", await Admin()))
        );
    }

    [Fact]
    public async Task A_person_saves_views_under_names_and_nobody_else_has_them()
    {
        await app.PersonAsync("nora", Role.Viewer);
        await app.PersonAsync("omar", Role.Viewer);
        var (nora, _, _) = await app.TokensOf("nora");
        var (omar, _, _) = await app.TokensOf("omar");

        await Save(
            new
            {
                page = "/products",
                name = "Tea",
                query = "?category=Tea",
            },
            nora
        );
        await Save(
            new
            {
                page = "/products",
                name = "Dear",
                query = "?sort=price",
            },
            nora
        );
        var saved = Save(
            new
            {
                page = "/products",
                name = "Tea",
                query = "?category=Hot%2FTea",
            },
            nora
        );
        Assert.Equal(
            [("/products", "Dear", "?sort=price"), ("/products", "Tea", "?category=Hot%2FTea")],
            (await saved.Read<List<SavedView>>(HttpStatusCode.OK)).Select(v => (v.Page, v.Name, v.Query))
        );
        Assert.Empty(await app.Get("/api/v1/me/views", omar).Read<List<SavedView>>(HttpStatusCode.OK));

        await Save(new { page = "/products", name = "Tea" }, nora);
        Assert.Equal(
            ["Dear"],
            (await app.Get("/api/v1/me/views", nora).Read<List<SavedView>>(HttpStatusCode.OK)).Select(v => v.Name)
        );
        Assert.Equal(
            "400 One or more fields are not valid.\nname: is required\npage: must be the path of a page, as /products\n"
                + "query: must begin with a question mark",
            await Problem.Read(await Save(new { page = "//elsewhere", query = "x" }, nora))
        );
        Assert.Equal(
            "409 Only people save views.\ntests is a program.",
            await Problem.Read(
                await Save(
                    new
                    {
                        page = "/products",
                        name = "x",
                        query = "?",
                    },
                    await Admin()
                )
            )
        );
    }

    private async Task<HttpResponseMessage> Save(object view, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/me/views");
        request.Headers.Authorization = new("Bearer", token);
        request.Content = JsonContent.Create(view);
        return await app.Http.SendAsync(request, Ct);
    }

    private async Task<HttpResponseMessage> Choose(string? language, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/me/language");
        request.Headers.Authorization = new("Bearer", token);
        request.Content = JsonContent.Create(new { language });
        return await app.Http.SendAsync(request, Ct);
    }

    [Theory]
    [InlineData("{}", "name: is required", "role: is required: one of viewer, clerk, planner, admin")]
    [InlineData("""{"name":"A b","role":"clerk"}""", "name: must be 3 to 40 characters of a-z, 0-9, '.', '-' and '_'")]
    [InlineData("""{"name":"none","role":"clerk"}""", "name: cannot be 'none': filters call nobody so")]
    public async Task A_person_who_cannot_be_is_refused_by_field(string body, params string[] errors) =>
        Assert.Equal(
            $"400 One or more fields are not valid.\n{string.Join('\n', errors)}",
            await Problem.Read(await Send(HttpMethod.Post, "/api/v1/users", System.Text.Json.JsonElement.Parse(body)))
        );

    [Theory]
    [InlineData("")]
    [InlineData("tampered")]
    [InlineData("none")]
    [InlineData("expired")]
    [InlineData("audience")]
    [InlineData("issuer")]
    [InlineData("early")]
    [InlineData("key")]
    public async Task A_token_that_is_not_ours_as_it_is_says_nothing(string kind)
    {
        var token = kind.Length == 0 ? null : Forged.Token(kind, await Admin(), app.Keys);
        var answer = await app.Get("/api/v1/me", token);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private Task<HttpResponseMessage> Send(HttpMethod method, string path, object? body) =>
        app.Send(method, path, body);

    private Task<string> Admin() => app.Access(app.AdminToken);
}
