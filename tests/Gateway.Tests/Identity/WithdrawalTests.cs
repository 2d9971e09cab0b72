using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SmartInventory.Contracts.Identity;
using SmartInventory.Gateway.Identity;
using SmartInventory.ServiceDefaults.Background;
using SmartInventory.Testing;

namespace SmartInventory.Gateway.Tests.Identity;

/// <summary>What a living token is worth when its owner's rights have changed.</summary>
public sealed class WithdrawalTests(IdentityApp app)
{
    private const string Me = "/api/v1/me";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("disabled", HttpStatusCode.BadRequest)]
    [InlineData("role", HttpStatusCode.OK)]
    [InlineData("reset", HttpStatusCode.BadRequest)]
    [InlineData("password", HttpStatusCode.BadRequest)]
    public async Task A_living_token_of_a_person_is_refused_in_every_replica(string change, HttpStatusCode renewal)
    {
        var name = $"wanda-{change}";
        await app.PersonAsync(name, Role.Planner);
        using var replica = (await app.ReplicaAsync()).Client;
        var (access, refresh, _) = await app.TokensOf(name);
        var (others, _, _) = await app.TokensOf("viewer");
        Assert.Equal(HttpStatusCode.OK, (await app.Get(Me, access)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.Get(Me, access, replica)).StatusCode);

        await ChangeAsync(name, change);

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Get(Me, access)).StatusCode);
        await Eventually.Holds(
            async () => (await app.Get(Me, access, replica)).StatusCode == HttpStatusCode.Unauthorized,
            "the other replica refuses the token"
        );
        Assert.Equal(HttpStatusCode.OK, (await app.Get(Me, others)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.Get(Me, others, replica)).StatusCode);
        var (status, tokens) = await IdentityApp.Token(
            app.Http,
            ("grant_type", "refresh_token"),
            ("client_id", "inv"),
            ("refresh_token", refresh)
        );
        Assert.Equal(renewal, status);
        if (change == "role")
        {
            var next = tokens.GetProperty("access_token").GetString();
            Assert.Equal(Role.Viewer, (await app.Get(Me, next).Read<Me>(HttpStatusCode.OK)).Role);
        }
        else if (change == "password")
        {
            var (again, _, _) = await app.TokensOf(name, "another-long-password");
            Assert.Equal(HttpStatusCode.OK, (await app.Get(Me, again)).StatusCode);
        }
    }

    [Fact]
    public async Task A_living_token_of_a_program_is_refused_and_remembered_for_as_long_as_it_could_live()
    {
        var made = await app.Send(HttpMethod.Post, "/api/v1/tokens", new { name = "brief", role = "viewer" })
            .Read<NewToken>(HttpStatusCode.OK);
        using var replica = (await app.ReplicaAsync()).Client;
        var access = await app.Access(made.Secret);
        Assert.Equal(HttpStatusCode.OK, (await app.Get(Me, access, replica)).StatusCode);

        await app.Send(HttpMethod.Delete, $"/api/v1/tokens/{made.Token.Id}", null);

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Get(Me, access)).StatusCode);
        await Eventually.Holds(
            async () => (await app.Get(Me, access, replica)).StatusCode == HttpStatusCode.Unauthorized,
            "the other replica refuses the token"
        );

        await using var scope = app.Host.Services.CreateAsyncScope();
        await scope
            .ServiceProvider.GetRequiredService<IdentityDb>()
            .Withdrawals.Where(w => w.Subject == made.Token.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(w => w.At, DateTimeOffset.UtcNow.AddMinutes(-10)), Ct);
        await app.Host.Services.GetRequiredService<Withdrawals>().ReadAsync(Ct);
        Assert.Equal(HttpStatusCode.OK, (await app.Get(Me, access)).StatusCode);
    }

    [Fact]
    public async Task What_was_granted_is_deleted_once_no_refresh_token_of_it_could_live()
    {
        var old = await app.PersonAsync("olga", Role.Viewer);
        var young = await app.PersonAsync("yves", Role.Viewer);
        foreach (var person in new[] { old, young })
        {
            await app.TokensOf(person.Name);
            await app.Send(HttpMethod.Patch, $"/api/v1/users/{person.Name}", new { disabled = true })
                .Read<UserResponse>(HttpStatusCode.OK);
        }

        await using var scope = app.Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        var subject = old.Id.ToString();
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE identity.tokens SET creation_date = now() - interval '15 days' WHERE subject = {subject};
            UPDATE identity.withdrawals SET at = now() - interval '15 days' WHERE subject = {subject}
            """,
            Ct
        );
        await app.Host.Services.GetRequiredService<Pruning>().PruneAsync(Ct);
        var kept = app.Host.Services.GetServices<Retention<IdentityDb>>().Single(r => r.Table == "withdrawals");
        await kept.Delete(db, DateTimeOffset.UtcNow - kept.Keep, Ct);

        Assert.Equal((0, 0), await Rows(old));
        var (tokens, withdrawals) = await Rows(young);
        Assert.True(tokens >= 4 && withdrawals == 1, $"{tokens} {withdrawals}");

        async Task<(int Tokens, int Withdrawals)> Rows(UserResponse person)
        {
            var id = person.Id.ToString();
            return (
                await Count($"SELECT count(*)::int AS \"Value\" FROM identity.tokens WHERE subject = {id}"),
                await Count($"SELECT count(*)::int AS \"Value\" FROM identity.withdrawals WHERE subject = {id}")
            );
        }

        Task<int> Count(FormattableString sql) => db.Database.SqlQuery<int>(sql).SingleAsync(Ct);
    }

    private async Task ChangeAsync(string name, string change)
    {
        var path = $"/api/v1/users/{name}";
        switch (change)
        {
            case "disabled":
                await app.Send(HttpMethod.Patch, path, new { disabled = true }).Read<UserResponse>(HttpStatusCode.OK);
                break;
            case "role":
                await app.Send(HttpMethod.Patch, path, new { role = "viewer" }).Read<UserResponse>(HttpStatusCode.OK);
                break;
            case "reset":
                await app.Send(HttpMethod.Post, $"{path}/password", null).Read<NewPassword>(HttpStatusCode.OK);
                break;
            default:
                var changed = await Html.SubmitAsync(
                    await app.SignedIn(name),
                    "/account/password",
                    "",
                    ("Current", IdentityApp.Password),
                    ("Wanted", "another-long-password"),
                    ("Again", "another-long-password")
                );
                Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
                break;
        }
    }
}
