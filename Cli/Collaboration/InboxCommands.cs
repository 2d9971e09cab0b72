using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Collaboration;

namespace SmartInventory.Cli.Collaboration;

/// <summary>What concerns whoever asks.</summary>
internal static class InboxCommands
{
    private static View<InboxItem> Items =>
        new View<InboxItem>()
            .With("id", null, i => i.Id)
            .With("at", T("When"), i => i.At)
            .With("reason", T("Why"), i => i.Reason)
            .With("subject", T("Subject"), i => i.Subject)
            .With("by", T("Who"), i => i.By)
            .With("text", T("What"), i => i.Text ?? What(i))
            .With("read", null, i => i.Read);

    private static View<FollowResponse> Follows =>
        new View<FollowResponse>()
            .With("subject", T("Subject"), f => f.Subject)
            .With("since", T("Since"), f => f.Since);

    public static Command Inbox(Inv inv)
    {
        var all = new Option<bool>("--all") { Description = T("Also what was read.") };
        var read = new Option<bool>("--read") { Description = T("Mark everything as read afterwards.") };
        var limit = Inputs.Limit();
        return inv.Verb(
            "inbox",
            T(
                "Shows what concerns you: comments that speak to you, what you follow or were given, orders that "
                    + "wait for approval."
            ),
            ["inv inbox", "inv inbox --all -o json", "inv inbox --read"],
            [all, read, limit],
            async (run, ct) =>
            {
                var found = await Listing<InboxItem>.ReadAsync(
                    run.Get(limit),
                    (size, after) => run.Catalog.ListInbox(size, after, run.Get(all) ? null : true, ct)
                );
                run.Show(Items, found);
                if (run.Get(read))
                    await run.Catalog.MarkInbox(new MarkInbox(), ct);
                return ExitCode.Ok;
            }
        );
    }

    public static Command Follow(Inv inv)
    {
        var subject = CommentCommands.Subject();
        subject.Arity = ArgumentArity.ZeroOrOne;
        var stop = new Option<bool>("--stop") { Description = T("Do not follow it any more.") };
        return inv.Verb(
            "follow",
            T("Follows something from now on, or lists what you follow."),
            ["inv follow product:LAMP-1", "inv follow product:LAMP-1 --stop", "inv follow"],
            [subject, stop],
            async (run, ct) =>
            {
                if (run.Get(subject) is not { } what)
                    return run.Show(
                        Follows,
                        await Listing<FollowResponse>.ReadAsync(
                            int.MaxValue,
                            (size, after) => run.Catalog.ListFollows(size, after, ct)
                        )
                    );
                if (run.Get(stop))
                    await run.Catalog.Unfollow(what, ct);
                else
                    await run.Catalog.Follow(what, ct);
                run.Say(run.Get(stop) ? T($"You do not follow {what} any more.") : T($"You follow {what}."));
                return ExitCode.Ok;
            }
        );
    }

    private static string What(InboxItem item) =>
        item.Reason == InboxReason.Approval
            ? T("waits for approval")
            : $"{item.Action} {string.Join("; ", (item.Changes ?? []).Select(c => $"{c.Field}: {c.From} -> {c.To}"))}";
}
