using System.Text.Json;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Testing;

namespace SmartInventory.Cli.Tests;

/// <summary>Policies from the command line.</summary>
public sealed class PolicyTests
{
    private const string One = "/api/v1/replenishment/policies/one";

    private static PolicyResponse Policy(PolicyScope scope, string? key, PolicyFields fields) =>
        new()
        {
            Scope = scope,
            Key = key,
            Fields = fields,
            UpdatedAt = DateTimeOffset.UnixEpoch,
            By = "ada",
            ETag = "\"7\"",
        };

    [Fact]
    public async Task Setting_keeps_what_is_not_named_and_drops_what_no_longer_fits()
    {
        PolicyFields? sent = null;
        Seen? seen = null;
        await using var gateway = (await StubGateway.StartAsync())
            .On(
                $"GET {One}",
                Policy(
                    PolicyScope.Product,
                    "LAMP-1",
                    new()
                    {
                        Policy = OrderPolicy.MinMax,
                        Min = 1,
                        Max = 9,
                        OrderCost = 4,
                    }
                )
            )
            .On(
                $"PUT {One}",
                request =>
                {
                    seen = request;
                    sent = request.Read<PolicyFields>();
                    return Answer.Ok(Policy(PolicyScope.Product, "LAMP-1", sent));
                }
            );
        var ran = await InvRunner.RunAsync(
            gateway,
            "policy",
            "set",
            "--product",
            "LAMP-1",
            "--policy",
            "periodic-up-to",
            "--promise",
            "fill-rate",
            "--service",
            "0.98",
            "--review-days",
            "14"
        );
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Equal(
            new PolicyFields
            {
                Policy = OrderPolicy.PeriodicUpTo,
                Promise = ServicePromise.FillRate,
                Service = 0.98m,
                ReviewDays = 14,
                OrderCost = 4,
            },
            sent
        );
        Assert.Equal("\"7\"", seen!.Headers["If-Match"]);
        Assert.Contains("product LAMP-1", ran.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("policy set --service 0.9")]
    [InlineData("policy set --product A --category B --service 0.9")]
    [InlineData("policy clear")]
    public async Task One_thing_must_be_named(string command)
    {
        await using var gateway = await StubGateway.StartAsync();
        var ran = await InvRunner.RunAsync(gateway, command.Split(' '));
        Assert.Equal(2, ran.Code);
        Assert.Contains("Name one thing: --all-products", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_in_force_says_where_each_value_comes_from_within_eighty_columns()
    {
        var lighting = new PolicySource(PolicyScope.Category, "Lighting");
        var fields = new PolicyFields
        {
            Service = 0.9m,
            ReviewDays = 14,
            OrderCost = 4,
        };
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/replenishment/policies/effective",
            new EffectivePolicy(
                "LAMP-1",
                "BERLIN",
                "ACME",
                "AX",
                new(
                    fields,
                    new Dictionary<string, PolicySource>
                    {
                        ["service"] = PolicySource.Card,
                        ["reviewDays"] = lighting,
                        ["orderCost"] = PolicySource.BuiltIn,
                    }
                ),
                [new(PolicySource.Card, new() { Service = 0.9m }), new(lighting, new() { ReviewDays = 14 })]
            )
        );
        var ran = await InvRunner.RunAsync(gateway, "policy", "effective", "LAMP-1", "--location", "BERLIN");
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Matches(@"Service level +0\.9 +the product's card\n", ran.Out);
        Assert.Matches(@"Days between orders +14 +category Lighting\n", ran.Out);
        Assert.Matches(@"Cost of an order line +4 +built in\n", ran.Out);
        Assert.Matches(@"category Lighting +reviewDays 14\n", ran.Out);
        Assert.All(ran.Out.Split('\n'), line => Assert.True(line.Length <= 80, line));

        var json = await InvRunner.RunAsync(gateway, "policy", "effective", "LAMP-1", "-o", "json");
        Assert.Equal(
            "Lighting",
            JsonElement
                .Parse(json.Out)
                .GetProperty("inForce")
                .GetProperty("sources")
                .GetProperty("reviewDays")
                .GetProperty("key")
                .GetString()
        );
        var csv = await InvRunner.RunAsync(gateway, "policy", "effective", "LAMP-1", "-o", "csv");
        Assert.Contains("service,Service level,0.9,the product's card", csv.Out, StringComparison.Ordinal);
    }
}
