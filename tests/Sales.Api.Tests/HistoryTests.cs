using System.Globalization;
using System.Net;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Messages;
using SmartInventory.Contracts.Sales;
using SmartInventory.Contracts.Status;
using SmartInventory.Testing;

namespace SmartInventory.Sales.Api.Tests;

public sealed class HistoryTests(SalesApp app)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static RecordSale Sale(
        string sku,
        string soldAt,
        decimal quantity = 1,
        string location = SalesApp.London
    ) =>
        new()
        {
            Sku = sku,
            Location = location,
            Quantity = quantity,
            UnitPrice = 2,
            SoldAt = DateTimeOffset.Parse(soldAt, CultureInfo.InvariantCulture),
            Channel = "history",
        };

    [Theory]
    [InlineData("/api/v1/sales", HttpStatusCode.OK)]
    [InlineData("/api/v1/sales/export", HttpStatusCode.OK)]
    [InlineData("/api/v1/sales/0190b7a2-6f0e-7c3a-9b51-2f7f6d0c1e11", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/sales/import", HttpStatusCode.MethodNotAllowed)]
    public async Task HEAD_is_answered_as_GET_is(string path, HttpStatusCode status)
    {
        using var read = await app.Http.GetAsync(path, Cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var head = await app.Http.SendAsync(request, Cancellation);

        Assert.Equal((status, status), (read.StatusCode, head.StatusCode));
        Assert.Equal(read.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancellation));
        using var stranger = app.As(null);
        using var again = new HttpRequestMessage(HttpMethod.Head, path);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.SendAsync(again, Cancellation)).StatusCode);
    }

    [Fact]
    public async Task Money_of_a_line_is_one_number_that_every_sum_is_made_of()
    {
        // 0.0101 x 0.495 = 0.0049995 and 0.3333 x 0.0123 = 0.00409959: each line is rounded once, half away from zero.
        var sku = app.NewProduct(wholeUnits: false);
        var channel = $"money-{Guid.NewGuid():N}"[..20];
        RecordSale Line(decimal quantity, decimal price) =>
            Sale(sku, "2026-02-03T12:00:00Z", quantity) with
            {
                UnitPrice = price,
                Channel = channel,
            };
        foreach (var chunk in Enumerable.Repeat(Line(.0101m, .495m), 2_000).Chunk(Limits.MaxBatch))
            await app.Api.RecordSales(new RecordSales { Sales = chunk }, ct: Cancellation);
        foreach (var line in Enumerable.Repeat(Line(.3333m, .0123m), 3))
            Assert.Equal(.0041m, (await app.Api.RecordSale(line, ct: Cancellation)).Amount);

        const decimal Money = 2_000 * .005m + 3 * .0041m;
        var bySku = Assert.Single(await app.Api.DailySales(sku: sku, ct: Cancellation));
        Assert.Equal((10.0123m, 10.0123m, 2_003), (Money, bySku.Revenue, bySku.Lines));
        Assert.Equal(
            Money,
            await app.Scalar<decimal>("SELECT sum(revenue) FROM sales.daily_totals WHERE channel = $1", channel)
        );
        Assert.Equal(
            Money,
            await app.Scalar<decimal>(
                """
                SELECT sum((line ->> 'amount')::numeric)
                FROM sales.outbox, jsonb_array_elements(body::jsonb -> 'lines') AS line WHERE line ->> 'sku' = $1
                """,
                sku
            )
        );
    }

    [Fact]
    public async Task A_category_takes_everything_below_it_in_lists_days_and_exports()
    {
        var top = SalesApp.NewName("cat");
        var (tea, coffee, other) = (app.NewProduct(), app.NewProduct(), app.NewProduct());
        app.Catalogue.AddProduct(tea, 10, category: $"{top}/Hot/Tea");
        app.Catalogue.AddProduct(coffee, 10, category: top);
        app.Catalogue.AddProduct(other, 10, category: $"{top}-not");
        foreach (var sku in new[] { tea, coffee, other })
            await app.Api.RecordSale(SalesApp.Sale(sku, quantity: 2), ct: Cancellation);

        var below = await app.Api.ListSales(category: top.ToUpperInvariant(), ct: Cancellation);
        Assert.Equal(new[] { tea, coffee }.Order(), below.Items.Select(s => s.Sku).Order());
        var day = Assert.Single(await app.Api.DailySales(category: $"{top}/Hot", ct: Cancellation));
        Assert.Equal((2, 1), (day.UnitsSold, day.Lines));
        var month = Assert.Single(await app.Api.SalesByPeriod(SalesPeriod.Month, category: top, ct: Cancellation));
        Assert.Equal(4, month.UnitsSold);
        using var export = new StreamReader(
            await app.Api.ExportSales("application/x-ndjson", category: top, ct: Cancellation)
        );
        Assert.Equal(2, (await export.ReadToEndAsync(Cancellation)).Split('\n').Count(line => line.Length > 0));
    }

    [Fact]
    public async Task Pages_are_newest_first_and_hold_every_line_once()
    {
        var sku = app.NewProduct();
        // Several of one moment: the id decides between them.
        await app.Api.RecordSales(
            new RecordSales
            {
                Sales = [.. Enumerable.Range(0, 25).Select(i => Sale(sku, $"2026-01-{1 + i / 5:00}T12:00:00Z"))],
            },
            ct: Cancellation
        );

        var seen = new List<SaleResponse>();
        var pages = 0;
        for (string? after = null; ; )
        {
            var page = await app.Api.ListSales(limit: 7, after: after, sku: sku, ct: Cancellation);
            seen.AddRange(page.Items);
            pages++;
            if ((after = page.Next) is null)
                break;
        }

        Assert.Equal((4, 25, 25), (pages, seen.Count, seen.DistinctBy(s => s.Id).Count()));
        Assert.Equal(
            seen.OrderByDescending(s => s.SoldAt).ThenByDescending(s => s.Id).Select(s => s.Id),
            seen.Select(s => s.Id)
        );
    }

    [Fact]
    public async Task A_page_links_to_the_next_with_its_filters()
    {
        var sku = app.NewProduct();
        await app.Api.RecordSales(
            new RecordSales { Sales = [Sale(sku, "2026-01-01T12:00:00Z"), Sale(sku, "2026-01-02T12:00:00Z")] },
            ct: Cancellation
        );
        using var response = await app.Http.Get($"/api/v1/sales?sku={sku}&limit=1");
        var link = Assert.Single(response.Headers.GetValues("Link"));
        Assert.EndsWith(">; rel=\"next\"", link, StringComparison.Ordinal);
        var next = await app
            .Http.Get(link[1..link.IndexOf('>', StringComparison.Ordinal)])
            .Read<Page<SaleResponse>>(HttpStatusCode.OK);
        Assert.Equal(new DateOnly(2026, 1, 1), Assert.Single(next.Items).Day);
        Assert.Null(next.Next);
    }

    [Fact]
    public async Task Filters_are_applied_together_and_days_are_the_locations_days()
    {
        var sku = app.NewProduct();
        var other = app.NewProduct();
        await app.Api.RecordSales(
            new RecordSales
            {
                Sales =
                [
                    Sale(sku, "2026-01-02T04:59:00Z", 1, SalesApp.NewYork), // The 1st in New York.
                    Sale(sku, "2026-01-02T05:00:00Z", 2, SalesApp.NewYork), // The 2nd.
                    Sale(sku, "2026-01-03T04:59:00Z", 3, SalesApp.NewYork), // Still the 2nd.
                    Sale(sku, "2026-01-02T12:00:00Z", 4),
                    Sale(sku, "2026-01-02T13:00:00Z", 5, SalesApp.NewYork) with
                    {
                        Kind = SaleKind.Return,
                    },
                    Sale(sku, "2026-01-02T13:00:00Z", 6, SalesApp.NewYork) with
                    {
                        Channel = "elsewhere",
                    },
                    Sale(other, "2026-01-02T13:00:00Z", 7, SalesApp.NewYork),
                ],
            },
            ct: Cancellation
        );
        var day = new DateOnly(2026, 1, 2);
        var page = await app.Api.ListSales(
            sku: sku,
            location: SalesApp.NewYork,
            channel: "history",
            kind: SaleKind.Sale,
            from: day,
            to: day,
            ct: Cancellation
        );
        Assert.Equal([3m, 2m], page.Items.Select(s => s.Quantity));
    }

    [Theory]
    [InlineData("limit=0", "limit: must be between 1 and 500")]
    [InlineData("limit=-1", "limit: must be between 1 and 500")]
    [InlineData("limit=1000000", "limit: must be between 1 and 500")]
    [InlineData(
        "after=made-up",
        "after: is no cursor of this list; take it from 'next' of the page before, with the same sort"
    )]
    [InlineData(
        "after=WyJzYWxlcy9uZXdlc3QiLCIxIiwieCJd",
        "after: is no cursor of this list; take it from 'next' of the page before, with the same sort"
    )]
    [InlineData(
        "sku=a%20b&location=!&kind=gift&from=31.01.2026&to=2026-02-30",
        """
            from: must be a day like 2026-01-31
            kind: must be one of sale, return
            location: must be 1 to 32 characters of letters, digits, '.', '-' or '_', beginning with a letter or digit
            sku: must be 1 to 64 characters of letters, digits, '.', '-', '_' or '/', beginning with a letter or digit
            to: must be a day like 2026-01-31
            """
    )]
    [InlineData("from=2026-02-01&to=2026-01-01", "to: must not be before 'from'")]
    public async Task A_bad_question_is_refused_by_field(string query, string errors) =>
        Assert.Equal(
            $"400 One or more fields are not valid.\n{errors}",
            await Problem.Read(app.Http.Get($"/api/v1/sales?{query}"))
        );

    [Fact]
    public async Task A_line_that_is_not_there_is_a_404()
    {
        var id = Guid.CreateVersion7();
        Assert.Equal($"404 No sale has the id '{id}'.", await Problem.Read(app.Http.Get($"/api/v1/sales/{id}")));
        Assert.Equal("404 Not Found", await Problem.Read(app.Http.Get("/api/v1/sales/made-up")));
    }

    [Fact]
    public async Task Days_are_added_up_per_SKU_up_to_its_last_day_and_90_days_back()
    {
        var sku = app.NewProduct();
        await app.Api.RecordSales(
            new RecordSales
            {
                Sales =
                [
                    Sale(sku, "2025-01-01T12:00:00Z"),
                    Sale(sku, "2025-10-04T12:00:00Z"), // 91 days and 90 before the last, which counts itself.
                    Sale(sku, "2025-10-05T12:00:00Z", 3),
                    Sale(sku, "2026-01-02T10:00:00Z", 5),
                    Sale(sku, "2026-01-02T11:00:00Z", 2) with
                    {
                        Kind = SaleKind.Return,
                    },
                    Sale(sku, "2026-01-02T12:00:00Z", 4, SalesApp.NewYork),
                ],
            },
            ct: Cancellation
        );

        Assert.Equal(
            [
                new DailySales(new DateOnly(2025, 10, 5), 3, 0, 6, 1),
                new DailySales(new DateOnly(2026, 1, 2), 9, 2, 14, 3),
            ],
            await app.Api.DailySales(sku, ct: Cancellation)
        );
        Assert.Equal(
            [new DailySales(new DateOnly(2026, 1, 2), 4, 0, 8, 1)],
            await app.Api.DailySales(sku, SalesApp.NewYork, ct: Cancellation)
        );
        Assert.Equal(
            [
                new DailySales(new DateOnly(2025, 1, 1), 1, 0, 2, 1),
                new DailySales(new DateOnly(2025, 10, 4), 1, 0, 2, 1),
            ],
            await app.Api.DailySales(
                sku,
                from: new DateOnly(2024, 1, 1),
                to: new DateOnly(2025, 10, 4),
                ct: Cancellation
            )
        );
        Assert.Empty(await app.Api.DailySales("NEVER-SOLD", ct: Cancellation));
    }

    [Fact]
    public async Task Hours_weeks_and_months_are_those_of_the_place_where_it_was_sold()
    {
        var sku = app.NewProduct();
        var channel = $"p-{Guid.NewGuid():N}"[..20];
        RecordSale On(string soldAt, decimal quantity, string location = SalesApp.London) =>
            Sale(sku, soldAt, quantity, location) with
            {
                Channel = channel,
            };
        await app.Api.RecordSales(
            new RecordSales
            {
                Sales =
                [
                    // Sunday evening there, Monday in UTC.
                    On("2026-01-05T03:30:00Z", 1, SalesApp.NewYork),
                    On("2026-01-05T10:15:00Z", 2),
                    On("2026-01-05T10:45:00Z", 4),
                    On("2026-01-05T10:50:00Z", 3) with
                    {
                        Kind = SaleKind.Return,
                    },
                    On("2026-02-02T00:00:00Z", 8),
                ],
            },
            ct: Cancellation
        );
        var (sunday, monday) = (new DateOnly(2026, 1, 4), new DateOnly(2026, 1, 5));

        Assert.Equal(
            [new PeriodSales(sunday, 22, 1, 0, 2, 1), new PeriodSales(monday, 10, 6, 3, 6, 3)],
            await app.Api.SalesByPeriod(SalesPeriod.Hour, sku, from: sunday, to: monday, ct: Cancellation)
        );
        // By the lines of a product, and by the totals that are kept per channel.
        foreach (var product in new[] { sku, null })
        {
            Assert.Equal(
                [
                    new PeriodSales(new DateOnly(2025, 12, 29), null, 1, 0, 2, 1),
                    new PeriodSales(monday, null, 6, 3, 6, 3),
                    new PeriodSales(new DateOnly(2026, 2, 2), null, 8, 0, 16, 1),
                ],
                await app.Api.SalesByPeriod(SalesPeriod.Week, product, channel: channel, ct: Cancellation)
            );
            Assert.Equal(
                [
                    new PeriodSales(new DateOnly(2026, 1, 1), null, 7, 3, 8, 4),
                    new PeriodSales(new DateOnly(2026, 2, 1), null, 8, 0, 16, 1),
                ],
                await app.Api.SalesByPeriod(SalesPeriod.Month, product, channel: channel, ct: Cancellation)
            );
            Assert.Equal(
                [new PeriodSales(sunday, null, 1, 0, 2, 1)],
                await app.Api.SalesByPeriod(
                    SalesPeriod.Day,
                    product,
                    SalesApp.NewYork,
                    channel,
                    to: monday,
                    ct: Cancellation
                )
            );
        }
        Assert.Equal(
            [new PeriodSales(monday, null, 0, 3, -6, 1)],
            await app.Api.SalesByPeriod(SalesPeriod.Day, sku, kind: SaleKind.Return, ct: Cancellation)
        );
    }

    [Fact]
    public async Task A_day_of_twenty_five_hours_keeps_its_first_and_its_last_apart()
    {
        var sku = app.NewProduct();
        await app.Api.RecordSales(
            new RecordSales
            {
                Sales =
                [
                    Sale(sku, "2025-11-02T04:30:00Z", 1, SalesApp.NewYork),
                    Sale(sku, "2025-11-03T04:30:00Z", 2, SalesApp.NewYork),
                ],
            },
            ct: Cancellation
        );
        var day = new DateOnly(2025, 11, 2);

        Assert.Equal(
            [new PeriodSales(day, 0, 1, 0, 2, 1), new PeriodSales(day, 23, 2, 0, 4, 1)],
            await app.Api.SalesByPeriod(SalesPeriod.Hour, sku, from: day, to: day, ct: Cancellation)
        );
    }

    [Fact]
    public async Task Hours_of_the_week_are_those_of_each_location_over_thirteen_weeks()
    {
        var sku = app.NewProduct();
        await app.Api.RecordSales(
            new RecordSales
            {
                Sales =
                [
                    // Sunday evening there, Monday in UTC; two Mondays at ten; and a Monday of the fourteenth week.
                    Sale(sku, "2026-01-05T03:30:00Z", 1, SalesApp.NewYork),
                    Sale(sku, "2026-01-05T10:15:00Z", 2),
                    Sale(sku, "2026-01-12T10:45:00Z", 4),
                    Sale(sku, "2026-01-12T10:50:00Z", 3) with
                    {
                        Kind = SaleKind.Return,
                    },
                    Sale(sku, "2025-10-13T10:00:00Z", 8),
                ],
            },
            ct: Cancellation
        );

        var hours = await app.Api.SalesByWeekHour(sku, ct: Cancellation);
        Assert.Equal((new DateOnly(2025, 10, 14), new DateOnly(2026, 1, 12)), (hours.From, hours.To));
        Assert.Equal(
            [new WeekHourSales(DayOfWeek.Monday, 10, 6, 3, 6, 3), new WeekHourSales(DayOfWeek.Sunday, 22, 1, 0, 2, 1)],
            hours.Hours
        );
        var ended = await app.Api.SalesByWeekHour(
            sku,
            SalesApp.London,
            from: new DateOnly(2025, 10, 1),
            to: new DateOnly(2026, 1, 11),
            ct: Cancellation
        );
        // In October London is an hour ahead of UTC.
        Assert.Equal(
            [new WeekHourSales(DayOfWeek.Monday, 10, 2, 0, 4, 1), new WeekHourSales(DayOfWeek.Monday, 11, 8, 0, 16, 1)],
            ended.Hours
        );
        var none = await app.Api.SalesByWeekHour(app.NewProduct(), ct: Cancellation);
        Assert.Equal((null, null, 0), (none.From, none.To, none.Hours.Count));
    }

    [Fact]
    public async Task One_row_adds_up_what_counts_with_its_discounts_and_receipts()
    {
        var sku = app.NewProduct();
        var channel = $"sum-{Guid.NewGuid():N}"[..20];
        RecordSale Line(string soldAt, decimal quantity, string? receipt) =>
            Sale(sku, soldAt, quantity) with
            {
                Channel = channel,
                Receipt = receipt,
            };
        var recorded = await app.Api.RecordSales(
            new RecordSales
            {
                Sales =
                [
                    Line("2026-01-05T10:00:00Z", 3, "1") with
                    {
                        Discount = 1.5m,
                    },
                    Line("2026-01-05T10:00:00Z", 1, "1"),
                    // The same number on another day is another receipt.
                    Line("2026-01-06T10:00:00Z", 2, "1"),
                    Line("2026-01-06T11:00:00Z", 5, null),
                    Line("2026-01-06T12:00:00Z", 1, "4") with
                    {
                        Kind = SaleKind.Return,
                    },
                    Line("2026-01-06T13:00:00Z", 9, "5"),
                    Line("2025-12-06T12:00:00Z", 7, "0"),
                ],
            },
            ct: Cancellation
        );
        await app.Api.VoidSale(recorded.Rows[5].Id!.Value, new VoidSale(), ct: Cancellation);

        // 31 days, without the one of December.
        Assert.Equal(
            new SalesSum(new DateOnly(2025, 12, 7), new DateOnly(2026, 1, 6), 11, 1, 18.5m, 1.5m, 5, 2, 1),
            await app.Api.SumSales(channel: channel, ct: Cancellation)
        );
        Assert.Equal(6, (await app.Api.SumSales(days: 32, channel: channel, ct: Cancellation)).Lines);
        var receipt = await app.Api.SumSales(sku: sku, receipt: "0", ct: Cancellation);
        Assert.Equal((new DateOnly(2025, 12, 6), 7), (receipt.From, receipt.UnitsSold));
        var none = await app.Api.SumSales(sku: app.NewProduct(), ct: Cancellation);
        Assert.Equal((null, null, 0), (none.From, none.To, none.Lines));
        var empty = await app.Api.SumSales(channel: channel, from: new DateOnly(2026, 2, 1), ct: Cancellation);
        Assert.Equal((new DateOnly(2026, 2, 1), 0), (empty.From, empty.Lines));
    }

    [Fact]
    public async Task Lines_are_found_by_who_recorded_them_and_returns_by_their_sale()
    {
        var sku = app.NewProduct();
        var sale = await app.Api.RecordSale(SalesApp.Sale(sku, 3), ct: Cancellation);
        await app.Api.RecordSale(SalesApp.Sale(sku, 2), ct: Cancellation);
        var back = await app.Api.ReturnSale(sale.Id, new ReturnSale { Quantity = 1 }, ct: Cancellation);

        var mine = await app.Api.ListSales(sku: sku, recordedBy: sale.RecordedBy, ct: Cancellation);
        Assert.Equal(3, mine.Items.Count);
        Assert.Empty((await app.Api.ListSales(sku: sku, recordedBy: "nobody", ct: Cancellation)).Items);
        Assert.Empty(
            await app.Api.SalesByPeriod(
                SalesPeriod.Day,
                location: SalesApp.London,
                recordedBy: "nobody",
                ct: Cancellation
            )
        );
        Assert.Equal(back.Id, Assert.Single((await app.Api.ListSales(returnOf: sale.Id, ct: Cancellation)).Items).Id);
        Assert.Equal(1, (await app.Api.SumSales(returnOf: sale.Id, ct: Cancellation)).UnitsReturned);
    }

    [Theory]
    [InlineData("days=0", "days")]
    [InlineData("days=x", "days")]
    [InlineData("returnOf=7", "returnOf")]
    public async Task A_sum_that_cannot_be_made_is_refused_by_field(string query, string field)
    {
        using var answer = await app.Http.GetAsync($"/api/v1/sales/sum?{query}", Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"\"{field}\"", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("from=2020-01-01&to=2026-01-01", "from")]
    [InlineData("from=2026-01-02&to=2026-01-01", "to")]
    [InlineData("sku=-", "sku")]
    public async Task Hours_of_the_week_that_cannot_be_added_up_are_refused_by_field(string query, string field)
    {
        using var answer = await app.Http.GetAsync($"/api/v1/sales/week-hours?{query}", Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"\"{field}\"", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("", "by")]
    [InlineData("by=year", "by")]
    [InlineData("by=hour&from=2020-01-01&to=2026-01-01", "from")]
    [InlineData("by=day&from=2026-01-02&to=2026-01-01", "to")]
    public async Task A_period_that_cannot_be_added_up_is_refused_by_field(string query, string field)
    {
        using var answer = await app.Http.GetAsync($"/api/v1/sales/periods?{query}", Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"\"{field}\"", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Days_over_all_and_totals_per_channel_agree_with_the_lines()
    {
        var own = new SalesApp();
        await own.InitializeAsync();
        await using var _ = own;
        var (a, b) = (own.NewProduct(), own.NewProduct());
        await own.Api.RecordSales(
            new RecordSales
            {
                Sales =
                [
                    Sale(a, "2026-01-01T12:00:00Z", 3),
                    Sale(b, "2026-01-01T12:00:00Z", 4, SalesApp.NewYork),
                    Sale(b, "2026-01-02T12:00:00Z", 5) with
                    {
                        Kind = SaleKind.Return,
                    },
                    Sale(b, "2026-01-02T12:00:00Z", 6) with
                    {
                        Channel = "a-channel",
                    },
                ],
            },
            ct: Cancellation
        );
        await own.Imported(
            $$"""
            {"sku":"{{a}}","location":"LONDON","quantity":2,"unitPrice":2,"externalId":"1",
            "channel":"history","soldAt":"2026-01-02T12:00:00Z"}
            """.ReplaceLineEndings("")
        );

        Assert.Equal(
            [
                new DailySales(new DateOnly(2026, 1, 1), 7, 0, 14, 2),
                new DailySales(new DateOnly(2026, 1, 2), 8, 5, 6, 3),
            ],
            await own.Api.DailySales(ct: Cancellation)
        );
        Assert.Equal(
            [new DailySales(new DateOnly(2026, 1, 1), 4, 0, 8, 1)],
            await own.Api.DailySales(location: SalesApp.NewYork, ct: Cancellation)
        );

        await Eventually.Holds(
            async () => (await own.Api.SalesTotals(Cancellation)).UnderWay["outbox"] == 0,
            "the relay sent everything"
        );
        var totals = await own.Api.SalesTotals(Cancellation);
        Assert.Equal([new SourceTotals("a-channel", 6, 0, 1), new SourceTotals("history", 9, 5, 4)], totals.Sources);
        Assert.Equal(0, totals.Failed);
    }

    [Theory]
    [InlineData("application/x-ndjson", "application/x-ndjson")]
    [InlineData("text/csv", "text/csv")]
    public async Task What_is_exported_can_be_imported_and_adds_nothing(string accept, string type)
    {
        var sku = app.NewProduct(wholeUnits: false);
        string[] names = ["=1+1", "'quoted", "'=guarded", "a,b;\"c\"", "ünï", "-5", "@x", "+y", " '-z"];
        await app.Api.RecordSales(
            new RecordSales
            {
                Sales =
                [
                    .. names.Select(
                        (name, i) =>
                            Sale(sku, "2026-01-01T12:00:00.123456Z", 0.25m + i) with
                            {
                                ExternalId = $"{name}{sku}",
                                Customer = name,
                                Kind = i % 2 == 0 ? SaleKind.Sale : SaleKind.Return,
                            }
                    ),
                ],
            },
            ct: Cancellation
        );

        using var export = await app.Http.Get($"/api/v1/sales/export?sku={sku}", accept);
        Assert.Equal(type, export.Content.Headers.ContentType?.MediaType);
        var text = await export.Content.ReadAsStringAsync(Cancellation);
        var report = await app.Imported(text, type);
        Assert.Equal((9, 9), (report.Read, report.Duplicates));

        // And where it is not known yet, it is stored as it was.
        var own = new SalesApp();
        await own.InitializeAsync();
        await using var _ = own;
        own.Catalogue.AddProduct(sku, 1, wholeUnits: false);
        Assert.Equal(
            (5, 4),
            ((await own.Imported(text, type)) is var first ? (first.Accepted, first.Returns) : default)
        );
        using var again = await own.Http.Get($"/api/v1/sales/export?sku={sku}", accept);
        Assert.Equal(
            text.Split('\n').Order(StringComparer.Ordinal),
            (await again.Content.ReadAsStringAsync(Cancellation)).Split('\n').Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("application/x-ndjson", 20_000)]
    [InlineData("text/csv", 20_001)]
    public async Task A_long_export_is_whole(string accept, int lines)
    {
        var sku = app.NewProduct();
        await app.Imported(
            string.Concat(
                Enumerable
                    .Range(0, 20_000)
                    .Select(i =>
                        $$"""{"sku":"{{sku}}","location":"LONDON","quantity":1,"externalId":"{{sku}}-{{i}}"}""" + "\n"
                    )
            )
        );
        using var export = await app.Http.Get($"/api/v1/sales/export?sku={sku}", accept);
        Assert.Equal(lines, (await export.Content.ReadAsStringAsync(Cancellation)).Count(c => c == '\n'));
    }

    [Fact]
    public async Task Csv_guards_text_that_a_spreadsheet_would_run()
    {
        var sku = app.NewProduct();
        await app.Api.RecordSale(
            Sale(sku, "2026-01-01T12:00:00Z") with
            {
                ExternalId = "=HYPERLINK(\"x\")" + sku,
                Customer = "-1",
            },
            ct: Cancellation
        );
        using var export = await app.Http.Get($"/api/v1/sales/export?sku={sku}", "text/csv");
        Assert.Equal(
            "sku,location,quantity,kind,unitPrice,soldAt,channel,externalId,customer,discount,promotion,receipt\r\n"
                + $"{sku},LONDON,1,sale,2,2026-01-01T12:00:00Z,history,\"'=HYPERLINK(\"\"x\"\"){sku}\","
                + "'-1,0,false,\r\n",
            await export.Content.ReadAsStringAsync(Cancellation)
        );
    }

    [Fact]
    public async Task An_export_in_a_form_that_there_is_not_is_refused()
    {
        using var response = await app.Http.Get("/api/v1/sales/export", "image/png");
        Assert.Equal(HttpStatusCode.NotAcceptable, response.StatusCode);
        Assert.Contains(
            "Accept must allow application/x-ndjson or text/csv.",
            await response.Content.ReadAsStringAsync(Cancellation),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_newest_version_of_a_product_counts_whatever_the_order_of_the_messages()
    {
        var sku = SalesApp.NewName("M");
        var bus = app.Services.GetRequiredService<IBus>();
        await bus.Publish(
            new ProductChanged([StubCatalogue.State(sku, 3, 30), StubCatalogue.State(sku, 2, 20)]),
            Cancellation
        );
        await Eventually.Holds(
            async () =>
                await app.Scalar<long>("SELECT count(*) FROM sales.products WHERE sku = $1 AND price = 30", sku) == 1,
            "version 3 is known"
        );
        await bus.Publish(
            new ProductChanged([StubCatalogue.State(sku, 2, 20), StubCatalogue.State(sku + "B", 1, 1)]),
            Cancellation
        );
        await Eventually.Holds(
            async () => await app.Scalar<long>("SELECT count(*) FROM sales.products WHERE sku = $1", sku + "B") == 1,
            "the second message is applied"
        );

        Assert.Equal(
            30,
            (
                await app.Api.RecordSale(
                    new RecordSale
                    {
                        Sku = sku,
                        Location = SalesApp.London,
                        Quantity = 1,
                    },
                    ct: Cancellation
                )
            ).UnitPrice
        );
    }

    [Fact]
    public async Task A_location_that_was_announced_needs_no_question_and_gives_the_day()
    {
        var code = SalesApp.NewName("AUCKLAND");
        var bus = app.Services.GetRequiredService<IBus>();
        await bus.Publish(
            new LocationChanged([new LocationState(code, 1, "Auckland", "Pacific/Auckland", true)]),
            Cancellation
        );
        await Eventually.Holds(
            async () => await app.Scalar<long>("SELECT count(*) FROM sales.locations WHERE code = $1", code) == 1,
            "the location is known"
        );
        var sale = await app.Api.RecordSale(
            Sale(app.NewProduct(), "2026-06-30T12:00:00Z", location: code) with
            {
                Kind = SaleKind.Return,
            },
            ct: Cancellation
        );
        Assert.Equal(new DateOnly(2026, 7, 1), sale.Day);
    }
}
