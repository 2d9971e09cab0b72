using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Testing;

namespace SmartInventory.Dashboard.Web.Tests;

public sealed partial class PageTests
{
    private const string Hostile =
        "</script><script>alert(1)</script><img src=x onerror='alert(2)'> \"quoted\" & {{7*7}}";

    private static readonly string[] Pages =
    [
        "/",
        "/?all=true",
        "/products",
        "/products?search=x&sort=revenue&archived=true",
        "/products/85123A",
        "/trends",
        "/trends/stock?motion=dead&cover=60&location=LONDON",
        "/trends/ahead?by=location&grain=week&category=Light",
        "/trends/anomalies?kind=silence&sku=85123A",
        "/trends/together?sku=85123A",
        "/trends/totals?by=product&against=last-year&from=2011-12-01&to=2011-12-09",
        "/trends?location=LONDON&abc=a&xyz=z&by=units&a=0.7&sort=growth&mover=fast",
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Today_shows_what_to_do_and_how_things_stand()
    {
        var html = await Page("/", Canned.Shop());

        // The row format: urgency, product with link, location, stock-out date, quantity, order-by date, cost.
        var row = Html.Text(Rows(Tile(html, "act-now"))[0]);
        Assert.Equal(
            "Late 85123A WHITE HANGING HEART T-LIGHT HOLDER LONDON 11 Dec 2011 480 8 Dec 2011 816.00 412.50 ACME – "
                + "Decide Units Draft an order Until Put off Why not Reject",
            row
        );
        Assert.Contains("href=\"/products/85123A?location=LONDON\"", Tile(html, "act-now"), StringComparison.Ordinal);
        Assert.Contains(
            "148,231 value of 52,114 units on hand",
            Html.Text(Tile(html, "stock")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Out of stock 17 Never counted 1,180",
            Html.Text(Tile(html, "stock")),
            StringComparison.Ordinal
        );
        Assert.Contains("Reconciled", Html.Text(Tile(html, "books")), StringComparison.Ordinal);
        Assert.Contains("+24% 2,104", Html.Text(Rows(Tile(html, "top"))[0]), StringComparison.Ordinal);
        Assert.Contains(
            "12 lie there, and none was ever sold. 1,320",
            Html.Text(Rows(Tile(html, "slow")).Single()),
            StringComparison.Ordinal
        );
        Assert.Equal(
            ["The next day 108,212 22.6% better −3% 83% 96%", "Lead time and review 52,010 4% worse +6% 77% 92%"],
            Rows(Tile(html, "accuracy")).Select(Html.Text)
        );
        Assert.Contains(
            "22423 at LONDON (too low), 85123A at LEEDS (too high)",
            Html.Text(Tile(html, "accuracy")),
            StringComparison.Ordinal
        );
        foreach (var tile in new[] { "act-now", "sales", "stock", "books", "top", "slow" })
            Assert.Matches("(As of|as of|Up to)", Html.Text(Tile(html, tile)));
    }

    [Fact]
    public async Task Act_now_shows_ones_own_when_the_address_says_so_and_whose_each_row_is()
    {
        var asked = new System.Collections.Concurrent.ConcurrentQueue<string?>();
        var shop = Canned.Shop();
        shop["/api/v1/replenishment"] = seen =>
        {
            asked.Enqueue(seen["assignee"]);
            return new Page<SuggestionResponse>(
                seen["assignee"] is { Length: > 0 }
                    ? []
                    : [Canned.Suggestion(0, "Lamp") with { Assignee = "ada", AssigneeName = "Ada <L>" }],
                null
            );
        };
        await using var stub = await Canned.StartAsync(shop);
        await using var dashboard = new DashboardHost(stub.Address);
        var all = Tile(await dashboard.Browser().GetStringAsync("/", Ct), "act-now");
        Assert.Contains("ACME Ada <L>", Html.Text(Rows(all)[0]), StringComparison.Ordinal);
        Assert.Contains("href=\"/?mine=true#tile-act-now\"", all, StringComparison.Ordinal);

        var mine = Tile(await dashboard.Browser().GetStringAsync("/?mine=true", Ct), "act-now");
        Assert.Contains("Nothing that you look after needs an order.", Html.Text(mine), StringComparison.Ordinal);
        // Never as "me": the answer is shared with everybody who asks the same.
        Assert.Equal(2, asked.Count);
        Assert.DoesNotContain(asked, name => name == "me");
        Assert.Single(asked, name => !string.IsNullOrEmpty(name));
    }

    [Fact]
    public async Task Before_the_first_score_the_page_says_so()
    {
        Assert.Contains(
            "No forecast has been scored yet",
            Html.Text(Tile(await Page("/", Canned.Empty()), "accuracy")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "No forecast has been scored yet",
            Html.Text(Tile(await Page("/products/A", Canned.Empty()), "accuracy")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_sales_chart_has_no_gap_and_a_table_with_the_same_numbers()
    {
        var tile = Tile(await Page("/", Canned.Shop()), "sales");

        var chart = Json(tile, "chart-sales");
        var days = chart
            .GetProperty("days")
            .EnumerateArray()
            .Select(d => DateOnly.Parse(d.GetString()!, null))
            .ToList();
        Assert.Equal(Enumerable.Range(0, days.Count).Select(i => days[0].AddDays(i)), days);
        Assert.Equal(["Revenue", "Units"], chart.GetProperty("panels").EnumerateArray().Select(Text("unit")));
        Assert.Equal(days.Count, Values(chart, "Revenue").Count);
        Assert.Equal(days.Count, Rows(tile).Count);
        Assert.Contains(Values(chart, "Units"), units => units == 0);
    }

    [Theory]
    [InlineData("/", "sales", "day,revenue,units,lines")]
    [InlineData(
        "/products/85123A?location=LEEDS",
        "forecast",
        "day,expected,median,low95,high95,low80,high80,low50,high50,sold,mark,usual"
    )]
    [InlineData(
        "/products/85123A",
        "projection",
        "day,expected,low80,high80,stockOut,missing,suggested,suggestedLow80,suggestedHigh80,arrives"
    )]
    public async Task The_file_of_a_chart_has_what_its_table_has(string path, string key, string columns)
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();
        var tile = Tile(await browser.GetStringAsync(path, Ct), key);

        var link = Regex.Match(tile, $"href=\"([^\"]*csv={key})\" download");
        Assert.True(link.Success, tile);
        using var answer = await browser.GetAsync(WebUtility.HtmlDecode(link.Groups[1].Value), Ct);

        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal($"{key}.csv", answer.Content.Headers.ContentDisposition?.FileName);
        var lines = (await answer.Content.ReadAsStringAsync(Ct)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(columns, lines[0]);
        var table = tile[tile.IndexOf($"id=\"table-{key}\"", StringComparison.Ordinal)..];
        table = table[..table.IndexOf("</details>", StringComparison.Ordinal)];
        var rows = Rows(table);
        Assert.Equal(rows.Count, lines.Length - 1);
        foreach (var (row, line) in rows.Zip(lines.Skip(1)))
        {
            var cells = Regex.Matches(row, "<t[hd][^>]*>(.*?)</t[hd]>", RegexOptions.Singleline);
            var fields = line.Split(',');
            Assert.Equal(cells.Count, fields.Length);
            foreach (var (cell, field) in cells.Select(c => c.Groups[1].Value).Zip(fields))
            {
                if (Regex.Match(cell, "datetime=\"([^\"]+)\"") is { Success: true } day)
                    Assert.Equal(day.Groups[1].Value, field);
                else if (decimal.TryParse(field, CultureInfo.InvariantCulture, out var number))
                    Assert.InRange(Shown(Html.Text(cell)) - number, -.05m, .05m);
                else
                    Assert.Equal(Html.Text(cell).Trim().Replace("–", "", StringComparison.Ordinal), field);
            }
        }

        // As a machine reads it, whoever reads the table.
        static decimal Shown(string text)
        {
            var number = text.Trim().Replace("−", "-", StringComparison.Ordinal);
            return number.EndsWith('%')
                ? decimal.Parse(number[..^1], CultureInfo.InvariantCulture) / 100
                : decimal.Parse(number, CultureInfo.InvariantCulture);
        }
    }

    [Fact]
    public async Task The_file_of_a_chart_is_the_same_in_every_language_and_a_page_knows_its_charts()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();
        var english = await browser.GetStringAsync("/?csv=sales", Ct);
        browser.DefaultRequestHeaders.Add("Accept-Language", "es");

        Assert.Equal(english, await browser.GetStringAsync("/?csv=sales", Ct));
        Assert.StartsWith("<!doctype html>", await browser.GetStringAsync("/?csv=stock", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_matrix_shows_each_cell_with_its_money_and_leads_to_its_products()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await dashboard
            .Browser()
            .GetStringAsync("/trends?location=LONDON&by=units&a=0.7&abc=b&sort=growth", Ct);

        var matrix = Tile(html, "matrix");
        Assert.Equal(3, Rows(matrix).Count);
        Assert.Contains(
            "Revenue 1,000 (11.1%), stock 2,000, 1 without cost, 1 untested What to do with AX.",
            Html.Text(Rows(matrix)[0]),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "href=\"/trends?location=LONDON&amp;by=units&amp;a=0.7&amp;abc=c&amp;xyz=z&amp;sort=growth#tile-trends\"",
            matrix,
            StringComparison.Ordinal
        );
        Assert.Equal(6, Rows(Tile(html, "trends")).Count);
        var asked = stub.Requests.Single(r => r.Path == "/api/v1/trends");
        Assert.Equal(
            ("LONDON", "units", "0.7", "b", "growth"),
            (asked["location"], asked["by"], asked["a"], asked["abc"], asked["sort"])
        );
        Assert.Contains(
            "No product that was ever sold",
            Tile(await Page("/trends", Canned.Empty()), "matrix"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_year_ahead_stands_beside_the_year_before_and_leads_to_each_group()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();

        var html = await browser.GetStringAsync("/trends/ahead?grain=week&location=LONDON&category=Light", Ct);
        var asked = stub.Requests.Where(r => r.Path == "/api/v1/forecasts/groups").ToList();
        Assert.Equal(
            [("category", "month", "LONDON", "Light"), ("none", "week", "LONDON", "Light")],
            asked.Select(r => (r["by"], r["grain"], r["location"], r["category"])).Order()
        );
        var chart = Html.Text(Tile(html, "ahead"));
        Assert.Contains(
            "Expected until 31 Jan 2012 240 Sold a year before 140 Change, % +7%",
            chart,
            StringComparison.Ordinal
        );
        Assert.Contains("Left out, as the last sales are long ago: OLD.", chart, StringComparison.Ordinal);
        Assert.Equal("Light/Desk 240 140 +7%", Html.Text(Rows(Tile(html, "ahead-groups"))[0]));
        Assert.Contains("The largest 2 of 3.", Html.Text(Tile(html, "ahead-groups")), StringComparison.Ordinal);
        Assert.Contains(
            "href=\"/trends/ahead?location=LONDON&amp;category=Light%2FDesk&amp;grain=week\"",
            html,
            StringComparison.Ordinal
        );
        // What has no category cannot be asked for by its name.
        Assert.Equal(1, Regex.Count(Tile(html, "ahead-groups"), "<a "));

        Assert.Equal(
            "from,to,expected,soldBefore,change\r\n2011-12-10,2011-12-31,90,,\r\n"
                + "2012-01-01,2012-01-31,150.4,140,0.074286\r\n",
            await browser.GetStringAsync("/trends/ahead?csv=ahead", Ct)
        );
        var places = await browser.GetStringAsync("/trends/ahead?by=location&category=Light", Ct);
        Assert.Contains(
            "href=\"/trends/ahead?location=LONDON&amp;category=Light&amp;by=location\"",
            Tile(places, "ahead-groups"),
            StringComparison.Ordinal
        );

        stub.Fail("/api/v1/forecasts/groups");
        var down = await browser.GetStringAsync("/trends/ahead?category=Other", Ct);
        foreach (var tile in new[] { Tile(down, "ahead"), Tile(down, "ahead-groups") })
        {
            Assert.Contains("Not available right now.", Html.Text(tile), StringComparison.Ordinal);
            Assert.Contains(" data-failed=\"True\"", tile, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Before_the_year_ahead_is_added_up_the_page_says_when_that_is()
    {
        var html = await Page("/trends/ahead", Canned.Empty());
        Assert.Contains("Nothing is added up yet: that is done once a day", Html.Text(html), StringComparison.Ordinal);
        Assert.Contains("Left out, as the last sales are long ago: OLD.", Html.Text(html), StringComparison.Ordinal);
        Assert.Contains("There is no group to show.", Html.Text(html), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stock_that_lies_and_windows_are_shown_with_their_filters_in_the_address()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);

        var stock = await dashboard
            .Browser()
            .GetStringAsync("/trends/stock?motion=never-sold&sort=cover&cover=60&location=LONDON", Ct);
        var totals = await dashboard
            .Browser()
            .GetStringAsync("/trends/totals?by=product&from=2011-11-12&against=last-year&category=Light", Ct);

        Assert.Equal(6, Rows(Tile(stock, "stock-summary")).Count);
        Assert.Contains(
            "never sold 1 1,320 1,320 4.3 1.50 0",
            Html.Text(Tile(stock, "stock-summary")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "12 lie there, and none was ever sold.",
            Html.Text(Rows(Tile(stock, "stock-list")).Single()),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "href=\"/trends/stock?location=LONDON&amp;motion=never-sold&amp;sort=cover&amp;cover=60&amp;after=next\"",
            stock,
            StringComparison.Ordinal
        );
        Assert.Contains("href=\"/trends/totals?location=LONDON\"", stock, StringComparison.Ordinal);
        var asked = stub.Requests.Single(r => r.Path == "/api/v1/trends/stock");
        Assert.Equal(
            ("never-sold", "cover", "60", "LONDON"),
            (asked["motion"], asked["sort"], asked["cover"], asked["location"])
        );

        Assert.Contains("All together 100 80 +25% 2,000 2,500 −20%", Html.Text(totals), StringComparison.Ordinal);
        Assert.Contains("The largest 1 of 7.", Html.Text(totals), StringComparison.Ordinal);
        var window = stub.Requests.Single(r => r.Path == "/api/v1/trends/totals");
        Assert.Equal(
            ("product", "2011-11-12", "last-year", "Light"),
            (window["by"], window["from"], window["against"], window["category"])
        );
    }

    [Fact]
    public async Task Days_that_stand_out_say_what_was_expected_and_how_unlikely_they_are()
    {
        var html = Html.Text(await Page("/trends/anomalies?kind=silence", Canned.Shop()));
        var product = Html.Text(Tile(await Page("/products/85123A", Canned.Shop()), "patterns"));
        Assert.Contains("Stage of life growth Trend", product, StringComparison.Ordinal);
        Assert.Contains("0.5 (0.1 to 0.9)", product, StringComparison.Ordinal);
        Assert.Contains("+100% on 3 days", product, StringComparison.Ordinal);
        Assert.Contains("Saturday 8 160% 100", product, StringComparison.Ordinal);
        Assert.Contains("LONDON Silence 5 Dec 2011 to 9 Dec 2011 0 21.5 1 in 4,000", html, StringComparison.Ordinal);
        Assert.Contains(
            "Nothing stands out.",
            Html.Text(await Page("/trends/anomalies", Canned.Empty())),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Hours_of_the_week_stand_in_a_table_from_the_first_to_the_last()
    {
        var tile = Tile(await Page("/trends/hours", Canned.Shop()), "hours");
        Assert.Equal(
            ["09:00 1,000 – – – – – –", "10:00 – – – – – – –", "11:00 – – – – – – 200.00"],
            Rows(tile).Select(Html.Text)
        );
        Assert.Contains("heat-4", Rows(tile)[0], StringComparison.Ordinal);
        Assert.Contains("heat-1", Rows(tile)[2], StringComparison.Ordinal);
        Assert.Contains(
            "Nothing was sold in these weeks.",
            Html.Text(await Page("/trends/hours", Canned.Empty())),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("/replenishment", "groups")]
    [InlineData("/trends/stock", "stock-list")]
    [InlineData("/forecasts", "weeks")]
    [InlineData("/stock", "levels")]
    public async Task A_tile_says_when_it_was_read(string page, string tile) =>
        Assert.Matches(
            @"As of \d+ \w{3,4} \d{4}, \d\d:\d\d UTC",
            Html.Text(Tile(await Page(page, Canned.Shop()), tile))
        );

    [Fact]
    public async Task Ages_of_stock_stand_in_a_bar_and_a_table()
    {
        var tile = Tile(await Page("/trends/stock", Canned.Shop("TEA POT")), "stock-age");
        Assert.Equal(
            [
                "0 to 30 10 40.00 20%",
                "31 to 90 0 0.00 0%",
                "91 to 180 20 80.00 40%",
                "181 to 365 0 0.00 0%",
                "over 365 15 60.00 30%",
                "unknown 5 20.00 10%",
            ],
            Rows(tile).Take(6).Select(Html.Text)
        );
        Assert.Equal("85123A TEA POT LONDON 20 0 15 321.5 1 Dec 2010 0.5", Html.Text(Rows(tile)[^1]));
        Assert.Contains("<rect class=\"age-older\" x=\"600\" y=\"0\" width=\"300\"", tile, StringComparison.Ordinal);
        Assert.Contains("It turns over 2.5 times a year", Html.Text(tile), StringComparison.Ordinal);
        Assert.Contains(
            "No counted stock is among these.",
            Html.Text(Tile(await Page("/trends/stock", Canned.Empty()), "stock-age")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_is_bought_together_stands_on_its_page_and_on_the_products()
    {
        var tile = Tile(await Page("/trends/together", Canned.Shop("TEA POT")), "together");
        Assert.Equal(["85123A 22423 TEA POT 30 50% 3.5 2.2"], Rows(tile).Select(Html.Text));
        Assert.Contains(
            "12% of the lines have no receipt and are not counted",
            Html.Text(tile),
            StringComparison.Ordinal
        );
        var own = Tile(await Page("/products/85123A", Canned.Shop("TEA POT")), "together");
        Assert.Equal(["22423 TEA POT 30 50% 3.5 2.2"], Rows(own).Select(Html.Text));
        Assert.Contains("Of 60 receipts with it.", Html.Text(own), StringComparison.Ordinal);
        Assert.Contains(
            "No sale of these days carries the number of its receipt.",
            Html.Text(Tile(await Page("/trends/together", Canned.Empty()), "together")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Books_that_do_not_agree_are_amber_and_say_why()
    {
        var answers = Canned.Shop();
        answers["/api/v1/status"] = _ => Canned.Status(reconciled: false);

        var tile = Tile(await Page("/", answers), "books");

        Assert.Contains("state warn", tile, StringComparison.Ordinal);
        Assert.Contains("Not settled", Html.Text(tile), StringComparison.Ordinal);
        Assert.Contains("catalog lags 12400 lines behind, for 90 s now", Html.Text(tile), StringComparison.Ordinal);
        Assert.Contains("data-poll=\"15\"", tile, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_just_recorded_is_under_way_and_no_alarm()
    {
        var answers = Canned.Shop();
        answers["/api/v1/status"] = _ => Canned.Status(reconciled: false) with { Alarms = [], OnTheWay = 3 };

        var tile = Tile(await Page("/", answers), "books");

        Assert.Contains("3 under way", Html.Text(tile), StringComparison.Ordinal);
        Assert.DoesNotContain("Not settled", tile, StringComparison.Ordinal);
        Assert.DoesNotContain("warn", tile, StringComparison.Ordinal);
        Assert.Contains("data-poll=\"3\"", tile, StringComparison.Ordinal);
        Assert.Contains("data-poll=\"\"", Tile(await Page("/", Canned.Shop()), "books"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_does_not_wait_for_a_slow_tile_but_for_who_asks_for_the_whole()
    {
        using var known = new ManualResetEventSlim();
        var answers = Canned.Shop();
        answers["/api/v1/status"] = _ =>
        {
            known.Wait(Ct);
            return Canned.Status(reconciled: true);
        };
        await using var stub = await Canned.StartAsync(answers);
        await using var dashboard = new DashboardHost(
            stub.Address,
            settings: new() { ["Dashboard:Tiles:Patience"] = "00:00:00.500" }
        );
        var browser = dashboard.Browser();

        var books = Tile(await browser.GetStringAsync("/?mine=true", Ct), "books");
        Assert.Contains("data-waiting", books, StringComparison.Ordinal);
        Assert.Contains("href=\"/?mine=true&amp;whole=true\"", books, StringComparison.Ordinal);

        var whole = browser.GetStringAsync("/?mine=true&whole=true", Ct);
        var tile = browser.GetStringAsync("/?mine=true&tile=books", Ct);
        known.Set();
        Assert.Contains("Reconciled", Tile(await whole, "books"), StringComparison.Ordinal);
        Assert.Contains("Reconciled", Tile(await tile, "books"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_product_page_shows_the_fan_the_arithmetic_and_the_candidates()
    {
        var html = await Page("/products/85123a?location=leeds", Canned.Shop());

        var chart = Json(Tile(html, "forecast"), "chart-forecast");
        Assert.Equal(
            [
                "Sold",
                "Outlier",
                "Price cut",
                "Promotion",
                "95% band",
                "80% band",
                "50% band",
                "Median",
                "Expected units",
            ],
            Names(chart)
        );
        Assert.Equal(28, Values(chart, "Expected units").Count(v => v is not null));
        Assert.Equal(28, Values(chart, "Median").Count(v => v is not null));
        var line = Assert.Single(chart.GetProperty("lines").EnumerateArray());
        Assert.Equal(("As of", "2011-12-09"), (Text("name")(line), Text("day")(line)));
        var days = chart.GetProperty("days").EnumerateArray().Select(day => day.GetString()).ToList();
        Assert.Equal("2011-12-09", days[Values(chart, "Sold").FindLastIndex(v => v is not null)]);
        Assert.Equal("2011-12-10", days[Values(chart, "Expected units").FindIndex(v => v is not null)]);
        // The silent stretch is cut out of the axis, up to the day after its last.
        Assert.Equal(
            [
                ["2011-09-11", "2011-10-27"],
            ],
            chart
                .GetProperty("breaks")
                .EnumerateArray()
                .Select(b => b.EnumerateArray().Select(d => d.GetString()!).ToArray())
        );
        Assert.Contains("Location LEEDS", Html.Text(Tile(html, "forecast")), StringComparison.Ordinal);
        Assert.Contains(
            "seasonal-naive chosen 0.301 0.455 0.812 −4% 81% 94%",
            Html.Text(Tile(html, "forecast")),
            StringComparison.Ordinal
        );

        Assert.Equal("2011-12-02", days[Values(chart, "Outlier").FindIndex(v => v is not null)]);
        Assert.Equal("2011-11-24", days[Values(chart, "Price cut").FindIndex(v => v is not null)]);
        Assert.Contains(
            "49, usually 33.5 (+46%)",
            chart.GetRawText().Replace("\\u002B", "+"),
            StringComparison.Ordinal
        );
        Assert.Equal(
            [
                ["2011-11-10", "2011-11-20"],
            ],
            chart
                .GetProperty("shades")
                .EnumerateArray()
                .Select(b => b.EnumerateArray().Select(d => d.GetString()!).ToArray())
        );
        Assert.Contains("Outlier 34", Html.Text(Tile(html, "forecast")), StringComparison.Ordinal);
        Assert.Contains(
            "as version 41; model chosen 10 Dec 2011, 08:30 UTC as version 6, "
                + "with the model over all series, version 3",
            Html.Text(Tile(html, "forecast")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "How good its forecasts were at LEEDS",
            Html.Text(Tile(html, "accuracy")),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Tracking signal at LONDON: -0.31",
            Html.Text(Tile(html, "accuracy")),
            StringComparison.Ordinal
        );

        var suggestion = Html.Text(Tile(html, "suggestion"));
        Assert.Contains("Order 480 from ACME by 8 Dec 2011 , costing 816.00 .", suggestion, StringComparison.Ordinal);
        Assert.Contains(
            "Risk if nothing is ordered 97% Sales lost then 900.00 Waiting for the next review costs 412.50",
            suggestion,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "/orders-new?location=LONDON&amp;sku=85123A&amp;supplier=ACME&amp;quantity=480",
            Tile(html, "suggestion"),
            StringComparison.Ordinal
        );
        Assert.Contains("Whole packs ceil(472.4 / 12) × 12 480 units", suggestion, StringComparison.Ordinal);
        // What was reckoned has no digits that it does not deserve.
        Assert.Contains("Reorder point 410 Safety stock 96.2 ", suggestion, StringComparison.Ordinal);
        Assert.Contains("from 1,000 paths of the forecast 612 units", suggestion, StringComparison.Ordinal);
        foreach (
            var words in (string[])
                [
                    "Promised 12 days Half comes within 12 days Nine tenths within 14 days",
                    "Policy: Every day, up to a level (s, S); share of units served at once; 95% (of category Lamps); "
                        + "reviewed every 7 days (of the product's card).",
                    "BOLT delivers 5 days sooner, 0.2 a unit dearer.",
                    "BOLT 500 1.90 950.00 7 days 15 Dec 2011",
                    "19 days ahead, from 8 days.",
                    "ets chosen 0.810 +3% 82% 96% naive 1.020",
                ]
        )
            Assert.Contains(words, suggestion, StringComparison.Ordinal);

        var ahead = Tile(html, "projection");
        var stock = Json(ahead, "chart-projection");
        Assert.Equal(410, Assert.Single(stock.GetProperty("lines").EnumerateArray()).GetProperty("value").GetInt32());
        Assert.Equal([140, 100, 30.5, 0], Values(stock, "As it is, expected"));
        // The line with the order leaves the other on the evening before it comes.
        Assert.Equal([null, null, 30.5, 463], Values(stock, "As suggested, expected"));
        Assert.Equal(2, Values(stock, "Arrives").FindIndex(v => v is not null));
        Assert.Contains("\"PO-7: 60 (late)\"", stock.GetRawText(), StringComparison.Ordinal);
        Assert.Contains(
            "11 Dec 2011 30.5 0 90 12% 1.5 – – – PO-7: 60 (late)",
            Html.Text(ahead),
            StringComparison.Ordinal
        );
        Assert.Contains("12 Dec 2011 0 0 60 77% 24 463 390 520", Html.Text(ahead), StringComparison.Ordinal);
        Assert.Contains("PO-7 is &lt;late&gt;.", ahead, StringComparison.Ordinal);
        Assert.Contains("LEEDS never counted −312", Html.Text(Tile(html, "stock")), StringComparison.Ordinal);
        Assert.Contains("YORK below zero −2", Html.Text(Tile(html, "stock")), StringComparison.Ordinal);
        Assert.Contains("ACME preferred 12 d 24 12 1.70", Html.Text(Tile(html, "terms")), StringComparison.Ordinal);
        Assert.Contains("online-retail −1 2.55", Html.Text(Tile(html, "sales")), StringComparison.Ordinal);
        Assert.Contains("Goods received +500", Html.Text(Tile(html, "movements")), StringComparison.Ordinal);
        Assert.Contains(
            "Correction: a line from before the count −4",
            Html.Text(Tile(html, "movements")),
            StringComparison.Ordinal
        );
        Assert.Contains("Transfer −12", Html.Text(Tile(html, "movements")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forecast_without_the_levels_gets_no_made_up_band()
    {
        var days = new List<ForecastRow> { new(new DateOnly(2026, 1, 2), 3, [1, 2, 4]) };
        var forecast = new ForecastResponse
        {
            Sku = "A",
            Location = "L",
            Version = 1,
            AsOf = new DateOnly(2026, 1, 1),
            ComputedAt = DateTimeOffset.UnixEpoch,
            Status = ForecastStatus.NotEnoughData,
            Model = "naive",
            Why = $"why",
            Levels = [0.1, 0.4, 0.9],
            Days = days,
            Cumulative = days,
            Candidates = [],
            Notes = [],
            Marks = [],
        };
        var answers = Canned.Shop();
        answers["/api/v1/forecasts/*"] = request =>
            request.Path.EndsWith("history", StringComparison.Ordinal)
                ? Array.Empty<DemandHistory>()
                : new[] { forecast };

        var tile = Tile(await Page("/products/A", answers), "forecast");

        var chart = Json(tile, "chart-forecast");
        Assert.Equal(["Sold", "80% band", "Expected units"], Names(chart));
        Assert.Contains("Not enough data", Html.Text(tile), StringComparison.Ordinal);
    }

    [Fact]
    public void The_history_ends_with_the_forecasts_as_of_day_and_a_newer_one_is_announced()
    {
        var asOf = new DateOnly(2026, 1, 1);
        List<ForecastRow> ahead = [new(asOf.AddDays(1), 3, [3])];
        var forecast = new ForecastResponse
        {
            Sku = "A",
            Location = "L",
            Version = 1,
            AsOf = asOf,
            ComputedAt = DateTimeOffset.UnixEpoch,
            Status = ForecastStatus.Ok,
            Model = "naive",
            Why = $"why",
            Levels = [0.5],
            Days = ahead,
            Cumulative = ahead,
            Candidates = [],
            Notes = [],
            Marks = [new(asOf, DemandMarkKind.Outlier, 1, 4), new(asOf.AddYears(-1), DemandMarkKind.Outlier, 1, 4)],
        };
        var history = new DemandHistory(
            "A",
            "L",
            asOf.AddDays(1),
            [new(asOf, 1, 0, 1), new(asOf.AddDays(1), 2, 0, 2)],
            [],
            [new(asOf.AddDays(-9), asOf.AddDays(-8))]
        );

        var view = Products.ForecastView.Of("A", null, ForecastGrain.Day, [forecast], [history]);

        Assert.True(view.Outdated);
        var plot = view.Chart!.Plot;
        Assert.Equal([asOf, asOf.AddDays(1)], plot.Days!);
        Assert.Equal([asOf.AddDays(-9), asOf.AddDays(-7)], Assert.Single(plot.Shades));
        var series = Assert.Single(plot.Panels).Series;
        Assert.Equal([1, null], series.Single(one => one.Name == "Sold").Values);
        Assert.Equal([1, null], series.Single(one => one.Name == "Outlier").Values);
        Assert.False(
            Products.ForecastView.Of("A", null, ForecastGrain.Day, [forecast], [history with { AsOf = asOf }]).Outdated
        );
    }

    [Fact]
    public void A_forecast_by_week_stands_beside_what_was_sold_in_whole_weeks()
    {
        // A Wednesday; the history begins on a Thursday.
        var asOf = new DateOnly(2026, 3, 11);
        var forecast = new ForecastResponse
        {
            Sku = "A B",
            Location = "L",
            Version = 1,
            AsOf = asOf,
            ComputedAt = DateTimeOffset.UnixEpoch,
            Status = ForecastStatus.Ok,
            Model = "naive",
            Why = $"why",
            Levels = [0.1, 0.5, 0.9],
            Days = [],
            Cumulative = [],
            Candidates = [],
            Notes = [],
            Marks = [new(asOf, DemandMarkKind.Outlier, 1, 4)],
            Grain = ForecastGrain.Week,
            Periods =
            [
                new(asOf.AddDays(1), asOf.AddDays(4), 4, [2, 4, 6]),
                new(asOf.AddDays(5), asOf.AddDays(11), 7, [4, 7, 11]),
            ],
        };
        var days = Enumerable.Range(0, 14).Select(i => new DemandDay(asOf.AddDays(i - 13), 1, 0, 1));
        var history = new DemandHistory("A B", "L", asOf, [.. days], [], [new(asOf.AddDays(-9), asOf.AddDays(-8))]);

        var view = Products.ForecastView.Of("A B", null, ForecastGrain.Week, [forecast], [history]);

        // From Monday the 2nd to Sunday the 8th; what came before and after it is no whole week.
        var plot = view.Chart!.Plot;
        Assert.Equal([asOf.AddDays(-9), asOf.AddDays(1), asOf.AddDays(5)], plot.Days!);
        var series = Assert.Single(plot.Panels).Series;
        Assert.Equal([7, null, null], series.Single(one => one.Name == "Sold").Values);
        Assert.Equal([null, 4, 7], series.Single(one => one.Name == "Expected units").Values);
        Assert.Equal((11, 0), (view.Expected, plot.Shades?.Count ?? 0));
        Assert.Equal("/products/A%20B?location=L&grain=month#tile-forecast", view.Url(ForecastGrain.Month));
    }

    [Fact]
    public async Task The_product_list_keeps_its_filters_in_every_link()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await dashboard
            .Browser()
            .GetStringAsync("/products?search=red%20bag&category=Gifts&sort=revenue&after=x", Ct);

        Assert.Contains(
            "/api/v1/products?limit=50&after=x&search=red%20bag&category=Gifts&sort=revenue",
            stub.Requests.Single(r => r.Path == "/api/v1/products")
                .PathAndQuery.Replace("+", "%20", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.Contains("value=\"red bag\"", html, StringComparison.Ordinal);
        Assert.Contains(
            "/products?search=red%20bag&amp;category=Gifts&amp;sort=on-hand",
            html,
            StringComparison.Ordinal
        );
        Assert.Contains("First page", html, StringComparison.Ordinal);
        Assert.Matches("aria-sort=\"descending\"><a href=\"[^\"]*sort=revenue\"", html);

        var first = await dashboard.Browser().GetStringAsync("/products?search=red", Ct);
        // What is searched comes with the best match first, unless somebody wants it otherwise.
        Assert.DoesNotContain(
            "sort=",
            stub.Requests.Last(r => r.Path == "/api/v1/products").PathAndQuery,
            StringComparison.Ordinal
        );
        Assert.Contains("/products?search=red&amp;after=cursor%2B%2F%3D", first, StringComparison.Ordinal);
        Assert.DoesNotContain("First page", first, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/products/A%2F1")]
    [InlineData("/products/A/1")]
    [InlineData("/products/a/1")]
    public async Task A_sku_with_a_slash_has_a_page(string path)
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);

        await dashboard.Browser().GetStringAsync(path, Ct);

        Assert.Contains(
            stub.Requests,
            seen => seen.PathAndQuery.StartsWith("/api/v1/products/A%2F1", StringComparison.Ordinal)
        );
        Assert.Contains(
            "href=\"/products/A%2F1",
            await dashboard.Browser().GetStringAsync("/products", Ct),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("/products/NOPE")]
    [InlineData("/products/%20")]
    [InlineData("/nothing")]
    [InlineData("/?tile=nothing")]
    public async Task What_is_not_there_is_a_404_page(string path)
    {
        var answers = Canned.Shop();
        answers.Remove("/api/v1/products/*");
        await using var stub = await Canned.StartAsync(answers);
        await using var dashboard = new DashboardHost(stub.Address);

        var answer = await dashboard.Browser().GetAsync(path, Ct);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("There is no such page", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_system_says_how_to_begin()
    {
        var today = Html.Text(await Page("/", Canned.Empty()));
        Assert.Contains("First steps 0 of 5 done.", today, StringComparison.Ordinal);
        Assert.Contains("inv sample load", today, StringComparison.Ordinal);
        Assert.Contains("Revenue – no whole day with a sale yet", today, StringComparison.Ordinal);
        Assert.Contains("Nothing needs an order.", today, StringComparison.Ordinal);
        Assert.Contains("No trend yet", today, StringComparison.Ordinal);

        Assert.Contains(
            "No products yet.",
            Html.Text(await Page("/products", Canned.Empty())),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "No product matches.",
            Html.Text(await Page("/products?search=x", Canned.Empty())),
            StringComparison.Ordinal
        );

        var product = Html.Text(await Page("/products/NEW", Canned.Empty()));
        foreach (
            var words in new[]
            {
                "No forecast yet",
                "No suggestion yet",
                "No stock is kept of it yet",
                "Never sold",
                "Nothing moved yet",
                "No trend yet",
            }
        )
            Assert.Contains(words, product, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/stock/summary", "/", "stock")]
    [InlineData("/api/v1/sales/daily", "/", "sales")]
    [InlineData("/api/v1/status", "/", "books")]
    [InlineData("/api/v1/replenishment", "/", "act-now")]
    [InlineData("/api/v1/trends", "/", "top")]
    [InlineData("/api/v1/trends/stock", "/", "slow")]
    [InlineData("/api/v1/trends", "/trends", "trends")]
    [InlineData("/api/v1/trends/matrix", "/trends", "matrix")]
    [InlineData("/api/v1/trends/stock", "/trends/stock", "stock-list")]
    [InlineData("/api/v1/trends/stock/summary", "/trends/stock", "stock-summary")]
    [InlineData("/api/v1/stock/age/totals", "/trends/stock", "stock-age")]
    [InlineData("/api/v1/trends/totals", "/trends/totals", "totals")]
    [InlineData("/api/v1/trends/*", "/products/A", "patterns")]
    [InlineData("/api/v1/sales/week-hours", "/trends/hours", "hours")]
    [InlineData("/api/v1/sales/together", "/trends/together", "together")]
    [InlineData("/api/v1/sales/together", "/products/A", "together")]
    [InlineData("/api/v1/trends/anomalies", "/trends/anomalies", "anomalies")]
    [InlineData("/api/v1/products", "/products", "products")]
    [InlineData("/api/v1/products/*", "/products/A", "facts")]
    [InlineData("/api/v1/stock", "/products/A", "stock")]
    [InlineData("/api/v1/stock", "/stock", "levels")]
    [InlineData("/api/v1/stock/movements", "/stock/movements", "movements")]
    [InlineData("/api/v1/forecasts/*", "/products/A", "forecast")]
    [InlineData("/api/v1/forecasts/accuracy", "/", "accuracy")]
    [InlineData("/api/v1/forecasts/accuracy", "/products/A", "accuracy")]
    [InlineData("/api/v1/replenishment/*", "/products/A", "suggestion")]
    [InlineData("/api/v1/sales", "/products/A", "sales")]
    [InlineData("/api/v1/stock/*", "/products/A", "movements")]
    public async Task A_part_that_is_down_takes_only_its_tile_with_it(string down, string path, string tile)
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        stub.Fail(down);
        await using var dashboard = new DashboardHost(stub.Address);

        var html = await dashboard.Browser().GetStringAsync(path, Ct);

        Assert.Contains(
            "Not available right now. The forecasting service does not answer. Try again in a moment.",
            Html.Text(Tile(html, tile)),
            StringComparison.Ordinal
        );
        Assert.Contains(" data-failed=\"True\"", Tile(html, tile), StringComparison.Ordinal);
        Assert.All(
            TileNames()
                .Matches(html)
                .Select(m => m.Groups[1].Value)
                .Where(name =>
                    name != tile
                    && (name, tile) != ("terms", "facts")
                    && (name, tile) != ("state", "facts")
                    && (name, tile) != ("advice", "suggestion")
                    && (name, tile) != ("marked", "forecast")
                    && (name, tile) != ("accuracy", "forecast")
                    && (name, tile) != ("projection", "suggestion")
                    && down != "/api/v1/trends"
                    && (name, down) != ("facts", "/api/v1/trends/*")
                    && (name, down) != ("facets", "/api/v1/products/*")
                    && !down.StartsWith("/api/v1/stock", StringComparison.Ordinal)
                ),
            other => Assert.DoesNotContain("Not available", Tile(html, other), StringComparison.Ordinal)
        );

        // It comes back by itself: the page asks for the tile alone.
        stub.Serve(Canned.Shop());
        var fresh = await dashboard.Browser().GetStringAsync($"{path}?tile={tile}", Ct);
        Assert.DoesNotContain("Not available", fresh, StringComparison.Ordinal);
        Assert.DoesNotContain("<html", fresh, StringComparison.Ordinal);
        Assert.Contains($"data-tile=\"{tile}\"", fresh, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_tile_is_read_again_by_the_name_it_has_on_the_page()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);
        foreach (var page in Pages)
        {
            var names = TileNames().Matches(await dashboard.Browser().GetStringAsync(page, Ct)).Select(NameOf).ToList();
            Assert.NotEmpty(names);
            Assert.Distinct(names);
            foreach (var name in names)
            {
                var tile = await dashboard
                    .Browser()
                    .GetStringAsync($"{page}{(page.Contains('?') ? '&' : '?')}tile={name}", Ct);
                Assert.Equal([name], TileNames().Matches(tile).Select(NameOf));
            }
        }

        static string NameOf(Match match) => match.Groups[1].Value;
    }

    [Fact]
    public async Task Without_a_gateway_every_page_still_renders()
    {
        var stub = await StubGateway.StartAsync();
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();
        await browser.GetAsync("/sign-out", Ct);
        await stub.DisposeAsync();
        foreach (var page in Pages)
        {
            var html = await browser.GetStringAsync(page, Ct);
            Assert.Contains("The gateway does not answer.", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_hostile_name_stays_text()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop(Hostile));
        await using var dashboard = new DashboardHost(stub.Address);
        foreach (var page in Pages)
        {
            var html = await dashboard.Browser().GetStringAsync(page, Ct);
            Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
            Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
            Assert.Contains(Hostile, WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        }

        var search = await dashboard
            .Browser()
            .GetStringAsync("/products?search=" + Uri.EscapeDataString("\"><script>alert(1)</script>"), Ct);
        Assert.DoesNotContain("<script>alert", search, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_page_points_outside_and_the_policy_forbids_it()
    {
        await using var stub = await Canned.StartAsync(Canned.Shop());
        await using var dashboard = new DashboardHost(stub.Address);
        var browser = dashboard.Browser();
        HashSet<string> files = [];
        foreach (var page in Pages.Append("/nothing"))
        {
            var answer = await browser.GetAsync(page, Ct);
            var html = await answer.Content.ReadAsStringAsync(Ct);
            Assert.DoesNotMatch("(https?:)?//[a-z]", html.Replace(stub.Address, "", StringComparison.Ordinal));
            Assert.DoesNotMatch(" on[a-z]+=", html);
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.StartsWith(
                "default-src 'none'; script-src 'self'; style-src 'self'; ",
                policy,
                StringComparison.Ordinal
            );
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.True(answer.Headers.CacheControl?.NoStore);
            Assert.DoesNotContain(
                "http",
                policy.Replace(stub.Address, "", StringComparison.Ordinal),
                StringComparison.Ordinal
            );
            foreach (Match file in Files().Matches(html))
                files.Add(file.Groups[1].Value);
        }

        // uPlot and its sheet, five modules, our sheet and the icon: all are ours, and all are there.
        Assert.Equal(9, files.Count);
        foreach (var file in files)
        {
            var answer = await browser.GetAsync(file, Ct);
            Assert.True(answer.IsSuccessStatusCode, file);
            if (!file.Contains("uplot", StringComparison.Ordinal) && !file.Contains("svg", StringComparison.Ordinal))
                Assert.DoesNotMatch("https?://", await answer.Content.ReadAsStringAsync(Ct));
        }
    }

    private static async Task<string> Page(string path, Dictionary<string, Func<Seen, object>> answers)
    {
        await using var stub = await Canned.StartAsync(answers);
        await using var dashboard = new DashboardHost(stub.Address);
        return await dashboard.Browser().GetStringAsync(path, Ct);
    }

    internal static string Tile(string html, string name)
    {
        var from = html.LastIndexOf(
            "<section",
            html.IndexOf($"data-tile=\"{name}\"", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        return html[from..html.IndexOf("</section>", from, StringComparison.Ordinal)];
    }

    private static List<string> Rows(string html) => [.. BodyRows().Matches(html).Select(row => row.Value)];

    internal static JsonElement Json(string html, string chart) =>
        JsonSerializer.Deserialize<JsonElement>(
            Regex.Match(html, $"data-for=\"{chart}\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value,
            ContractsJson.Options
        );

    private static IEnumerable<JsonElement> Series(JsonElement chart) =>
        chart.GetProperty("panels").EnumerateArray().SelectMany(p => p.GetProperty("series").EnumerateArray());

    private static IEnumerable<string?> Names(JsonElement chart) => Series(chart).Select(Text("name"));

    private static List<double?> Values(JsonElement chart, string name) =>
        Series(chart).Single(one => Text("name")(one) == name).GetProperty("values").Deserialize<List<double?>>()!;

    private static Func<JsonElement, string?> Text(string name) => json => json.GetProperty(name).GetString();

    [GeneratedRegex("(?<=<tbody>.*)<tr.*?</tr>", RegexOptions.Singleline)]
    private static partial Regex BodyRows();

    [GeneratedRegex("data-tile=\"([^\"]+)\"")]
    private static partial Regex TileNames();

    [GeneratedRegex("<(?:script|link|img)[^>]* (?:src|href)=\"([^\"]+)\"")]
    private static partial Regex Files();
}
