using Microsoft.AspNetCore.Mvc;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Stock;

/// <summary>A level is corrected by a difference, with its reason.</summary>
public sealed class AdjustModel(ICatalogApi catalog) : MoveModel(catalog)
{
    [BindProperty(SupportsGet = true)]
    public string? Location { get; set; }

    /// <summary>Signed: below zero for what is gone.</summary>
    [BindProperty(SupportsGet = true)]
    public decimal? Delta { get; set; }

    /// <summary>One of <see cref="MovementReason.OfCorrections"/>, as it is kept.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Reason { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Comment { get; set; }

    public override string Here => "/stock/adjust";

    public override IEnumerable<(string Name, string? Value)> Said =>
        [
            (nameof(Location), Location),
            (nameof(Delta), Text(Delta)),
            (nameof(Reason), Reason),
            (nameof(Comment), Comment),
        ];

    protected override void Check(ProductResponse product)
    {
        CheckLocation(nameof(Location), Location);
        CheckQuantity(nameof(Delta), Delta, product);
        if (Delta == 0)
            ModelState.AddModelError(nameof(Delta), T("Must not be zero."));
        if (Query.Text(Reason) is null)
            ModelState.AddModelError(nameof(Reason), T("Say why."));
    }

    protected override IEnumerable<LevelChange> Changes() =>
        [new(Location!, OnHandAt(Location), OnHandAt(Location) + Delta!.Value)];

    protected override async Task<Loaded<DoneAt>> RecordAsync(CancellationToken ct) =>
        (
            await Load.TryAsync(
                Catalog.AdjustStock(
                    new AdjustStock
                    {
                        Sku = Sku,
                        Location = Location,
                        Delta = Delta,
                        Reason = Query.Text(Comment) is { } comment ? $"{Reason}: {comment}" : Reason,
                    },
                    Key,
                    ct
                ),
                ct
            )
        ).Select(moved => new DoneAt(StockWords.MovementUrl(moved.Movement, "adjusted")));
}
