using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Trends;

/// <summary>Products by value and forecastability, and how each of them moves.</summary>
public sealed class TrendsModel(IForecastingApi forecasting, SharedAnswers answers) : TrendsPage
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public string? By { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Abc { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Xyz { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Mover { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sort { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Search { get; set; }

    [BindProperty(SupportsGet = true)]
    public decimal? A { get; set; }

    [BindProperty(SupportsGet = true)]
    public decimal? B { get; set; }

    [BindProperty(SupportsGet = true)]
    public decimal? X { get; set; }

    [BindProperty(SupportsGet = true)]
    public decimal? Y { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public MatrixBy? Measure => Query.Word<MatrixBy>(By);
    public ValueClass? Value => Query.Word<ValueClass>(Abc);
    public ForecastClass? Forecast => Query.Word<ForecastClass>(Xyz);
    public MoverClass? Class => Query.Word<MoverClass>(Mover);
    public TrendSort? Order => Query.Word<TrendSort>(Sort);

    public override string Here => "/trends";

    public bool Filtered => Address(null, null) != "/trends";

    protected override IReadOnlyList<Tile> Table =>
        [
            Tile.Of("matrix", "_Matrix", ReadMatrix, new(T("Value and forecastability"), "tall")),
            Tile.Of("trends", "_Trends", ReadTrends, new(T("Products"), "tall")),
        ];

    /// <param name="tile">Only this tile, to replace it in a page that is open.</param>
    /// <param name="ct">Ends with the request.</param>
    public Task<IActionResult> OnGetAsync(string? tile, CancellationToken ct) => ShowAsync(tile, ct);

    /// <summary>The list of a cell's products.</summary>
    public string CellUrl(MatrixCell cell) =>
        Address((cell.Abc.ToLowerInvariant(), cell.Xyz.ToLowerInvariant()), null) + "#tile-trends";

    public string NextUrl(string? after) => Address((Abc, Xyz), after) + "#tile-trends";

    private string Address((string? Abc, string? Xyz)? cell, string? after) =>
        Query.Address(
            "/trends",
            [
                .. Choice,
                ("by", By),
                ("a", Text(A)),
                ("b", Text(B)),
                ("x", Text(X)),
                ("y", Text(Y)),
                ("abc", cell is null ? Abc : cell.Value.Abc),
                ("xyz", cell is null ? Xyz : cell.Value.Xyz),
                ("mover", Mover),
                ("sort", Sort),
                ("search", Search),
                ("after", after),
            ]
        );

    private static string? Text(decimal? number) => number?.ToString(CultureInfo.InvariantCulture);

    private async Task<MatrixTile> ReadMatrix(CancellationToken ct) =>
        new(
            this,
            await answers.TryAsync(
                $"matrix {ChoiceKey}\n{Measure}\n{A}\n{B}\n{X}\n{Y}",
                token =>
                    forecasting.GetTrendMatrix(
                        Measure,
                        A,
                        B,
                        X,
                        Y,
                        Query.Text(Location),
                        Query.Text(Category),
                        Query.Text(Supplier),
                        token
                    ),
                ct
            ),
            await Load.TryAsync(forecasting.ListPolicies(PageSize, scope: PolicyScope.Segment, ct: ct), ct)
        );

    private async Task<TrendsTile> ReadTrends(CancellationToken ct) =>
        new(
            this,
            await Load.TryAsync(
                forecasting.ListTrends(
                    PageSize,
                    Query.Text(After),
                    Order,
                    Class,
                    Query.Text(Search),
                    Value,
                    Forecast,
                    Query.Text(Location),
                    Query.Text(Category),
                    Query.Text(Supplier),
                    Measure,
                    A,
                    B,
                    X,
                    Y,
                    ct
                ),
                ct
            )
        );
}

public sealed record MatrixTile(TrendsModel Page, Loaded<TrendMatrix> Matrix, Loaded<Page<PolicyResponse>> Policies)
{
    /// <summary>What is set for a cell; null for nothing.</summary>
    public PolicyResponse? PolicyOf(MatrixCell cell) =>
        Policies.Value?.Items.FirstOrDefault(p => p.Key == cell.Abc + cell.Xyz);
}

public sealed record TrendsTile(TrendsModel Page, Loaded<Page<TrendResponse>> Trends);
