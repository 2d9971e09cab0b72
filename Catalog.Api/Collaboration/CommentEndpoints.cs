using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Collaboration;

internal static class CommentEndpoints
{
    private const string ListOrder = "comments";

    public static async Task<Results<Ok<Page<CommentResponse>>, ValidationProblem>> List(
        [AsParameters] PageRequest page,
        string? subject,
        CatalogDb db,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var list = page.Check(errors, ListOrder, 1);
        var about = Subjects.Read(errors, subject);
        var last = Guid.Empty;
        if (list.After is [var id] && !Guid.TryParseExact(id, "D", out last))
            errors.Add("after", PageRequest.NoCursor);
        if (errors.Any)
            return errors.ToProblem();

        var text = about!.ToString();
        var query = db.Comments.AsNoTracking().Where(c => c.Subject == text);
        if (list.After is not null)
            query = query.Where(c => c.Id < last);
        var rows = await query.OrderByDescending(c => c.Id).Take(list.Take).ToListAsync(ct);
        return TypedResults.Ok(list.Of(rows.ConvertAll(c => c.ToResponse()), c => [c.Id.ToString("D")], http));
    }

    public static async Task<Results<Created<CommentResponse>, ValidationProblem>> Add(
        AddComment body,
        CatalogDb db,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var text = Text(body.Text, errors);
        var subject = Subjects.Read(errors, body.Subject);
        if (subject is not null && !await Subjects.ExistsAsync(subject, db, ct))
            errors.Add("subject", T($"there is no {subject}"));
        if (errors.Any)
            return errors.ToProblem();

        var (me, now) = (Actor.Current!, Moments.Stored(time.GetUtcNow()));
        var comment = new Comment
        {
            Id = Guid.CreateVersion7(now),
            Subject = subject!.ToString(),
            Text = text,
            Mentions = await Comment.MentionedAsync(text, db, ct),
            By = me.Name,
            ByName = me.DisplayName,
            CreatedAt = now,
        };
        db.Add(comment);
        await db.SaveChangesAsync(ct);
        await db.FollowAsync(subject, now, ct);
        return TypedResults.Created($"/api/v1/comments/{comment.Id}", comment.ToResponse());
    }

    public static async Task<Results<Ok<CommentResponse>, ValidationProblem, ProblemHttpResult>> Edit(
        Guid id,
        EditComment body,
        CatalogDb db,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct
    )
    {
        var (comment, problem) = await OpenOwnAsync(id, db, http, ct);
        if (comment is null)
            return problem!;
        var errors = new FieldErrors();
        var text = Text(body.Text, errors);
        if (errors.Any)
            return errors.ToProblem();
        comment.Text = text;
        comment.Mentions = await Comment.MentionedAsync(text, db, ct);
        comment.EditedAt = Moments.Stored(time.GetUtcNow());
        await db.SaveChangesAsync(ct);
        await db.Database.CommitTransactionAsync(ct);
        ETags.Set(http, ETags.Of(comment.Xmin));
        return TypedResults.Ok(comment.ToResponse());
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        Guid id,
        CatalogDb db,
        HttpContext http,
        CancellationToken ct
    )
    {
        var (comment, problem) = await OpenOwnAsync(id, db, http, ct);
        if (comment is null)
            return problem!;
        (comment.Text, comment.Mentions, comment.Deleted) = ("", [], true);
        await db.SaveChangesAsync(ct);
        await db.Database.CommitTransactionAsync(ct);
        return TypedResults.NoContent();
    }

    /// <summary>Locks a comment of one's own for a change, in the version that was seen.</summary>
    private static async Task<(Comment? Comment, ProblemHttpResult? Problem)> OpenOwnAsync(
        Guid id,
        CatalogDb db,
        HttpContext http,
        CancellationToken ct
    )
    {
        await db.Database.BeginTransactionAsync(ct);
        var locked = await db
            .Comments.FromSql($"SELECT *, xmin FROM catalog.comments WHERE id = {id} FOR NO KEY UPDATE")
            .ToListAsync(ct);
        if (locked is not [{ Deleted: false } comment])
            return (null, Refusals.NotFound(T($"No comment has the id '{id}'.")));
        if (comment.By != Actor.Current!.Name)
            return (
                null,
                Refusals.Forbidden(
                    T("This is somebody else's comment."),
                    T($"{comment.ByName} wrote it, and may change or delete it.")
                )
            );
        return ETags.Refuse(http, ETags.Of(comment.Xmin), comment.ToResponse()) is { } outdated
            ? (null, outdated)
            : (comment, null);
    }

    private static string Text(string? text, FieldErrors errors) =>
        errors.Text("text", text?.ReplaceLineEndings("\n"), CommentResponse.MaxText, required: true) ?? "";
}
