using Microsoft.AspNetCore.Mvc;
using SmartInventory.Contracts;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Trends;

/// <summary>Products that are bought together.</summary>
public sealed class TogetherModel(ISalesApi sales, ICatalogApi catalog, SharedAnswers answers) : TrendsPage
{
    private const int Most = 50;

    [BindProperty(SupportsGet = true)]
    public string? Sku { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    public override string Here => "/trends/together";

    protected override IReadOnlyList<Tile> Table =>
        [Tile.Of("together", "_Together", ReadAsync, new(T("Bought together"), "tall"))];

    /// <param name="tile">Only this tile, to replace it in a page that is open.</param>
    /// <param name="ct">Ends with the request.</param>
    public Task<IActionResult> OnGetAsync(string? tile, CancellationToken ct) => ShowAsync(tile, ct);

    private Task<TogetherTile> ReadAsync(CancellationToken ct) =>
        TogetherTile.ReadAsync(
            catalog,
            Query.Text(Sku),
            answers.TryAsync(
                $"together {Location}\n{Sku}\n{From:O}\n{To:O}",
                token => sales.SoldTogether(Query.Text(Sku), Query.Text(Location), From, To, limit: Most, ct: token),
                ct
            ),
            ct
        );
}
