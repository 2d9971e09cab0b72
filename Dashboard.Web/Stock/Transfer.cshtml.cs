using Microsoft.AspNetCore.Mvc;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Stock;

/// <summary>Goods go from one location to another.</summary>
public sealed class TransferModel(ICatalogApi catalog) : MoveModel(catalog)
{
    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? To { get; set; }

    [BindProperty(SupportsGet = true)]
    public decimal? Quantity { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Reason { get; set; }

    public override string Here => "/stock/transfer";

    public override IEnumerable<(string Name, string? Value)> Said =>
        [(nameof(From), From), (nameof(To), To), (nameof(Quantity), Text(Quantity)), (nameof(Reason), Reason)];

    protected override void Check(ProductResponse product)
    {
        CheckLocation(nameof(From), From);
        CheckLocation(nameof(To), To);
        if (Query.Text(From) is { } from && from == Query.Text(To))
            ModelState.AddModelError(nameof(To), T("Choose another location than the one they leave."));
        CheckQuantity(nameof(Quantity), Quantity, product);
        if (Quantity <= 0)
            ModelState.AddModelError(nameof(Quantity), T("Must be above zero."));
    }

    protected override IEnumerable<LevelChange> Changes() =>
        [
            new(From!, OnHandAt(From), OnHandAt(From) - Quantity!.Value),
            new(To!, OnHandAt(To), OnHandAt(To) + Quantity!.Value),
        ];

    protected override async Task<Loaded<DoneAt>> RecordAsync(CancellationToken ct) =>
        (
            await Load.TryAsync(
                Catalog.TransferStock(
                    new TransferStock
                    {
                        Sku = Sku,
                        From = From,
                        To = To,
                        Quantity = Quantity,
                        Reason = Query.Text(Reason),
                    },
                    Key,
                    ct
                ),
                ct
            )
        ).Select(moved => new DoneAt(StockWords.MovementUrl(moved.From.Movement, "transferred")));
}
