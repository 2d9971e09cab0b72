using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.ServiceDefaults.Identity;

namespace SmartInventory.Catalog.Api.Collaboration;

/// <summary>Somebody wants to know what happens to something.</summary>
internal sealed class Follow
{
    /// <summary>A user name, or the id of a token.</summary>
    public required string Person { get; init; }

    /// <summary>As <see cref="Contracts.Collaboration.Subject"/> writes it.</summary>
    public required string Subject { get; init; }

    // The same in parts, as the log of activities has it.
    public required SubjectKind Kind { get; init; }
    public required string Key { get; init; }
    public string? Location { get; init; }

    public required DateTimeOffset Since { get; init; }
}

/// <summary>An item of somebody's inbox that was read.</summary>
internal sealed class InboxRead
{
    public required string Person { get; init; }
    public required Guid Item { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal static class Following
{
    /// <summary>Whoever the work at hand is done for follows, if anybody does.</summary>
    public static Task FollowAsync(this CatalogDb db, Subject subject, DateTimeOffset since, CancellationToken ct) =>
        Actor.Current is { } me ? db.FollowAsync(me.Name, subject, since, ct) : Task.CompletedTask;

    /// <summary>From now on; who follows already goes on.</summary>
    public static Task FollowAsync(
        this CatalogDb db,
        string person,
        Subject subject,
        DateTimeOffset since,
        CancellationToken ct
    ) =>
        db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO catalog.follows (person, subject, kind, key, location, since)
            VALUES ({person}, {subject.ToString()}, {subject.Kind.ToString()}, {subject.Key}, {subject.Location},
                {since})
            ON CONFLICT DO NOTHING
            """,
            ct
        );
}
