using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Policies;

namespace SmartInventory.Forecasting.Tests.Policies;

/// <summary>Field by field, what is narrower goes first.</summary>
public sealed class PolicySetTests
{
    private static readonly (PolicyScope Scope, string? Name)[] WideToNarrow =
    [
        (PolicyScope.All, null),
        (PolicyScope.Location, "BERLIN"),
        (PolicyScope.Category, "Lighting"),
        (PolicyScope.Category, "Lighting/Desk"),
        (PolicyScope.Segment, "AX"),
        (PolicyScope.Supplier, "ACME"),
        (PolicyScope.Product, "LAMP-1"),
        (PolicyScope.Series, "LAMP-1@BERLIN"),
    ];

    private static readonly KnownProduct Lamp = new()
    {
        Sku = "LAMP-1",
        Name = "Lamp",
        Unit = "each",
        Category = "Lighting/Desk",
        ServiceLevel = 0.9m,
        ReviewPeriodDays = 14,
        Terms = "[]",
    };

    private static StoredPolicy Policy(PolicyScope scope, string? name, PolicyFields fields) =>
        new()
        {
            Scope = scope,
            Key = StoredPolicy.KeyOf(scope, name),
            Name = name,
            Fields = fields,
        };

    private static PolicySet Set(params StoredPolicy[] policies) =>
        new(policies, new Dictionary<string, string> { ["LAMP-1"] = "AX" });

    private static PolicyInForce Resolve(PolicySet set) => set.Resolve(Lamp, "ACME", "BERLIN", set.SegmentOf("LAMP-1"));

    [Fact]
    public void Where_nobody_set_anything_the_card_speaks_and_what_is_built_in()
    {
        var found = Resolve(Set());
        Assert.Equal(
            new PolicyFields
            {
                Policy = OrderPolicy.ReorderUpTo,
                Promise = ServicePromise.CycleService,
                Service = 0.9m,
                ReviewDays = 14,
                OrderCost = 0,
                HoldingRate = 0.25m,
                LearnLeadTime = true,
                TransferDays = 2,
            },
            found.Values
        );
        Assert.Equal(["reviewDays", "service"], found.Sources.Where(s => s.Value.OfProduct).Select(s => s.Key).Order());
        Assert.Equal(PolicySource.BuiltIn, found.Sources["policy"]);
        Assert.Equal(8, found.Sources.Count);
    }

    [Fact]
    public void What_the_catalogue_does_not_know_has_what_is_built_in()
    {
        var found = PolicySet.Empty.Resolve(null, null, "BERLIN", null);
        Assert.Equal((0.95m, 7), (found.Values.Service, found.Values.ReviewDays));
        Assert.All(found.Sources.Values, source => Assert.Equal(PolicySource.BuiltIn, source));
    }

    [Fact]
    public void Each_narrower_scope_goes_before_all_wider_ones()
    {
        for (var last = 0; last < WideToNarrow.Length; last++)
        {
            var set = Set([
                .. WideToNarrow
                    .Take(last + 1)
                    .Select((s, i) => Policy(s.Scope, s.Name, new() { OrderCost = i + 1, Service = 0.5m + 0.01m * i })),
            ]);
            var found = Resolve(set);
            var (scope, name) = WideToNarrow[last];
            Assert.Equal(last + 1, found.Values.OrderCost);
            Assert.Equal(new PolicySource(scope, name), found.Sources["orderCost"]);
            // The card stands between the supplier and the product, with the two fields that it has.
            Assert.Equal(scope >= PolicyScope.Product ? 0.5m + 0.01m * last : 0.9m, found.Values.Service);
            Assert.Equal(scope < PolicyScope.Product, found.Sources["service"].OfProduct);
        }
    }

    [Fact]
    public void Others_policies_do_not_concern_it()
    {
        var set = Set(
            Policy(PolicyScope.Location, "PARIS", new() { OrderCost = 1 }),
            Policy(PolicyScope.Category, "Light", new() { OrderCost = 2 }),
            Policy(PolicyScope.Category, "Lighting/Desk/Small", new() { OrderCost = 3 }),
            Policy(PolicyScope.Segment, "AY", new() { OrderCost = 4 }),
            Policy(PolicyScope.Supplier, "OTHER", new() { OrderCost = 5 }),
            Policy(PolicyScope.Product, "LAMP-2", new() { OrderCost = 6 }),
            Policy(PolicyScope.Series, "LAMP-1@PARIS", new() { OrderCost = 7 })
        );
        Assert.Equal(0, Resolve(set).Values.OrderCost);
    }

    [Fact]
    public void A_categorys_case_does_not_matter() =>
        Assert.Equal(
            3,
            Resolve(Set(Policy(PolicyScope.Category, "LIGHTING/desk", new() { OrderCost = 3 }))).Values.OrderCost
        );

    [Fact]
    public void Min_and_max_come_from_the_same_place()
    {
        var found = Resolve(
            Set(
                Policy(PolicyScope.Product, "LAMP-1", new() { Min = 1, Max = 9 }),
                Policy(PolicyScope.Series, "LAMP-1@BERLIN", new() { Min = 4, Max = 5 })
            )
        );
        Assert.Equal((4m, 5m), (found.Values.Min, found.Values.Max));
        Assert.Equal(found.Sources["min"], found.Sources["max"]);
    }

    [Fact]
    public void Products_that_nobody_treats_apart_share_what_is_in_force()
    {
        var set = Set(Policy(PolicyScope.Category, "Lighting", new() { OrderCost = 3 }));
        Assert.Same(Resolve(set), Resolve(set));
        Assert.NotSame(Resolve(set), set.Resolve(null, null, "BERLIN", null));
    }

    [Fact]
    public void The_chain_is_what_is_resolved()
    {
        var set = Set([.. WideToNarrow.Select((s, i) => Policy(s.Scope, s.Name, new() { OrderCost = i }))]);
        var chain = set.Chain(Lamp, "ACME", "BERLIN", "AX");
        Assert.Equal(
            [
                .. WideToNarrow.Reverse().Take(2).Select(s => s.Name),
                null,
                .. WideToNarrow.Reverse().Skip(2).Select(s => s.Name),
                null,
            ],
            chain.Select(layer => layer.Source.Key)
        );
        Assert.Equal(Resolve(set).Values, PolicySet.InForce(chain).Values);
    }

    /// <summary>Any policies: one more wins in what it says and only there; gone, it was never there.</summary>
    [Property]
    public Property A_narrower_scope_always_wins_and_gone_it_leaves_no_trace()
    {
        var policy =
            from cost in Gen.Choose(0, 3)
            from days in Gen.Choose(0, 3)
            from rule in Gen.Choose(0, 3)
            select new PolicyFields
            {
                OrderCost = cost == 0 ? null : cost,
                ReviewDays = days == 0 ? null : days,
                Policy = rule == 0 ? null : (OrderPolicy)rule,
            };
        var all =
            from fields in policy.ArrayOf(WideToNarrow.Length)
            from at in Gen.Choose(0, WideToNarrow.Length - 1)
            select (fields, at);
        return Prop.ForAll(
            all.ToArbitrary(),
            drawn =>
            {
                var wider = WideToNarrow
                    .Take(drawn.at)
                    .Select((s, i) => Policy(s.Scope, s.Name, drawn.fields[i]))
                    .ToArray();
                var (scope, name) = WideToNarrow[drawn.at];
                var own = drawn.fields[drawn.at];
                var before = Resolve(Set(wider));
                var after = Resolve(Set([.. wider, Policy(scope, name, own)]));
                var again = Resolve(Set(wider));
                var source = new PolicySource(scope, name);
                Assert.Equal(before.Values, again.Values);
                Assert.Equal(before.Sources.OrderBy(s => s.Key), again.Sources.OrderBy(s => s.Key));
                Assert.Equal(own.OrderCost ?? before.Values.OrderCost, after.Values.OrderCost);
                Assert.Equal(own.Policy ?? before.Values.Policy, after.Values.Policy);
                Assert.Equal(own.OrderCost is null ? before.Sources["orderCost"] : source, after.Sources["orderCost"]);
                // Below the product only the card has days between orders.
                var days = scope < PolicyScope.Product ? null : own.ReviewDays;
                Assert.Equal(days ?? before.Values.ReviewDays, after.Values.ReviewDays);
                Assert.Equal(days is null ? before.Sources["reviewDays"] : source, after.Sources["reviewDays"]);
                return true;
            }
        );
    }
}
