using System.Net;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Identity;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>Count sheets: made, counted with a phone, compared, posted.</summary>
public sealed class SheetPageTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 10, 42, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal static CountLine Line(
        string sku,
        decimal? counted = null,
        decimal? expected = null,
        bool posted = false
    ) =>
        new()
        {
            Sku = sku,
            Name = "Lamp <one>",
            Barcodes = [$"50{sku}"],
            Unit = "each",
            WholeUnits = true,
            Counted = counted,
            CountedAt = counted is null ? null : Now,
            CountedBy = counted is null ? null : "ada",
            Posted = posted,
            Expected = expected,
            Difference = counted - expected,
            DifferenceValue = (counted - expected) * 2.5m,
        };

    internal static CountSheetResponse Sheet(
        CountSheetState state = CountSheetState.Open,
        bool blind = true,
        params CountLine[] lines
    ) =>
        new(
            new(
                12,
                "Shelf <1>",
                "LONDON",
                blind,
                state,
                Now,
                "ada",
                null,
                null,
                lines.Length,
                lines.Count(l => l.Counted is not null),
                lines.Count(l => l.Posted)
            ),
            lines
        );

    private static readonly CountSheetResponse Half = Sheet(
        lines: [Line("85123A", 7, 9), Line("A/1", 3, 3, posted: true), Line("B")]
    );

    internal static async Task<StubGateway> Gateway(Func<CountSheetResponse> sheet)
    {
        var stub = await StockPageTests.Gateway();
        stub.Serve("/api/v1/stock/counts", _ => new Page<CountSheetSummary>([sheet().Sheet], null));
        stub.Serve("/api/v1/stock/counts/12", _ => sheet());
        return stub;
    }

    [Fact]
    public async Task A_sheet_is_made_for_a_location_and_a_filter()
    {
        await using var stub = await Gateway(() => Half);
        stub.On("POST /api/v1/stock/counts", _ => Answer.Ok(Half));
        await using var dashboard = new DashboardHost(stub.Address);
        using var made = await Html.SubmitAsync(
            dashboard.Browser(Role.Clerk, "cleo"),
            "/stock/counts",
            "",
            ("Location", "LONDON"),
            ("Which", "Due"),
            ("Category", "Gifts"),
            ("Supplier", "ACME"),
            ("Name", "March"),
            ("Open", "true")
        );
        var sent = stub.Requests.Single(r => r.Method == "POST");
        Assert.Equal(
            """{"location":"LONDON","name":"March","blind":false,"category":"Gifts","supplier":"ACME","""
                + "\"notCountedForDays\":90}",
            sent.Text
        );
        Assert.NotEmpty(sent.Headers["Idempotency-Key"].ToString());
        Assert.Equal("/stock/counts/12", made.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task A_sheet_of_class_A_has_the_products_that_the_planner_names()
    {
        await using var stub = await Gateway(() => Half);
        stub.Serve("/api/v1/trends", _ => new Page<TrendResponse>([Canned.Trend(0, "x"), Canned.Trend(1, "y")], null));
        stub.On("POST /api/v1/stock/counts", _ => Answer.Ok(Half));
        await using var dashboard = new DashboardHost(stub.Address);
        using var made = await Html.SubmitAsync(
            dashboard.Browser(),
            "/stock/counts",
            "",
            ("Location", "LONDON"),
            ("Which", "ClassA")
        );
        Assert.Equal(
            ("a", "LONDON"),
            stub.Requests.Single(r => r.Path == "/api/v1/trends") is var asked
                ? (asked["abc"].ToLowerInvariant(), asked["location"])
                : default
        );
        Assert.Equal(2, stub.Requests.Single(r => r.Method == "POST").Read<CreateCountSheet>().Skus!.Count);
    }

    [Fact]
    public async Task What_cannot_be_a_sheet_is_said_beside_its_field()
    {
        await using var stub = await Gateway(() => Half);
        stub.On(
            "POST /api/v1/stock/counts",
            _ => Answer.Problem(400, "No.", null, new() { ["location"] = ["has no product that fits"] })
        );
        await using var dashboard = new DashboardHost(stub.Address);
        using var refused = await Html.SubmitAsync(
            dashboard.Browser(),
            "/stock/counts",
            "",
            ("Location", "LONDON"),
            ("Category", "Nowhere")
        );
        var html = await refused.Content.ReadAsStringAsync(Ct);
        Assert.Contains("id=\"Location-error\">has no product that fits</span>", html, StringComparison.Ordinal);
        Assert.Contains("name=\"Category\" value=\"Nowhere\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sheet_shows_what_differs_and_what_that_is_worth_before_it_is_posted()
    {
        await using var stub = await Gateway(() => Half);
        await using var dashboard = new DashboardHost(stub.Address);
        var html = await dashboard.Browser().GetStringAsync("/stock/counts/12", Ct);
        var text = Html.Text(html);
        Assert.Contains(
            "Counted 2 of 3 Difference in units −2 Value of the difference −5.00",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("85123A Lamp <one> 9 7 −2 −5.00 ada 1 Mar 2026, 10:42 UTC", text, StringComparison.Ordinal);
        Assert.Contains("A/1 Lamp <one> 3 3 0 0.00 ada 1 Mar 2026, 10:42 UTC posted", text, StringComparison.Ordinal);
        // What is posted or not counted cannot be chosen.
        Assert.Contains("name=\"Skus\" value=\"85123A\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"Skus\" value=\"A/1\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"Skus\" value=\"B\"", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("All", "post", "{}", "Posted: the counts are in the ledger, each at its moment.")]
    [InlineData(
        "Some",
        "post",
        """{"skus":["85123A"]}""",
        "Posted: the chosen counts are in the ledger. The sheet stays open."
    )]
    [InlineData("Cancel", "cancel", "", "The sheet was cancelled.")]
    public async Task All_or_some_are_posted_or_the_sheet_is_given_up(
        string handler,
        string path,
        string body,
        string done
    )
    {
        await using var stub = await Gateway(() => Half);
        stub.On($"POST /api/v1/stock/counts/12/{path}", _ => Answer.Ok(Half));
        await using var dashboard = new DashboardHost(stub.Address);
        using var answer = await Html.SubmitAsync(
            dashboard.Browser(Role.Clerk, "cleo"),
            "/stock/counts/12",
            $"?handler={handler}",
            handler == "Some" ? [("Skus", "85123A")] : []
        );
        var sent = stub.Requests.Single(r => r.Method == "POST");
        Assert.Equal(body, sent.Text);
        Assert.NotEmpty(sent.Headers["Idempotency-Key"].ToString());
        Assert.Contains(done, await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_posts_second_reads_who_was_first_and_nothing_chosen_is_said()
    {
        await using var stub = await Gateway(() => Half);
        stub.On(
            "POST /api/v1/stock/counts/12/post",
            _ => Answer.Problem(409, "The sheet is not open.", "Sheet 12 was posted by ada at 2026-03-01 10:50 UTC.")
        );
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();
        using var second = await Html.SubmitAsync(browser, "/stock/counts/12", "?handler=All");
        Assert.Contains(
            "Sheet 12 was posted by ada at 2026-03-01 10:50 UTC.",
            await second.Content.ReadAsStringAsync(Ct),
            StringComparison.Ordinal
        );
        using var none = await Html.SubmitAsync(browser, "/stock/counts/12", "?handler=Some");
        Assert.Contains(
            "Choose what is to be posted.",
            await none.Content.ReadAsStringAsync(Ct),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Who_counts_sees_what_is_expected_only_where_the_sheet_is_open_about_it(bool blind, bool shown)
    {
        await using var stub = await Gateway(() => Sheet(blind: blind, lines: [Line("85123A", expected: 9)]));
        await using var dashboard = new DashboardHost(stub.Address);
        var html = Html.Text(await dashboard.Browser().GetStringAsync("/stock/counts/12/count?sku=85123A", Ct));
        Assert.Equal(shown, html.Contains("Expected: 9", StringComparison.Ordinal));
        var paper = Html.Text(await dashboard.Browser().GetStringAsync("/stock/counts/12/print", Ct));
        Assert.Equal(shown, paper.Contains("Expected", StringComparison.Ordinal));
        Assert.Contains("85123A Lamp <one> 5085123A", paper, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Say how many there are.")]
    [InlineData("many", "This is no number.")]
    [InlineData("-1", "must be at least 0")]
    public async Task A_count_that_is_none_is_said_beside_the_field(string typed, string reason)
    {
        await using var stub = await Gateway(() => Half);
        stub.On(
            "PUT /api/v1/stock/counts/12/lines/*",
            _ => Answer.Problem(400, "No.", null, new() { ["counted"] = ["must be at least 0"] })
        );
        await using var dashboard = new DashboardHost(stub.Address);
        using var refused = await Html.SubmitAsync(
            dashboard.Browser(),
            "/stock/counts/12/count?sku=85123A",
            "",
            ("Counted", typed)
        );
        Assert.Contains(
            $"id=\"Counted-error\">{reason}</span>",
            await refused.Content.ReadAsStringAsync(Ct),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_another_counted_is_replaced_only_by_who_says_so()
    {
        await using var stub = await Gateway(() => Half);
        stub.On(
            "PUT /api/v1/stock/counts/12/lines/*",
            seen =>
                seen.Read<RecordCount>().Again is true
                    ? Answer.Ok(Half)
                    : Answer.Problem(409, "It was counted already.", "ada counted 7 of 85123A at 10:42 UTC.")
        );
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();
        using var refused = await Html.SubmitAsync(browser, "/stock/counts/12/count?sku=85123A", "", ("Counted", "6"));
        var html = await refused.Content.ReadAsStringAsync(Ct);
        Assert.Contains("ada counted 7 of 85123A at 10:42 UTC.", html, StringComparison.Ordinal);
        Assert.Contains("Replace what ada counted: 7", Html.Text(html), StringComparison.Ordinal);
        using var done = await Html.SubmitAsync(browser, refused, "", ("Counted", "6"), ("Again", "true"));
        Assert.Equal("?done=85123A", done.RequestMessage!.RequestUri!.Query);
    }

    [Fact]
    public async Task A_sheet_that_is_over_is_not_counted_any_more_and_no_number_is_no_page()
    {
        await using var stub = await Gateway(() => Sheet(CountSheetState.Posted, lines: [Line("85123A", 7, 9, true)]));
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();
        var counting = await browser.GetStringAsync("/stock/counts/12/count", Ct);
        Assert.Contains("This sheet is closed", counting, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"code\"", counting, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "?handler=All",
            await browser.GetStringAsync("/stock/counts/12", Ct),
            StringComparison.Ordinal
        );
        stub.On("GET /api/v1/stock/counts/13", _ => Answer.Problem(404, "No count sheet has the number 13."));
        foreach (var path in new[] { "", "/count", "/print" })
        {
            using var missing = await browser.GetAsync($"/stock/counts/13{path}", Ct);
            Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        }
    }

    [Fact]
    public async Task Who_only_looks_counts_and_posts_nothing()
    {
        await using var stub = await Gateway(() => Half);
        await using var dashboard = new DashboardHost(stub.Address);
        var viewer = dashboard.Browser(Role.Viewer, "vera");
        var sheet = await viewer.GetStringAsync("/stock/counts/12", Ct);
        Assert.DoesNotContain("?handler=All", sheet, StringComparison.Ordinal);
        Assert.DoesNotContain("/stock/counts/12/count\"", sheet, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "name=\"Which\"",
            await viewer.GetStringAsync("/stock/counts", Ct),
            StringComparison.Ordinal
        );
        using var counting = await viewer.GetAsync("/stock/counts/12/count", Ct);
        Assert.Equal(HttpStatusCode.Forbidden, counting.StatusCode);
        var token = Html.Token(await viewer.GetStringAsync("/products/85123A", Ct));
        foreach (var handler in new[] { "All", "Some", "Cancel" })
        {
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", token)]);
            using var answer = await viewer.PostAsync($"/stock/counts/12?handler={handler}", form, Ct);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        Assert.DoesNotContain(
            stub.Requests,
            r => r.Method != "GET" && r.Path.StartsWith("/api/v1/stock", StringComparison.Ordinal)
        );
    }
}
