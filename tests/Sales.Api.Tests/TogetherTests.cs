using System.Net;
using Refit;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.Sales.Api.Tests;

/// <summary>Products bought together. Each test has a year of its own, in which nothing else is sold.</summary>
public sealed class TogetherTests(SalesApp app)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Task<SaleResponse> SellAsync(
        string sku,
        string? receipt,
        string day = "1981-03-04",
        SaleKind? kind = null
    ) =>
        app.Api.RecordSale(
            new RecordSale
            {
                Sku = sku,
                Location = SalesApp.London,
                Quantity = 1,
                SoldAt = LocationTime.Read($"{day}T12:00"),
                Channel = "till",
                Receipt = receipt,
                Kind = kind,
            },
            ct: Cancellation
        );

    [Fact]
    public async Task What_was_on_the_same_receipts_is_told_with_what_is_not_counted()
    {
        var (tea, pot, cup, other) = (app.NewProduct(), app.NewProduct(), app.NewProduct(), app.NewProduct());
        foreach (var receipt in new[] { "1", "2", "3" })
        {
            await SellAsync(tea, receipt);
            await SellAsync(pot, receipt);
        }

        await SellAsync(tea, "4");
        await SellAsync(cup, "5");
        await SellAsync(other, receipt: null);
        // Neither what came back, nor what was taken back, nor the day before.
        await SellAsync(cup, "1", kind: SaleKind.Return);
        var mistake = await SellAsync(cup, "2");
        await app.Api.VoidSale(mistake.Id, new VoidSale { Reason = "typed twice" }, ct: Cancellation);
        await SellAsync(cup, "6", "1981-03-03");

        var of = await app.Api.SoldTogether(tea, SalesApp.London, new(1981, 3, 4), new(1981, 3, 4), ct: Cancellation);
        var all = await app.Api.SoldTogether(to: new(1981, 3, 4), least: 1, ct: Cancellation);

        Assert.Equal(
            (new DateOnly(1981, 3, 4), new DateOnly(1981, 3, 4), false, 9, 1, 5, 4),
            (of.From, of.To, of.Shortened, of.Lines, of.WithoutReceipt, of.Receipts, of.ReceiptsOfSku)
        );
        var pair = Assert.Single(of.Pairs);
        Assert.Equal(
            (tea, pot, 3, 4, 3, 2.4, .6, .75, 1.25),
            (
                pair.Sku,
                pair.With,
                pair.Receipts,
                pair.ReceiptsOfSku,
                pair.ReceiptsOfWith,
                Math.Round(pair.Expected, 9),
                pair.Support,
                pair.Confidence,
                Math.Round(pair.Lift, 9)
            )
        );
        Assert.Equal(
            (new DateOnly(1980, 3, 5), new DateOnly(1981, 3, 4), 10, 6, null),
            (all.From, all.To, all.Lines, all.Receipts, all.ReceiptsOfSku)
        );
        Assert.Equal((pot, tea), (Assert.Single(all.Pairs).Sku, all.Pairs[0].With));
        Assert.Empty((await app.Api.SoldTogether(to: new(1981, 3, 4), least: 4, ct: Cancellation)).Pairs);
        Assert.Equal(0, (await app.Api.SoldTogether("NOTHING-1", to: new(1981, 3, 4), ct: Cancellation)).ReceiptsOfSku);
    }

    [Fact]
    public async Task Where_nothing_was_sold_or_no_receipt_is_known_that_is_said()
    {
        var empty = await app.Api.SoldTogether(location: "NOWHERE", ct: Cancellation);
        var sku = app.NewProduct();
        await SellAsync(sku, receipt: null, "1984-03-04");
        var bare = await app.Api.SoldTogether(sku, to: new(1984, 3, 4), ct: Cancellation);

        Assert.Equal((null, 0, 0), (empty.From, empty.Lines, empty.Receipts));
        Assert.Equal((1, 1, 0, 0), (bare.Lines, bare.WithoutReceipt, bare.Receipts, bare.ReceiptsOfSku));
        Assert.Empty(bare.Pairs);
    }

    [Fact]
    public async Task Every_bad_field_is_named()
    {
        using var response = await app.Http.GetAsync(
            "/api/v1/sales/together?sku=a%20b&location=%3F&from=x&to=y&least=0&limit=201",
            Cancellation
        );

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var body = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.All(
            (string[])["sku", "location", "from", "to", "least", "limit"],
            field => Assert.Contains($"\"{field}\":", body, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_receipt_is_kept_listed_exported_and_no_part_of_a_lines_name()
    {
        var sku = app.NewProduct();
        var till = SalesApp.Sale(sku, externalId: SalesApp.NewName("x"));
        var bare = await app.Api.RecordSale(till, ct: Cancellation);
        var later = await app.Api.RecordSale(till with { Receipt = "R-1" }, ct: Cancellation);
        var named = await app.Api.RecordSale(
            till with
            {
                ExternalId = SalesApp.NewName("x"),
                Receipt = "R-2",
            },
            ct: Cancellation
        );
        var back = await app.Api.ReturnSale(named.Id, new ReturnSale { Quantity = 1 }, ct: Cancellation);
        var other = await Assert.ThrowsAsync<ValidationApiException>(() =>
            app.Api.RecordSale(till with { ExternalId = named.ExternalId, Receipt = "R-3" }, ct: Cancellation)
        );
        var wrong = await Assert.ThrowsAsync<ValidationApiException>(() =>
            app.Api.RecordSale(till with { ExternalId = null, Receipt = new string('9', 65) }, ct: Cancellation)
        );

        Assert.Equal((null, bare.Id, null), (bare.Receipt, later.Id, later.Receipt));
        Assert.Equal(("R-2", "R-2"), (named.Receipt, back.Receipt));
        Assert.Equal(HttpStatusCode.Conflict, other.StatusCode);
        Assert.Contains("receipt is 'R-2', sent was 'R-3'", other.Content!.Detail, StringComparison.Ordinal);
        Assert.Equal(["receipt"], wrong.Content!.Errors.Keys);
        Assert.Equal(
            [back.Id, named.Id],
            (await app.Api.ListSales(sku: sku, receipt: "R-2", ct: Cancellation)).Items.Select(s => s.Id)
        );
        await using var csv = await app.Api.ExportSales("text/csv", sku: sku, receipt: "R-2", ct: Cancellation);
        using var text = new StreamReader(csv);
        var lines = (await text.ReadToEndAsync(Cancellation)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.EndsWith(",promotion,receipt", lines[0], StringComparison.Ordinal);
        Assert.All(lines[1..], line => Assert.EndsWith(",false,R-2", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_bring_receipts()
    {
        var sku = app.NewProduct();
        var (csv, json) = (SalesApp.NewName("c"), SalesApp.NewName("j"));
        await app.Imported(
            $"sku,quantity,externalId,location,receipt\n{sku},1,{csv},{SalesApp.London},R-7\n",
            "text/csv"
        );
        await app.Imported(
            $$"""{"sku":"{{sku}}","quantity":1,"externalId":"{{json}}","location":"LONDON","receipt":"R-8"}"""
        );
        var report = await app.Imported(
            $"sku,quantity,externalId,location,receipt\n{sku},1,{csv}x,{SalesApp.London},{new string('9', 65)}\n",
            "text/csv"
        );

        Assert.Equal(
            ["R-7", "R-8"],
            (await app.Api.ListSales(sku: sku, ct: Cancellation)).Items.Select(s => s.Receipt).Order()
        );
        Assert.Equal(1, report.Rejected["receipt"]);
    }
}
