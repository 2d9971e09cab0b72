using System.Net;
using SmartInventory.Contracts.Sales;
using SmartInventory.Testing;

namespace SmartInventory.Sales.Api.Tests;

public sealed class VoidTests(SalesApp app)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static readonly DateOnly Day = new(2026, 5, 1);

    private async Task<SaleResponse> Sold(decimal quantity, decimal discount = 0, SaleKind kind = SaleKind.Sale) =>
        await app.Api.RecordSale(
            new RecordSale
            {
                Sku = app.NewProduct(),
                Location = SalesApp.London,
                Kind = kind,
                Quantity = quantity,
                UnitPrice = 4,
                Discount = discount,
                SoldAt = new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero),
            },
            ct: Cancellation
        );

    private static string Path(Guid id) => $"/api/v1/sales/{id}/void";

    [Theory]
    [InlineData(SaleKind.Sale)]
    [InlineData(SaleKind.Return)]
    public async Task A_line_that_is_taken_back_counts_nowhere_and_stays_readable(SaleKind kind)
    {
        var line = await Sold(5, discount: 2, kind);
        var back = await app.Api.VoidSale(line.Id, new VoidSale { Reason = "typed twice" }, ct: Cancellation);

        Assert.Equal(
            line with
            {
                Id = back.Id,
                ExternalId = $"void:{line.Id}",
                Quantity = -5,
                Discount = -2,
                Amount = -18,
                VoidOf = line.Id,
                Reason = "typed twice",
                RecordedAt = back.RecordedAt,
            },
            back
        );
        Assert.Equal(line with { VoidedBy = back.Id }, await app.Api.GetSale(line.Id, Cancellation));
        Assert.Equal((0m, 0m), await app.Units(line.Sku));
        var day = Assert.Single(await app.Api.DailySales(sku: line.Sku, ct: Cancellation));
        Assert.Equal(new DailySales(Day, 0, 0, 0, 2), day);
        Assert.Equal(2, (await app.Api.ListSales(sku: line.Sku, ct: Cancellation)).Items.Count);
        using var export = new StreamReader(
            await app.Api.ExportSales("application/x-ndjson", sku: line.Sku, ct: Cancellation)
        );
        Assert.Equal("", await export.ReadToEndAsync(Cancellation));
    }

    [Fact]
    public async Task What_was_taken_back_does_not_come_again_with_a_repeated_file()
    {
        var line = await Sold(1);
        await app.Api.VoidSale(line.Id, new VoidSale(), ct: Cancellation);
        var report = await app.Imported(
            $$"""{"sku":"{{line.Sku}}","location":"LONDON","quantity":1,"externalId":"{{line.ExternalId}}"}"""
        );
        Assert.Equal((0, 1), (report.Accepted, report.Duplicates));
        Assert.Equal((0m, 0m), await app.Units(line.Sku));
    }

    [Fact]
    public async Task A_line_is_taken_back_once_whoever_asks_at_the_same_time()
    {
        var line = await Sold(3);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => app.Http.Post(Path(line.Id), new { reason = "race" }))
        );
        Assert.Equal(1, answers.Count(a => a.StatusCode == HttpStatusCode.Created));
        Assert.Equal(15, answers.Count(a => a.StatusCode == HttpStatusCode.Conflict));
        Assert.Equal((0m, 0m), await app.Units(line.Sku));
    }

    [Fact]
    public async Task What_cannot_be_taken_back_is_refused_with_the_reason()
    {
        var sale = await Sold(5);
        var returned = await app.Api.ReturnSale(sale.Id, new ReturnSale { Quantity = 2 }, ct: Cancellation);
        Assert.Equal(
            "409 Something of this sale came back.\nTake the returns back first: 2 of 5 were returned.",
            await Problem.Read(app.Http.Post(Path(sale.Id), new { }))
        );

        var back = await app.Api.VoidSale(returned.Id, new VoidSale(), ct: Cancellation);
        Assert.Equal(
            "409 This line takes another one back.\nRecord the other one anew instead.",
            await Problem.Read(app.Http.Post(Path(back.Id), new { }))
        );
        var gone = await app.Api.VoidSale(sale.Id, new VoidSale(), ct: Cancellation);
        Assert.Equal(
            $"409 This line was taken back before.\nBy the line '{gone.Id}'.",
            await Problem.Read(app.Http.Post(Path(sale.Id), new { }))
        );
        Assert.Equal(
            "409 This line was taken back.\nNothing of it can be returned.",
            await Problem.Read(app.Http.Post($"/api/v1/sales/{sale.Id}/returns", new { quantity = 1 }))
        );
        Assert.Equal((0m, 0m), await app.Units(sale.Sku));

        var none = Guid.CreateVersion7();
        Assert.Equal($"404 No sale has the id '{none}'.", await Problem.Read(app.Http.Post(Path(none), new { })));
        Assert.Equal(
            "400 One or more fields are not valid.\nreason: must be at most 200 characters",
            await Problem.Read(app.Http.Post(Path(sale.Id), new { reason = new string('x', 201) }))
        );
    }
}
