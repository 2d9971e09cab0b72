using System.Net;
using SmartInventory.Contracts.Sales;
using SmartInventory.Testing;

namespace SmartInventory.Sales.Api.Tests;

public sealed class ReturnTests(SalesApp app)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<SaleResponse> Sold(decimal quantity, string? sku = null) =>
        await app.Api.RecordSale(
            new RecordSale
            {
                Sku = sku ?? app.NewProduct(),
                Location = SalesApp.NewYork,
                Quantity = quantity,
                UnitPrice = 4,
                Channel = "till",
                SoldAt = new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero),
                Customer = "Ann",
            },
            ct: Cancellation
        );

    private static string Path(Guid id) => $"/api/v1/sales/{id}/returns";

    [Fact]
    public async Task Goods_come_back_to_the_place_and_at_the_price_of_the_sale()
    {
        var sale = await Sold(5);
        var back = await app
            .Http.Post(
                Path(sale.Id),
                new
                {
                    quantity = 2,
                    soldAt = "2026-05-04T02:00:00Z",
                    externalId = sale.Sku + "-r",
                }
            )
            .Read<SaleResponse>(HttpStatusCode.Created);

        Assert.Equal(
            new SaleResponse
            {
                Id = back.Id,
                Channel = "till",
                ExternalId = sale.Sku + "-r",
                Kind = SaleKind.Return,
                Sku = sale.Sku,
                Location = SalesApp.NewYork,
                Quantity = 2,
                UnitPrice = 4,
                Amount = 8,
                SoldAt = new DateTimeOffset(2026, 5, 4, 2, 0, 0, TimeSpan.Zero),
                Day = new DateOnly(2026, 5, 3),
                Customer = "Ann",
                ReturnOf = sale.Id,
                RecordedAt = back.RecordedAt,
                RecordedBy = "tests",
            },
            back
        );
        Assert.Equal(back, await app.Api.GetSale(back.Id, Cancellation));
        Assert.Equal((3m, 3m), await app.Units(sale.Sku));
    }

    [Fact]
    public async Task The_discount_comes_back_in_proportion_and_to_the_last_cent()
    {
        var sale = await app.Api.RecordSale(
            SalesApp.Sale(app.NewProduct(price: 10), quantity: 3) with
            {
                Discount = 1,
                Promotion = true,
            },
            ct: Cancellation
        );
        Assert.Equal((29, true), (sale.Amount, sale.Promotion));
        var parts = new List<SaleResponse>();
        for (var i = 0; i < 3; i++)
            parts.Add(await app.Api.ReturnSale(sale.Id, new ReturnSale { Quantity = 1 }, ct: Cancellation));
        Assert.Equal([.3333m, .3334m, .3333m], parts.Select(p => p.Discount));
        Assert.Equal(29, parts.Sum(p => p.Amount));
        Assert.All(parts, p => Assert.True(p.Promotion));
    }

    [Fact]
    public async Task No_more_comes_back_than_was_sold()
    {
        var sale = await Sold(5);
        await app.Api.ReturnSale(sale.Id, new ReturnSale { Quantity = 3 }, ct: Cancellation);
        Assert.Equal(
            "400 One or more fields are not valid.\nquantity: must be at most 2: 5 were sold and 3 came back already",
            await Problem.Read(app.Http.Post(Path(sale.Id), new { quantity = 3 }))
        );
        await app.Api.ReturnSale(sale.Id, new ReturnSale { Quantity = 2 }, ct: Cancellation);
        Assert.Equal((0m, 0m), await app.Units(sale.Sku));
    }

    [Fact]
    public async Task Returns_of_one_sale_at_once_never_exceed_it()
    {
        var sale = await Sold(5);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => app.Http.Post(Path(sale.Id), new { quantity = 1 }))
        );

        Assert.Equal(5, answers.Count(a => a.StatusCode == HttpStatusCode.Created));
        Assert.Equal(7, answers.Count(a => a.StatusCode == HttpStatusCode.BadRequest));
        Assert.Equal((0m, 0m), await app.Units(sale.Sku));
    }

    [Fact]
    public async Task The_same_return_again_is_answered_with_the_stored_one_and_another_of_its_name_is_a_conflict()
    {
        var sale = await Sold(5);
        var request = new { quantity = 5, externalId = sale.Sku + "-r" };
        var first = await app.Http.Post(Path(sale.Id), request).Read<SaleResponse>(HttpStatusCode.Created);
        Assert.Equal(first, await app.Http.Post(Path(sale.Id), request).Read<SaleResponse>(HttpStatusCode.OK));
        Assert.Equal(
            "409 A line with this external id says something else.\n"
                + $"'{sale.Sku}-r' in channel 'till': quantity is 5, sent was 1.",
            await Problem.Read(app.Http.Post(Path(sale.Id), new { quantity = 1, externalId = sale.Sku + "-r" }))
        );
    }

    [Fact]
    public async Task A_return_says_why_goods_came_back()
    {
        var sale = await Sold(5);
        var request = new
        {
            quantity = 1,
            externalId = sale.Sku + "-r",
            reason = " broken ",
        };
        var back = await app.Http.Post(Path(sale.Id), request).Read<SaleResponse>(HttpStatusCode.Created);
        Assert.Equal("broken", back.Reason);
        Assert.Equal("broken", (await app.Api.GetSale(back.Id, Cancellation)).Reason);
        Assert.Equal(
            "409 A line with this external id says something else.\n"
                + $"'{sale.Sku}-r' in channel 'till': reason is 'broken', sent was 'too small'.",
            await Problem.Read(
                app.Http.Post(
                    Path(sale.Id),
                    new
                    {
                        quantity = 1,
                        externalId = sale.Sku + "-r",
                        reason = "too small",
                    }
                )
            )
        );
        Assert.Equal(
            "400 One or more fields are not valid.\nreason: must be at most 200 characters",
            await Problem.Read(app.Http.Post(Path(sale.Id), new { quantity = 1, reason = new string('x', 201) }))
        );
    }

    [Fact]
    public async Task A_bad_return_is_refused_by_field_and_reason()
    {
        var sale = await Sold(5);
        Assert.Equal(
            $"""
            400 One or more fields are not valid.
            quantity: must be a whole number: '{sale.Sku}' is counted in whole units
            soldAt: must not be before the sale
            """,
            await Problem.Read(app.Http.Post(Path(sale.Id), new { quantity = 1.5, soldAt = "2026-04-30T00:00:00Z" }))
        );
        Assert.Equal(
            "400 One or more fields are not valid.\nquantity: is required",
            await Problem.Read(app.Http.Post(Path(sale.Id), new { }))
        );
    }

    [Fact]
    public async Task What_is_no_sale_cannot_come_back()
    {
        var sale = await Sold(5);
        var back = await app.Api.ReturnSale(sale.Id, new ReturnSale { Quantity = 1 }, ct: Cancellation);
        Assert.Equal(
            "409 This line is a return itself.\nOnly a sale can be returned.",
            await Problem.Read(app.Http.Post(Path(back.Id), new { quantity = 1 }))
        );

        var ghost = Guid.CreateVersion7();
        Assert.Equal(
            $"404 No sale has the id '{ghost}'.",
            await Problem.Read(app.Http.Post(Path(ghost), new { quantity = 1 }))
        );
        Assert.Equal(
            "404 Not Found",
            await Problem.Read(app.Http.Post("/api/v1/sales/17/returns", new { quantity = 1 }))
        );
    }
}
