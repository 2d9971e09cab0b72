using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Messages;
using SmartInventory.ServiceDefaults.Messaging;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Gateway.Identity;

/// <summary>
/// What has to be there before anybody can sign in: the programs of ours, and on an empty system an admin, whose
/// password goes to the log this once.
/// </summary>
internal sealed partial class FirstRun(
    IServiceScopeFactory scopes,
    IOptions<IdentityOptions> options,
    TimeProvider time,
    ILogger<FirstRun> log
) : IHostedService
{
    public const string Admin = "admin";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.LockPeopleAsync(cancellationToken);
        await scope.ServiceProvider.GetRequiredService<Clients>().EnsureAsync(options.Value, cancellationToken);
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        if (!await db.Users.AnyAsync(cancellationToken))
        {
            var given = options.Value.AdminPassword ?? options.Value.DevelopmentPassword;
            var password = given ?? Passwords.New();
            await CreateAsync(users, Admin, Role.Admin, password, mustChange: given is null);
            LogAdmin(log, Admin, given is null ? password : "that was given");
        }

        if (options.Value.DevelopmentPassword is { Length: > 0 } shared)
        {
            foreach (var role in Enum.GetValues<Role>().Where(r => r != Role.Admin))
            {
                var name = Words.Of(role);
                if (await users.FindByNameAsync(name) is null)
                    await CreateAsync(users, name, role, shared, mustChange: false);
            }
        }

        // All of them at each start: who was there before others asked is known to them, too.
        var people = await db.Users.AsNoTracking().ToListAsync(cancellationToken);
        foreach (var part in people.Chunk(Contracts.Limits.MaxBatch))
            db.AddToOutbox(new PersonChanged([.. part.Select(person => person.ToState(time.GetUtcNow()))]), time);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task CreateAsync(UserManager<User> users, string name, Role role, string password, bool mustChange)
    {
        var created = await users.CreateAsync(User.New(name, name, role, mustChange, time.GetUtcNow()), password);
        if (!created.Succeeded)
            throw new InvalidOperationException($"The account '{name}' cannot be made: {created.Reasons()}");
    }

    [LoggerMessage(LogLevel.Warning, "First run: the account '{Name}' has the password {Password}")]
    private static partial void LogAdmin(ILogger logger, string name, string password);
}
