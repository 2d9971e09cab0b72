using Microsoft.AspNetCore.Mvc;
using SmartInventory.Contracts;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Trends;

/// <summary>When in the week something is sold.</summary>
public sealed class HoursModel(ISalesApi sales, ICatalogApi catalog, SharedAnswers answers) : TrendsPage
{
    [BindProperty(SupportsGet = true)]
    public string? Sku { get; set; }

    public override string Here => "/trends/hours";

    protected override IReadOnlyList<Tile> Table =>
        [Tile.Of("hours", "_Hours", ReadAsync, new(T("Weekday and hour"), "tall"))];

    /// <param name="tile">Only this tile, to replace it in a page that is open.</param>
    /// <param name="ct">Ends with the request.</param>
    public Task<IActionResult> OnGetAsync(string? tile, CancellationToken ct) => ShowAsync(tile, ct);

    private Task<HoursTile> ReadAsync(CancellationToken ct) =>
        HoursTile.ReadAsync(
            catalog,
            Query.Text(Location),
            answers.TryAsync(
                $"week hours {ChoiceKey}\n{Sku}",
                token =>
                    sales.SalesByWeekHour(
                        Query.Text(Sku),
                        Query.Text(Location),
                        category: Query.Text(Category),
                        ct: token
                    ),
                ct
            ),
            ct
        );
}
