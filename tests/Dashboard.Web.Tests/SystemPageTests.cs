using System.Net;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Status;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>How the system is, as an admin sees it.</summary>
public sealed class SystemPageTests
{
    private const string Hostile = "<b>queue</b>";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A part is ill, lines are on their way, three messages failed.</summary>
    internal static async Task<StubGateway> Gateway()
    {
        var stub = await Canned.StartAsync(Canned.Shop());
        var status = Canned.Status(reconciled: false);
        stub.Serve(
            "/api/v1/status",
            _ =>
                status with
                {
                    Healthy = false,
                    Parts =
                    [
                        .. status.Parts,
                        new(
                            "dashboard",
                            "degraded",
                            "DETAIL",
                            new Dictionary<string, string> { ["cache"] = "degraded" }
                        ),
                    ],
                    UnderWay = new Dictionary<string, long>
                    {
                        ["catalog.stock-announcements"] = 2,
                        ["forecasting.dirty"] = 0,
                        ["forecasting.refits"] = 41,
                        ["forecasting.trends"] = 0,
                        ["sales.drift"] = 0,
                        ["sales.outbox"] = 12,
                    },
                }
        );
        stub.Serve("/api/v1/failed-messages", _ => Three);
        stub.Serve("POST /api/v1/failed-messages/resend", _ => Three with { Unanswered = [] });
        stub.Serve(
            "/api/v1/users",
            _ =>
                new[]
                {
                    PeopleTests.Person("ada", Role.Planner),
                    PeopleTests.Person("admin", Role.Admin),
                    PeopleTests.Person("gone", Role.Clerk) with
                    {
                        Disabled = true,
                    },
                }
        );
        stub.Serve(
            "/api/v1/tokens",
            _ => new[] { new TokenResponse("token-1", "TILL", Role.Clerk, "ada", default, null) }
        );
        return stub;
    }

    private static FailedMessages Three => new([new("catalog", Hostile, 3)], [new("sales", "AWAY")]);

    [Fact]
    public async Task Parts_queues_books_failures_and_accesses_are_shown()
    {
        await using var stub = await Gateway();
        await using var dashboard = new DashboardHost(
            stub.Address,
            settings: new() { ["Dashboard:Operations:Traces"] = "http://localhost:18888" }
        );

        var html = await dashboard.Browser().GetStringAsync("/system", Ct);

        Assert.Contains("Not every part is healthy", html, StringComparison.Ordinal);
        Assert.Contains("DETAIL", html, StringComparison.Ordinal);
        Assert.Contains("Series to fit anew", html, StringComparison.Ordinal);
        Assert.Contains("Stock levels not yet announced", html, StringComparison.Ordinal);
        Assert.Contains("12,400", html, StringComparison.Ordinal);
        Assert.Contains("catalog lags 12400 lines behind, for 90 s now", html, StringComparison.Ordinal);
        Assert.Contains("12 under way in sales.outbox", html, StringComparison.Ordinal);
        Assert.Contains("4,806,100", html, StringComparison.Ordinal);
        Assert.DoesNotContain(Hostile, html, StringComparison.Ordinal);
        Assert.Contains("sales cannot be asked: AWAY", html, StringComparison.Ordinal);
        Assert.Contains("<dt>Switched off</dt><dd>1</dd>", html, StringComparison.Ordinal);
        Assert.Contains("href=\"http://localhost:18888/\"", html, StringComparison.Ordinal);
        Assert.Contains("pg_dump", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_that_is_not_known_is_shown_by_its_name_and_a_part_that_fails_takes_no_other_tile_along()
    {
        await using var stub = await Gateway();
        stub.Serve(
            "/api/v1/status",
            _ => Canned.Status(true) with { UnderWay = new Dictionary<string, long> { ["sales.new-work"] = 7 } }
        );
        stub.Fail("/api/v1/failed-messages");
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await dashboard.Browser().GetStringAsync("/system", Ct);

        Assert.Contains("new-work", html, StringComparison.Ordinal);
        Assert.Contains("The forecasting service does not answer.", html, StringComparison.Ordinal);
        Assert.Contains("Every part answers and is healthy", html, StringComparison.Ordinal);
        Assert.Contains("<code>Dashboard__Operations__Traces</code> is not set", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failed_messages_are_sent_again_and_the_page_says_how_many()
    {
        await using var stub = await Gateway();
        await using var dashboard = new DashboardHost(stub.Address);

        using var answer = await Resend(dashboard.Browser());

        Assert.Equal("/system?sent=3", answer.RequestMessage!.RequestUri!.PathAndQuery);
        Assert.Contains(
            "3 messages were sent again",
            await answer.Content.ReadAsStringAsync(Ct),
            StringComparison.Ordinal
        );
        Assert.Single(stub.Requests, r => r.Method == "POST" && r.Path == "/api/v1/failed-messages/resend");
    }

    [Fact]
    public async Task A_service_that_cannot_send_again_is_named()
    {
        await using var stub = await Gateway();
        stub.Serve("POST /api/v1/failed-messages/resend", _ => new FailedMessages([], [new("catalog", "ASLEEP")]));
        await using var dashboard = new DashboardHost(stub.Address);

        using var answer = await Resend(dashboard.Browser());

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(
            "catalog cannot be asked: ASLEEP",
            await answer.Content.ReadAsStringAsync(Ct),
            StringComparison.Ordinal
        );
    }

    private static async Task<HttpResponseMessage> Resend(HttpClient browser)
    {
        var token = Html.Token(await browser.GetStringAsync("/system", Ct));
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token)]);
        return await browser.PostAsync("/system?handler=Resend", form, Ct);
    }
}
