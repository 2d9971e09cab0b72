using System.Net;
using Refit;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.Testing;

namespace SmartInventory.Catalog.Api.Tests;

/// <summary>Who may approve orders of how much. A service of its own: the limits are those of all of it.</summary>
public sealed class ApprovalTests : IAsyncLifetime
{
    private const string Orders = "/api/v1/purchase-orders";
    private const string Limits = $"{Orders}/approval-limits";

    private readonly CatalogApp _app = new();
    private string _supplier = "";
    private string _location = "";
    private string _product = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        (_supplier, _location) = ((await _app.NewSupplier()).Code, (await _app.NewLocation()).Code);
        _product = (await _app.NewProduct()).Sku;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private ICatalogApi As(string name, Role role = Role.Planner) =>
        RestService.For<ICatalogApi>(_app.As(role, name), ContractsJson.Refit());

    private CreatePurchaseOrder Request(
        decimal value,
        PurchaseOrderStatus? status = PurchaseOrderStatus.Draft,
        string? number = null
    ) =>
        new()
        {
            Number = number,
            Supplier = _supplier,
            Location = _location,
            Status = status,
            Lines =
            [
                new CreatePurchaseOrderLine
                {
                    Sku = _product,
                    Quantity = 10,
                    UnitCost = value / 10,
                },
            ],
        };

    private Task<PurchaseOrderResponse> Draft(decimal value, string by = "ada") =>
        As(by).CreatePurchaseOrder(Request(value), ct: Cancellation);

    private async Task<string> Approve(PurchaseOrderResponse draft, string by, Role role = Role.Planner)
    {
        using var http = _app.As(role, by);
        using var answer = await http.Send(
            HttpMethod.Post,
            $"{Orders}/{draft.Number}/approve",
            null,
            ifMatch: draft.ETag
        );
        return answer.IsSuccessStatusCode ? "approved" : await Problem.Read(Task.FromResult(answer));
    }

    private async Task Set(bool fourEyes, params ApprovalLimit[] limits)
    {
        var now = await _app.Api.GetApprovalLimits(Cancellation);
        await _app.Api.SetApprovalLimits(
            new SetApprovalLimits { FourEyes = fourEyes, Limits = limits },
            now.ETag,
            Cancellation
        );
    }

    private static ApprovalLimit Of(Role role, decimal? upTo) => new() { Role = role, UpTo = upTo };

    private static ApprovalLimit Of(string user, decimal? upTo) => new() { User = user, UpTo = upTo };

    [Fact]
    public async Task Without_limits_planners_and_admins_approve_anything_and_nobody_else_does()
    {
        Assert.Equal((false, 0), await Rules());
        Assert.Equal("approved", await Approve(await Draft(1_000_000), "ada"));
        Assert.Equal("approved", await Approve(await Draft(1_000_000), "root", Role.Admin));
        Assert.StartsWith(
            "403 This may not be done with your role.",
            await Approve(await Draft(1), "clerk", Role.Clerk),
            StringComparison.Ordinal
        );

        async Task<(bool, int)> Rules()
        {
            var rules = await As("eve", Role.Viewer).GetApprovalLimits(Cancellation);
            return (rules.FourEyes, rules.Limits.Count);
        }
    }

    [Fact]
    public async Task A_role_approves_up_to_its_limit_a_person_up_to_their_own_and_the_refusal_names_who_may()
    {
        var (bob, cyd) = (await _app.NewPerson(role: Role.Planner), await _app.NewPerson(role: Role.Planner));
        var (dan, eve) = (await _app.NewPerson(role: Role.Admin), await _app.NewPerson(role: Role.Planner));
        var gone = await _app.NewPerson(disabled: true, role: Role.Admin);
        await Set(false, Of(Role.Planner, 1_000), Of(bob, 5_200), Of(cyd, null), Of(eve, 0), Of(gone, null));

        // The edge is within.
        Assert.Equal("approved", await Approve(await Draft(1_000), "ada"));
        var large = await Draft(5_200);
        Assert.Equal(
            $"""
            403 {large.Number} is worth 5,200.00; you may approve up to 1,000.00.
            People who may: The {bob} ({bob}), The {cyd} ({cyd}), The {dan} ({dan}).
            """,
            await Approve(large, "ada")
        );
        Assert.Equal("approved", await Approve(large, bob));
        var larger = await Draft(5_200.01m);
        Assert.StartsWith(
            $"403 {larger.Number} is worth 5,200.01; you may approve up to 5,200.00.\n",
            await Approve(larger, bob),
            StringComparison.Ordinal
        );
        Assert.Equal("approved", await Approve(larger, cyd));
        // A person's own goes before the role's, also where it is less.
        Assert.StartsWith("403 ", await Approve(await Draft(1), eve), StringComparison.Ordinal);
        Assert.Equal("approved", await Approve(await Draft(1_000_000), dan, Role.Admin));

        var asked = await As("ada").GetOrderApproval((await Draft(5_200)).Number, Cancellation);
        Assert.Equal((false, 3), (asked.Mine, asked.People.Count));
        Assert.EndsWith("you may approve up to 1,000.00.", asked.Refusal, StringComparison.Ordinal);
        asked = await As("some-viewer", Role.Viewer).GetOrderApproval((await Draft(1)).Number, Cancellation);
        Assert.Equal((false, "Only planners and admins approve orders."), (asked.Mine, asked.Refusal));
        asked = await As("ada").GetOrderApproval(large.Number, Cancellation);
        Assert.Equal((false, "Only a draft can be approved.", 0), (asked.Mine, asked.Refusal, asked.People.Count));

        await Set(false, Of(Role.Planner, 1), Of(Role.Admin, 2), Of(bob, 1), Of(cyd, 1));
        Assert.EndsWith(
            "Nobody may: an admin has to raise a limit.",
            await Approve(await Draft(3), "root", Role.Admin),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(PurchaseOrderStatus.Approved)]
    [InlineData(PurchaseOrderStatus.Sent)]
    [InlineData(null)]
    public async Task Nobody_gets_round_a_limit_by_making_the_order_as_approved_or_sent(PurchaseOrderStatus? status)
    {
        await Set(false, Of(Role.Planner, 100));
        using var ada = _app.As(Role.Planner, "ada");
        Assert.Equal(
            "403 The order is worth 100.10; you may approve up to 100.00.\n"
                + "Make it a draft. Nobody may: an admin has to raise a limit.",
            await Problem.Read(ada.Send(HttpMethod.Post, Orders, Request(100.1m, status)))
        );
        // Of several none is made.
        Assert.StartsWith(
            "403 The order is worth 100.10;",
            await Problem.Read(
                ada.Send(
                    HttpMethod.Post,
                    $"{Orders}/batch",
                    new { orders = new[] { Request(1, status), Request(100.1m, status) } }
                )
            ),
            StringComparison.Ordinal
        );
        Assert.Empty((await _app.Api.ListPurchaseOrders(supplier: _supplier, ct: Cancellation)).Items);
        Assert.Equal(100, (await As("ada").CreatePurchaseOrder(Request(100, status), ct: Cancellation)).Value);
        Assert.Equal("ada", (await Draft(100.1m)).CreatedBy);
    }

    [Fact]
    public async Task What_an_order_is_worth_cannot_be_raised_or_hidden_after_its_approval()
    {
        await Set(false, Of(Role.Planner, 100));
        // Nothing known is no small amount.
        var unknown = await Draft(0);
        Assert.StartsWith(
            $"403 {unknown.Number} has no unit cost for {_product}, so that it may be worth anything; "
                + "you may approve up to 100.00.\n",
            await Approve(unknown, "ada"),
            StringComparison.Ordinal
        );
        Assert.Equal("approved", await Approve(unknown, "root", Role.Admin));

        // A draft that is too large is sent by nobody, and there is no way to change the lines of an approved order.
        var large = await Draft(500);
        using var ada = _app.As(Role.Planner, "ada");
        Assert.StartsWith(
            "409 ",
            await Problem.Read(
                ada.Send(HttpMethod.Post, $"{Orders}/{large.Number}/send", new { }, ifMatch: large.ETag)
            ),
            StringComparison.Ordinal
        );
        var small = await Draft(100);
        Assert.Equal("approved", await Approve(small, "ada"));
        foreach (var method in new[] { HttpMethod.Put, HttpMethod.Patch })
        {
            using var changed = await ada.Send(method, $"{Orders}/{small.Number}", Request(500), ifMatch: "*");
            Assert.Equal(HttpStatusCode.MethodNotAllowed, changed.StatusCode);
        }

        var sent = await As("ada").GetPurchaseOrder(small.Number, Cancellation);
        await As("ada").SendPurchaseOrder(small.Number, new SendPurchaseOrder(), sent.ETag, ct: Cancellation);
        // Nor can more of it come than was approved.
        Assert.StartsWith(
            "409 ",
            await Problem.Read(
                ada.Send(
                    HttpMethod.Post,
                    "/api/v1/stock/receipts",
                    new ReceiveStock
                    {
                        Sku = _product,
                        Location = _location,
                        Quantity = 11,
                        PurchaseOrder = small.Number,
                    }
                )
            ),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task With_four_eyes_nobody_approves_what_they_made()
    {
        var (bob, cyd) = (await _app.NewPerson(role: Role.Planner), await _app.NewPerson(role: Role.Planner));
        await Set(true, Of(cyd, 10));
        var draft = await Draft(100, bob);
        Assert.Equal(
            $"403 {draft.Number} was made by you; somebody else has to approve it.\n"
                + "Nobody may: an admin has to raise a limit.",
            await Approve(draft, bob)
        );
        await Set(true);
        Assert.EndsWith($"People who may: The {cyd} ({cyd}).", await Approve(draft, bob), StringComparison.Ordinal);
        using var admin = _app.As(Role.Admin, "root");
        Assert.StartsWith(
            "403 The order was made by you; somebody else has to approve it.\nMake it a draft.",
            await Problem.Read(admin.Send(HttpMethod.Post, Orders, Request(1, PurchaseOrderStatus.Sent))),
            StringComparison.Ordinal
        );
        Assert.Equal("approved", await Approve(draft, cyd));
    }

    [Fact]
    public async Task Orders_that_wait_for_somebody_are_listed_and_stand_in_their_inbox()
    {
        await Set(true, Of(Role.Planner, 100));
        var (mine, small) = (await Draft(50), await Draft(100, "bob"));
        var (large, unknown) = (await Draft(100.01m, "bob"), await Draft(0, "bob"));
        var approved = await Draft(1, "bob");
        Assert.Equal("approved", await Approve(approved, "ada"));

        Assert.Equal([small.Number], await Waiting("ada"));
        Assert.Equal([mine.Number], await Waiting("bob"));
        Assert.Equal([unknown.Number, large.Number, small.Number, mine.Number], await Waiting("root", Role.Admin));
        Assert.Empty(await Waiting("eve", Role.Clerk));
        Assert.Equal(
            [approved.Number, unknown.Number, large.Number, mine.Number],
            (await As("ada").ListPurchaseOrders(approvable: false, ct: Cancellation)).Items.Select(o => o.Number)
        );

        async Task<string[]> Waiting(string name, Role role = Role.Planner)
        {
            var api = As(name, role);
            var listed = (await api.ListPurchaseOrders(approvable: true, ct: Cancellation)).Items;
            var inbox = (await api.ListInbox(ct: Cancellation)).Items.Where(i => i.Reason == InboxReason.Approval);
            Assert.Equal(
                listed.Select(o => $"order:{o.Number}").Order(StringComparer.Ordinal),
                inbox.Select(i => i.Subject).Order(StringComparer.Ordinal)
            );
            Assert.Equal(listed.Count, (await api.CountInbox(Cancellation)).Approvals);
            return [.. listed.Select(o => o.Number)];
        }
    }

    [Fact]
    public async Task Limits_are_replaced_as_a_whole_by_admins_and_the_log_says_what_changed()
    {
        var bob = await _app.NewPerson(role: Role.Planner);
        var before = await _app.Api.GetApprovalLimits(Cancellation);
        var set = await _app.Api.SetApprovalLimits(
            new SetApprovalLimits { Limits = [Of(bob.ToUpperInvariant(), null), Of(Role.Planner, 99.5m)] },
            before.ETag,
            Cancellation
        );
        Assert.False(set.FourEyes);
        Assert.Equal([Of(Role.Planner, 99.5m), Of(bob, null)], set.Limits);
        Assert.Equivalent(set, await _app.Api.GetApprovalLimits(Cancellation), strict: true);
        await _app.Api.SetApprovalLimits(
            SetApprovalLimits.Of(set) with
            {
                FourEyes = true,
                Limits = [Of(Role.Planner, 10)],
            },
            set.ETag,
            Cancellation
        );
        var log = await RestService
            .For<IActivityApi>(_app.Http, ContractsJson.Refit())
            .ListActivity(subject: "system:approval-limits", ct: Cancellation);
        Assert.Equal(
            [
                $"tests changed: fourEyes false -> true; planner 99.5 -> 10; {bob} any value -> ",
                $"tests changed: planner  -> 99.5; {bob}  -> any value",
            ],
            log.Items.Select(e =>
                $"{e.By} {e.Action}: " + string.Join("; ", e.Changes.Select(c => $"{c.Field} {c.From} -> {c.To}"))
            )
        );

        var body = new { limits = new object?[] { new { role = "planner", user = bob } } };
        Assert.StartsWith("428 ", await Problem.Read(_app.Http.Put(Limits, body)), StringComparison.Ordinal);
        Assert.StartsWith(
            "412 ",
            await Problem.Read(_app.Http.Send(HttpMethod.Put, Limits, body, ifMatch: set.ETag)),
            StringComparison.Ordinal
        );
        using var planner = _app.As(Role.Planner, "ada");
        Assert.StartsWith(
            "403 ",
            await Problem.Read(planner.Send(HttpMethod.Put, Limits, body, ifMatch: "*")),
            StringComparison.Ordinal
        );
        body = new
        {
            limits = new object?[]
            {
                new { role = "planner", user = bob },
                new { user = "no.such.person", upTo = -1 },
                new { role = "clerk" },
                null,
                new { role = "admin" },
                new { role = "admin", upTo = 7 },
            },
        };
        Assert.Equal(
            """
            400 One or more fields are not valid.
            limits[0]: must have either role or user
            limits[1].upTo: must be at least 0
            limits[1].user: no person has the name 'no.such.person'
            limits[2].role: must be planner or admin: others approve nothing
            limits[3]: must have either role or user
            limits[5]: is named twice
            """,
            await Problem.Read(_app.Http.Send(HttpMethod.Put, Limits, body, ifMatch: "*"))
        );
        Assert.Equal(
            "400 One or more fields are not valid.\n"
                + "number: 'APPROVAL-LIMITS' is no order's: who may approve them is at that address",
            await Problem.Read(_app.Http.Send(HttpMethod.Post, Orders, Request(1, number: "approval-limits")))
        );
    }

    [Fact]
    public async Task The_board_says_where_orders_stand_whose_they_are_and_what_waits_for_whoever_asks()
    {
        var ann = await _app.NewPerson();
        var mine = await Draft(100, ann);
        var theirs = await Draft(50, "bob");
        var late = await As("bob")
            .CreatePurchaseOrder(
                Request(30, PurchaseOrderStatus.Sent) with
                {
                    SentAt = DateTimeOffset.UtcNow.AddDays(-20),
                    ExpectedOn = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(-5),
                },
                ct: Cancellation
            );
        var came = await As("bob").CreatePurchaseOrder(Request(20, PurchaseOrderStatus.Sent), ct: Cancellation);
        await _app.Api.ReceiveStock(
            new ReceiveStock
            {
                Sku = _product,
                Location = _location,
                Quantity = 10,
                PurchaseOrder = came.Number,
            },
            ct: Cancellation
        );

        // From here on nobody approves what they made.
        await Set(true);
        var board = await As(ann).GetOrderBoard(_supplier, _location, ct: Cancellation);

        Assert.Equal(Enum.GetValues<OrderStage>(), board.Columns.Select(c => c.Stage));
        Assert.Equal([1, 1, 0, 1, 0, 1], board.Columns.Select(c => c.Orders));
        Assert.Equal([100, 50, 0, 30, 0, 20], board.Columns.Select(c => c.Value));
        Assert.Equal([0, 0, 0, 1, 0, 0], board.Columns.Select(c => c.Late));
        var card = Assert.Single(board.Columns[0].Cards);
        Assert.Equal((mine.Number, ann, $"The {ann}"), (card.Number, card.CreatedBy, card.CreatedByName));
        Assert.Equal((mine.ETag, mine.ExpectedOn, 0), (card.ETag, card.ExpectedOn, card.DaysLate));
        Assert.Equal(theirs.Number, Assert.Single(board.Columns[1].Cards).Number);
        var overdue = Assert.Single(board.Columns[3].Cards);
        Assert.Equal((late.Number, PurchaseOrderStatus.Sent), (overdue.Number, overdue.Status));
        Assert.InRange(overdue.DaysLate, 4, 6);

        var own = await As(ann).GetOrderBoard(createdBy: "me", ct: Cancellation);
        Assert.Equal([1, 0, 0, 0, 0, 0], own.Columns.Select(c => c.Orders));
        Assert.Equal(
            mine.Number,
            Assert.Single((await As(ann).ListPurchaseOrders(createdBy: "me", ct: Cancellation)).Items).Number
        );
        var nobodys = await As(ann, Role.Viewer).GetOrderBoard(_supplier, ct: Cancellation);
        Assert.Equal([2, 0], nobodys.Columns.Take(2).Select(c => c.Orders));
    }

    [Fact]
    public async Task An_approval_is_taken_back_before_the_order_is_sent_and_not_after()
    {
        var draft = await Draft(100);
        var approved = await As("bob").ApprovePurchaseOrder(draft.Number, draft.ETag, ct: Cancellation);
        Assert.Equal(10, (await _app.Level(_product, _location)).OnOrder);

        var back = await As("bob").TakeBackApproval(draft.Number, approved.ETag, ct: Cancellation);

        Assert.Equal(PurchaseOrderStatus.Draft, back.Status);
        Assert.Equal(0, (await _app.Level(_product, _location)).OnOrder);
        var log = RestService.For<IActivityApi>(_app.As(Role.Viewer, "cyd"), ContractsJson.Refit());
        var done = await log.ListActivity(subject: $"order:{draft.Number}", ct: Cancellation);
        Assert.Equal(("approval-taken-back", "bob"), (done.Items[0].Action, done.Items[0].By));

        approved = await As("bob").ApprovePurchaseOrder(draft.Number, back.ETag, ct: Cancellation);
        var sent = await As("bob").SendPurchaseOrder(draft.Number, new(), approved.ETag, ct: Cancellation);
        using var http = _app.As(Role.Planner, "bob");
        Assert.Equal(
            $"409 Purchase order '{draft.Number}' is sent.\n"
                + "Only an approval of what is not sent yet can be taken back.",
            await Problem.Read(
                http.Send(HttpMethod.Post, $"{Orders}/{draft.Number}/take-back", null, ifMatch: sent.ETag)
            )
        );

        await As("bob")
            .CancelPurchaseOrder(draft.Number, new() { Reason = "they are closed" }, sent.ETag, ct: Cancellation);
        done = await log.ListActivity(subject: $"order:{draft.Number}", ct: Cancellation);
        Assert.Contains(done.Items[0].Changes, c => (c.Field, c.To) == ("reason", "they are closed"));
    }
}
