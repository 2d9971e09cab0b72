using Microsoft.AspNetCore.Mvc;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Trends;

/// <summary>Days that nobody would have expected.</summary>
public sealed class AnomaliesModel(IForecastingApi forecasting) : TrendsPage
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sku { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public override string Here => "/trends/anomalies";

    public AnomalyKind? Only => Query.Word<AnomalyKind>(Kind);
    public bool Filtered => NextUrl(null) != Here;

    protected override IReadOnlyList<Tile> Table =>
        [Tile.Of("anomalies", "_Anomalies", ReadAsync, new(T("Days that stand out"), "tall"))];

    /// <param name="tile">Only this tile, to replace it in a page that is open.</param>
    /// <param name="ct">Ends with the request.</param>
    public Task<IActionResult> OnGetAsync(string? tile, CancellationToken ct) => ShowAsync(tile, ct);

    public string NextUrl(string? after) =>
        Query.Address(Here, [.. Choice, ("kind", Kind), ("sku", Sku), ("after", after)]);

    private async Task<AnomaliesTile> ReadAsync(CancellationToken ct) =>
        new(
            this,
            await Load.TryAsync(
                forecasting.ListAnomalies(
                    PageSize,
                    Query.Text(After),
                    Only,
                    Query.Text(Sku),
                    null,
                    Query.Text(Location),
                    Query.Text(Category),
                    Query.Text(Supplier),
                    ct
                ),
                ct
            )
        );
}

public sealed record AnomaliesTile(AnomaliesModel Page, Loaded<Page<AnomalyResponse>> Anomalies);
