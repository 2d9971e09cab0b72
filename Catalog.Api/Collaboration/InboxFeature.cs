using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Catalog.Api.PurchaseOrders;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Collaboration;

/// <summary>What concerns whoever asks, and what they follow. Every role has one.</summary>
internal static class InboxFeature
{
    private const string ListOrder = "inbox";
    private const string FollowOrder = "follows";

    public static void MapInbox(this RouteGroupBuilder api)
    {
        var inbox = api.MapGroup("/inbox").WithTags("Collaboration").RequireAuthorization(Access.View);
        inbox
            .MapGet("/", List)
            .WithName("ListInbox")
            .WithSummary("What concerns whoever asks, newest first")
            .WithDescription(
                "Comments that speak to them, comments on and changes of what they follow, what was given to them, and "
                    + "the drafts of orders that they may approve. Of the last 90 "
                    + "days; unread=true leaves out what "
                    + "was read."
            );
        inbox.MapGet("/count", Count).WithName("CountInbox").WithSummary("How much of it was not read yet");
        inbox
            .MapPut("/marks", Mark)
            .WithName("MarkInbox")
            .WithSummary("Marks items as read, or as not; all of them where none is named");
        var follows = api.MapGroup("/follows").WithTags("Collaboration").RequireAuthorization(Access.View);
        follows.MapGet("/", Followed).WithName("ListFollows").WithSummary("What whoever asks follows, by name");
        follows
            .MapPut("/", Follow)
            .WithName("Follow")
            .WithSummary("Follows a product, supplier, order or suggestion from now on")
            .WithDescription("Who comments, creates, or becomes responsible, follows by that.");
        follows.MapDelete("/", Unfollow).WithName("Unfollow").WithSummary("Does not follow it any more");
    }

    public static void MapInboxTables(this ModelBuilder model)
    {
        model.Entity<Follow>(follow =>
        {
            follow.ToTable("follows");
            follow.HasKey(f => new { f.Person, f.Subject });
            follow.Property(f => f.Person).IsKeyText(100);
            follow.Property(f => f.Subject).IsKeyText(Subjects.MaxText);
            follow.Property(f => f.Kind).HasConversion<string>().HasMaxLength(20);
            follow.Property(f => f.Key).IsKeyText(64);
            follow.Property(f => f.Location).HasMaxLength(32);
        });
        model.Entity<InboxRead>(read =>
        {
            read.ToTable("inbox_reads");
            read.HasKey(r => new { r.Person, r.Item });
            read.Property(r => r.Person).IsKeyText(100);
        });
    }

    private static async Task<Results<Ok<Page<InboxItem>>, ValidationProblem>> List(
        [AsParameters] PageRequest page,
        bool? unread,
        InboxReader reader,
        Approvals approvals,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var list = page.Check(errors, ListOrder, 2);
        (DateTimeOffset, Guid)? after = null;
        if (list.After is [var moment, var id])
        {
            if (
                DateTimeOffset.TryParseExact(moment, "O", null, DateTimeStyles.AdjustToUniversal, out var at)
                && Guid.TryParseExact(id, "D", out var last)
            )
                after = (at, last);
            else
                errors.Add("after", PageRequest.NoCursor);
        }
        if (errors.Any)
            return errors.ToProblem();
        var (me, waiting) = await WhoAsync(approvals, http, ct);
        var rows = await reader.ListAsync(me, waiting, unread is true, after, list.Take, ct);
        return TypedResults.Ok(
            list.Of(
                rows,
                i => [i.At.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture), i.Id.ToString("D")],
                http
            )
        );
    }

    private static async Task<Ok<InboxCounts>> Count(
        InboxReader reader,
        Approvals approvals,
        HttpContext http,
        CancellationToken ct
    )
    {
        var (me, waiting) = await WhoAsync(approvals, http, ct);
        return TypedResults.Ok(await reader.CountAsync(me, waiting, ct));
    }

    private static async Task<Results<NoContent, ValidationProblem>> Mark(
        MarkInbox body,
        InboxReader reader,
        Approvals approvals,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        if (body.Ids?.Count > Limits.MaxPage)
            errors.Add("ids", T($"must be at most {Limits.MaxPage}"));
        if (errors.Any)
            return errors.ToProblem();
        var (me, waiting) = await WhoAsync(approvals, http, ct);
        await reader.MarkAsync(me, waiting, body.Ids is null ? null : [.. body.Ids], body.Read is not false, ct);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<Page<FollowResponse>>, ValidationProblem>> Followed(
        [AsParameters] PageRequest page,
        CatalogDb db,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var list = page.Check(errors, FollowOrder, 1);
        if (errors.Any)
            return errors.ToProblem();
        var me = Actor.Current!.Name;
        var query = db.Follows.AsNoTracking().Where(f => f.Person == me);
        if (list.After is [var last])
            query = query.Where(f => string.Compare(f.Subject, last) > 0);
        var rows = await query
            .OrderBy(f => f.Subject)
            .Take(list.Take)
            .Select(f => new FollowResponse(f.Subject, f.Since))
            .ToListAsync(ct);
        return TypedResults.Ok(list.Of(rows, f => [f.Subject], http));
    }

    private static async Task<Results<NoContent, ValidationProblem>> Follow(
        string? subject,
        CatalogDb db,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var wanted = Subjects.Read(errors, subject);
        if (wanted is not null && !await Subjects.ExistsAsync(wanted, db, ct))
            errors.Add("subject", T($"there is no {wanted}"));
        if (errors.Any)
            return errors.ToProblem();
        await db.FollowAsync(wanted!, Moments.Stored(time.GetUtcNow()), ct);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, ValidationProblem>> Unfollow(
        string? subject,
        CatalogDb db,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var wanted = Subjects.Read(errors, subject);
        if (errors.Any)
            return errors.ToProblem();
        var (me, text) = (Actor.Current!.Name, wanted!.ToString());
        await db.Follows.Where(f => f.Person == me && f.Subject == text).ExecuteDeleteAsync(ct);
        return TypedResults.NoContent();
    }

    /// <summary>The caller, and the orders that wait for their approval.</summary>
    private static async Task<(string Me, Guid[] Approvals)> WhoAsync(
        Approvals approvals,
        HttpContext http,
        CancellationToken ct
    )
    {
        var who = Approver.Of(http);
        return (who.Name, who.Approves ? await (await approvals.WaitingAsync(who, ct)).ToArrayAsync(ct) : []);
    }
}
