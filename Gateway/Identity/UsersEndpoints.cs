using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Localization;
using SmartInventory.Contracts.Messages;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Messaging;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Gateway.Identity;

/// <summary>People and tokens, as an admin keeps them.</summary>
internal static class UsersEndpoints
{
    public static void MapUsers(this WebApplication app)
    {
        app.MapGet("/api/v1/me", (ClaimsPrincipal user) => TypedResults.Ok(Who(user)))
            .WithTag("Identity", "People and the tokens of programs: who may sign in, and with which role.")
            .WithName("WhoAmI")
            .WithSummary("Says who is asking, and with which role")
            .RequireAuthorization(Access.View);
        app.MapPut("/api/v1/me/language", Choose)
            .WithTags("Identity")
            .WithName("ChooseLanguage")
            .WithSummary("Chooses the language that one reads in")
            .WithDescription(
                "Null: that of the browser or the terminal. What is signed in elsewhere follows in minutes."
            )
            .ProducesProblem(StatusCodes.Status409Conflict)
            .RequireAuthorization(Access.View);

        var users = app.MapGroup("/api/v1/users").WithTags("Identity").RequireAuthorization(Access.Administer);
        users.MapGet("/", List).WithName("ListUsers").WithSummary("Lists all people, by name");
        users
            .MapPost("/", Create)
            .WithName("CreateUser")
            .WithSummary("Creates a person, with a password that is shown this once")
            .WithExample(
                new CreateUser
                {
                    Name = "maria",
                    DisplayName = "María Gómez",
                    Role = Role.Clerk,
                }
            )
            .ProducesProblem(StatusCodes.Status409Conflict);
        users
            .MapPatch("/{name}", Update)
            .WithName("UpdateUser")
            .WithSummary("Changes a person's name, role, or whether they may sign in")
            .WithDescription("The last admin that may sign in stays one. `unlock` ends a lockout.")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        users
            .MapPost("/{name}/password", Reset)
            .WithName("ResetPassword")
            .WithSummary("Makes a new password, shown this once; ends lockout, sessions, second factor and passkeys")
            .ProducesProblem(StatusCodes.Status404NotFound);

        var tokens = app.MapGroup("/api/v1/tokens").WithTags("Identity").RequireAuthorization(Access.Administer);
        tokens
            .MapGet("/", async (Tokens all, CancellationToken ct) => TypedResults.Ok(await all.ListAsync(ct)))
            .WithName("ListTokens")
            .WithSummary("Lists the tokens of programs, newest first");
        tokens
            .MapPost("/", CreateToken)
            .WithName("CreateToken")
            .WithSummary("Creates a token for a program; its secret is shown this once")
            .WithExample(new CreateToken { Name = "till 4", Role = Role.Clerk });
        tokens
            .MapDelete("/{id}", RevokeToken)
            .WithName("RevokeToken")
            .WithSummary("Takes a token back")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Me Who(ClaimsPrincipal user) =>
        new(
            user.FindFirstValue("sub")!,
            user.FindFirstValue("name")!,
            Enum.Parse<Role>(user.FindFirstValue("role")!, ignoreCase: true),
            user.FindFirstValue("locale")
        );

    private static async Task<Results<Ok<Me>, ValidationProblem, ProblemHttpResult>> Choose(
        ChooseLanguage choice,
        ClaimsPrincipal who,
        UserManager<User> users,
        IdentityDb db,
        PeopleLog log,
        CancellationToken ct
    )
    {
        if (choice.Language is { } wanted && !Languages.All.Contains(wanted))
        {
            var errors = new FieldErrors();
            errors.Add("language", $"must be one of {string.Join(", ", Languages.All)}, or null");
            return errors.ToProblem();
        }

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockPeopleAsync(ct);
        var me = Who(who);
        if (!Guid.TryParse(me.Id, out _) || await users.FindByIdAsync(me.Id) is not { } user)
            return Refusals.Conflict("Only people have a language.", $"{me.Name} is a program.");
        var before = PeopleLog.Read(user);
        user.Language = choice.Language;
        log.Changed(user, before);
        (await users.UpdateAsync(user)).OrThrow();
        await transaction.CommitAsync(ct);
        return TypedResults.Ok(me with { Language = user.Language });
    }

    private static async Task<Ok<List<UserResponse>>> List(IdentityDb db, CancellationToken ct)
    {
        var people = await db.Users.AsNoTracking().OrderBy(u => u.UserName).ToListAsync(ct);
        var passkeys = await db
            .UserPasskeys.GroupBy(p => p.UserId)
            .Select(own => new { Person = own.Key, Count = own.Count() })
            .ToDictionaryAsync(own => own.Person, own => own.Count, ct);
        return TypedResults.Ok(people.ConvertAll(user => Show(user, passkeys.GetValueOrDefault(user.Id))));
    }

    private static async Task<Results<Ok<NewPassword>, ValidationProblem, ProblemHttpResult>> Create(
        CreateUser request,
        IdentityDb db,
        UserManager<User> users,
        PeopleLog log,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var name = errors.Text("name", request.Name, UserName.MaxLength, required: true);
        if (name is not null && !UserName.IsValid(name))
            errors.Add("name", UserName.Rule);
        else if (name == UserName.None)
            errors.Add("name", $"cannot be '{name}': filters call nobody so");
        var display = errors.Text("displayName", request.DisplayName, 100) ?? name;
        if (request.Role is null)
            errors.Add("role", $"is required: one of {Words.All<Role>()}");
        if (errors.Any)
            return errors.ToProblem();

        var user = User.New(name!, display!, request.Role!.Value, mustChange: true, time.GetUtcNow());
        var password = Passwords.New();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var created = await users.CreateAsync(user, password);
        if (created.Succeeded)
        {
            log.Created(user);
            db.AddToOutbox(new PersonChanged([user.ToState(time.GetUtcNow())]), time);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            return TypedResults.Ok(new NewPassword(Show(user, passkeys: 0), password));
        }

        return created.Errors.Any(e => e.Code == nameof(IdentityErrorDescriber.DuplicateUserName))
            ? Refusals.Conflict("This name is taken.", $"A person is called '{name}' already.")
            : throw new InvalidOperationException(created.Reasons());
    }

    private static async Task<Results<Ok<UserResponse>, ValidationProblem, ProblemHttpResult>> Update(
        string name,
        UpdateUser request,
        IdentityDb db,
        UserManager<User> users,
        Sessions sessions,
        Withdrawals withdrawals,
        PeopleLog log,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var display = errors.Text("displayName", request.DisplayName, 100);
        if (errors.Any)
            return errors.ToProblem();

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockPeopleAsync(ct);
        if (await users.FindByNameAsync(name) is not { } user)
            return Unknown(name);
        var (role, disabled, before) = (user.Role, user.Disabled, PeopleLog.Read(user));
        user.DisplayName = display ?? user.DisplayName;
        user.Role = request.Role ?? user.Role;
        user.Disabled = request.Disabled ?? user.Disabled;
        if (request.Unlock is true)
            user.LockoutEnd = null;
        if (
            user is { Role: not Role.Admin } or { Disabled: true }
            && !await db.Users.AnyAsync(u => u.Id != user.Id && u.Role == Role.Admin && !u.Disabled, ct)
        )
            return Refusals.Conflict("Nobody else could keep people.", "Make somebody else an admin first.");
        log.Changed(user, before);
        if (user.Disabled && !disabled)
            await sessions.EndAsync(user, ct);
        else if (user.Role != role)
            await sessions.RenewAsync(user, ct);
        db.AddToOutbox(new PersonChanged([user.ToState(time.GetUtcNow())]), time);
        // Those in browsers end, too, so that the next one has the new role, or none.
        (await users.UpdateSecurityStampAsync(user)).OrThrow();
        await transaction.CommitAsync(ct);
        await withdrawals.ReadAsync(ct);
        return TypedResults.Ok(Show(user, (await users.GetPasskeysAsync(user)).Count));
    }

    private static async Task<Results<Ok<NewPassword>, ProblemHttpResult>> Reset(
        string name,
        IdentityDb db,
        UserManager<User> users,
        Sessions sessions,
        Withdrawals withdrawals,
        PeopleLog log,
        CancellationToken ct
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LockPeopleAsync(ct);
        if (await users.FindByNameAsync(name) is not { } user)
            return Unknown(name);
        var password = Passwords.New();
        var before = PeopleLog.Read(user);
        user.MustChangePassword = true;
        user.LockoutEnd = null;
        user.TwoFactorEnabled = false;
        log.Reset(user, before);
        await sessions.EndAsync(user, ct);
        // Whoever had the account may have left passkeys in it.
        foreach (var passkey in await users.GetPasskeysAsync(user))
            (await users.RemovePasskeyAsync(user, passkey.CredentialId)).OrThrow();
        (await users.ResetPasswordAsync(user, await users.GeneratePasswordResetTokenAsync(user), password)).OrThrow();
        await transaction.CommitAsync(ct);
        await withdrawals.ReadAsync(ct);
        return TypedResults.Ok(new NewPassword(Show(user, passkeys: 0), password));
    }

    private static async Task<Results<Ok<NewToken>, ValidationProblem>> CreateToken(
        CreateToken request,
        ClaimsPrincipal user,
        Tokens tokens,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var name = errors.Text("name", request.Name, 100, required: true);
        if (request.Role is null)
            errors.Add("role", $"is required: one of {Words.All<Role>()}");
        if (request.Rate is { } rate)
            errors.Whole("rate", rate, 1, Contracts.Identity.CreateToken.MaxRate);
        return errors.Any
            ? errors.ToProblem()
            : TypedResults.Ok(await tokens.CreateAsync(name!, request.Role!.Value, request.Rate, Who(user).Name, ct));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeToken(
        string id,
        Tokens tokens,
        CancellationToken ct
    ) =>
        await tokens.RevokeAsync(id, ct) ? TypedResults.NoContent() : Refusals.NotFound($"No token has the id '{id}'.");

    private static ProblemHttpResult Unknown(string name) => Refusals.NotFound($"No person is called '{name}'.");

    private static UserResponse Show(User user, int passkeys) =>
        new(
            user.Id,
            user.UserName!,
            user.DisplayName,
            user.Role,
            user.Disabled,
            user.LockoutEnd,
            user.TwoFactorEnabled,
            passkeys,
            user.CreatedAt
        );
}
