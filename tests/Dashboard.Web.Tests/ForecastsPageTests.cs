using System.Net;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Identity;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

/// <summary>What forecasts were worth, how they are made, and asking for new ones.</summary>
public sealed class ForecastsPageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Accuracy_weeks_methods_and_the_worst_are_of_what_the_address_chooses()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop("<b>Lamp</b>"));
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await dashboard.Browser().GetStringAsync("/forecasts?location=LEEDS&category=Gifts%2FLamps", Ct);

        foreach (var path in (string[])["", "/weeks", "/worst", "/methods"])
        {
            var asked = stub.Requests.First(r => r.Path == $"/api/v1/forecasts/accuracy{path}");
            Assert.Equal(("LEEDS", "Gifts/Lamps"), (asked["location"], asked["category"]));
        }
        Assert.Contains("2011-12-05", html, StringComparison.Ordinal);
        Assert.Contains("Scores are kept for 90 days", html, StringComparison.Ordinal);
        Assert.Contains("4,500", html, StringComparison.Ordinal);
        Assert.Contains("75%", html, StringComparison.Ordinal);
        Assert.Contains("2 series have too little history", html, StringComparison.Ordinal);
        Assert.Contains("The first 1 of them.", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/products/A%2F1?location=LEEDS\"", html, StringComparison.Ordinal);
        Assert.Contains("1,23", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>Lamp</b>", html, StringComparison.Ordinal);
        Assert.Contains("name=\"location\" value=\"LEEDS\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_weeks_are_a_file_too()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);

        var csv = await dashboard.Browser().GetStringAsync("/forecasts?csv=weeks", Ct);

        Assert.Equal(
            [
                "week,compared,betterThanNaive,bias,coverage80,coverage95,leadTimeBetterThanNaive,leadTimeBias,"
                    + "leadTimeCoverage80,leadTimeCoverage95",
                "2011-12-05,21000,0.226,-0.031,0.83,0.962,0.226,-0.031,0.83,0.962",
                "2011-11-28,21000,0.226,-0.031,0.83,0.962,,,,",
            ],
            csv.TrimEnd().Split("\r\n")
        );
    }

    [Fact]
    public async Task A_wrong_filter_is_named_and_a_part_that_fails_takes_no_other_along()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.On(
            "GET /api/v1/forecasts/accuracy/worst",
            _ => Answer.Problem(400, "Bad", errors: new() { ["location"] = ["must be a code"] })
        );
        stub.Fail("/api/v1/forecasts/accuracy/weeks");
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await dashboard.Browser().GetStringAsync("/forecasts?location=!", Ct);

        Assert.Contains("location: must be a code.", html, StringComparison.Ordinal);
        Assert.Contains("The forecasting service does not answer.", html, StringComparison.Ordinal);
        Assert.Contains("4,500", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_planner_has_one_product_or_all_series_fitted_anew()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.Serve("POST /api/v1/forecasts/A%2F1/refresh", _ => Array.Empty<ForecastResponse>());
        stub.Serve("POST /api/v1/forecasts/A/1/refresh", _ => Array.Empty<ForecastResponse>());
        stub.Serve("POST /api/v1/forecasts/refresh", _ => new RefreshAccepted(6_000));
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser(Role.Planner);

        using var one = await Post(browser, "Refit", ("Sku", " A/1 "));
        using var all = await Post(browser, "RefitAll");

        Assert.Equal("/forecasts?category=Gifts&fitted=A%2F1", one.RequestMessage!.RequestUri!.PathAndQuery);
        Assert.Contains(
            "was fitted and forecast anew.",
            await one.Content.ReadAsStringAsync(Ct),
            StringComparison.Ordinal
        );
        Assert.Equal("/forecasts?category=Gifts&asked=6000", all.RequestMessage!.RequestUri!.PathAndQuery);
        Assert.Contains(
            "6,000 series are fitted anew",
            await all.Content.ReadAsStringAsync(Ct),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_refit_that_is_refused_says_why_and_a_clerk_may_not_ask()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.On("POST /api/v1/forecasts/NONE/refresh", _ => Answer.Problem(404, "There is no product NONE."));
        await using var dashboard = new DashboardHost(stub.Address);

        using var refused = await Post(dashboard.Browser(Role.Planner), "Refit", ("Sku", "NONE"));
        using var nothing = await Post(dashboard.Browser(Role.Planner), "Refit", ("Sku", " "));
        using var clerk = await Post(dashboard.Browser(Role.Clerk), "RefitAll");

        var html = await refused.Content.ReadAsStringAsync(Ct);
        Assert.Contains("There is no product NONE.", html, StringComparison.Ordinal);
        Assert.Contains("name=\"Sku\" value=\"NONE\"", html, StringComparison.Ordinal);
        Assert.Contains("Say which product.", await nothing.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, clerk.StatusCode);
        Assert.Single(
            stub.Requests,
            r => r.Method == "POST" && r.Path.StartsWith("/api/v1/f", StringComparison.Ordinal)
        );
    }

    private static async Task<HttpResponseMessage> Post(
        HttpClient browser,
        string handler,
        params (string Name, string Value)[] fields
    )
    {
        // Every form of this person has it, those of the menu too.
        var token = Html.Token(await browser.GetStringAsync("/forecasts?category=Gifts", Ct));
        using var form = new FormUrlEncodedContent([
            KeyValuePair.Create("__RequestVerificationToken", token),
            .. fields.Select(f => KeyValuePair.Create(f.Name, f.Value)),
        ]);
        return await browser.PostAsync($"/forecasts?category=Gifts&handler={handler}", form, Ct);
    }
}
