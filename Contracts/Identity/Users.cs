using System.ComponentModel.DataAnnotations;

namespace SmartInventory.Contracts.Identity;

/// <summary>A person who may sign in.</summary>
/// <param name="Id">Stays for ever; it is what histories name.</param>
/// <param name="Name">What is typed to sign in, lower case.</param>
/// <param name="DisplayName">What others read.</param>
/// <param name="Role">What the person may do.</param>
/// <param name="Disabled">May not sign in any more.</param>
/// <param name="LockedUntil">Too many wrong passwords: not before this moment.</param>
/// <param name="TwoFactor">A second factor is asked for.</param>
/// <param name="Passkeys">How many passkeys the person can sign in with.</param>
/// <param name="CreatedAt">Since when.</param>
public sealed record UserResponse(
    Guid Id,
    string Name,
    string DisplayName,
    Role Role,
    bool Disabled,
    DateTimeOffset? LockedUntil,
    bool TwoFactor,
    int Passkeys,
    DateTimeOffset CreatedAt
);

/// <summary>A new person. Required: name, role.</summary>
public sealed record CreateUser
{
    /// <summary>3 to 40 of a-z, 0-9, dot, dash and underscore.</summary>
    [Required]
    public string? Name { get; init; }

    /// <summary>Default: the name.</summary>
    public string? DisplayName { get; init; }

    [Required]
    public Role? Role { get; init; }
}

/// <summary>What changes; what is left out stays.</summary>
public sealed record UpdateUser
{
    public string? DisplayName { get; init; }
    public Role? Role { get; init; }
    public bool? Disabled { get; init; }

    /// <summary>True: the wait after too many wrong passwords is over. The password stays.</summary>
    public bool? Unlock { get; init; }
}

/// <summary>A password that the system made, shown this once; it has to be changed at the next sign-in.</summary>
public sealed record NewPassword(UserResponse User, string Password);

/// <summary>A token for a program.</summary>
/// <param name="Id">What it is revoked by.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Role">What it may do.</param>
/// <param name="CreatedBy">The name of who made it.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="Rate">Requests a second that it may make; null: as many as anybody.</param>
public sealed record TokenResponse(
    string Id,
    string Name,
    Role Role,
    string CreatedBy,
    DateTimeOffset CreatedAt,
    int? Rate
);

/// <summary>A new token. Required: name, role (at most one's own).</summary>
public sealed record CreateToken
{
    /// <summary>The highest rate.</summary>
    public const int MaxRate = 100_000;

    /// <summary>1 to 100 characters.</summary>
    [Required]
    public string? Name { get; init; }

    [Required]
    public Role? Role { get; init; }

    /// <summary>Requests a second, 1 to <see cref="MaxRate"/>. Default: the installation's, 1,000.</summary>
    public int? Rate { get; init; }
}

/// <summary>A token with its secret, shown this once.</summary>
/// <param name="Token">What it is.</param>
/// <param name="Secret">What a program has as <c>SMARTINVENTORY_TOKEN</c>.</param>
public sealed record NewToken(TokenResponse Token, string Secret);

/// <summary>Who is asking.</summary>
/// <param name="Id">The person's id, or that of a token or service.</param>
/// <param name="Name">What histories show.</param>
/// <param name="Role">What may be done.</param>
/// <param name="Language">
/// The language that the person chose, <c>en</c> or <c>es</c>; null: that of the browser or the terminal.
/// </param>
public sealed record Me(string Id, string Name, Role Role, string? Language = null);

/// <summary>A choice of language.</summary>
/// <param name="Language"><c>en</c> or <c>es</c>; null: that of the browser or the terminal.</param>
public sealed record ChooseLanguage(string? Language);

/// <summary>The filters of a page that a person gave a name.</summary>
/// <param name="Page">The path of the page, as <c>/products</c>.</param>
/// <param name="Name">One of this page, for this person.</param>
/// <param name="Query">What stands behind the path, with its question mark.</param>
public sealed record SavedView(string Page, string Name, string Query);

/// <summary>Keeps a view, in the place of the one with this page and name; without a query that is forgotten.</summary>
public sealed record SaveView
{
    /// <summary>Required: a path, at most 200 characters.</summary>
    public string? Page { get; init; }

    /// <summary>Required: at most 60 characters.</summary>
    public string? Name { get; init; }

    /// <summary>Begins with a question mark; at most 2,000 characters.</summary>
    public string? Query { get; init; }
}
