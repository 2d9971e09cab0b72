using System.Net;
using SmartInventory.Contracts.Sales;
using SmartInventory.Testing;

namespace SmartInventory.Sales.Api.Tests;

public sealed class ImportRunTests(SalesApp app)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Rows(string sku, int count, int quantity = 1) =>
        string.Concat(
            Enumerable
                .Range(0, count)
                .Select(i =>
                    $$"""{"sku":"{{sku}}","location":"LONDON","quantity":{{quantity}},"externalId":"{{sku}}-{{i}}"}"""
                    + "\n"
                )
        );

    private async Task<SalesImportResponse> Begin() =>
        await app.Api.BeginImport(new BeginImport { Name = "march.csv" }, ct: Cancellation);

    [Fact]
    public async Task An_import_is_found_again_with_what_it_brought()
    {
        var sku = app.NewProduct();
        var run = await Begin();
        Assert.Equal((ImportState.Open, "march.csv", 0), (run.State, run.Name, run.Read));
        await app.Imported(Rows(sku, 3), query: $"?import={run.Id}");
        await app.Imported(
            Rows(sku, 2)
                + $$"""{"sku":"{{sku}}","quantity":1,"kind":"return","externalId":"{{sku}}-r","location":"LONDON"}"""
                + "\n{\"sku\":\"nowhere\",\"quantity\":1,\"externalId\":\"n\"}",
            query: $"?import={run.Id}"
        );
        var finished = await app.Api.FinishImport(run.Id, Cancellation);

        Assert.Equal(
            run with
            {
                State = ImportState.Finished,
                FinishedAt = finished.FinishedAt,
                Read = 7,
                Accepted = 3,
                Returns = 1,
                Duplicates = 2,
                Rejected = 1,
            },
            finished
        );
        Assert.NotNull(finished.FinishedAt);
        Assert.Equal(finished, await app.Api.GetImport(run.Id, Cancellation));
        var lines = (await app.Api.ListSales(import: run.Id, ct: Cancellation)).Items;
        Assert.Equal(4, lines.Count);
        Assert.All(lines, l => Assert.Equal(run.Id, l.Import));
        var later = await Begin();
        var page = await app.Api.ListImports(limit: 2, ct: Cancellation);
        Assert.True(page.Items[0].StartedAt >= page.Items[1].StartedAt);
        var all = new List<Guid>(page.Items.Select(r => r.Id));
        for (var after = page.Next; after is not null; )
        {
            var next = await app.Api.ListImports(limit: 2, after: after, ct: Cancellation);
            all.AddRange(next.Items.Select(r => r.Id));
            after = next.Next;
        }

        Assert.Contains(run.Id, all);
        Assert.Contains(later.Id, all);
        Assert.Equal(all.Count, all.Distinct().Count());
    }

    [Fact]
    public async Task An_undone_import_counts_nowhere_and_can_be_imported_anew()
    {
        var sku = app.NewProduct();
        var run = await Begin();
        await app.Imported(Rows(sku, 5_100), query: $"?import={run.Id}");
        var line = (await app.Api.ListSales(limit: 1, import: run.Id, ct: Cancellation)).Items[0];
        await app.Api.VoidSale(line.Id, new VoidSale(), ct: Cancellation);

        var undone = await app.Api.UndoImport(run.Id, Cancellation);
        Assert.Equal(ImportState.Undone, undone.State);
        Assert.Equal((0m, 0m), await app.Units(sku));
        Assert.Equal(undone, await app.Api.UndoImport(run.Id, Cancellation));
        Assert.Equal((0m, 0m), await app.Units(sku));
        Assert.Equal(
            "400 One or more fields are not valid.\n"
                + $"import: there is no import with the id '{run.Id}', or it was undone",
            await Problem.Read(await app.Import(Rows(sku, 1), path: $"/api/v1/sales/import?import={run.Id}"))
        );

        var second = await Begin();
        var report = await app.Imported(Rows(sku, 5_100, quantity: 2), query: $"?import={second.Id}");
        Assert.Equal((5_100, 0), (report.Accepted, report.Duplicates));
        Assert.Equal((10_200m, 10_200m), await app.Units(sku));
        await app.Api.UndoImport(second.Id, Cancellation);
        Assert.Equal((0m, 0m), await app.Units(sku));
        var totals = Assert.Single(await app.Api.DailySales(sku: sku, ct: Cancellation));
        Assert.Equal((0, 0), (totals.UnitsSold, totals.Revenue));
    }

    [Fact]
    public async Task An_import_of_which_something_came_back_is_not_undone()
    {
        var sku = app.NewProduct();
        var run = await Begin();
        await app.Imported(Rows(sku, 3), query: $"?import={run.Id}");
        var line = (await app.Api.ListSales(import: run.Id, ct: Cancellation)).Items[0];
        var back = await app.Api.ReturnSale(line.Id, new ReturnSale { Quantity = 1 }, ct: Cancellation);
        Assert.Equal(
            "409 Something of this import came back.\n"
                + $"Take the returns back first, of {sku} ({line.ExternalId}). Nothing was undone.",
            await Problem.Read(app.Http.Post($"/api/v1/sales/imports/{run.Id}/undo", new { }))
        );
        Assert.Equal((2m, 2m), await app.Units(sku));
        await app.Api.VoidSale(back.Id, new VoidSale(), ct: Cancellation);
        await app.Api.UndoImport(run.Id, Cancellation);
        Assert.Equal((0m, 0m), await app.Units(sku));
    }

    [Fact]
    public async Task Whatever_races_with_an_undo_the_lines_are_all_there_or_all_gone()
    {
        var sku = app.NewProduct();
        var run = await Begin();
        await app.Imported(Rows(sku, 200), query: $"?import={run.Id}");
        var sold = (await app.Api.ListSales(limit: 200, import: run.Id, ct: Cancellation)).Items;
        // A thousand operations of sixteen clients: most sell, some import, return or undo.
        Task<HttpResponseMessage> Operation(int i) =>
            (i % 25) switch
            {
                0 => app.Import(Rows(sku, 300), path: $"/api/v1/sales/import?import={run.Id}"),
                1 or 2 => app.Http.Post($"/api/v1/sales/{sold[i % sold.Count].Id}/returns", new { quantity = 1 }),
                3 => app.Http.Post($"/api/v1/sales/imports/{run.Id}/undo", new { }),
                _ => app.Http.Post(
                    "/api/v1/sales",
                    new
                    {
                        sku,
                        location = "LONDON",
                        quantity = 1,
                    }
                ),
            };
        var recorded = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 1_000),
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancellation },
            async (i, _) =>
            {
                using var answer = await Operation(i);
                Assert.Contains((int)answer.StatusCode, new[] { 200, 201, 400, 409 });
                if (i % 25 > 3)
                    Interlocked.Increment(ref recorded);
            }
        );
        var state = (await app.Api.GetImport(run.Id, Cancellation)).State;
        var (stored, announced) = await app.Units(sku);
        Assert.Equal(stored, announced);
        var ofImport = await app.Scalar<decimal>(
            "SELECT coalesce(sum(quantity), 0) FROM sales.sales WHERE import_id = $1",
            run.Id
        );
        Assert.Equal(state == ImportState.Undone ? 0 : 300, ofImport);
        var returned = await app.Scalar<decimal>(
            "SELECT coalesce(sum(quantity), 0) FROM sales.sales WHERE sku = $1 AND kind = 'return'",
            sku
        );
        Assert.Equal(ofImport + recorded - returned, stored);
        Assert.True(state == ImportState.Undone ? returned == 0 : returned > 0);
    }

    [Theory]
    [InlineData("{}", "name: is required")]
    [InlineData("""{"name":" "}""", "name: is required")]
    public async Task An_import_without_a_name_is_refused(string body, string errors) =>
        Assert.Equal(
            $"400 One or more fields are not valid.\n{errors}",
            await Problem.Read(app.Http.Post("/api/v1/sales/imports", System.Text.Json.JsonDocument.Parse(body)))
        );

    [Fact]
    public async Task What_there_is_not_is_a_404_and_a_dry_run_has_no_import()
    {
        var none = Guid.CreateVersion7();
        foreach (var end in new[] { "finish", "undo" })
        {
            Assert.Equal(
                $"404 No import has the id '{none}'.",
                await Problem.Read(app.Http.Post($"/api/v1/sales/imports/{none}/{end}", new { }))
            );
        }

        var run = await Begin();
        using var response = await app.Import("{}", path: $"/api/v1/sales/import?dryRun=true&import={run.Id}");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(
            "400 One or more fields are not valid.\nimport: cannot be given with dryRun: nothing is stored",
            await Problem.Read(response)
        );
    }
}
