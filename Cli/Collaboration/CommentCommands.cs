using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Collaboration;

namespace SmartInventory.Cli.Collaboration;

/// <summary>What people say of things.</summary>
internal static class CommentCommands
{
    private static View<CommentResponse> Comments =>
        new View<CommentResponse>()
            .Also("id", T("Id"), c => c.Id)
            .With("createdAt", T("When"), c => c.CreatedAt)
            .With("by", T("Who"), c => c.By)
            .With("text", T("Text"), c => c.Deleted ? T("(deleted)") : c.Text)
            .Also("subject", T("Subject"), c => c.Subject)
            .Also("mentions", T("Mentions"), c => string.Join("; ", c.Mentions))
            .Also("editedAt", T("Edited at"), c => c.EditedAt)
            .Also("deleted", T("Deleted"), c => c.Deleted);

    public static Command Create(Inv inv) =>
        inv.Noun(
            "comment",
            T("What people say of products, suppliers, orders and suggestions."),
            List(inv),
            Add(inv),
            Edit(inv),
            Delete(inv)
        );

    /// <summary>What a comment or an inbox is about.</summary>
    public static Argument<string> Subject() =>
        new("subject") { Description = T("product:SKU, supplier:CODE, order:NUMBER or suggestion:SKU@LOCATION.") };

    private static Command List(Inv inv)
    {
        var subject = Subject();
        var limit = Inputs.Limit();
        return inv.Verb(
            "list",
            T("Lists what was said of something, newest first."),
            ["inv comment list product:LAMP-1"],
            [subject, limit],
            async (run, ct) =>
                run.Show(
                    Comments,
                    await Listing<CommentResponse>.ReadAsync(
                        run.Get(limit),
                        (size, after) => run.Catalog.ListComments(run.Get(subject), size, after, ct)
                    )
                )
        );
    }

    private static Command Add(Inv inv)
    {
        var subject = Subject();
        var text = new Argument<string>("text") { Description = T("Plain text; @name speaks to somebody.") };
        return inv.Verb(
            "add",
            T("Says something of it; from then on you follow it."),
            ["inv comment add product:LAMP-1 \"@ada the new price is wrong\""],
            [subject, text],
            async (run, ct) =>
                run.Show(
                    Comments,
                    await run.Catalog.AddComment(
                        new AddComment { Subject = run.Get(subject), Text = run.Get(text) },
                        run.Key,
                        ct
                    )
                )
        );
    }

    private static Command Edit(Inv inv)
    {
        var (subject, id) = (Subject(), Id());
        var text = new Argument<string>("text") { Description = T("What it shall say.") };
        return inv.Verb(
            "edit",
            T("Changes what one has said."),
            ["inv comment edit product:LAMP-1 0199b7a0-5c2e-7a31-9d1c-3f4be0a6c001 \"the price is right\""],
            [subject, id, text],
            async (run, ct) =>
            {
                var now = await FindAsync(run, run.Get(subject), run.Get(id), ct);
                return run.Show(
                    Comments,
                    await run.Catalog.EditComment(now.Id, new EditComment { Text = run.Get(text) }, now.ETag, ct)
                );
            }
        );
    }

    private static Command Delete(Inv inv)
    {
        var (subject, id) = (Subject(), Id());
        return inv.Verb(
            "delete",
            T("Takes back what one has said; that something was said stays."),
            ["inv comment delete product:LAMP-1 0199b7a0-5c2e-7a31-9d1c-3f4be0a6c001"],
            [subject, id],
            async (run, ct) =>
            {
                var now = await FindAsync(run, run.Get(subject), run.Get(id), ct);
                await run.Catalog.DeleteComment(now.Id, now.ETag, ct);
                run.Say(T($"Deleted what was said of {now.Subject}."));
                return ExitCode.Ok;
            }
        );
    }

    private static Argument<Guid> Id() => new("id") { Description = T("The comment's id, as 'list -o csv' has it.") };

    private static async Task<CommentResponse> FindAsync(Invocation run, string subject, Guid id, CancellationToken ct)
    {
        var all = await Listing<CommentResponse>.ReadAsync(
            int.MaxValue,
            (size, after) => run.Catalog.ListComments(subject, size, after, ct)
        );
        return all.Items.FirstOrDefault(comment => comment.Id == id)
            ?? throw new Failure(T($"{subject} has no comment {id}."), ExitCode.NotFound);
    }
}
