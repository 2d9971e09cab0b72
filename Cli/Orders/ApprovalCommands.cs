using System.CommandLine;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Identity;

namespace SmartInventory.Cli.Orders;

/// <summary>Who may approve orders of how much.</summary>
internal static class ApprovalCommands
{
    private static View<ApprovalLimit> Limits =>
        new View<ApprovalLimit>()
            .With("role", T("Role"), l => l.Role)
            .With("user", T("User"), l => l.User)
            .With("upTo", T("Up to"), l => l.UpTo is { } most ? most : T("any value"));

    private static View<ApprovalLimitsResponse> All =>
        new View<ApprovalLimitsResponse>()
            .With("fourEyes", T("Four eyes"), r => r.FourEyes)
            .With("limits", T("Limits"), r => r.Limits);

    public static Command Create(Inv inv) =>
        inv.Noun("limits", T("Who may approve orders of how much."), Show(inv), Set(inv), Clear(inv), FourEyes(inv));

    private static Command Show(Inv inv) =>
        inv.Verb(
            "show",
            T("Shows who may approve orders of how much; who is not named may approve any."),
            ["inv order limits show"],
            [],
            async (run, ct) => Show(run, await run.Catalog.GetApprovalLimits(ct))
        );

    private static Command Set(Inv inv)
    {
        var who = new Who();
        var upTo = Inputs.NumberOrNone("--up-to", T("Money of one order; none for any value."));
        upTo.Required = true;
        return inv.Verb(
            "set",
            T("Says up to how much a role or a person may approve; a person's own goes before the role's."),
            [
                "inv order limits set --role planner --up-to 1000",
                "inv order limits set --user ada --up-to 5000",
                "inv order limits set --user bob --up-to none",
            ],
            [.. who.All, upTo],
            (run, ct) =>
            {
                var limit = who.Of(run) with { UpTo = run.Get(upTo)!.Value.Value };
                return ChangeAsync(
                    run,
                    now => now with { Limits = [.. now.Limits!.Where(l => !Who.Is(l, limit)), limit] },
                    ct
                );
            }
        );
    }

    private static Command Clear(Inv inv)
    {
        var who = new Who();
        return inv.Verb(
            "clear",
            T("Takes a limit away again."),
            ["inv order limits clear --role planner", "inv order limits clear --user ada"],
            who.All,
            (run, ct) =>
            {
                var limit = who.Of(run);
                return ChangeAsync(
                    run,
                    now =>
                        now.Limits!.Any(l => Who.Is(l, limit))
                            ? now with
                            {
                                Limits = [.. now.Limits!.Where(l => !Who.Is(l, limit))],
                            }
                            : throw new Failure(T("There is no such limit."), ExitCode.NotFound),
                    ct
                );
            }
        );
    }

    private static Command FourEyes(Inv inv)
    {
        var state = new Argument<string>("state")
        {
            Description = T("on: who made an order may not approve it; or off."),
        };
        state.AcceptOnlyFromAmong("on", "off");
        return inv.Verb(
            "four-eyes",
            T("Says whether who made an order is kept from approving it."),
            ["inv order limits four-eyes on"],
            [state],
            (run, ct) => ChangeAsync(run, now => now with { FourEyes = run.Get(state) == "on" }, ct)
        );
    }

    private static async Task<int> ChangeAsync(
        Invocation run,
        Func<SetApprovalLimits, SetApprovalLimits> change,
        CancellationToken ct
    )
    {
        var now = await run.Catalog.GetApprovalLimits(ct);
        return Show(run, await run.Catalog.SetApprovalLimits(change(SetApprovalLimits.Of(now)), now.ETag, ct));
    }

    private static int Show(Invocation run, ApprovalLimitsResponse rules)
    {
        if (run.Format == OutputFormat.Json)
            return run.Show(All, rules);
        run.Show(Limits, rules.Limits);
        if (rules.FourEyes)
            run.Say(T("Who made an order may not approve it."));
        return ExitCode.Ok;
    }

    /// <summary>The options that say whose a limit is.</summary>
    private sealed class Who
    {
        private readonly Option<Role?> _role = Inputs.Word<Role>("--role", T("Of all with this role."));
        private readonly Option<string?> _user = Inputs.Text("--user", T("Of this person, by user name."));

        public Symbol[] All => [_role, _user];

        public ApprovalLimit Of(Invocation run)
        {
            var limit = new ApprovalLimit { Role = run.Get(_role), User = run.Get(_user)?.ToLowerInvariant() };
            return limit.Role is null == limit.User is null
                ? throw new Failure(T("Say whose limit: either --role or --user."), ExitCode.Usage)
                : limit;
        }

        public static bool Is(ApprovalLimit one, ApprovalLimit other) =>
            (one.Role, one.User) == (other.Role, other.User);
    }
}
