using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Collaboration;

/// <summary>What people say to each other about things. Every role may.</summary>
internal static class CommentsFeature
{
    public static void MapComments(this RouteGroupBuilder api)
    {
        var comments = api.MapGroup("/comments")
            .WithTag("Collaboration", "People, comments, who follows what, and inboxes.")
            .RequireAuthorization(Access.View);
        comments
            .MapGet("/", CommentEndpoints.List)
            .WithName("ListComments")
            .WithSummary("What was said of something, newest first")
            .WithDescription(
                "subject is a product, supplier, order or suggestion, as product:LAMP-1 or suggestion:LAMP-1@LDN."
            );
        comments
            .MapPost("/", CommentEndpoints.Add)
            .WithName("AddComment")
            .WithSummary("Says something, in plain text; @name speaks to somebody")
            .WithDescription("From then on its author follows what it is about. An @name that nobody has stays text.")
            .WithIdempotency<CatalogDb>();
        comments
            .MapPut("/{id:guid}", CommentEndpoints.Edit)
            .WithName("EditComment")
            .WithSummary("Gives a comment of one's own other words; it is marked as edited")
            .NeedsIfMatch();
        comments
            .MapDelete("/{id:guid}", CommentEndpoints.Delete)
            .WithName("DeleteComment")
            .WithSummary("Takes a comment of one's own back; that there was one stays")
            .NeedsIfMatch();
    }

    public static void MapCommentTables(this ModelBuilder model) =>
        model.Entity<Comment>(comment =>
        {
            comment.ToTable("comments");
            comment.Property(c => c.Subject).IsKeyText(Subjects.MaxText);
            comment.Property(c => c.Xmin).IsXmin();
            comment.Property(c => c.Text).HasMaxLength(CommentResponse.MaxText);
            comment.HasIndex(c => new { c.Subject, c.Id });
            comment.HasIndex(c => c.Mentions).HasMethod("gin");
        });
}
