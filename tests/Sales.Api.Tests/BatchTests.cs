using System.Net;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Sales;
using SmartInventory.Testing;

namespace SmartInventory.Sales.Api.Tests;

public sealed class BatchTests(SalesApp app)
{
    private const string Path = "/api/v1/sales/batch";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_batch_is_stored_in_one_message_with_a_result_per_row()
    {
        var sku = app.NewProduct();
        var before = await app.Api.RecordSale(SalesApp.Sale(sku, 4, sku + "-0"), ct: Cancellation);
        var result = await app.Api.RecordSales(
            new RecordSales
            {
                Sales =
                [
                    SalesApp.Sale(sku, 4, sku + "-0"),
                    SalesApp.Sale(sku, 2, sku + "-1"),
                    SalesApp.Sale(sku, 2, sku + "-1"),
                    SalesApp.Sale(sku) with
                    {
                        Kind = SaleKind.Return,
                    },
                ],
            },
            ct: Cancellation
        );

        Assert.Equal((2, 2, 0), (result.Created, result.Duplicates, result.Rejected));
        Assert.Equal(
            [RowOutcome.Duplicate, RowOutcome.Created, RowOutcome.Duplicate, RowOutcome.Created],
            result.Rows.Select(r => r.Outcome)
        );
        Assert.Equal(before.Id, result.Rows[0].Id);
        Assert.Equal(result.Rows[1].Id, result.Rows[2].Id);
        Assert.Equal((5m, 5m), await app.Units(sku));
        Assert.Equal(
            2L,
            await app.Scalar<long>("SELECT count(*) FROM sales.outbox WHERE body LIKE '%' || $1 || '%'", $"\"{sku}\"")
        );
    }

    [Fact]
    public async Task One_bad_row_refuses_all_by_default_and_every_fault_is_named()
    {
        var sku = app.NewProduct();
        await app.Api.RecordSale(SalesApp.Sale(sku, 4, sku + "-0"), ct: Cancellation);
        var taken = $"'{sku}-0' is taken in channel 'manual' by a line that says something else";
        Assert.Equal(
            $"""
            400 One or more fields are not valid.
            sales[1].quantity: is required
            sales[1].sku: is required
            sales[2].quantity: must be above 0
            sales[2].sku: no product with SKU 'GHOST' in the catalogue
            sales[3].externalId: {taken}: quantity is 4, sent was 5
            """,
            await Problem.Read(
                app.Http.Post(
                    Path,
                    new
                    {
                        sales = new[]
                        {
                            SalesApp.Sale(sku),
                            null,
                            SalesApp.Sale("ghost", 0),
                            SalesApp.Sale(sku, 5, sku + "-0"),
                        },
                    }
                )
            )
        );
        Assert.Equal((4m, 4m), await app.Units(sku));
    }

    [Fact]
    public async Task A_name_used_for_two_different_rows_of_one_batch_refuses_all_of_it()
    {
        var sku = app.NewProduct();
        var taken = $"'{sku}-0' is taken in channel 'manual' by a line that says something else";
        Assert.Equal(
            $"""
            400 One or more fields are not valid.
            sales[1].externalId: {taken}: quantity is 1, sent was 2
            """,
            await Problem.Read(
                app.Http.Post(
                    Path,
                    new RecordSales { Sales = [SalesApp.Sale(sku, 1, sku + "-0"), SalesApp.Sale(sku, 2, sku + "-0")] }
                )
            )
        );
        Assert.Equal((0m, 0m), await app.Units(sku));
    }

    [Fact]
    public async Task The_good_rows_are_stored_when_the_batch_says_so()
    {
        var sku = app.NewProduct();
        var result = await app.Api.RecordSales(
            new RecordSales
            {
                Mode = BatchMode.RejectFailedRows,
                Sales =
                [
                    SalesApp.Sale(sku, 2),
                    SalesApp.Sale("GHOST"),
                    SalesApp.Sale(sku, 3, sku + "-x"),
                    SalesApp.Sale(sku, 4, sku + "-x"),
                ],
            },
            ct: Cancellation
        );

        Assert.Equal((2, 0, 2), (result.Created, result.Duplicates, result.Rejected));
        Assert.Equal(["no product with SKU 'GHOST' in the catalogue"], result.Rows[1].Errors!["sku"]);
        Assert.Equal(
            [$"'{sku}-x' is taken in channel 'manual' by a line that says something else: quantity is 3, sent was 4"],
            result.Rows[3].Errors!["externalId"]
        );
        Assert.Equal((5m, 5m), await app.Units(sku));
    }

    [Theory]
    [InlineData("""{}""", "sales: is required")]
    [InlineData("""{"sales":[]}""", "sales: must have 1 to 1000 rows")]
    [InlineData("""{"sales":[],"mode":"whatever"}""", "mode: must be one of reject-everything, reject-failed-rows")]
    public async Task A_batch_that_is_none_is_refused(string body, string error) =>
        Assert.Equal($"400 One or more fields are not valid.\n{error}", await Problem.Read(app.Http.Post(Path, body)));

    [Fact]
    public async Task A_batch_of_1001_rows_is_refused_and_one_of_1000_is_stored()
    {
        var sku = app.NewProduct();
        var rows = Enumerable.Range(0, 1001).Select(_ => SalesApp.Sale(sku)).ToList();
        Assert.Equal(
            "400 One or more fields are not valid.\nsales: must have 1 to 1000 rows",
            await Problem.Read(app.Http.Post(Path, new RecordSales { Sales = rows }))
        );
        Assert.Equal(
            1000,
            (await app.Api.RecordSales(new RecordSales { Sales = rows[1..] }, ct: Cancellation)).Created
        );
        Assert.Equal((1000m, 1000m), await app.Units(sku));
    }

    [Fact]
    public async Task Batches_with_the_same_rows_in_other_orders_at_once_store_each_row_once()
    {
        var sku = app.NewProduct();
        var rows = Enumerable.Range(0, 200).Select(i => SalesApp.Sale(sku, 1, $"{sku}-{i}")).ToList();
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 6)
                .Select(seed =>
                {
                    var mixed = rows.ToArray();
                    new Random(seed).Shuffle(mixed);
                    return app.Http.Post(Path, new RecordSales { Sales = mixed });
                })
        );

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        Assert.Equal((200m, 200m), await app.Units(sku));
    }

    [Fact]
    public async Task An_idempotency_key_replays_a_batch()
    {
        var sku = app.NewProduct();
        var key = SalesApp.NewName("key");
        var batch = new RecordSales { Sales = [SalesApp.Sale(sku), SalesApp.Sale(sku)] };
        var first = await app.Api.RecordSales(batch, key, Cancellation);
        var again = await app.Api.RecordSales(batch, key, Cancellation);
        Assert.Equal(first.Rows, again.Rows);
        Assert.Equal((2m, 2m), await app.Units(sku));
    }
}
