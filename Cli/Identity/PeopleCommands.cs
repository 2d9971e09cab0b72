using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts.Identity;

namespace SmartInventory.Cli.Identity;

/// <summary><c>inv user</c> and <c>inv token</c>: what an admin keeps.</summary>
internal static class PeopleCommands
{
    private static View<UserResponse> People =>
        new View<UserResponse>()
            .With("name", T("Name"), u => u.Name)
            .With("displayName", T("Shown as"), u => u.DisplayName)
            .With("role", T("Role"), u => u.Role)
            .With("disabled", T("Disabled"), u => u.Disabled)
            .With("lockedUntil", T("Locked until"), u => u.LockedUntil)
            .With("twoFactor", T("Second factor"), u => u.TwoFactor)
            .With("passkeys", T("Passkeys"), u => u.Passkeys)
            .Also("createdAt", T("Created at"), u => u.CreatedAt)
            .Also("id", T("Id"), u => u.Id);

    private static View<NewPassword> Passwords =>
        new View<NewPassword>()
            .With("name", T("Name"), p => p.User.Name)
            .With("role", T("Role"), p => p.User.Role)
            .With("password", T("Password"), p => p.Password);

    private static View<TokenResponse> Tokens =>
        new View<TokenResponse>()
            .With("id", T("Id"), t => t.Id)
            .With("name", T("Name"), t => t.Name)
            .With("role", T("Role"), t => t.Role)
            .With("rate", T("Requests/s"), t => t.Rate)
            .With("createdBy", T("Made by"), t => t.CreatedBy)
            .With("createdAt", T("Made at"), t => t.CreatedAt);

    private static View<NewToken> Secrets =>
        new View<NewToken>()
            .With("id", T("Id"), t => t.Token.Id)
            .With("name", T("Name"), t => t.Token.Name)
            .With("role", T("Role"), t => t.Token.Role)
            .With("secret", T("Secret"), t => t.Secret);

    public static Command Users(Inv inv) =>
        inv.Noun(
            "user",
            T("People who may sign in."),
            inv.Verb(
                "list",
                T("Lists all people, by name."),
                ["inv user list"],
                [],
                async (run, ct) => run.Show(People, await run.Gateway.Identity.ListUsers(ct))
            ),
            Create(inv),
            Update(inv),
            Reset(inv)
        );

    public static Command ProgramTokens(Inv inv) =>
        inv.Noun(
            "token",
            T("Tokens for programs, which have them as SMARTINVENTORY_TOKEN."),
            CreateToken(inv),
            inv.Verb(
                "list",
                T("Lists tokens, newest first; their secrets are nowhere."),
                ["inv token list"],
                [],
                async (run, ct) => run.Show(Tokens, await run.Gateway.Identity.ListTokens(ct))
            ),
            Revoke(inv)
        );

    private static Command Create(Inv inv)
    {
        var name = Name();
        var role = Role(required: true);
        var shown = Inputs.Text("--display-name", T("What others read. Default: the name."));
        return inv.Verb(
            "create",
            T("Creates a person; the password is shown this once, and has to be changed at the first sign-in."),
            ["inv user create ada --role planner --display-name \"Ada L.\""],
            [name, role, shown],
            async (run, ct) =>
                run.Show(
                    Passwords,
                    await run.Gateway.Identity.CreateUser(
                        new CreateUser
                        {
                            Name = run.Get(name),
                            Role = run.Get(role),
                            DisplayName = run.Get(shown),
                        },
                        ct
                    )
                )
        );
    }

    private static Command Update(Inv inv)
    {
        var name = Name();
        var role = Role(required: false);
        var shown = Inputs.Text("--display-name", T("What others read."));
        var disabled = new Option<bool?>("--disabled")
        {
            Description = T("May not sign in any more."),
            HelpName = "true|false",
        };
        var unlock = new Option<bool>("--unlock")
        {
            Description = T("Ends the wait after too many wrong passwords; the password stays."),
        };
        return inv.Verb(
            "update",
            T("Changes a person's role or name, or whether they may sign in. The last admin stays one."),
            ["inv user update ada --role admin", "inv user update bob --disabled true", "inv user update eve --unlock"],
            [name, role, shown, disabled, unlock],
            async (run, ct) =>
                run.Show(
                    People,
                    await run.Gateway.Identity.UpdateUser(
                        run.Get(name),
                        new UpdateUser
                        {
                            Role = run.Get(role),
                            DisplayName = run.Get(shown),
                            Disabled = run.Get(disabled),
                            Unlock = run.Get(unlock) ? true : null,
                        },
                        ct
                    )
                )
        );
    }

    private static Command Reset(Inv inv)
    {
        var name = Name();
        return inv.Verb(
            "reset-password",
            T("Makes a new password, shown this once; ends lockout, sessions, second factor and passkeys."),
            ["inv user reset-password ada"],
            [name],
            async (run, ct) => run.Show(Passwords, await run.Gateway.Identity.ResetPassword(run.Get(name), ct))
        );
    }

    private static Command CreateToken(Inv inv)
    {
        var name = Inputs.Required("--name", T("What it is for."));
        var role = Role(required: true);
        var rate = new Option<int?>("--rate")
        {
            Description = T("Requests a second that it may make. Default: as many as anybody."),
            HelpName = "number",
        };
        return inv.Verb(
            "create",
            T("Creates a token for a program; its secret is shown this once."),
            ["inv token create --name ci --role clerk", "inv token create --name tills --role clerk --rate 5000"],
            [name, role, rate],
            async (run, ct) =>
                run.Show(
                    Secrets,
                    await run.Gateway.Identity.CreateToken(
                        new CreateToken
                        {
                            Name = run.Get(name),
                            Role = run.Get(role),
                            Rate = run.Get(rate),
                        },
                        ct
                    )
                )
        );
    }

    private static Command Revoke(Inv inv)
    {
        var id = new Argument<string>("id") { Description = T("The token's id, as 'inv token list' shows it.") };
        return inv.Verb(
            "revoke",
            T("Takes a token back: it gets no more access."),
            ["inv token revoke token-1a2b3c4d5e6f7a8b"],
            [id],
            async (run, ct) =>
            {
                await run.Gateway.Identity.RevokeToken(run.Get(id), ct);
                run.Say(T("Revoked."));
                return ExitCode.Ok;
            }
        );
    }

    private static Argument<string> Name() => new("name") { Description = T("The name that is typed to sign in.") };

    private static Option<Role?> Role(bool required)
    {
        var role = Inputs.Word<Role>("--role", T("What may be done."));
        role.Required = required;
        return role;
    }
}
