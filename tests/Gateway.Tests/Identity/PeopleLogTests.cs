using System.Net;
using System.Net.Http.Headers;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.Testing;

namespace SmartInventory.Gateway.Tests.Identity;

/// <summary>What the log of activities says of people and tokens, and to whom.</summary>
public sealed class PeopleLogTests(IdentityApp app)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_becomes_of_a_person_is_kept_for_admins_and_without_secrets()
    {
        await app.PersonAsync("lola", Role.Clerk);
        await Html.SubmitAsync(
            app.Browser(),
            "/account/sign-in",
            "",
            ("Name", "lola"),
            ("Password", "a-wrong-password")
        );
        await app.Send(HttpMethod.Patch, "/api/v1/users/lola", new { role = "planner", displayName = "Lola L." })
            .Read<UserResponse>(HttpStatusCode.OK);
        // Disabled twice is disabled once.
        for (var i = 0; i < 2; i++)
            await app.Send(HttpMethod.Patch, "/api/v1/users/lola", new { disabled = true })
                .Read<UserResponse>(HttpStatusCode.OK);
        var reset = await app.Send(HttpMethod.Post, "/api/v1/users/lola/password", null)
            .Read<NewPassword>(HttpStatusCode.OK);

        Assert.Equal(
            [
                "created by tests: displayName=lola, role=clerk, disabled=false, twoFactor=false",
                "signed-in by lola: by=password",
                "password-changed by lola: ",
                "sign-in-refused by : reason=wrong password",
                "changed by tests: displayName=Lola L., role=planner",
                "changed by tests: disabled=true",
                "password-reset by tests: ",
            ],
            (await Log("person:lola")).Select(Text).Reverse()
        );
        var all = await (await app.Send(HttpMethod.Get, "/api/v1/activity?limit=500", null)).Content.ReadAsStringAsync(
            Ct
        );
        foreach (var secret in new[] { IdentityApp.Password, "a-wrong-password", reset.Password })
            Assert.DoesNotContain(secret, all, StringComparison.Ordinal);
        Assert.Empty(await Log("person:lola", app.Host.Token(Role.Planner)));
    }

    [Fact]
    public async Task What_becomes_of_a_token_is_kept_and_of_an_account_that_is_locked()
    {
        var made = await app.Send(
                HttpMethod.Post,
                "/api/v1/tokens",
                new
                {
                    name = "log",
                    role = "viewer",
                    rate = 5,
                }
            )
            .Read<NewToken>(HttpStatusCode.OK);
        await app.Send(HttpMethod.Delete, $"/api/v1/tokens/{made.Token.Id}", null);
        Assert.Equal(
            ["created by tests: name=log, role=viewer, rate=5", "revoked by tests: name=log, role=viewer, rate=5"],
            (await Log($"token:{made.Token.Id}")).Select(Text).Reverse()
        );

        await app.PersonAsync("lars", Role.Viewer);
        for (var i = 0; i < 5; i++)
            await Html.SubmitAsync(app.Browser(), "/account/sign-in", "", ("Name", "lars"), ("Password", "wrong"));
        Assert.Equal("sign-in-refused by : reason=locked", Text((await Log("person:lars"))[0]));
    }

    private static string Text(ActivityResponse entry) =>
        $"{entry.Action} by {entry.ByName}: {string.Join(", ", entry.Changes.Select(c => $"{c.Field}={c.To}"))}";

    private async Task<IReadOnlyList<ActivityResponse>> Log(string subject, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/activity?subject={subject}");
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            token ?? await app.Access(app.AdminToken)
        );
        return (await app.Http.SendAsync(request, Ct).Read<ActivityPage>(HttpStatusCode.OK)).Items;
    }
}
