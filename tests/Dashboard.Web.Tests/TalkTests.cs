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
        var sent = stub.Requests.Single(r => r is { Method: "POST", Path: "/api/v1/comments" });
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
    public async Task Ones_own_comment_is_changed_and_taken_back_where_it_stands_and_no_other()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        var mine = Comment(Hostile);
        var gone = Comment("") with { Deleted = true, EditedAt = DateTimeOffset.UnixEpoch };
        stub.Serve(
            "/api/v1/comments",
            _ => new Page<CommentResponse>([mine, Comment("of bob", by: "bob"), gone], null)
        );
        stub.On($"PUT /api/v1/comments/{mine.Id}", _ => Answer.Ok(mine));
        stub.On($"DELETE /api/v1/comments/{mine.Id}", _ => new Answer(204));
        await using var dashboard = new DashboardHost(stub.Address);
        var ada = dashboard.Browser(Role.Viewer, "ada");

        using var page = await ada.GetAsync("/products/85123A", Ct);
        var html = await page.Content.ReadAsStringAsync(Ct);
        Assert.Equal(2, html.Split("/comments?handler=Edit").Length);
        Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
        Assert.Contains("<em class=\"gone\">took this back</em>", html, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "handler=Edit",
            await dashboard.Browser(Role.Admin, "eve").GetStringAsync("/products/85123A", Ct),
            StringComparison.Ordinal
        );

        using var changed = await Html.SubmitAsync(ada, page, "?handler=Edit", ("Text", "other words"));
        Assert.Equal("/products/85123A", changed.RequestMessage!.RequestUri!.AbsolutePath);
        var put = stub.Requests.Single(r => r.Method == "PUT");
        Assert.Equal(("other words", "\"1\""), (put.Read<EditComment>().Text, put.Headers.IfMatch.ToString()));

        using var back = await PostAsync(ada, html, "Delete", mine);
        Assert.Equal("/products/85123A", back.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal("\"1\"", stub.Requests.Single(r => r.Method == "DELETE").Headers.IfMatch.ToString());
    }

    [Fact]
    public async Task Two_windows_of_one_person_overwrite_nothing_unseen()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        var now = Comment("frist");
        stub.Serve("/api/v1/comments", _ => new Page<CommentResponse>([now], null));
        stub.On(
            $"PUT /api/v1/comments/{now.Id}",
            seen => seen.Headers.IfMatch == now.ETag ? Answer.Ok(now) : Answer.Problem(412, "Somebody else changed it.")
        );
        await using var dashboard = new DashboardHost(stub.Address);
        var ada = dashboard.Browser(Role.Viewer, "ada");
        using var page = await ada.GetAsync("/products/85123A", Ct);

        now = now with { Text = Hostile, ETag = "\"2\"" };
        using var met = await Html.SubmitAsync(ada, page, "?handler=Edit", ("Text", "third"));
        var html = await met.Content.ReadAsStringAsync(Ct);
        Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
        Assert.Contains(
            "You changed this comment in another window in the meantime. Nothing of this one is stored yet. "
                + $"It says now: {Hostile}",
            Html.Text(html),
            StringComparison.Ordinal
        );
        Assert.Contains(">third</textarea>", html, StringComparison.Ordinal);

        using var saved = await Html.SubmitAsync(ada, met, "?handler=Edit", ("Text", "third"));
        Assert.Equal("/products/85123A", saved.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal("\"2\"", stub.Requests.Last(r => r.Method == "PUT").Headers.IfMatch.ToString());
    }

    [Fact]
    public async Task What_was_taken_back_meanwhile_is_said_and_what_was_typed_can_be_said_anew()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        var now = Comment("first");
        stub.Serve("/api/v1/comments", _ => new Page<CommentResponse>([now], null));
        stub.On($"PUT /api/v1/comments/{now.Id}", _ => Answer.Problem(404, "No comment has this id."));
        stub.On("POST /api/v1/comments", _ => Answer.Ok(now));
        await using var dashboard = new DashboardHost(stub.Address);
        var ada = dashboard.Browser(Role.Viewer, "ada");
        using var page = await ada.GetAsync("/products/85123A", Ct);

        now = now with { Text = "", Deleted = true, ETag = "\"2\"" };
        using var met = await Html.SubmitAsync(ada, page, "?handler=Edit", ("Text", "third"));
        var html = await met.Content.ReadAsStringAsync(Ct);
        Assert.Contains("You took this comment back in the meantime.", html, StringComparison.Ordinal);

        using var said = await Html.SubmitAsync(ada, met, "", ("Text", "third"));
        Assert.Equal(
            "third",
            stub.Requests.Single(r => r is { Method: "POST", Path: "/api/v1/comments" }).Read<AddComment>().Text
        );
    }

    [Fact]
    public async Task A_comment_is_not_changed_without_the_token_of_the_form()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);
        var ada = dashboard.Browser(Role.Viewer, "ada");

        using var answer = await PostAsync(ada, null, "Delete", Comment("x"));

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain(stub.Requests, r => r.Method == "DELETE");
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
        Assert.Contains("Ada set the image of 85123A", text, StringComparison.Ordinal);
        Assert.Contains("sales cannot be asked", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.Contains("after=next%2F1", html, StringComparison.Ordinal);
    }

    /// <summary>Presses a button that sends its form elsewhere.</summary>
    private static Task<HttpResponseMessage> PostAsync(
        HttpClient browser,
        string? page,
        string handler,
        CommentResponse comment
    ) =>
        browser.PostAsync(
            $"/comments?handler={handler}",
            new FormUrlEncodedContent([
                new("__RequestVerificationToken", page is null ? "" : Html.Token(page)),
                new("Subject", comment.Subject),
                new("Id", comment.Id.ToString()),
                new("ETag", comment.ETag),
            ]),
            Ct
        );

    private static CommentResponse Comment(string text, string by = "ada") =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Subject = "product:85123A",
            Text = text,
            Mentions = [],
            By = by,
            ByName = "Ada",
            CreatedAt = DateTimeOffset.UnixEpoch,
            Deleted = false,
            ETag = "\"1\"",
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
