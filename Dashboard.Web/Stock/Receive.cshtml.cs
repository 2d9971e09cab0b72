using Microsoft.AspNetCore.Mvc;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Orders;

namespace SmartInventory.Dashboard.Web.Stock;

/// <summary>Goods that came in without an order; those of an order are received on its page.</summary>
public sealed class ReceiveModel(ICatalogApi catalog) : MoveModel(catalog)
{
    [BindProperty(SupportsGet = true)]
    public string? Location { get; set; }

    [BindProperty(SupportsGet = true)]
    public decimal? Quantity { get; set; }

    /// <summary>Null: what the catalogue says.</summary>
    [BindProperty(SupportsGet = true)]
    public decimal? UnitCost { get; set; }

    /// <summary>Orders of which this product may come.</summary>
    public IReadOnlyList<PurchaseOrderResponse> Orders { get; private set; } = [];

    public override string Here => "/stock/receive";

    public override IEnumerable<(string Name, string? Value)> Said =>
        [(nameof(Location), Location), (nameof(Quantity), Text(Quantity)), (nameof(UnitCost), Text(UnitCost))];

    protected override async Task ReadMoreAsync(ProductResponse product, CancellationToken ct) =>
        Orders = [
            .. (
                (await Load.TryAsync(Catalog.ListPurchaseOrders(Limits.MaxPage, sku: product.Sku, ct: ct), ct))
                    .Value
                    ?.Items
                ?? []
            ).Where(order => OrderWords.IsUnderWay(order.Status)),
        ];

    protected override void Check(ProductResponse product)
    {
        CheckLocation(nameof(Location), Location);
        CheckQuantity(nameof(Quantity), Quantity, product);
        if (Quantity <= 0)
            ModelState.AddModelError(nameof(Quantity), T("Must be above zero."));
        if (UnitCost < 0)
            ModelState.AddModelError(nameof(UnitCost), T("Must not be below zero."));
    }

    protected override IEnumerable<LevelChange> Changes() =>
        [new(Location!, OnHandAt(Location), OnHandAt(Location) + Quantity!.Value)];

    protected override async Task<Loaded<DoneAt>> RecordAsync(CancellationToken ct) =>
        (
            await Load.TryAsync(
                Catalog.ReceiveStock(
                    new ReceiveStock
                    {
                        Sku = Sku,
                        Location = Location,
                        Quantity = Quantity,
                        UnitCost = UnitCost,
                    },
                    Key,
                    ct
                ),
                ct
            )
        ).Select(moved => new DoneAt(StockWords.MovementUrl(moved.Movement, "received")));
}
