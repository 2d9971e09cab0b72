using System.Text.Json;
using SmartInventory.Contracts.Identity;
using SmartInventory.Testing;

namespace SmartInventory.Cli.Tests;

public sealed class LoginTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("inv-login").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string SignIns => Path.Combine(_folder, "sign-ins.json");

    private Task<Ran> Run(StubGateway gateway, string? token, params string[] args) =>
        InvRunner.RunAsync(
            args,
            name =>
                name switch
                {
                    "INV_GATEWAY" => gateway.Address,
                    "INV_CONFIG" => _folder,
                    "SMARTINVENTORY_TOKEN" => token,
                    _ => null,
                },
            CancellationToken.None
        );

    private static Dictionary<string, object> Tokens(string name, int seconds = 300) =>
        new()
        {
            ["access_token"] = $"access-{name}",
            ["refresh_token"] = $"refresh-{name}",
            ["expires_in"] = seconds,
        };

    private static async Task<StubGateway> Gateway(int seconds = 300)
    {
        var asked = 0;
        return (await StubGateway.StartAsync())
            .On(
                "POST /connect/device",
                _ =>
                    Answer.Ok(
                        new Dictionary<string, object>
                        {
                            ["device_code"] = "d-1",
                            ["user_code"] = "1234-5678",
                            ["verification_uri"] = "http://gateway.test/account/device",
                            ["verification_uri_complete"] = "http://gateway.test/account/device?user_code=1234-5678",
                            ["expires_in"] = 600,
                            ["interval"] = 0,
                        }
                    )
            )
            .On(
                "POST /connect/token",
                seen =>
                    seen.Text.Contains("device_code", StringComparison.Ordinal) && asked++ == 0
                        ? new Answer(400, new Dictionary<string, object> { ["error"] = "authorization_pending" })
                    : seen.Text.Contains("refresh-1", StringComparison.Ordinal) ? Answer.Ok(Tokens("2"))
                    : seen.Text.Contains("refresh-", StringComparison.Ordinal)
                        ? new Answer(400, new Dictionary<string, object> { ["error"] = "invalid_grant" })
                    : Answer.Ok(Tokens("1", seconds))
            )
            .On(
                "GET /api/v1/me",
                seen =>
                    seen.Headers.Authorization.ToString() is { Length: > 0 }
                        ? Answer.Ok(new Me("7", "ada", Role.Planner))
                        : Answer.Problem(401, "Unauthorized")
            )
            .On("POST /connect/revoke", _ => Answer.Ok(new Dictionary<string, object>()));
    }

    [Fact]
    public async Task A_person_confirms_a_code_and_the_sign_in_is_kept_for_them_alone()
    {
        await using var gateway = await Gateway();
        var login = await Run(gateway, null, "login");
        Assert.Equal(
            (
                0,
                "Open http://gateway.test/account/device?user_code=1234-5678 and confirm the code 1234-5678.\n"
                    + "Signed in as ada, planner.\n"
            ),
            (login.Code, login.Error.ReplaceLineEndings("\n"))
        );
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(SignIns));

        var who = await Run(gateway, null, "whoami", "-o", "csv");
        Assert.Equal((0, "name,role,id\r\nada,planner,7\r\n"), (who.Code, who.Out));
        Assert.Equal("Bearer access-1", gateway.Requests.Last().Headers.Authorization);

        var logout = await Run(gateway, null, "logout");
        Assert.Equal((0, "Signed out.\n"), (logout.Code, logout.Error.ReplaceLineEndings("\n")));
        Assert.Contains(
            gateway.Requests,
            r => r.Path == "/connect/revoke" && r.Text.Contains("refresh-1", StringComparison.Ordinal)
        );
        var nobody = await Run(gateway, null, "whoami");
        Assert.Equal(4, nobody.Code);
        Assert.Contains("'inv login' signs you in", nobody.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sign_in_is_renewed_without_a_word_once_whoever_asks_and_ends_when_it_cannot_be()
    {
        // It is over as soon as it is there, so each command renews.
        await using var gateway = await Gateway(seconds: 0);
        var provider = new Dictionary<string, object>
        {
            [new Uri(gateway.Address).AbsoluteUri] = new
            {
                accessToken = "access-1",
                expiresAt = DateTimeOffset.UnixEpoch,
                refreshToken = "refresh-1",
            },
        };
        await File.WriteAllTextAsync(
            SignIns,
            JsonSerializer.Serialize(provider),
            TestContext.Current.CancellationToken
        );

        var ran = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Run(gateway, null, "whoami")));
        Assert.All(ran, r => Assert.Equal((0, ""), (r.Code, r.Error)));
        Assert.Single(gateway.Requests, r => r.Path == "/connect/token");
        Assert.Equal("Bearer access-2", gateway.Requests.Last().Headers.Authorization);

        var text = await File.ReadAllTextAsync(SignIns, TestContext.Current.CancellationToken);
        var kept = JsonElement.Parse(text).EnumerateObject().Single().Value;
        Assert.Equal("refresh-2", kept.GetProperty("refreshToken").GetString());
        await File.WriteAllTextAsync(
            SignIns,
            text.Replace(
                kept.GetProperty("expiresAt").GetString()!,
                "2020-01-01T00:00:00+00:00",
                StringComparison.Ordinal
            ),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(4, (await Run(gateway, null, "whoami")).Code);
        Assert.DoesNotContain(
            "refresh",
            await File.ReadAllTextAsync(SignIns, TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_token_that_is_refused_before_its_time_is_renewed()
    {
        await using var gateway = await Gateway();
        gateway.On(
            "GET /api/v1/me",
            seen =>
                seen.Headers.Authorization == "Bearer access-2"
                    ? Answer.Ok(new Me("7", "ada", Role.Clerk))
                    : Answer.Problem(401, "Unauthorized")
        );
        var provider = new Dictionary<string, object>
        {
            [new Uri(gateway.Address).AbsoluteUri] = new
            {
                accessToken = "access-1",
                expiresAt = DateTimeOffset.MaxValue,
                refreshToken = "refresh-1",
            },
        };
        var old = JsonSerializer.Serialize(provider);
        await File.WriteAllTextAsync(SignIns, old, TestContext.Current.CancellationToken);

        var renewed = await Run(gateway, null, "whoami", "-o", "csv");
        Assert.Equal((0, "name,role,id\r\nada,clerk,7\r\n"), (renewed.Code, renewed.Out));

        // What has a body is sent again with it.
        var made = new TokenResponse("token-1", "ci", Role.Clerk, "ada", DateTimeOffset.UnixEpoch, null);
        gateway.On(
            "POST /api/v1/tokens",
            seen =>
                seen.Headers.Authorization == "Bearer access-2" && seen.Read<CreateToken>().Name == "ci"
                    ? Answer.Ok(new NewToken(made, "token-1.s3cret"))
                    : Answer.Problem(401, "Unauthorized")
        );
        await File.WriteAllTextAsync(SignIns, old, TestContext.Current.CancellationToken);
        Assert.Equal(0, (await Run(gateway, null, "token", "create", "--name", "ci", "--role", "clerk")).Code);

        // And once only: what is refused again is an answer.
        gateway.On("GET /api/v1/me", _ => Answer.Problem(401, "Unauthorized"));
        Assert.Equal(4, (await Run(gateway, null, "whoami")).Code);
        Assert.Equal(3, gateway.Requests.Count(r => r.Path == "/connect/token"));
    }

    [Theory]
    [InlineData("token-1.secret", 0, "")]
    [InlineData("nonsense", 4, "is no token")]
    public async Task A_program_has_its_token_in_the_environment(string token, int code, string error)
    {
        await using var gateway = await Gateway();
        var ran = await Run(gateway, token, "whoami");
        Assert.Equal(code, ran.Code);
        Assert.Contains(error, ran.Error, StringComparison.Ordinal);
        if (code != 0)
            return;
        var asked = gateway.Requests.First();
        Assert.Equal("grant_type=client_credentials&client_id=token-1&client_secret=secret&scope=api", asked.Text);
        Assert.False(File.Exists(SignIns));
    }

    [Fact]
    public async Task People_and_tokens_are_kept_by_an_admin()
    {
        var user = new UserResponse(
            Guid.Empty,
            "ada",
            "Ada",
            Role.Clerk,
            false,
            null,
            false,
            0,
            DateTimeOffset.UnixEpoch
        );
        var token = new TokenResponse("token-1", "ci", Role.Clerk, "admin", DateTimeOffset.UnixEpoch, 50);
        await using var gateway = (await StubGateway.StartAsync())
            .On("POST /api/v1/users", new NewPassword(user, "abcd-efgh"))
            .On("PATCH /api/v1/users/ada", user)
            .On("POST /api/v1/tokens", new NewToken(token, "token-1.s3cret"))
            .On("DELETE /api/v1/tokens/token-1", _ => new Answer(204));

        var made = await Run(gateway, null, "user", "create", "ada", "--role", "clerk", "-o", "csv");
        Assert.Equal((0, "name,role,password\r\nada,clerk,abcd-efgh\r\n"), (made.Code, made.Out));
        Assert.Equal(new CreateUser { Name = "ada", Role = Role.Clerk }, gateway.Requests.Last().Read<CreateUser>());
        Assert.Equal(0, (await Run(gateway, null, "user", "update", "ada", "--disabled", "true")).Code);
        Assert.Equal(new UpdateUser { Disabled = true }, gateway.Requests.Last().Read<UpdateUser>());
        Assert.Equal(0, (await Run(gateway, null, "user", "update", "ada", "--unlock")).Code);
        Assert.Equal(new UpdateUser { Unlock = true }, gateway.Requests.Last().Read<UpdateUser>());
        var secret = await Run(gateway, null, "token", "create", "--name", "ci", "--role", "clerk", "-o", "csv");
        Assert.Equal("id,name,role,secret\r\ntoken-1,ci,clerk,token-1.s3cret\r\n", secret.Out);
        Assert.Equal(0, (await Run(gateway, null, "token", "revoke", "token-1")).Code);
    }
}
