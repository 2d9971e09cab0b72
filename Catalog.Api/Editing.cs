using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Catalog.Api.Collaboration;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api;

/// <summary>A row that is read with an ETag, changed with <c>If-Match</c>, and archived instead of deleted.</summary>
internal interface IEditable
{
    string Key { get; }
    bool Archived { get; }
    uint Xmin { get; }
}

/// <summary>
/// How a row is opened for a change, in one order for all kinds: the transaction begins, the row is locked (404 when
/// there is none), its version compared (428, 412), and what is archived stays as it is (409). What is not saved ends
/// with the request and never was; what is saved is in the log of activities.
/// </summary>
internal abstract class Editing<TRow, TResponse>(CatalogDb db, TimeProvider time)
    where TRow : class, IEditable
    where TResponse : class
{
    /// <summary>Changes; who comes with an older version than that has it not by mistake.</summary>
    private const int MaxLookedBack = 500;

    private IReadOnlyDictionary<string, string?> _before = new Dictionary<string, string?>();
    private TRow? _outdated;

    protected CatalogDb Db { get; } = db;

    protected abstract SubjectKind Kind { get; }

    /// <summary>What of such a row is in the log, and is compared where two change it.</summary>
    protected abstract FieldTexts<TRow> Fields { get; }

    /// <summary>Says that such a row is archived.</summary>
    protected abstract string IsArchived(string key);

    /// <summary>The row as the API shows it.</summary>
    public abstract Task<TResponse?> FindAsync(string key, CancellationToken ct);

    /// <summary>The row by what stood in the route; null when there is none.</summary>
    public async Task<TResponse?> ReadAsync(string text, CancellationToken ct) =>
        Parse(text) is { } key ? await FindAsync(key, ct) : null;

    /// <summary>404 for what stood in the route.</summary>
    public abstract ProblemHttpResult Unknown(string text);

    /// <summary>Reads the key in a route; null for what cannot be one.</summary>
    protected abstract string? Parse(string text);

    /// <summary>
    /// The row, <c>FOR NO KEY UPDATE</c>. It is held until the transaction ends: the second of two changes waits, and
    /// then sees that its ETag is stale; who needs the row to be in use waits too, and then sees it archived.
    /// </summary>
    protected abstract IQueryable<TRow> Locked(string key);

    /// <summary>The row as it is now, with all that <see cref="Fields"/> read.</summary>
    protected virtual Task<TRow> WholeAsync(TRow row, CancellationToken ct) => Task.FromResult(row);

    /// <param name="text">What stood in the route.</param>
    /// <param name="http">The request.</param>
    /// <param name="change">Makes the row what the request says.</param>
    /// <param name="errors">What is wrong with what the request says.</param>
    /// <param name="ct">Ends it early.</param>
    /// <returns>The changed row, or the problem that stands against changing it.</returns>
    public async Task<(TRow? Row, ProblemHttpResult? Problem)> OpenAsync(
        string text,
        HttpContext http,
        Action<TRow> change,
        FieldErrors errors,
        CancellationToken ct
    )
    {
        var (row, problem) = await OpenAsync(text, http, ct);
        if (row is not null)
            change(row);
        else if (_outdated is not null && problem is { StatusCode: StatusCodes.Status412PreconditionFailed })
        {
            change(_outdated);
            if (!errors.Any)
                await AddConflictsAsync(problem, _outdated, http, ct);
        }
        return (row, problem);
    }

    /// <inheritdoc cref="OpenAsync(string, HttpContext, Action{TRow}, FieldErrors, CancellationToken)"/>
    public async Task<(TRow? Row, ProblemHttpResult? Problem)> OpenAsync(
        string text,
        HttpContext http,
        CancellationToken ct
    )
    {
        await Db.Database.BeginTransactionAsync(ct);
        if (Parse(text) is not { } key || (await Locked(key).ToListAsync(ct)).SingleOrDefault() is not { } row)
            return (null, Unknown(text));
        _before = Fields.Read(await WholeAsync(row, ct));
        if (ETags.Refuse(http, ETags.Of(row.Xmin), (await FindAsync(key, ct))!) is { } outdated)
        {
            _outdated = row;
            return (null, outdated);
        }
        if (row.Archived)
            return (
                null,
                Refusals.Conflict(
                    IsArchived(row.Key),
                    T("What was deleted is kept for its history and cannot be changed.")
                )
            );
        return (row, null);
    }

    /// <summary>Stores the change together with what is announced of it.</summary>
    /// <returns>The row as it is now; its version is in the <c>ETag</c> of the answer.</returns>
    public async Task<TResponse> SaveAsync(TRow row, HttpContext http, CancellationToken ct)
    {
        var entry = Entry("changed", row, FieldText.Between(_before, Fields.Read(row)));
        Db.Add(entry);
        await Db.SaveChangesAsync(ct);
        await Db.FollowAssignedAsync([entry], ct);
        var saved = (await FindAsync(row.Key, ct))!;
        await Db.Database.CommitTransactionAsync(ct);
        ETags.Set(http, ETags.Of(row.Xmin));
        return saved;
    }

    /// <summary>Stores the last change of a row, after which there is nothing to show.</summary>
    public async Task CloseAsync(TRow row, CancellationToken ct)
    {
        Db.Add(Entry("archived", row, []));
        await Db.SaveChangesAsync(ct);
        await Db.Database.CommitTransactionAsync(ct);
    }

    /// <summary>Adds a new row to the log.</summary>
    public ActivityEntry Created(TRow row)
    {
        var entry = ActivityEntry.Of(
            "created",
            new Subject(Kind, row.Key),
            Fields.Between(null, row),
            time.GetUtcNow()
        );
        Db.Add(entry);
        return entry;
    }

    private ActivityEntry Entry(string action, TRow row, IReadOnlyList<FieldChange> changes) =>
        ActivityEntry.Of(action, new Subject(Kind, row.Key), changes, time.GetUtcNow(), replaced: row.Xmin);

    /// <summary>Adds what the request, the row and the version that the caller held say of each field.</summary>
    private async Task AddConflictsAsync(ProblemHttpResult problem, TRow row, HttpContext http, CancellationToken ct)
    {
        var mine = Fields.Read(row);
        var original = await OriginalAsync(row.Key, http.Request.Headers.IfMatch.ToString(), ct);
        problem.ProblemDetails.Extensions["conflicts"] = mine.Where(field => field.Value != _before[field.Key])
            .Select(field => new EditConflict(
                field.Key,
                original?.GetValueOrDefault(field.Key),
                _before[field.Key],
                field.Value
            ))
            .ToList();
        problem.ProblemDetails.Extensions["originalKnown"] = original is not null;
    }

    /// <summary>
    /// What stood in the fields of the version that this ETag names: the log says what replaced it, and what each field
    /// was before. Null where the log does not know that version.
    /// </summary>
    private async Task<Dictionary<string, string?>?> OriginalAsync(string key, string etag, CancellationToken ct)
    {
        if (!long.TryParse(etag.Trim().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            return null;
        var changes = await Db.Set<ActivityEntry>()
            .AsNoTracking()
            .Where(e => e.Kind == Kind && e.Key == key && e.Replaced != null)
            .OrderByDescending(e => e.At)
            .Select(e => new { e.Replaced, e.Changes })
            .Take(MaxLookedBack)
            .ToListAsync(ct);
        var since = changes.FindIndex(e => e.Replaced == version);
        if (since < 0)
            return null;
        var original = _before.ToDictionary(StringComparer.Ordinal);
        foreach (var change in changes.Take(since + 1).SelectMany(e => e.Changes))
            original[change.Field] = change.From;
        return original;
    }
}

internal static class EditingRoutes
{
    /// <summary>Declares what a change answers that <see cref="ETags"/> or the state of the row refuses.</summary>
    public static RouteHandlerBuilder NeedsIfMatch(this RouteHandlerBuilder route) =>
        route
            .IsVersioned()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

    /// <summary>Declares what <see cref="ETags"/> alone refuses, of what is always there.</summary>
    public static RouteHandlerBuilder IsVersioned(this RouteHandlerBuilder route) =>
        route
            .WithMetadata(new RequestHeader("If-Match", "The ETag that was read, or *.", Required: true))
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status428PreconditionRequired);
}
