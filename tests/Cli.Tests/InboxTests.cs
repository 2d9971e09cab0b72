using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Testing;

namespace SmartInventory.Cli.Tests;

public sealed class InboxTests
{
    private static readonly CommentResponse Comment = new()
    {
        Id = Things.Id,
        Subject = "product:LAMP-1",
        Text = "@ada look",
        Mentions = ["ada"],
        By = "bob",
        ByName = "Bob",
        CreatedAt = Things.Noon,
        Deleted = false,
        ETag = "\"1\"",
    };

    private static readonly InboxItem Mention = new()
    {
        Id = Things.Id,
        Reason = InboxReason.Mention,
        Subject = "product:LAMP-1",
        At = Things.Noon,
        By = "bob",
        Text = "@ada look",
        Read = false,
    };

    [Fact]
    public async Task A_comment_is_sent_as_it_is_typed()
    {
        await using var gateway = (await StubGateway.StartAsync()).On("POST /api/v1/comments", Comment);
        var ran = await InvRunner.RunAsync(gateway, "comment", "add", "product:LAMP-1", "@ada look", "-o", "json");
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        var sent = Assert.Single(gateway.Requests);
        Assert.Equal(new AddComment { Subject = "product:LAMP-1", Text = "@ada look" }, sent.Read<AddComment>());
        Assert.NotEmpty(sent.Headers["Idempotency-Key"].ToString());
    }

    [Fact]
    public async Task Comments_are_listed_and_one_that_was_taken_back_is_marked()
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/comments",
            new Page<CommentResponse>([Comment, Comment with { Text = "", Deleted = true }], null)
        );
        var ran = await InvRunner.RunAsync(gateway, "comment", "list", "product:LAMP-1");
        Assert.Equal(0, ran.Code);
        Assert.Contains("@ada look", ran.Out, StringComparison.Ordinal);
        Assert.Contains("(deleted)", ran.Out, StringComparison.Ordinal);
        Assert.Equal("product:LAMP-1", Assert.Single(gateway.Requests)["subject"]);
    }

    [Fact]
    public async Task The_inbox_shows_what_is_unread_and_is_marked_when_asked()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On(
                "GET /api/v1/inbox",
                new Page<InboxItem>(
                    [
                        Mention,
                        Mention with
                        {
                            Reason = InboxReason.Change,
                            Text = null,
                            Action = "changed",
                            Changes = [new FieldChange("price", "1", "2")],
                        },
                        Mention with
                        {
                            Reason = InboxReason.Approval,
                            Subject = "order:PO-1",
                            Text = null,
                        },
                    ],
                    null
                )
            )
            .On("PUT /api/v1/inbox/marks", _ => new Answer(204));
        var ran = await InvRunner.RunAsync(gateway, "inbox", "--read");
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        foreach (var text in new[] { "@ada look", "changed price: 1 -> 2", "waits for approval" })
            Assert.Contains(text, ran.Out, StringComparison.Ordinal);
        var requests = gateway.Requests.ToArray();
        Assert.Equal("true", requests[0]["unread"]);
        Assert.Equal("{}", requests[1].Text);
    }

    [Fact]
    public async Task A_thing_is_followed_and_left()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On("PUT /api/v1/follows", _ => new Answer(204))
            .On("DELETE /api/v1/follows", _ => new Answer(204))
            .On(
                "GET /api/v1/follows",
                new Page<FollowResponse>([new FollowResponse("product:LAMP-1", Things.Noon)], null)
            );
        Assert.Equal(
            new Ran(0, "", "You follow product:LAMP-1.\n"),
            await InvRunner.RunAsync(gateway, "follow", "product:LAMP-1")
        );
        Assert.Equal(
            new Ran(0, "", "You do not follow product:LAMP-1 any more.\n"),
            await InvRunner.RunAsync(gateway, "follow", "product:LAMP-1", "--stop")
        );
        var listed = await InvRunner.RunAsync(gateway, "follow", "-o", "csv");
        Assert.StartsWith("subject,since\r\nproduct:LAMP-1,", listed.Out, StringComparison.Ordinal);
    }
}
