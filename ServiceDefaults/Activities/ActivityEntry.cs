using System.Diagnostics;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;

namespace SmartInventory.ServiceDefaults.Activities;

/// <summary>One thing that somebody did. A trigger refuses to change or delete it.</summary>
public sealed class ActivityEntry
{
    /// <summary>Nothing that people type into one field is longer.</summary>
    public const int MaxText = 4_000;

    public const int MaxAction = 40;

    public required Guid Id { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>The <see cref="Actor"/>, as it was then; null where nobody asked for it.</summary>
    public string? ById { get; init; }
    public string? By { get; init; }
    public string? ByName { get; init; }
    public required Via Via { get; init; }
    public required string Action { get; init; }
    public required SubjectKind Kind { get; init; }
    public required string Key { get; init; }
    public string? Location { get; init; }
    public IReadOnlyList<FieldChange> Changes { get; init; } = [];

    /// <summary>
    /// The version (<c>xmin</c>, the ETag) of the row that this replaced; null for what has none. So what somebody held
    /// who comes with that ETag later can be told from what happened since.
    /// </summary>
    public long? Replaced { get; init; }

    public string? TraceId { get; init; }

    /// <summary>What <see cref="Actor.Current"/> does now.</summary>
    /// <param name="action">What was done, in a word.</param>
    /// <param name="subject">To what.</param>
    /// <param name="changes">What is different.</param>
    /// <param name="now">When.</param>
    /// <param name="via">By which way; default: the actor's.</param>
    /// <param name="replaced">The version of the row before.</param>
    public static ActivityEntry Of(
        string action,
        Subject subject,
        IEnumerable<FieldChange> changes,
        DateTimeOffset now,
        Via? via = null,
        long? replaced = null
    )
    {
        var actor = Actor.Current;
        var at = Moments.Stored(now);
        return new ActivityEntry
        {
            Id = Guid.CreateVersion7(at),
            At = at,
            ById = actor?.Id,
            By = actor?.Name,
            ByName = actor?.DisplayName,
            Via = actor is null ? Via.System : via ?? actor.Via,
            Action = action,
            Kind = subject.Kind,
            Key = subject.Key,
            Location = subject.Location,
            Changes = [.. changes.Select(c => new FieldChange(c.Field, Cut(c.From), Cut(c.To)))],
            Replaced = replaced,
            TraceId = Activity.Current?.TraceId.ToHexString(),
        };
    }

    public ActivityResponse ToResponse() =>
        new()
        {
            Id = Id,
            At = At,
            By = By,
            ByName = ByName,
            Via = Via,
            Action = Action,
            Kind = Kind,
            Key = Key,
            Location = Location,
            Changes = Changes,
            TraceId = TraceId,
        };

    private static string? Cut(string? text) => text?.Length > MaxText ? text[..(MaxText - 1)] + "…" : text;
}
