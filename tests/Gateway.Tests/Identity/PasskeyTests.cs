using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using SmartInventory.Contracts.Identity;
using SmartInventory.Gateway.Identity;
using SmartInventory.Testing;

namespace SmartInventory.Gateway.Tests.Identity;

/// <summary>Passkeys in a real Chromium, with an authenticator that it makes up.</summary>
public sealed partial class PasskeyTests(IdentityApp app) : IAsyncLifetime
{
    private const string Unknown = "This passkey is not known here, or may not be used now.";

    private readonly List<string> _console = [];
    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(30_000);
        _browser = await _playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = await Chromium.EnsureAsync(Ct), Args = Chromium.Arguments }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    [Fact]
    public async Task A_passkey_signs_in_until_it_is_removed_and_under_the_rules_of_a_password()
    {
        await app.PersonAsync("pia", Role.Clerk);
        var page = await OpenAsync();
        await page.GotoAsync("account/sign-in");
        await page.GetByLabel("Name").FillAsync("pia");
        await page.GetByLabel("Password").FillAsync(IdentityApp.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.GetByLabel("Name of a new one").FillAsync("<b>Laptop</b>");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Assertions
            .Expect(page.Locator(".rows li span"))
            .ToContainTextAsync(new Regex(@"<b>Laptop</b> since \d{1,2} \w{3,4} 20\d\d"));
        // The same device again.
        await page.GetByLabel("Name of a new one").FillAsync("Twice");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Assertions
            .Expect(page.GetByRole(AriaRole.Alert))
            .ToHaveTextAsync("This device has a passkey of yours already.");

        await SignOutAsync(page);
        await ByPasskeyAsync(page, "/account/device");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("^[^?]*/account/device$"));

        // Offered in the field of the name: here it is taken at once.
        await SignOutAsync(page);
        await page.EvaluateAsync("sessionStorage.offered = true");
        await page.GotoAsync("account/sign-in");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Signed in as pia, clerk.");
        await page.EvaluateAsync("sessionStorage.clear()");

        await SignOutAsync(page);
        await ChangeAsync("pia", user => user.MustChangePassword = true);
        await ByPasskeyAsync(page);
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("^[^?]*/account/password"));
        await ChangeAsync("pia", user => user.MustChangePassword = false);

        await SignOutAsync(page);
        await ChangeAsync("pia", user => user.LockoutEnd = DateTimeOffset.UtcNow.AddMinutes(5));
        await ByPasskeyAsync(page);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(Unknown);
        await ChangeAsync("pia", user => user.LockoutEnd = null);

        foreach (var disabled in new[] { true, false })
        {
            await SignOutAsync(page);
            await app.Send(HttpMethod.Patch, "/api/v1/users/pia", new { disabled })
                .Read<UserResponse>(HttpStatusCode.OK);
            await ByPasskeyAsync(page);
            await Assertions
                .Expect(page.Locator("main"))
                .ToContainTextAsync(disabled ? Unknown : "Signed in as pia, clerk.");
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the passkey" }).ClickAsync();
        await Assertions.Expect(page.Locator(".rows")).ToHaveCountAsync(0);
        await SignOutAsync(page);
        await ByPasskeyAsync(page);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(Unknown);
        // A page that refuses is a 400, and that is all there is to say.
        Assert.All(_console, said => Assert.True(said.Contains("status of 400", StringComparison.Ordinal), said));
    }

    [Fact]
    public async Task An_admin_who_resets_a_password_takes_the_passkeys_too()
    {
        await app.PersonAsync("paul", Role.Viewer);
        var users = app.Host.Services.CreateScope().ServiceProvider.GetRequiredService<UserManager<User>>();
        var user = await users.FindByNameAsync("paul");
        await users.AddOrUpdatePasskeyAsync(
            user!,
            new UserPasskeyInfo([1, 2], [3], DateTimeOffset.UnixEpoch, 0, null, true, false, false, [4], [5])
        );

        var listed = await app.Get("/api/v1/users", await app.Access(app.AdminToken))
            .Read<List<UserResponse>>(HttpStatusCode.OK);
        Assert.Equal(1, listed.Single(u => u.Name == "paul").Passkeys);

        await app.Send(HttpMethod.Post, "/api/v1/users/paul/password", null).Read<NewPassword>(HttpStatusCode.OK);

        Assert.Empty(await users.GetPasskeysAsync(user!));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("no JSON", true)]
    [InlineData("{}", true)]
    [InlineData("""{"id":"AAAA","type":"public-key","response":{}}""", true)]
    [InlineData("""{"id":"AAAA"}""", false)]
    public async Task What_is_no_passkey_signs_nobody_in(string credential, bool asked)
    {
        var browser = app.Browser();
        const string Page = "/account/sign-in";
        if (asked)
            await Options(browser);
        var answer = await Html.SubmitAsync(browser, Page, "?handler=Passkey", ("Credential", credential));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(Unknown, await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/account/sign-in")]
    [InlineData("/account/signed-out")]
    [InlineData("/account")]
    [InlineData("/account/password")]
    [InlineData("/account/two-factor/setup")]
    [InlineData("/account/device")]
    public async Task Pages_tell_browsers_what_they_may_do_with_them(string path)
    {
        var answer = await (await app.SignedIn("viewer")).GetAsync(path, Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                + "form-action 'self' http://dashboard.test; base-uri 'none'; frame-ancestors 'none'",
            Header("Content-Security-Policy")
        );
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("DENY", Header("X-Frame-Options"));
        Assert.Equal("same-origin", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.Contains("camera=()", Header("Permissions-Policy"), StringComparison.Ordinal);
        Assert.Contains("no-store", Header("Cache-Control"), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Server"));
        Assert.DoesNotMatch(InlineScript(), await answer.Content.ReadAsStringAsync(Ct));

        string Header(string name) => Assert.Single(answer.Headers.GetValues(name));
    }

    private static async Task Options(HttpClient browser)
    {
        var html = await browser.GetStringAsync("/account/sign-in", Ct);
        var token = Token().Match(html).Groups[1].Value;
        var answer = await browser.PostAsync(
            "/account/sign-in?handler=PasskeyOptions",
            new FormUrlEncodedContent([new("__RequestVerificationToken", token)]),
            Ct
        );
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
    }

    private async Task ChangeAsync(string name, Action<User> change)
    {
        await using var scope = app.Host.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        var user = (await users.FindByNameAsync(name))!;
        change(user);
        Assert.True((await users.UpdateAsync(user)).Succeeded);
    }

    private async Task<IPage> OpenAsync()
    {
        // WebAuthn takes no addresses of digits.
        var origin = $"http://localhost:{app.Http.BaseAddress!.Port}/";
        var context = await _browser.NewContextAsync(new() { BaseURL = origin });
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _console.Add($"{message.Text} {message.Location}");
        };
        // Who made up the authenticator has chosen, too: it would sign in before anybody presses anything.
        await page.AddInitScriptAsync(
            "if (!sessionStorage.offered) PublicKeyCredential.isConditionalMediationAvailable = async () => false"
        );
        var devtools = await context.NewCDPSessionAsync(page);
        await devtools.SendAsync("WebAuthn.enable");
        await devtools.SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new Dictionary<string, object>
            {
                ["options"] = new Dictionary<string, object>
                {
                    ["protocol"] = "ctap2",
                    ["transport"] = "internal",
                    ["hasResidentKey"] = true,
                    ["hasUserVerification"] = true,
                    ["isUserVerified"] = true,
                },
            }
        );
        return page;
    }

    private static async Task SignOutAsync(IPage page)
    {
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("account/signed-out");
    }

    private static async Task ByPasskeyAsync(IPage page, string? returnUrl = null)
    {
        await page.GotoAsync("account/sign-in" + (returnUrl is null ? "" : $"?returnUrl={returnUrl}"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
    }

    [GeneratedRegex("<script(?![^>]* src=)|<style|style=|\\son[a-z]+=")]
    private static partial Regex InlineScript();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
