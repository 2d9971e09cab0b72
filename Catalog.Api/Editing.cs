using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
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
/// with the request and never was.
/// </summary>
internal abstract class Editing<TRow, TResponse>(CatalogDb db)
    where TRow : class, IEditable
    where TResponse : class
{
    protected CatalogDb Db { get; } = db;

    /// <summary>What such a row is, with a capital.</summary>
    protected abstract string Noun { get; }

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

    /// <returns>The row, or the problem that stands against changing it.</returns>
    public async Task<(TRow? Row, ProblemHttpResult? Problem)> OpenAsync(
        string text,
        HttpContext http,
        CancellationToken ct
    )
    {
        await Db.Database.BeginTransactionAsync(ct);
        if (Parse(text) is not { } key || (await Locked(key).ToListAsync(ct)).SingleOrDefault() is not { } row)
            return (null, Unknown(text));
        if (ETags.Refuse(http, ETags.Of(row.Xmin), (await FindAsync(key, ct))!) is { } outdated)
            return (null, outdated);
        if (row.Archived)
            return (
                null,
                Refusals.Conflict(
                    $"{Noun} '{row.Key}' is archived.",
                    "What was deleted is kept for its history and cannot be changed."
                )
            );
        return (row, null);
    }

    /// <summary>Stores the change together with what is announced of it.</summary>
    /// <returns>The row as it is now; its version is in the <c>ETag</c> of the answer.</returns>
    public async Task<TResponse> SaveAsync(TRow row, HttpContext http, CancellationToken ct)
    {
        await Db.SaveChangesAsync(ct);
        var saved = (await FindAsync(row.Key, ct))!;
        await Db.Database.CommitTransactionAsync(ct);
        ETags.Set(http, ETags.Of(row.Xmin));
        return saved;
    }

    /// <summary>Stores the last change of a row, after which there is nothing to show.</summary>
    public async Task CloseAsync(CancellationToken ct)
    {
        await Db.SaveChangesAsync(ct);
        await Db.Database.CommitTransactionAsync(ct);
    }
}

internal static class EditingRoutes
{
    /// <summary>Declares what a change answers that <see cref="ETags"/> or the state of the row refuses.</summary>
    public static RouteHandlerBuilder NeedsIfMatch(this RouteHandlerBuilder route) =>
        route
            .WithMetadata(new RequestHeader("If-Match", "The ETag that was read, or *.", Required: true))
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .ProducesProblem(StatusCodes.Status428PreconditionRequired);
}
