using SmartInventory.Contracts;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>What people say and did, on the pages of what it is about.</summary>
public sealed class TalkTests
{
    private const string Hostile = "<script>alert(1)</script>\"><img src=x onerror=alert(2)>";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_said_is_text_and_what_is_said_goes_to_the_thing_of_the_page()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.Serve("/api/v1/comments", _ => new Page<CommentResponse>([Comment(Hostile)], null));
        stub.On("POST /api/v1/comments", _ => Answer.Ok(Comment("x")));
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser(Role.Viewer, "vic");

        var html = await browser.GetStringAsync("/products/85123A", Ct);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
        Assert.Contains(Hostile, System.Net.WebUtility.HtmlDecode(html), StringComparison.Ordinal);

        using var page = await browser.GetAsync("/products/85123A", Ct);
        using var said = await Html.SubmitAsync(browser, page, "", ("Text", "@ada look"));
        var sent = stub.Requests.Single(r => r.Method == "POST");
        Assert.Equal(new AddComment { Subject = "product:85123A", Text = "@ada look" }, sent.Read<AddComment>());
        Assert.NotEmpty(sent.Headers["Idempotency-Key"].ToString());
        Assert.Equal("/products/85123A", said.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task What_is_refused_is_not_lost()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.On(
            "POST /api/v1/comments",
            _ => Answer.Problem(400, "No.", errors: new() { ["text"] = ["must be at most 4,000 characters"] })
        );
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();
        using var page = await browser.GetAsync("/products/85123A", Ct);

        using var refused = await Html.SubmitAsync(browser, page, "", ("Text", "a long story"));

        var text = Html.Text(await refused.Content.ReadAsStringAsync(Ct));
        Assert.Contains("text: must be at most 4,000 characters.", text, StringComparison.Ordinal);
        Assert.Contains("a long story", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_inbox_says_who_wants_what_and_is_marked_as_read()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.Serve(
            "/api/v1/inbox",
            _ => new Page<InboxItem>(
                [
                    Item(InboxReason.Mention, "product:85123A") with
                    {
                        Text = Hostile,
                    },
                    Item(InboxReason.Approval, "order:PO-7"),
                    Item(InboxReason.Change, "supplier:ACME") with
                    {
                        Action = "changed",
                    },
                ],
                null
            )
        );
        stub.On("PUT /api/v1/inbox/marks", _ => new Answer(204));
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();

        var html = await browser.GetStringAsync("/inbox", Ct);
        var text = Html.Text(html);
        Assert.Contains("Ada speaks to you about product:85123A", text, StringComparison.Ordinal);
        Assert.Contains("Waits for your approval: order:PO-7", text, StringComparison.Ordinal);
        Assert.Contains("Ada changed supplier:ACME", text, StringComparison.Ordinal);
        Assert.Contains("href=\"/orders/PO-7\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.Equal("true", stub.Requests.Last(r => r.Path == "/api/v1/inbox")["unread"]);

        using var marked = await Html.SubmitAsync(browser, "/inbox", "");
        Assert.Contains(stub.Requests, r => r.Method == "PUT");
    }

    [Fact]
    public async Task What_was_done_is_listed_by_what_is_asked_and_names_parts_that_are_away()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.Serve(
            "/api/v1/activity",
            _ => new ActivityPage(
                [
                    new()
                    {
                        Id = Guid.CreateVersion7(),
                        At = DateTimeOffset.UnixEpoch,
                        By = "ada",
                        ByName = "Ada",
                        Via = Via.Page,
                        Action = "image-set",
                        Kind = SubjectKind.Product,
                        Key = "85123A",
                        Changes = [new("name", "Lamp", Hostile)],
                    },
                ],
                "next/1",
                [new("sales", "it is away")]
            )
        );
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await dashboard
            .Browser()
            .GetStringAsync("/activity?subject=product:85123A&by=ada&via=page&action=image-set", Ct);

        var asked = stub.Requests.Single(r => r.Path == "/api/v1/activity");
        Assert.Equal(
            ("product:85123A", "ada", "page", "image-set"),
            (asked["subject"], asked["by"], asked["via"], asked["action"])
        );
        var text = Html.Text(html);
        Assert.Contains("Ada image set 85123A", text, StringComparison.Ordinal);
        Assert.Contains("sales cannot be asked", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.Contains("after=next%2F1", html, StringComparison.Ordinal);
    }

    private static CommentResponse Comment(string text) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Subject = "product:85123A",
            Text = text,
            Mentions = [],
            By = "ada",
            ByName = "Ada",
            CreatedAt = DateTimeOffset.UnixEpoch,
            Deleted = false,
        };

    private static InboxItem Item(InboxReason reason, string subject) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Reason = reason,
            Subject = subject,
            At = DateTimeOffset.UnixEpoch,
            By = "ada",
            ByName = "Ada",
            Read = false,
        };
}
