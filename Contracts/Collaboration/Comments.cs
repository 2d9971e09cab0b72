using System.ComponentModel.DataAnnotations;
using SmartInventory.Contracts.Identity;

namespace SmartInventory.Contracts.Collaboration;

/// <summary>Somebody to speak to.</summary>
/// <param name="Name">The user name; never changes.</param>
/// <param name="DisplayName">What others read.</param>
/// <param name="Role">What the person may do.</param>
/// <param name="Disabled">May not sign in any more.</param>
public sealed record PersonResponse(string Name, string DisplayName, Role Role, bool Disabled);

/// <summary>What somebody said of a product, supplier, order or suggestion.</summary>
public sealed record CommentResponse
{
    /// <summary>Characters at most.</summary>
    public const int MaxText = 4_000;

    public required Guid Id { get; init; }

    /// <summary>What it is about, as <see cref="Subject"/> writes it.</summary>
    public required string Subject { get; init; }

    /// <summary>Plain text; empty once it was deleted.</summary>
    public required string Text { get; init; }

    /// <summary>The user names that it speaks to, of those that were known then.</summary>
    public required IReadOnlyList<string> Mentions { get; init; }

    /// <summary>The user name, or the id of a token.</summary>
    public required string By { get; init; }

    /// <summary>What others read, as it was then.</summary>
    public required string ByName { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its text was last changed; null for never.</summary>
    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>Its author took it back.</summary>
    public required bool Deleted { get; init; }

    /// <summary>Its version, for <c>If-Match</c>.</summary>
    public required string ETag { get; init; }
}

/// <summary>A new comment. Both are required.</summary>
public sealed record AddComment
{
    /// <summary>A product, supplier, order or suggestion, as product:LAMP-1.</summary>
    [Required]
    public string? Subject { get; init; }

    /// <summary>Plain text of 1 to 4,000 characters. @name speaks to somebody.</summary>
    [Required]
    public string? Text { get; init; }
}

/// <summary>Other words for a comment of one's own. Needs <c>If-Match</c>.</summary>
public sealed record EditComment
{
    /// <summary>Required, as in <see cref="AddComment"/>.</summary>
    public string? Text { get; init; }
}
