using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Live;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>Who else has the page of a thing open.</summary>
public sealed class PresenceTests
{
    private const string Lamp = "product:85123A";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_comes_is_named_to_the_other_and_who_leaves_is_not()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = Quick(stub);
        await using var ada = await ListenAsync(dashboard, "ada", Role.Admin, Lamp);
        Assert.Empty((await ada.HereAsync()).People);

        var bob = await ListenAsync(dashboard, "bob", Role.Planner, Lamp, editing: true);
        Assert.Equal([new("bob", true)], (await ada.HereAsync()).People);
        Assert.Equal([new("ada", false)], (await bob.HereAsync()).People);

        await bob.DisposeAsync();
        Assert.Empty((await ada.HereAsync()).People);
    }

    [Fact]
    public async Task Several_pages_of_one_person_are_one_and_another_thing_is_another()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = Quick(stub);
        await using var ada = await ListenAsync(dashboard, "ada", Role.Admin, Lamp);
        await using var again = await ListenAsync(dashboard, "ada", Role.Admin, Lamp);
        Assert.Empty((await ada.HereAsync()).People);
        Assert.Empty((await again.HereAsync()).People);

        await using var elsewhere = await ListenAsync(dashboard, "cy", Role.Planner, "order:85123A");
        Assert.Empty((await elsewhere.HereAsync()).People);
        var reads = await ListenAsync(dashboard, "bob", Role.Planner, Lamp);
        Assert.Equal([new("bob", false)], (await ada.HereAsync()).People);
        await using var edits = await ListenAsync(dashboard, "bob", Role.Planner, Lamp, editing: true);
        Assert.Equal([new("bob", true)], (await ada.HereAsync()).People);

        // The one that is left goes on, and nothing is said of it.
        await reads.DisposeAsync();
        await using var dan = await ListenAsync(dashboard, "dan", Role.Clerk, Lamp);
        Assert.Equal([new("bob", true), new("dan", false)], (await ada.HereAsync()).People);
    }

    [Fact]
    public async Task Names_come_from_the_session_and_who_may_not_change_it_is_not_at_it()
    {
        const string Hostile = "<img src=x>&\"' é";
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = Quick(stub);
        await using var ada = await ListenAsync(dashboard, "ada", Role.Admin, Lamp);
        Assert.Empty((await ada.HereAsync()).People);

        await using var viewer = await ListenAsync(dashboard, Hostile, Role.Viewer, Lamp + "&name=ada", editing: true);

        Assert.Equal([new(Hostile, false)], (await ada.HereAsync()).People);
    }

    [Theory]
    [InlineData("product:a%2F1.x-y_z", "product:A/1.X-Y_Z")]
    [InlineData("order:po-00012", "order:PO-00012")]
    [InlineData("supplier:acme", "supplier:ACME")]
    public async Task A_thing_is_the_same_however_it_is_written(string one, string other)
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = Quick(stub);
        await using var ada = await ListenAsync(dashboard, "ada", Role.Admin, one);
        Assert.Empty((await ada.HereAsync()).People);
        await using var bob = await ListenAsync(dashboard, "bob", Role.Viewer, other);
        Assert.Equal([new("bob", false)], (await ada.HereAsync()).People);
    }

    [Theory]
    [InlineData("")]
    [InlineData("product:")]
    [InlineData("product:<script>alert(1)</script>")]
    [InlineData("product:A%00B")]
    [InlineData("person:ada")]
    [InlineData("nothing")]
    public async Task What_has_no_page_is_refused(string subject)
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = Quick(stub);

        using var answer = await dashboard.Browser().GetAsync($"/live?subject={subject}", Ct);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("subject must be", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_not_signed_in_hears_nothing_and_is_not_there()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = Quick(stub);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/live?subject={Lamp}");
        request.Headers.Add("Accept", "text/event-stream");

        using var answer = await dashboard.CreateClient().SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        await using var ada = await ListenAsync(dashboard, "ada", Role.Admin, Lamp);
        Assert.Empty((await ada.HereAsync()).People);
    }

    [Fact]
    public async Task Pages_say_what_they_are_about_and_whether_it_is_being_changed()
    {
        await using var stub = await OrderTests.Gateway(OrderTests.Order());
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();

        foreach (
            var (page, says) in new[]
            {
                ("/products/85123a", "data-subject=\"product:85123A\" aria-live=\"polite\""),
                ("/product-edit/85123A", "data-subject=\"product:85123A\" data-editing=\"true\" aria-live=\"polite\""),
                ("/orders/PO-7", "data-subject=\"order:PO-7\" aria-live=\"polite\""),
            }
        )
            Assert.Contains(says, await browser.GetStringAsync(page, Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Processes_of_the_dashboard_tell_each_other()
    {
        var infrastructure = await Infrastructure.StartAsync(Ct);
        var broker = await infrastructure.CreateVirtualHostAsync(Ct);
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var one = Quick(stub, broker);
        await using var other = Quick(stub, broker);
        await one.BusAsync();
        await other.BusAsync();

        await using var ada = await ListenAsync(one, "ada", Role.Admin, Lamp);
        Assert.Empty((await ada.HereAsync()).People);
        var bob = await ListenAsync(other, "bob", Role.Planner, Lamp, editing: true);
        Assert.Equal([new("bob", true)], (await ada.HereAsync()).People);
        Here here;
        do here = await bob.HereAsync();
        while (here.People.Count == 0);
        Assert.Equal([new("ada", false)], here.People);

        await bob.DisposeAsync();
        Assert.Empty((await ada.HereAsync()).People);
    }

    [Fact]
    public void A_page_names_few_and_counts_the_rest_those_who_change_it_first()
    {
        var presence = Of(new FakeTimeProvider());
        var mine = Look("me");
        presence.Enter(mine);
        foreach (var name in "hgfedcba")
            presence.Enter(Look($"{name}", editing: name == 'h'));
        Assert.True(presence.Turn());

        var here = presence.Around(mine);

        Assert.Equal(["h", "a", "b", "c", "d"], here.People.Select(person => person.Name));
        Assert.Equal(3, here.Others);
        Assert.False(presence.Turn());
    }

    [Fact]
    public void Who_goes_on_to_the_next_page_of_the_thing_is_not_gone_in_between()
    {
        var clock = new FakeTimeProvider();
        var (presence, mine, edits, reads) = (Of(clock), Look("me"), Look("bob", editing: true), Look("bob"));
        presence.Enter(mine);
        presence.Enter(edits);
        presence.Turn();

        presence.Leave(edits);
        Assert.False(presence.Turn());
        Assert.Equal([new("bob", true)], presence.Around(mine).People);
        presence.Enter(reads);
        Assert.True(presence.Turn());
        Assert.Equal([new("bob", false)], presence.Around(mine).People);

        presence.Leave(reads);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.True(presence.Turn());
        Assert.Empty(presence.Around(mine).People);
    }

    [Fact]
    public void What_another_process_said_last_holds_until_it_is_silent_for_long()
    {
        var clock = new FakeTimeProvider();
        var (presence, mine, process) = (Of(clock), Look("me"), Guid.NewGuid());
        presence.Enter(mine);
        presence.Hear(new PresenceSeen(process, 2, [new(Lamp, "bob", "Bob", false), new(Lamp, "me", "me", true)]));
        Assert.True(presence.Turn());
        Assert.Equal([new("Bob", false)], presence.Around(mine).People);

        // What was under way for long is not news, and a beat changes nothing.
        presence.Hear(new PresenceSeen(process, 1, []));
        presence.Hear(new PresenceSeen(process, 3, [new(Lamp, "bob", "Bob", false), new(Lamp, "me", "me", true)]));
        Assert.False(presence.Turn());

        clock.Advance(TimeSpan.FromSeconds(15));
        Assert.True(presence.Turn());
        Assert.Empty(presence.Around(mine).People);
    }

    [Fact]
    public void Others_are_told_when_it_changes_and_every_now_and_then_as_long_as_anybody_is_there()
    {
        var clock = new FakeTimeProvider();
        var (presence, look) = (Of(clock), Look("ada", editing: true));
        Assert.Null(presence.ToTell());

        presence.Enter(look);
        presence.Enter(Look("ada"));
        var told = presence.ToTell()!;
        Assert.Equal([new(Lamp, "ada", "ada", true)], told.People);
        Assert.Null(presence.ToTell());
        // Its own words come back to it.
        presence.Turn();
        presence.Hear(told);
        Assert.False(presence.Turn());

        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(told.Version + 1, presence.ToTell()!.Version);
        presence.Leave(look);
        presence.Turn();
        Assert.Equal([new(Lamp, "ada", "ada", false)], presence.ToTell()!.People);
    }

    private static Presence Of(TimeProvider time) => new(Options.Create(new LiveOptions()), time);

    private static Look Look(string name, bool editing = false) =>
        new(Lamp, new Person(name, name, name, Role.Planner), editing);

    private static DashboardHost Quick(StubGateway stub, string? messaging = null) =>
        new(
            stub.Address,
            messaging,
            new()
            {
                ["Dashboard:Live:Tick"] = "00:00:00.050",
                ["Dashboard:Live:Linger"] = "00:00:00.300",
                ["Dashboard:Live:Exchange"] = "00:00:01",
            }
        );

    private static async Task<Listener> ListenAsync(
        DashboardHost dashboard,
        string name,
        Role role,
        string subject,
        bool editing = false
    )
    {
        var answer = await dashboard
            .Browser(role, name)
            .GetAsync(
                $"/live?subject={subject}{(editing ? "&editing=true" : "")}",
                HttpCompletionOption.ResponseHeadersRead,
                Ct
            );
        answer.EnsureSuccessStatusCode();
        return new Listener(
            answer,
            SseParser.Create(await answer.Content.ReadAsStreamAsync(Ct)).EnumerateAsync(Ct).GetAsyncEnumerator(Ct)
        );
    }

    /// <summary>The stream of one open page.</summary>
    private sealed class Listener(HttpResponseMessage answer, IAsyncEnumerator<SseItem<string>> events)
        : IAsyncDisposable
    {
        /// <summary>Who is said to be there, the next time that anything is said of it.</summary>
        public async Task<Here> HereAsync()
        {
            while (true)
            {
                Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), Ct));
                if (
                    events.Current.EventType == "tick"
                    && JsonSerializer.Deserialize<LiveTick>(events.Current.Data, JsonSerializerOptions.Web)
                        is { Here: { } here }
                )
                    return here;
            }
        }

        public async ValueTask DisposeAsync()
        {
            await events.DisposeAsync();
            answer.Dispose();
        }
    }
}
