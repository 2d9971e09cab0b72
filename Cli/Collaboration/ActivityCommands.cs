using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;

namespace SmartInventory.Cli.Collaboration;

/// <summary>Who did what.</summary>
internal static class ActivityCommands
{
    private static View<ActivityResponse> Entries =>
        new View<ActivityResponse>()
            .With("at", T("When"), e => e.At)
            .With("by", T("Who"), e => e.By)
            .With("byName", null, e => e.ByName)
            .With("via", T("Via"), e => e.Via)
            .With("action", T("Action"), e => e.Action)
            .With("subject", T("Subject"), e => new Subject(e.Kind, e.Key, e.Location))
            .With(
                "changes",
                T("Changes"),
                e => string.Join("; ", e.Changes.Select(c => $"{c.Field}: {c.From} -> {c.To}"))
            )
            .With("traceId", null, e => e.TraceId);

    public static Command Create(Inv inv) => inv.Noun("activity", T("Who did what, and when."), List(inv));

    private static Command List(Inv inv)
    {
        var subject = Inputs.Text(
            "--subject",
            T("Only what was done to this: product:SKU, supplier:CODE, order:NUMBER, suggestion:SKU@LOCATION, ...")
        );
        var by = Inputs.Text("--by", T("Only what this person or token did, by user name or id."));
        var via = Inputs.Word<Via>("--via", T("Only what came this way."));
        var action = Inputs.Text("--action", T("Only this, such as changed."));
        var from = Inputs.Date("--from", T("First day, in UTC."));
        var to = Inputs.Date("--to", T("Last day, in UTC."));
        var limit = Inputs.Limit();
        return inv.Verb(
            "list",
            T("Lists what was done, newest first, with what each field was and is."),
            ["inv activity list --subject product:LAMP-1", "inv activity list --by ada --from 2026-01-01 -o csv"],
            [subject, by, via, action, from, to, limit],
            async (run, ct) =>
            {
                var unanswered = new SortedDictionary<string, string>(StringComparer.Ordinal);
                var found = await Listing<ActivityResponse>.ReadAsync(
                    run.Get(limit),
                    async (size, after) =>
                    {
                        var page = await run.Gateway.Activity.ListActivity(
                            size,
                            after,
                            run.Get(subject),
                            run.Get(by),
                            run.Get(via),
                            run.Get(action),
                            run.Get(from),
                            run.Get(to),
                            ct
                        );
                        foreach (var part in page.Unanswered ?? [])
                            unanswered[part.Service] = part.Reason;
                        return page;
                    }
                );
                run.Show(Entries, found);
                foreach (var (service, reason) in unanswered)
                    run.Say(T($"What was done in {service} is missing: {reason}"));
                return unanswered.Count == 0 ? ExitCode.Ok : ExitCode.Error;
            }
        );
    }
}
