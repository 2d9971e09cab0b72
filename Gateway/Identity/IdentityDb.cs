using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Localization;
using SmartInventory.Contracts.Messages;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Messaging;

namespace SmartInventory.Gateway.Identity;

/// <summary>A person who may sign in.</summary>
public sealed class User : IdentityUser<Guid>
{
    /// <summary>What others read.</summary>
    public required string DisplayName { get; set; }

    public required Role Role { get; set; }

    /// <summary>Of <see cref="Languages.All"/>; null: that of the browser.</summary>
    public string? Language { get; set; }

    /// <summary>May not sign in any more; stays in every history.</summary>
    public bool Disabled { get; set; }

    /// <summary>The password was made by the system: another one has to be chosen before anything else.</summary>
    public bool MustChangePassword { get; set; }

    /// <summary>Grows when access tokens of before are not to count any more.</summary>
    public int TokenVersion { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>What other services may know. The clock is the version.</summary>
    public PersonState ToState(DateTimeOffset now) => new(Id, UserName!, now.UtcTicks, DisplayName, Role, Disabled);

    /// <param name="name">What is typed to sign in.</param>
    /// <param name="displayName">What others read.</param>
    /// <param name="role">What the person may do.</param>
    /// <param name="mustChange">The password was made by the system.</param>
    /// <param name="now">Since when.</param>
    public static User New(string name, string displayName, Role role, bool mustChange, DateTimeOffset now) =>
        new()
        {
            Id = Guid.CreateVersion7(now),
            UserName = name,
            DisplayName = displayName,
            Role = role,
            MustChangePassword = mustChange,
            CreatedAt = now,
        };
}

/// <summary>
/// Schema <c>identity</c>: people with their passwords and passkeys, programs that may sign in, and what was granted.
/// </summary>
public sealed class IdentityDb(DbContextOptions<IdentityDb> options) : IdentityUserContext<User, Guid>(options)
{
    public const string Schema = "identity";

    /// <summary>
    /// Until the transaction ends nobody else changes who there is and who may what: replicas that start together do
    /// not both come first, and two admins cannot take each other's role away at once.
    /// </summary>
    public Task LockPeopleAsync(CancellationToken ct) =>
        Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtext('identity.users'))", ct);

    public DbSet<StoredView> Views => Set<StoredView>();

    public DbSet<Withdrawal> Withdrawals => Set<Withdrawal>();

    protected override Version SchemaVersion => IdentitySchemaVersions.Version3;

    protected override void OnModelCreating(ModelBuilder builder)
    {
        builder.HasDefaultSchema(Schema);
        base.OnModelCreating(builder);
        builder.MapMessagingTables(Schema);
        builder.UseOpenIddict<Guid>();
        builder.MapActivityTable(Schema);
        builder.Entity<User>(user =>
        {
            user.ToTable("users");
            user.Property(u => u.DisplayName).HasMaxLength(100);
            user.Property(u => u.Language).HasMaxLength(10);
            user.Property(u => u.Role).HasConversion<string>().HasMaxLength(20);
        });
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("user_claims");
        builder.Entity<IdentityUserLogin<Guid>>().ToTable("user_logins");
        builder.Entity<IdentityUserToken<Guid>>().ToTable("user_tokens");
        builder.Entity<IdentityUserPasskey<Guid>>().ToTable("user_passkeys");
        builder.Entity<StoredView>(view =>
        {
            view.ToTable("views");
            view.HasKey(v => new
            {
                v.UserId,
                v.Page,
                v.Name,
            });
            view.Property(v => v.Page).HasMaxLength(ViewsEndpoints.MaxPage);
            view.Property(v => v.Name).HasMaxLength(ViewsEndpoints.MaxName);
            view.Property(v => v.Query).HasMaxLength(ViewsEndpoints.MaxQuery);
            view.HasOne<User>().WithMany().HasForeignKey(v => v.UserId);
        });
        builder.Entity<Withdrawal>(withdrawal =>
        {
            withdrawal.ToTable("withdrawals");
            withdrawal.HasKey(w => w.Subject);
            withdrawal.Property(w => w.Subject).HasMaxLength(100);
            withdrawal.HasIndex(w => w.At);
        });
        builder.Entity<OpenIddictEntityFrameworkCoreApplication<Guid>>().ToTable("programs");
        builder.Entity<OpenIddictEntityFrameworkCoreAuthorization<Guid>>().ToTable("grants");
        builder.Entity<OpenIddictEntityFrameworkCoreScope<Guid>>().ToTable("scopes");
        builder.Entity<OpenIddictEntityFrameworkCoreToken<Guid>>().ToTable("tokens");
    }
}
