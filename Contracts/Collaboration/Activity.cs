using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Status;

namespace SmartInventory.Contracts.Collaboration;

/// <summary>One thing that somebody did.</summary>
public sealed record ActivityResponse
{
    public required Guid Id { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The user name, or the id of a token or service; null where nobody asked for it.</summary>
    public string? By { get; init; }

    /// <summary>What others read, as it was then.</summary>
    public string? ByName { get; init; }

    /// <summary>By which way.</summary>
    public required Via Via { get; init; }

    /// <summary>One word, or several joined by dashes, such as changed or image-set.</summary>
    public required string Action { get; init; }

    public required SubjectKind Kind { get; init; }

    /// <summary>What the subject is known by.</summary>
    public required string Key { get; init; }

    /// <summary>The location's code, of what was done at one.</summary>
    public string? Location { get; init; }

    /// <summary>What is different since, by the API's names of fields; values as text, long ones cut.</summary>
    public required IReadOnlyList<FieldChange> Changes { get; init; }

    /// <summary>What the traces of the request are found by.</summary>
    public string? TraceId { get; init; }
}

/// <summary>A page of what was done, newest first.</summary>
/// <param name="Items">The entries of this page.</param>
/// <param name="Next">Opaque cursor for <c>?after=</c>; null on the last page.</param>
/// <param name="Unanswered">Services that could not be asked: what was done there is missing.</param>
public sealed record ActivityPage(
    IReadOnlyList<ActivityResponse> Items,
    string? Next,
    IReadOnlyList<UnansweredPart>? Unanswered = null
) : Page<ActivityResponse>(Items, Next);
