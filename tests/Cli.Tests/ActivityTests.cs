using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Status;
using SmartInventory.Testing;

namespace SmartInventory.Cli.Tests;

public sealed class ActivityTests
{
    private static readonly ActivityPage Page = new(
        [
            new ActivityResponse
            {
                Id = Things.Id,
                At = Things.Noon,
                By = "ada",
                ByName = "Ada",
                Via = Via.Page,
                Action = "changed",
                Kind = SubjectKind.Product,
                Key = "LAMP-1",
                Changes = [new FieldChange("price", "10", "12"), new FieldChange("tags", null, "sale")],
            },
        ],
        null
    );

    [Fact]
    public async Task What_was_done_is_listed_with_before_and_after()
    {
        await using var gateway = (await StubGateway.StartAsync()).On("GET /api/v1/activity", Page);
        var ran = await InvRunner.RunAsync(
            gateway,
            ["activity", "list", "--subject", "product:LAMP-1", "--by", "ada", "--from", "2026-01-01", "-o", "csv"]
        );
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.EndsWith(
            ",ada,Ada,page,changed,product:LAMP-1,price: 10 -> 12; tags:  -> sale,\r\n",
            ran.Out,
            StringComparison.Ordinal
        );
        var asked = Assert.Single(gateway.Requests);
        Assert.Equal(("product:LAMP-1", "ada", "2026-01-01"), (asked["subject"], asked["by"], asked["from"]));
    }

    [Fact]
    public async Task A_service_that_was_not_asked_is_named_and_the_command_fails()
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/activity",
            Page with
            {
                Unanswered = [new UnansweredPart("sales", "it answered 503")],
            }
        );
        var ran = await InvRunner.RunAsync(gateway, "activity", "list", "-o", "csv");
        Assert.Equal((1, "What was done in sales is missing: it answered 503\n"), (ran.Code, ran.Error));
    }
}
