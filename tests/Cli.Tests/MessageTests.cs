using SmartInventory.Contracts.Status;
using SmartInventory.Testing;

namespace SmartInventory.Cli.Tests;

public sealed class MessageTests
{
    private static readonly FailedMessages Three = new([new FailedQueue("catalog", "catalog-sales-recorded", 3)], []);
    private static readonly FailedMessages None = new([], []);

    [Fact]
    public async Task Where_failed_messages_wait_is_listed()
    {
        await using var gateway = (await StubGateway.StartAsync()).On("GET /api/v1/failed-messages", Three);
        var ran = await InvRunner.RunAsync(gateway, "message", "list", "-o", "csv");
        Assert.Equal(new Ran(0, "service,queue,messages\r\ncatalog,catalog-sales-recorded,3\r\n", ""), ran);
    }

    [Fact]
    public async Task Nothing_to_send_again_is_said()
    {
        await using var gateway = (await StubGateway.StartAsync()).On("POST /api/v1/failed-messages/resend", None);
        var ran = await InvRunner.RunAsync(gateway, "message", "resend");
        Assert.Equal(new Ran(0, "", "No message failed: nothing was sent again.\n"), ran);
    }

    [Fact]
    public async Task A_service_that_cannot_be_asked_is_named_and_the_command_fails()
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "POST /api/v1/failed-messages/resend",
            Three with
            {
                Unanswered = [new UnansweredPart("sales", "it answered 503")],
            }
        );
        var ran = await InvRunner.RunAsync(gateway, "message", "resend", "-o", "csv");
        Assert.Equal((1, "sales cannot be asked: it answered 503\n"), (ran.Code, ran.Error));
        Assert.Equal("service,queue,messages\r\ncatalog,catalog-sales-recorded,3\r\n", ran.Out);
    }
}
