using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Contracts.Collaboration;

/// <summary>Why something is in an inbox.</summary>
public enum InboxReason
{
    /// <summary>A comment speaks to me.</summary>
    Mention,

    /// <summary>A comment on what I follow.</summary>
    Comment,

    /// <summary>Something was done to what I follow.</summary>
    Change,

    /// <summary>Something was given to me to look after.</summary>
    Assignment,

    /// <summary>An order is a draft that I may approve; gone when somebody does.</summary>
    Approval,
}

/// <summary>Something that concerns me.</summary>
public sealed record InboxItem
{
    /// <summary>That of the comment, the entry of the log, or the order.</summary>
    public required Guid Id { get; init; }

    public required InboxReason Reason { get; init; }

    /// <summary>What it is about, as <see cref="Collaboration.Subject"/> writes it.</summary>
    public required string Subject { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The user name of who did it, or the id of a token; null where that is not known.</summary>
    public string? By { get; init; }

    public string? ByName { get; init; }

    /// <summary>What was done, of a change or assignment.</summary>
    public string? Action { get; init; }

    /// <summary>What is different, of a change or assignment.</summary>
    public IReadOnlyList<FieldChange>? Changes { get; init; }

    /// <summary>The comment's text.</summary>
    public string? Text { get; init; }

    public required bool Read { get; init; }
}

/// <summary>How much waits unread in my inbox.</summary>
/// <param name="Unread">In all.</param>
/// <param name="Mentions">Comments that speak to me.</param>
/// <param name="Comments">Comments on what I follow.</param>
/// <param name="Changes">Changes of what I follow.</param>
/// <param name="Approvals">Orders that I may approve.</param>
/// <param name="Assignments">What was given to me.</param>
public sealed record InboxCounts(
    int Unread,
    int Mentions,
    int Comments,
    int Changes,
    int Approvals,
    int Assignments = 0
);

/// <summary>Marks what is in my inbox.</summary>
public sealed record MarkInbox
{
    /// <summary>At most <see cref="Limits.MaxPage"/>; left out: all that is in it.</summary>
    public IReadOnlyList<Guid>? Ids { get; init; }

    /// <summary>Default true.</summary>
    public bool? Read { get; init; }
}

/// <summary>Something that I follow.</summary>
/// <param name="Subject">As <see cref="Collaboration.Subject"/> writes it.</param>
/// <param name="Since">What was done before is not in the inbox.</param>
public sealed record FollowResponse(string Subject, DateTimeOffset Since);
