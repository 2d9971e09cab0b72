using Refit;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.Sales.Api.Tests;

public sealed class ActivityTests(SalesApp app)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<string[]> Done(string subject) =>
        [
            .. (
                await RestService
                    .For<IActivityApi>(app.Http, ContractsJson.Refit())
                    .ListActivity(subject: subject, ct: Cancellation)
            ).Items.Select(e =>
                $"{e.By} {e.Via} {e.Action} {e.Location}: "
                + string.Join("; ", e.Changes.Select(c => $"{c.Field} {c.From} -> {c.To}"))
            ),
        ];

    [Fact]
    public async Task A_sale_is_no_entry_but_taking_it_back_or_goods_of_it_is()
    {
        var clerk = RestService.For<ISalesApi>(app.As(Role.Clerk, "cal"), ContractsJson.Refit());
        var sku = app.NewProduct();
        var first = await clerk.RecordSale(SalesApp.Sale(sku, 3), ct: Cancellation);
        var second = await clerk.RecordSale(SalesApp.Sale(sku, 2), ct: Cancellation);
        Assert.Empty(await Done($"product:{sku}"));

        await clerk.ReturnSale(first.Id, new ReturnSale { Quantity = 1 }, ct: Cancellation);
        await clerk.VoidSale(second.Id, new VoidSale { Reason = "typed twice" }, ct: Cancellation);

        Assert.Equal(
            [
                $"cal Api sale-voided {second.Location}: sale {second.Id} -> ; quantity 2 -> ; reason  -> typed twice",
                $"cal Api sale-returned {first.Location}: sale  -> {first.Id}; quantity  -> 1",
            ],
            await Done($"product:{sku}")
        );
    }

    [Fact]
    public async Task An_import_begins_ends_and_is_undone()
    {
        var run = await app.Api.BeginImport(new BeginImport { Name = "may.csv" }, ct: Cancellation);
        await app.Api.FinishImport(run.Id, Cancellation);
        await app.Api.FinishImport(run.Id, Cancellation);
        await app.Api.UndoImport(run.Id, Cancellation);

        Assert.Equal(
            ["tests Import undone : ", "tests Import finished : ", "tests Import begun : name  -> may.csv"],
            await Done($"import:{run.Id}")
        );
    }
}
