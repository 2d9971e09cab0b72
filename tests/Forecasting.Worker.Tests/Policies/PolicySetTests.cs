using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Policies;
using SmartInventory.Forecasting.Tests.Service;

namespace SmartInventory.Forecasting.Tests.Policies;

public sealed class PolicySetTests
{
    private static readonly KnownProduct Product = KnownProduct.Of(
        WorkerHost.Product("LAMP") with
        {
            Category = "Home/Lighting",
            ServiceLevel = null,
            ReviewPeriodDays = 14,
        }
    );

    /// <summary>From wide to narrow, each with a key that is the product's.</summary>
    private static readonly (PolicyScope Scope, string Key)[] Links =
    [
        (PolicyScope.All, ""),
        (PolicyScope.Location, "LDN"),
        (PolicyScope.Category, "Home"),
        (PolicyScope.Category, "home/lighting"),
        (PolicyScope.Segment, "AX"),
        (PolicyScope.Supplier, "ACME"),
        (PolicyScope.Product, "LAMP"),
        (PolicyScope.Series, "LAMP@LDN"),
    ];

    private static PolicyInForce Resolve(
        IEnumerable<(PolicyScope Scope, string Key, PolicyFields Fields)> policies,
        KnownProduct? product = null
    ) =>
        new PolicySet(policies, new Dictionary<string, string> { ["LAMP"] = "AX" }).Resolve(
            "LAMP",
            product ?? Product,
            "ACME",
            "LDN"
        );

    [Fact]
    public void Where_nobody_set_anything_the_card_and_what_is_built_in_hold()
    {
        var policy = Resolve([]);
        Assert.Equal(PolicySet.BuiltIn with { ReviewDays = 14 }, policy.Values);
        Assert.Equal([("reviewDays", PolicySource.Card)], policy.Sources.Select(s => (s.Key, s.Value)));
    }

    [Property]
    public Property The_narrowest_that_sets_a_field_has_it_and_says_so() =>
        Prop.ForAll(
            Gen.Elements(true, false).ArrayOf(Links.Length).ToArbitrary(),
            set =>
            {
                var policies = Links
                    .Select((l, i) => (l.Scope, l.Key, new PolicyFields { Service = 0.6m + 0.01m * i }))
                    .Where((_, i) => set[i])
                    .ToList();
                var policy = Resolve(policies);
                var narrowest = Array.LastIndexOf(set, true);
                Assert.Equal(narrowest < 0 ? 0.95m : 0.6m + 0.01m * narrowest, policy.Values.Service);
                if (narrowest < 0)
                    Assert.False(policy.Sources.ContainsKey("service"));
                else
                {
                    var (scope, key) = Links[narrowest];
                    Assert.Equal(new(scope, scope == PolicyScope.All ? null : key), policy.Sources["service"]);
                }
            }
        );

    [Fact]
    public void Fields_are_inherited_one_by_one()
    {
        var policy = Resolve([
            (
                PolicyScope.All,
                "",
                new()
                {
                    OrderCost = 5,
                    Service = 0.9m,
                    ShelfLifeDays = 30,
                }
            ),
            (PolicyScope.Category, "Home", new() { Promise = ServicePromise.FillRate, Service = 0.97m }),
            (PolicyScope.Product, "LAMP", new() { Policy = OrderPolicy.PeriodicUpTo }),
        ]);
        Assert.Equal(
            PolicySet.BuiltIn with
            {
                Policy = OrderPolicy.PeriodicUpTo,
                Promise = ServicePromise.FillRate,
                Service = 0.97m,
                OrderCost = 5,
                ShelfLifeDays = 30,
                ReviewDays = 14,
            },
            policy.Values
        );
        Assert.Equal(new(PolicyScope.All, null), policy.Sources["shelfLifeDays"]);
    }

    [Fact]
    public void The_products_card_goes_before_its_supplier_and_behind_its_own_policy()
    {
        var supplier = (PolicyScope.Supplier, "ACME", new PolicyFields { ReviewDays = 3, Service = 0.8m });
        var policy = Resolve([supplier]);
        Assert.Equal((14, 0.8m), (policy.Values.ReviewDays, policy.Values.Service));
        Assert.Equal(5, Resolve([supplier, (PolicyScope.Product, "LAMP", new() { ReviewDays = 5 })]).Values.ReviewDays);
    }

    [Fact]
    public void A_minimum_and_its_maximum_come_from_one_place()
    {
        var policy = Resolve([
            (
                PolicyScope.Product,
                "LAMP",
                new()
                {
                    Policy = OrderPolicy.MinMax,
                    Min = 10,
                    Max = 40,
                }
            ),
            (
                PolicyScope.Series,
                "LAMP@LDN",
                new()
                {
                    Policy = OrderPolicy.MinMax,
                    Min = 2,
                    Max = 8,
                }
            ),
        ]);
        Assert.Equal((2m, 8m), (policy.Values.Min, policy.Values.Max));
    }

    [Fact]
    public void What_is_of_other_products_places_and_people_has_no_say() =>
        Assert.Equal(
            0.95m,
            Resolve([
                (PolicyScope.Location, "BER", new() { Service = 0.6m }),
                (PolicyScope.Category, "Home/Light", new() { Service = 0.6m }),
                (PolicyScope.Segment, "CZ", new() { Service = 0.6m }),
                (PolicyScope.Supplier, "OTHER", new() { Service = 0.6m }),
                (PolicyScope.Product, "LAMP-2", new() { Service = 0.6m }),
                (PolicyScope.Series, "LAMP@BER", new() { Service = 0.6m }),
            ]).Values.Service
        );
}
