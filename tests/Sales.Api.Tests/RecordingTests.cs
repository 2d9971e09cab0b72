using System.Net;
using System.Text.Json;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Sales;
using SmartInventory.Testing;

namespace SmartInventory.Sales.Api.Tests;

public sealed class RecordingTests(SalesApp app)
{
    private const string Path = "/api/v1/sales";
    private const string SoldAtRule =
        "soldAt: must be a date or time like 2026-01-31 or 2026-01-31T18:30 (on the location's clock) "
        + "or 2026-01-31T18:30:00+01:00";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sale_is_stored_as_it_was_sent_and_announced_in_the_same_transaction()
    {
        var sku = app.NewProduct();
        using var response = await app.Http.Post(
            Path,
            new
            {
                sku = sku.ToLowerInvariant(),
                location = "london",
                quantity = 3,
                unitPrice = 2.5,
                soldAt = "2026-03-01T23:30:00+01:00",
                channel = "till-1",
                externalId = sku + "-1",
                customer = " Ann ",
            }
        );

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation)).RootElement;
        var id = body.GetProperty("id").GetGuid();
        Assert.Equal($"/api/v1/sales/{id}", response.Headers.Location?.OriginalString);
        Assert.Equal(
            $$"""
            {"id":"{{id}}","channel":"till-1","externalId":"{{sku}}-1","kind":"sale","sku":"{{sku}}",
            "location":"LONDON","quantity":3,"unitPrice":2.5,"discount":0,"amount":7.5,"promotion":false,
            "soldAt":"2026-03-01T22:30:00+00:00","day":"2026-03-01","customer":"Ann","recordedAt":{{body.GetProperty(
                    "recordedAt"
                ).GetRawText()}},"recordedBy":"tests"}
            """.ReplaceLineEndings(
                ""
            ),
            body.GetRawText()
        );
        Assert.Equal(
            body.GetProperty("recordedAt").GetDateTimeOffset(),
            (await app.Api.GetSale(id, Cancellation)).RecordedAt
        );
        Assert.Equal((3m, 3m), await app.Units(sku));
    }

    [Fact]
    public async Task Sales_of_one_moment_have_each_their_own_answer_and_are_counted_once()
    {
        var sku = app.NewProduct();
        // Known here from now on, so that the others need no question to the catalogue.
        await app.Http.Post(Path, SalesApp.Sale(sku, externalId: sku + "-first"));
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(i =>
                    app.Http.Post(
                        Path,
                        (i % 4) switch
                        {
                            0 => SalesApp.Sale(sku, 0),
                            1 => SalesApp.Sale(sku, externalId: sku + "-first"),
                            2 => SalesApp.Sale(sku, 2, sku + "-first"),
                            _ => SalesApp.Sale(sku, i, $"{sku}-{i}"),
                        }
                    )
                )
        );

        Assert.Equal(
            Enumerable
                .Repeat(
                    (HttpStatusCode[])
                        [HttpStatusCode.BadRequest, HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.Created],
                    10
                )
                .SelectMany(four => four),
            answers.Select(a => a.StatusCode)
        );
        foreach (var (i, answer) in answers.Index().Where(a => a.Item.StatusCode == HttpStatusCode.Created))
        {
            var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;
            Assert.Equal(
                ($"{sku}-{i}", i),
                (body.GetProperty("externalId").GetString(), body.GetProperty("quantity").GetInt32())
            );
        }
        // 1, and 3 + 7 + ... + 39.
        Assert.Equal((211m, 211m), await app.Units(sku));
    }

    [Fact]
    public async Task What_is_left_out_gets_its_default()
    {
        var sku = app.NewProduct(price: 7.25m);
        var before = DateTimeOffset.UtcNow;
        var sale = await app.Api.RecordSale(
            new RecordSale
            {
                Sku = sku,
                Location = SalesApp.London,
                Quantity = 2,
            },
            ct: Cancellation
        );

        Assert.Equal(("manual", SaleKind.Sale, 7.25m, null), (sale.Channel, sale.Kind, sale.UnitPrice, sale.Customer));
        Assert.True(Guid.TryParse(sale.ExternalId, out _));
        Assert.InRange(sale.SoldAt, before.AddSeconds(-1), DateTimeOffset.UtcNow.AddSeconds(1));
    }

    [Fact]
    public async Task Every_bad_field_is_named_at_once()
    {
        Assert.Equal(
            """
            400 One or more fields are not valid.
            channel: must be 1 to 32 characters of a-z, 0-9 and '-', beginning with a letter or digit
            customer: must not contain control characters or broken Unicode
            externalId: must be at most 100 characters
            location: must be 1 to 32 characters of letters, digits, '.', '-' or '_', beginning with a letter or digit
            quantity: must be above 0
            sku: must be 1 to 64 characters of letters, digits, '.', '-', '_' or '/', beginning with a letter or digit
            soldAt: must be at most a day ahead
            unitPrice: must be at least 0
            """,
            await Problem.Read(
                app.Http.Post(
                    Path,
                    new
                    {
                        sku = "a b",
                        location = "!",
                        quantity = 0,
                        unitPrice = -1,
                        soldAt = DateTimeOffset.UtcNow.AddDays(2),
                        channel = "Till 1",
                        externalId = new string('x', 101),
                        customer = "a\u0007b",
                    }
                )
            )
        );
    }

    [Theory]
    [InlineData("""{}""", "quantity: is required\nsku: is required")]
    [InlineData("""{"sku":"$P","location":"LONDON","quantity":-1}""", "quantity: must be above 0")]
    [InlineData(
        """{"sku":"$P","location":"LONDON","quantity":1.5}""",
        "quantity: must be a whole number: '$P' is counted in whole units"
    )]
    [InlineData(
        """{"sku":"$P","location":"LONDON","quantity":1.00001}""",
        "quantity: must be a whole number: '$P' is counted in whole units\n"
            + "quantity: must have at most 4 digits after the point"
    )]
    [InlineData("""{"sku":"$P","location":"LONDON","quantity":1000000001}""", "quantity: must be at most 1000000000")]
    [InlineData(
        """{"sku":"$P","location":"LONDON","quantity":"1"}""",
        "quantity: must be a number, and is a text in quotes"
    )]
    [InlineData("""{"sku":"$P","location":"LONDON","quantity":1,"kind":"gift"}""", "kind: must be one of sale, return")]
    [InlineData("""{"sku":"$P","location":"LONDON","quantity":1,"soldAt":"31.01.2026"}""", SoldAtRule)]
    [InlineData("""{"sku":"$P","location":"LONDON","quantity":1,"soldAt":"2026-02-29"}""", SoldAtRule)]
    [InlineData("""{"sku":"$P","location":"LONDON","quantity":1,"soldAt":1769850000}""", SoldAtRule)]
    [InlineData("""{"sku":"$P","location":"LONDON","quantity":1,"soldAt":{"at":[1]}}""", SoldAtRule)]
    [InlineData(
        """{"sku":"$P","location":"LONDON","quantity":-1,"soldAt":"\ud800"}""",
        "quantity: must be above 0\n" + SoldAtRule
    )]
    [InlineData(
        """{"sku":"$P","location":"LONDON","quantity":1,"soldAt":"0001-01-01"}""",
        "soldAt: must be in 1970 or later"
    )]
    [InlineData(
        """{"sku":"$P","location":"LONDON","quantity":1,"soldAt":"9999-12-31T23:59"}""",
        "soldAt: must be at most a day ahead"
    )]
    [InlineData(
        """{"sku":"$P","location":"LONDON","quantity":1,"soldAt":"1969-12-31T23:59:59Z"}""",
        "soldAt: must be in 1970 or later"
    )]
    [InlineData(
        """{"sku":"$P","location":"LONDON","quantity":1,"externalId":"a\nb"}""",
        "externalId: must not contain line breaks or tabs"
    )]
    [InlineData("""{"sku":"$P","location":"LONDON","quantity":1,"qty":1}""", "qty: is no field of this request")]
    [InlineData(
        """{"sku":"$P","location":"NOWHERE","quantity":1}""",
        "location: no location with code 'NOWHERE' in the catalogue"
    )]
    [InlineData(
        """{"sku":"GHOST","location":"LONDON","quantity":1}""",
        "sku: no product with SKU 'GHOST' in the catalogue"
    )]
    [InlineData(
        """{"sku":"GHOST","location":"NOWHERE","quantity":0}""",
        "location: no location with code 'NOWHERE' in the catalogue\nquantity: must be above 0\n"
            + "sku: no product with SKU 'GHOST' in the catalogue"
    )]
    public async Task A_bad_sale_is_refused_by_field_and_reason(string body, string errors)
    {
        var sku = app.NewProduct();
        Assert.Equal(
            "400 One or more fields are not valid.\n" + errors.Replace("$P", sku, StringComparison.Ordinal),
            await Problem.Read(app.Http.Post(Path, body.Replace("$P", sku, StringComparison.Ordinal)))
        );
        Assert.Equal((0m, 0m), await app.Units(sku));
    }

    [Fact]
    public async Task A_discount_is_taken_off_the_money_of_the_line_and_is_never_more()
    {
        var sku = app.NewProduct(price: 2.5m);
        var sale = await app.Api.RecordSale(
            SalesApp.Sale(sku, quantity: 3) with
            {
                Discount = 0.75m,
                Promotion = true,
            },
            ct: Cancellation
        );
        Assert.Equal((0.75m, 6.75m, true), (sale.Discount, sale.Amount, sale.Promotion));
        var day = Assert.Single(await app.Api.DailySales(sku: sku, ct: Cancellation));
        Assert.Equal(6.75m, day.Revenue);
        Assert.Equal(
            "400 One or more fields are not valid.\ndiscount: must be at most 7.5, what the line costs",
            await Problem.Read(
                app.Http.Post("/api/v1/sales", SalesApp.Sale(sku, quantity: 3) with { Discount = 7.5001m })
            )
        );
        Assert.Equal((3m, 3m), await app.Units(sku));
    }

    [Fact]
    public async Task Half_a_kilo_can_be_sold()
    {
        var sku = app.NewProduct(wholeUnits: false);
        Assert.Equal(0.5m, (await app.Api.RecordSale(SalesApp.Sale(sku, 0.5m), ct: Cancellation)).Quantity);
    }

    [Fact]
    public async Task An_archived_product_is_not_sold_any_more_but_can_come_back()
    {
        var sku = app.NewProduct(archived: true);
        Assert.Equal(
            "400 One or more fields are not valid.\n"
                + $"sku: product '{sku}' is archived: it can come back, but it is not sold any more",
            await Problem.Read(app.Http.Post(Path, SalesApp.Sale(sku)))
        );
        Assert.Equal(
            SaleKind.Return,
            (await app.Api.RecordSale(SalesApp.Sale(sku) with { Kind = SaleKind.Return }, ct: Cancellation)).Kind
        );
    }

    [Fact]
    public async Task The_same_line_again_is_answered_with_the_stored_one()
    {
        var sku = app.NewProduct();
        var sale = SalesApp.Sale(sku, 2, sku + "-a") with { SoldAt = DateTimeOffset.UtcNow, UnitPrice = 3 };
        var first = await app.Http.Post(Path, sale).Read<SaleResponse>(HttpStatusCode.Created);
        var second = await app.Http.Post(Path, sale).Read<SaleResponse>(HttpStatusCode.OK);

        Assert.Equal(first, second);
        Assert.Equal((2m, 2m), await app.Units(sku));
    }

    [Fact]
    public async Task The_same_line_again_needs_no_catalogue()
    {
        using var own = await OwnApp.Start();
        var sku = own.App.NewProduct();
        var sale = SalesApp.Sale(sku, 2, "once");
        var first = await own.App.Api.RecordSale(sale, ct: Cancellation);
        own.App.Catalogue.Failure = () => throw new HttpRequestException("down");
        Assert.Equal(first, await own.App.Http.Post(Path, sale).Read<SaleResponse>(HttpStatusCode.OK));
    }

    [Fact]
    public async Task A_name_that_is_taken_by_another_line_is_a_conflict_that_shows_what_differs()
    {
        var sku = app.NewProduct();
        var sale = SalesApp.Sale(sku, 2, sku + "-b") with
        {
            SoldAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            UnitPrice = 3,
        };
        await app.Api.RecordSale(sale, ct: Cancellation);

        Assert.Equal(
            "409 A line with this external id says something else.\n"
                + $"'{sku}-b' in channel 'manual': location is 'LONDON', sent was 'NEWYORK'; "
                + "quantity is 2, sent was 5; unitPrice is 3, sent was 4; "
                + "soldAt is 2026-01-02T03:04:05Z, sent was 2026-01-02T03:04:06Z.",
            await Problem.Read(
                app.Http.Post(
                    Path,
                    sale with
                    {
                        Location = SalesApp.NewYork,
                        Quantity = 5,
                        UnitPrice = 4,
                        SoldAt = new DateTimeOffset(2026, 1, 2, 3, 4, 6, TimeSpan.Zero),
                    }
                )
            )
        );
        Assert.Equal((2m, 2m), await app.Units(sku));
    }

    [Fact]
    public async Task A_repeat_whose_time_has_no_offset_is_compared_on_the_clock_of_the_location()
    {
        var sku = app.NewProduct();
        var sale = SalesApp.Sale(sku, 2, sku + "-t") with
        {
            Location = SalesApp.NewYork,
            SoldAt = LocationTime.Read("2026-01-31T14:30"),
        };
        var first = await app.Http.Post(Path, sale).Read<SaleResponse>(HttpStatusCode.Created);
        Assert.Equal(first, await app.Http.Post(Path, sale).Read<SaleResponse>(HttpStatusCode.OK));
        Assert.Equal(
            $"409 A line with this external id says something else.\n'{sku}-t' in channel 'manual': "
                + "soldAt is 2026-01-31T19:30:00Z, sent was 2026-01-31T19:31:00Z.",
            await Problem.Read(app.Http.Post(Path, sale with { SoldAt = LocationTime.Read("2026-01-31T14:31") }))
        );
    }

    [Fact]
    public async Task The_same_sale_sent_many_times_at_once_counts_once()
    {
        var sku = app.NewProduct();
        var sale = SalesApp.Sale(sku, 1, sku + "-c");
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => app.Http.Post(Path, sale)));

        Assert.Equal(1, answers.Count(a => a.StatusCode == HttpStatusCode.Created));
        Assert.Equal(11, answers.Count(a => a.StatusCode == HttpStatusCode.OK));
        Assert.Equal((1m, 1m), await app.Units(sku));
    }

    [Fact]
    public async Task An_idempotency_key_replays_the_first_answer_and_is_refused_for_another_request()
    {
        var sku = app.NewProduct();
        var key = SalesApp.NewName("key");
        var first = await app.Http.Post(Path, SalesApp.Sale(sku), key).Read<SaleResponse>(HttpStatusCode.Created);
        using var again = await app.Http.Post(Path, SalesApp.Sale(sku), key);
        Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotency-Replayed")));
        Assert.Equal(first, await Task.FromResult(again).Read<SaleResponse>(HttpStatusCode.Created));
        Assert.Equal(
            "422 This Idempotency-Key was used for another request.\n"
                + $"'{key}' belongs to a request with other content. Use a new key for a new action.",
            await Problem.Read(app.Http.Post(Path, SalesApp.Sale(sku, 2), key))
        );
        Assert.Equal((1m, 1m), await app.Units(sku));
    }

    [Fact]
    public async Task A_catalogue_that_does_not_answer_is_a_503_and_stores_nothing()
    {
        using var own = await OwnApp.Start();
        own.App.Catalogue.Failure = () => throw new HttpRequestException("down");
        const string silence =
            "503 The catalogue does not answer.\n"
            + "A SKU or location has to be looked up there first. Nothing was stored; try again in a moment.";
        using var response = await own.App.Http.Post(Path, SalesApp.Sale("P-NEW"));
        Assert.Equal("2", response.Headers.RetryAfter?.ToString());
        Assert.Equal(silence, await Problem.Read(response));

        own.App.Catalogue.Failure = () => new HttpResponseMessage(HttpStatusCode.BadGateway);
        Assert.Equal(silence, await Problem.Read(own.App.Http.Post(Path, SalesApp.Sale("P-NEW"))));
        Assert.Equal(0L, await own.App.Scalar<long>("SELECT count(*) FROM sales.sales"));
        Assert.Equal(0L, await own.App.Scalar<long>("SELECT count(*) FROM sales.outbox"));
    }

    [Fact]
    public async Task A_product_is_asked_for_once_and_then_known()
    {
        using var own = await OwnApp.Start();
        var sku = own.App.NewProduct();
        await own.App.Api.RecordSale(SalesApp.Sale(sku), ct: Cancellation);
        own.App.Catalogue.Failure = () => throw new HttpRequestException("down");
        await own.App.Api.RecordSale(SalesApp.Sale(sku), ct: Cancellation);
        Assert.Equal((2m, 2m), await own.App.Units(sku));
    }

    [Theory]
    [InlineData("LONDON", "2026-06-30T22:59:59Z", "2026-06-30")]
    [InlineData("LONDON", "2026-06-30T23:00:00Z", "2026-07-01")]
    [InlineData("LONDON", "2026-01-31T23:30:00Z", "2026-01-31")]
    [InlineData("NEWYORK", "2026-03-08T04:59:59Z", "2026-03-07")] // Clocks go forward on the 8th.
    [InlineData("NEWYORK", "2026-03-09T03:59:59Z", "2026-03-08")]
    [InlineData("NEWYORK", "2026-03-09T04:00:00Z", "2026-03-09")]
    [InlineData("NEWYORK", "2026-11-01T03:59:59Z", "2026-10-31")] // And back on the 1st.
    [InlineData("NEWYORK", "2026-11-02T04:59:59Z", "2026-11-01")]
    [InlineData("NEWYORK", "2026-11-02T05:00:00Z", "2026-11-02")]
    public async Task The_day_is_the_calendar_day_at_the_location(string location, string soldAt, string day)
    {
        var sale = await app.Api.RecordSale(
            SalesApp.Sale(app.NewProduct()) with
            {
                Location = location,
                SoldAt = DateTimeOffset.Parse(soldAt, null),
            },
            ct: Cancellation
        );
        Assert.Equal(DateOnly.Parse(day, null), sale.Day);
    }

    [Fact]
    public async Task A_sale_without_location_goes_where_its_SKU_was_sold_before()
    {
        var sku = app.NewProduct();
        var unplaced = SalesApp.Sale(sku) with { Location = null };
        Assert.Equal(
            "400 One or more fields are not valid.\nlocation: is required: this could be at LONDON, NEWYORK",
            await Problem.Read(app.Http.Post(Path, unplaced))
        );

        await app.Api.RecordSale(SalesApp.Sale(sku) with { Location = SalesApp.NewYork }, ct: Cancellation);
        Assert.Equal(SalesApp.NewYork, (await app.Api.RecordSale(unplaced, ct: Cancellation)).Location);

        await app.Api.RecordSale(SalesApp.Sale(sku), ct: Cancellation);
        Assert.Equal(
            "400 One or more fields are not valid.\nlocation: is required: this could be at LONDON, NEWYORK",
            await Problem.Read(app.Http.Post(Path, unplaced))
        );
    }

    [Fact]
    public async Task A_sale_without_location_goes_to_the_only_one_there_is()
    {
        using var own = await OwnApp.Start();
        own.App.Catalogue.AddLocation(SalesApp.NewYork, "America/New_York", archived: true);
        var sku = own.App.NewProduct();
        Assert.Equal(
            SalesApp.London,
            (await own.App.Api.RecordSale(SalesApp.Sale(sku) with { Location = null }, ct: Cancellation)).Location
        );
        Assert.Equal(
            "400 One or more fields are not valid.\n"
                + "location: location 'NEWYORK' is archived: goods can come back to it, but it sells no more",
            await Problem.Read(own.App.Http.Post(Path, SalesApp.Sale(sku) with { Location = SalesApp.NewYork }))
        );
    }

    [Theory]
    [InlineData("", "400 The request cannot be read.")]
    [InlineData("{", "400 One or more fields are not valid.\n$: is malformed JSON at line 1, byte 2")]
    [InlineData("[]", "400 One or more fields are not valid.\n$: must be an object, and is an array")]
    public async Task A_body_that_is_no_sale_is_refused(string body, string start) =>
        Assert.StartsWith(start, await Problem.Read(app.Http.Post(Path, body)), StringComparison.Ordinal);

    /// <summary>A service of its own, for tests that change what all share.</summary>
    private sealed class OwnApp : IDisposable
    {
        public SalesApp App { get; } = new();

        public static async Task<OwnApp> Start()
        {
            var own = new OwnApp();
            await own.App.InitializeAsync();
            return own;
        }

        public void Dispose() => App.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
