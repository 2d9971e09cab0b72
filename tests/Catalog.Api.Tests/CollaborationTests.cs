using System.Net;
using Refit;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

public sealed class CollaborationTests(CatalogApp app)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ICatalogApi As(string name, Role role = Role.Viewer) =>
        RestService.For<ICatalogApi>(app.As(role, name), ContractsJson.Refit());

    private static Task<CommentResponse> Say(ICatalogApi who, string subject, string text) =>
        who.AddComment(new AddComment { Subject = subject, Text = text }, ct: Cancellation);

    private static async Task<string[]> Inbox(ICatalogApi who, bool? unread = null) =>
        [
            .. (await who.ListInbox(unread: unread, ct: Cancellation)).Items.Select(i =>
                $"{i.Reason} {i.Subject} {i.By}: {i.Text}{i.Action}{(i.Read ? " (read)" : "")}"
            ),
        ];

    [Fact]
    public async Task Of_a_person_the_newest_state_is_known()
    {
        var name = await app.NewPerson(version: 5);
        await app.NewPerson(disabled: true, version: 4, name: name);
        Assert.Equal(
            new PersonResponse(name, $"The {name}", Role.Clerk, false),
            (await app.Api.ListPeople(Cancellation)).Single(p => p.Name == name)
        );
    }

    [Fact]
    public async Task A_comment_speaks_to_people_who_are_there_and_to_nobody_else()
    {
        var (product, ada, gone) = (await app.NewProduct(), await app.NewPerson(), await app.NewPerson(disabled: true));
        var said = await Say(
            As("bob"),
            $"product:{product.Sku.ToLowerInvariant()}",
            $" Look, @{ada.ToUpperInvariant()}.\r\nNot @{gone}, @nobody.here or mail@{ada} <b> "
        );

        Assert.Equal(
            (
                $"product:{product.Sku}",
                $"Look, @{ada.ToUpperInvariant()}.\nNot @{gone}, @nobody.here or mail@{ada} <b>"
            ),
            (said.Subject, said.Text)
        );
        Assert.Equal([ada], said.Mentions);
        Assert.Equal(("bob", null, false), (said.By, said.EditedAt, said.Deleted));
        Assert.Equivalent(
            said,
            Assert.Single((await app.Api.ListComments(said.Subject, ct: Cancellation)).Items),
            strict: true
        );
        Assert.Equal([$"Mention product:{product.Sku} bob: {said.Text}"], await Inbox(As(ada)));
        Assert.Empty(await Inbox(As(gone)));
    }

    [Fact]
    public async Task Only_its_author_changes_a_comment_or_takes_it_back()
    {
        var product = await app.NewProduct();
        var (bob, eve) = (As("bob"), app.As(Role.Admin, "eve"));
        var said = await Say(bob, $"product:{product.Sku}", "frist");
        Assert.Equal(
            "403 This is somebody else's comment.\nbob wrote it, and may change or delete it.",
            await Problem.Read(eve.Put($"/api/v1/comments/{said.Id}", new EditComment { Text = "x" }))
        );
        Assert.StartsWith(
            "403 ",
            await Problem.Read(eve.Delete($"/api/v1/comments/{said.Id}")),
            StringComparison.Ordinal
        );

        var edited = await bob.EditComment(said.Id, new EditComment { Text = "first" }, said.ETag, Cancellation);
        Assert.Equal(("first", true), (edited.Text, edited.EditedAt > said.CreatedAt));
        // Who holds what it was before, in another window, overwrites nothing.
        var window = app.As(Role.Viewer, "bob");
        Assert.StartsWith(
            "412 ",
            await Problem.Read(window.Put($"/api/v1/comments/{said.Id}", new EditComment { Text = "x" }, said.ETag)),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "412 ",
            await Problem.Read(window.Delete($"/api/v1/comments/{said.Id}", said.ETag)),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "428 ",
            await Problem.Read(window.Delete($"/api/v1/comments/{said.Id}")),
            StringComparison.Ordinal
        );
        Assert.Equal(edited.ETag, (await bob.ListComments(said.Subject, ct: Cancellation)).Items[0].ETag);
        await bob.DeleteComment(said.Id, edited.ETag, Cancellation);
        var left = Assert.Single((await bob.ListComments(said.Subject, ct: Cancellation)).Items);
        Assert.Equal(("", true), (left.Text, left.Deleted));
        Assert.StartsWith(
            "404 ",
            await Problem.Read(window.Delete($"/api/v1/comments/{said.Id}", edited.ETag)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_cannot_be_said_is_refused_by_name()
    {
        var refused = (object body) => Problem.Read(app.Http.Post("/api/v1/comments", body));
        Assert.Equal(
            "400 One or more fields are not valid.\nsubject: is required\ntext: is required",
            await refused(new AddComment { Text = "  " })
        );
        Assert.Equal(
            "400 One or more fields are not valid.\nsubject: there is no suggestion:NO-SUCH@LDN\n"
                + "text: must be at most 4000 characters",
            await refused(new AddComment { Subject = "suggestion:no-such@ldn", Text = new string('x', 4_001) })
        );
        Assert.Equal(
            "400 One or more fields are not valid.\nsubject: must be a product, supplier, order or suggestion",
            await refused(new AddComment { Subject = "person:ada", Text = "x" })
        );
    }

    [Fact]
    public async Task What_happens_to_what_one_follows_is_in_the_inbox_until_it_is_read()
    {
        var (product, supplier) = (await app.NewProduct(), await app.NewSupplier());
        var (me, planner) = (As(CatalogApp.NewName("me")), As("pia", Role.Planner));
        var subject = $"product:{product.Sku}";
        await me.Follow(subject, Cancellation);
        await me.Follow(subject, Cancellation);
        await planner.UpdateProduct(
            product.Sku,
            new UpdateProduct { Name = "New", Price = 1 },
            product.ETag,
            Cancellation
        );
        await Say(planner, subject, "done");
        await Say(me, $"supplier:{supplier.Code}", "mine");

        Assert.Equal([$"Comment {subject} pia: done", $"Change {subject} pia: changed"], await Inbox(me));
        Assert.Equal(new InboxCounts(2, 0, 1, 1, 0), await me.CountInbox(Cancellation));
        Assert.Equal(
            [subject, $"supplier:{supplier.Code}"],
            (await me.ListFollows(ct: Cancellation)).Items.Select(f => f.Subject)
        );

        var first = (await me.ListInbox(limit: 1, ct: Cancellation)).Items[0];
        await me.MarkInbox(new MarkInbox { Ids = [first.Id] }, Cancellation);
        Assert.Equal([$"Comment {subject} pia: done (read)", $"Change {subject} pia: changed"], await Inbox(me));
        Assert.Equal([$"Change {subject} pia: changed"], await Inbox(me, unread: true));
        await me.MarkInbox(new MarkInbox(), Cancellation);
        Assert.Equal(0, (await me.CountInbox(Cancellation)).Unread);
        await me.MarkInbox(new MarkInbox { Ids = [first.Id], Read = false }, Cancellation);
        Assert.Equal([$"Comment {subject} pia: done"], await Inbox(me, unread: true));

        await me.Unfollow(subject, Cancellation);
        Assert.Empty(await Inbox(me));
    }

    [Fact]
    public async Task The_inbox_is_paged()
    {
        var (product, ada) = (await app.NewProduct(), await app.NewPerson());
        for (var i = 0; i < 5; i++)
            await Say(As("bob"), $"product:{product.Sku}", $"@{ada} {i}");
        var read = await Listing<InboxItem>.ReadAsync(50, (_, after) => As(ada).ListInbox(2, after, ct: Cancellation));
        Assert.Equal(["4", "3", "2", "1", "0"], read.Items.Select(i => i.Text!.Split(' ')[1]));
    }

    [Fact]
    public async Task A_draft_waits_for_planners_until_somebody_approves_it_and_its_author_hears_of_that()
    {
        var (product, supplier, location) = (await app.NewProduct(), await app.NewSupplier(), await app.NewLocation());
        var (author, boss) = (As("pia", Role.Planner), As(CatalogApp.NewName("boss"), Role.Planner));
        var order = await author.CreatePurchaseOrder(
            new CreatePurchaseOrder
            {
                Supplier = supplier.Code,
                Location = location.Code,
                Status = PurchaseOrderStatus.Draft,
                Lines = [new CreatePurchaseOrderLine { Sku = product.Sku, Quantity = 1 }],
            },
            ct: Cancellation
        );
        var waits = $"Approval order:{order.Number} pia: ";
        Assert.Contains(waits, await Inbox(boss));
        Assert.DoesNotContain(waits, await Inbox(As("vic")));

        await boss.ApprovePurchaseOrder(order.Number, order.ETag, ct: Cancellation);
        Assert.DoesNotContain(waits, await Inbox(boss));
        Assert.Contains(
            await Inbox(author),
            line => line.StartsWith($"Change order:{order.Number} BOSS", StringComparison.OrdinalIgnoreCase)
        );
    }

    [Fact]
    public async Task A_stranger_hears_nothing()
    {
        foreach (var path in new[] { "people", "comments?subject=product:A", "inbox", "inbox/count", "follows" })
            Assert.Equal(HttpStatusCode.Unauthorized, (await app.As(null).Get($"/api/v1/{path}")).StatusCode);
    }
}
