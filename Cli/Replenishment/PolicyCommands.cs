using System.CommandLine;
using System.Net;
using Refit;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Cli.Replenishment;

/// <summary>How things are ordered, and where that is set.</summary>
internal static class PolicyCommands
{
    private static View<PolicyResponse> Policies =>
        new View<PolicyResponse>()
            .Also("scope", T("Scope"), p => Inputs.WordOf(p.Scope))
            .Also("key", T("Key"), p => p.Key)
            .With("where", T("Set for"), p => PolicyTerms.Where(p.Scope, p.Key))
            .With("fields", T("What"), p => InWords(p.Fields))
            .With("by", T("Who"), p => p.ByName ?? p.By)
            .Also("updatedAt", T("Updated at"), p => p.UpdatedAt);

    private static View<Row> Rows =>
        new View<Row>()
            .Also("field", T("Field"), r => r.Term.Field)
            .With("name", T("Field"), r => r.Term.Name)
            .With("value", T("Value"), r => r.Value)
            .With("from", T("From"), r => r.From);

    private static View<PolicyLayer> Chain =>
        new View<PolicyLayer>()
            .With("where", T("Said by"), l => PolicyTerms.Where(l.Source))
            .With("fields", T("What"), l => InWords(l.Fields));

    private sealed record Row(PolicyTerm Term, string Value, string From);

    public static Command Create(Inv inv) =>
        inv.Noun("policy", T("How things are ordered."), List(inv), Show(inv), Set(inv), Clear(inv), Effective(inv));

    private static Command List(Inv inv)
    {
        var scope = Inputs.Word<PolicyScope>("--scope", T("Only what is set for this; default all."));
        var limit = Inputs.Limit();
        return inv.Verb(
            "list",
            T("Lists what is set, from wide to narrow."),
            ["inv policy list", "inv policy list --scope category"],
            [scope, limit],
            async (run, ct) =>
                run.Show(
                    Policies,
                    await Listing<PolicyResponse>.ReadAsync(
                        run.Get(limit),
                        (size, after) => run.Forecasting.ListPolicies(size, after, run.Get(scope), ct)
                    )
                )
        );
    }

    private static Command Show(Inv inv)
    {
        var target = new Target();
        return inv.Verb(
            "show",
            T("Shows what is set for one thing."),
            ["inv policy show --category Lighting", "inv policy show --product LAMP-1", "inv policy show --segment AX"],
            [.. target.All],
            async (run, ct) =>
            {
                var (scope, key) = target.Of(run);
                return run.Show(Policies, await run.Forecasting.GetPolicy(scope, key, ct));
            }
        );
    }

    private static Command Set(Inv inv)
    {
        var target = new Target();
        var policy = Inputs.Word<OrderPolicy>("--policy", T("When and how much is ordered."));
        var promise = Inputs.Word<ServicePromise>("--promise", T("What the service level means."));
        var service = Inputs.Number("--service", T("The service level, 0.5 to 0.999."));
        var review = Inputs.Whole("--review-days", T("Days between orders, 1 to 365."));
        var lot = Inputs.Number("--lot", T("Units of a lot, of reorder-quantity."));
        var min = Inputs.Number("--min", T("With min-max: order at this position and below."));
        var max = Inputs.Number("--max", T("With min-max: order up to this position."));
        var order = Inputs.Number("--order-cost", T("Money that an order line costs."));
        var holding = Inputs.Number("--holding-rate", T("Share of the unit cost that holding costs a year."));
        var life = Inputs.Whole("--shelf-life-days", T("Days after which goods cannot be sold."));
        var room = Inputs.Number("--max-stock", T("Units that there is room for."));
        var learn = new Option<bool?>("--learn-lead-time")
        {
            Description = T("true: lead times are what receipts teach; false: what was promised."),
        };
        var transfer = Inputs.Whole("--transfer-days", T("Days that a transfer takes, 0 to 90."));
        return inv.Verb(
            "set",
            T("Sets the named fields; the others stay. What does not fit a new policy goes."),
            [
                "inv policy set --product LAMP-1 --policy periodic-up-to --promise fill-rate --service 0.98 "
                    + "--review-days 14",
                "inv policy set --category Lighting --service 0.97",
                "inv policy set --series LAMP-1@BERLIN --policy min-max --min 5 --max 20",
                "inv policy set --all-products --order-cost 4 --holding-rate 0.2",
            ],
            [
                .. target.All,
                policy,
                promise,
                service,
                review,
                lot,
                min,
                max,
                order,
                holding,
                life,
                room,
                learn,
                transfer,
            ],
            async (run, ct) =>
            {
                var (scope, key) = target.Of(run);
                var now = await FindAsync(run, scope, key, ct);
                var old = now?.Fields ?? new();
                var rule = run.Get(policy) ?? old.Policy;
                var promised = run.Get(promise) ?? old.Promise;
                // What says nothing with what is asked for now would be refused.
                var typed = rule == OrderPolicy.MinMax;
                var costs = promised == ServicePromise.StockOutCost;
                var fields = old with
                {
                    Policy = rule,
                    Promise = run.Get(promise) ?? (typed ? null : old.Promise),
                    Service = run.Get(service) ?? (typed || costs ? null : old.Service),
                    ReviewDays = run.Get(review) ?? old.ReviewDays,
                    Lot = run.Get(lot) ?? (rule is null or OrderPolicy.ReorderQuantity ? old.Lot : null),
                    Min = run.Get(min) ?? (typed ? old.Min : null),
                    Max = run.Get(max) ?? (typed ? old.Max : null),
                    OrderCost = run.Get(order) ?? old.OrderCost,
                    HoldingRate = run.Get(holding) ?? old.HoldingRate,
                    ShelfLifeDays = run.Get(life) ?? old.ShelfLifeDays,
                    MaxStock = run.Get(room) ?? old.MaxStock,
                    LearnLeadTime = run.Get(learn) ?? old.LearnLeadTime,
                    TransferDays = run.Get(transfer) ?? old.TransferDays,
                };
                return run.Show(Policies, await run.Forecasting.SetPolicy(scope, key, fields, now?.ETag, run.Key, ct));
            }
        );
    }

    private static Command Clear(Inv inv)
    {
        var target = new Target();
        return inv.Verb(
            "clear",
            T("Clears what is set for one thing: all is inherited again."),
            ["inv policy clear --product LAMP-1"],
            [.. target.All],
            async (run, ct) =>
            {
                var (scope, key) = target.Of(run);
                var now = await run.Forecasting.GetPolicy(scope, key, ct);
                await run.Forecasting.ClearPolicy(scope, key, now.ETag, ct);
                run.Say(T($"Cleared the policy of {PolicyTerms.Where(now.Scope, now.Key)}."));
                return ExitCode.Ok;
            }
        );
    }

    private static Command Effective(Inv inv)
    {
        var sku = Inputs.Sku();
        var location = Inputs.Text("--location", T("At this location; default wherever nothing is said of one."));
        return inv.Verb(
            "effective",
            T("Shows what is in force for a product, and where each value comes from."),
            ["inv policy effective LAMP-1", "inv policy effective LAMP-1 --location BERLIN"],
            [sku, location],
            async (run, ct) =>
            {
                var found = await run.Forecasting.GetEffectivePolicy(run.Get(sku), run.Get(location), ct);
                if (run.Format == OutputFormat.Json)
                    return run.Show(new View<EffectivePolicy>(), found);
                var rows = PolicyTerms
                    .All.Select(term => (Term: term, Value: term.Read(found.InForce.Values)))
                    .Where(r => r.Value is not null)
                    .Select(r => new Row(r.Term, r.Value!, PolicyTerms.Where(found.InForce.Sources[r.Term.Field])))
                    .ToList();
                run.Show(Rows, rows);
                return run.Format == OutputFormat.Table ? run.Show(Chain, found.Chain) : ExitCode.Ok;
            }
        );
    }

    private static async Task<PolicyResponse?> FindAsync(
        Invocation run,
        PolicyScope scope,
        string? key,
        CancellationToken ct
    )
    {
        try
        {
            return await run.Forecasting.GetPolicy(scope, key, ct);
        }
        catch (ApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private static string InWords(PolicyFields fields) =>
        string.Join(
            ", ",
            PolicyTerms.All.Where(t => t.Read(fields) is not null).Select(t => $"{t.Field} {t.Read(fields)}")
        );

    /// <summary>What a policy is for: one option of several, or scope and key.</summary>
    private sealed class Target
    {
        private readonly Option<bool> _all = new("--all-products") { Description = T("All products everywhere.") };
        private readonly Option<PolicyScope?> _scope = Inputs.Word<PolicyScope>(
            "--scope",
            T("What it is for; with --key.")
        );
        private readonly Option<string?> _key = Inputs.Text("--key", T("Of --scope, as the list shows it."));
        private readonly (PolicyScope Scope, Option<string?> Option)[] _named =
        [
            (PolicyScope.Location, Inputs.Text("--location", T("A location's code."))),
            (PolicyScope.Category, Inputs.Text("--category", T("A category, with those below it."))),
            (PolicyScope.Segment, Inputs.Text("--segment", T("A cell of the matrix, as AX."))),
            (PolicyScope.Supplier, Inputs.Text("--supplier", T("A supplier's code."))),
            (PolicyScope.Product, Inputs.Text("--product", T("A product's SKU."))),
            (PolicyScope.Series, Inputs.Text("--series", T("A product at a location, as LAMP-1@BERLIN."))),
        ];

        public IEnumerable<Option> All => [_all, .. _named.Select(n => n.Option), _scope, _key];

        /// <exception cref="Failure">Nothing, or several things, were named.</exception>
        public (PolicyScope Scope, string? Key) Of(Invocation run)
        {
            var found = new List<(PolicyScope, string?)>();
            if (run.Get(_all))
                found.Add((PolicyScope.All, null));
            foreach (var (scope, option) in _named)
            {
                if (run.Get(option) is { } key)
                    found.Add((scope, key));
            }
            if (run.Get(_scope) is { } any)
                found.Add((any, run.Get(_key)));
            return found is [var one]
                ? one
                : throw new Failure(
                    T(
                        "Name one thing: --all-products, --location, --category, --segment, --supplier, --product or "
                            + "--series."
                    ),
                    ExitCode.Usage
                );
        }
    }
}
