using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Replenishment;

/// <summary>
/// What another policy would have done with the past. All that is asked stands in the address; nothing is reckoned
/// before somebody asks.
/// </summary>
public sealed class SimulateModel(IForecastingApi forecasting) : PageModel
{
    /// <summary>Whether the form was sent.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Run { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Sku { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Location { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Supplier { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Category { get; set; }

    /// <summary>A cell of the ABC x XYZ matrix.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Segment { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Policy { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Promise { get; set; }

    /// <summary>Percent.</summary>
    [BindProperty(SupportsGet = true)]
    public decimal? Service { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? ReviewDays { get; set; }

    /// <summary>Units; of the policy with a minimum and maximum, for one product.</summary>
    [BindProperty(SupportsGet = true)]
    public decimal? Min { get; set; }

    [BindProperty(SupportsGet = true)]
    public decimal? Max { get; set; }

    [BindProperty(SupportsGet = true)]
    public decimal? DemandFactor { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? LateDays { get; set; }

    [BindProperty(SupportsGet = true)]
    public decimal? CostFactor { get; set; }

    /// <summary>Null until somebody asked.</summary>
    public Loaded<SimulationResult>? Result { get; private set; }

    public OrderPolicy? Chosen => Query.Word<OrderPolicy>(Policy);

    public ServicePromise? Promised => Query.Word<ServicePromise>(Promise);

    /// <param name="csv">Only the file of this chart.</param>
    /// <param name="ct">Ends with the request.</param>
    public async Task<IActionResult> OnGetAsync(string? csv, CancellationToken ct)
    {
        if (!Run)
            return Page();
        Result = await Load.TryAsync(
            forecasting.SimulateReplenishment(
                new()
                {
                    Skus = Query.Text(Sku) is { } sku ? [sku] : null,
                    Location = Query.Text(Location),
                    Supplier = Query.Text(Supplier),
                    Category = Query.Text(Category),
                    Segment = Query.Text(Segment),
                    Proposed = new()
                    {
                        Policy = Chosen,
                        Promise = Promised,
                        Service = Service / 100,
                        ReviewDays = ReviewDays,
                        Min = Chosen == OrderPolicy.MinMax ? Min : null,
                        Max = Chosen == OrderPolicy.MinMax ? Max : null,
                    },
                    DemandFactor = DemandFactor,
                    LateDays = LateDays,
                    CostFactor = CostFactor,
                },
                ct
            ),
            ct
        );
        return Result.Value is { } result && Chart(result) is var chart && chart.Key == csv ? chart.File() : Page();
    }

    /// <summary>The curve with today's point and the proposed one on it.</summary>
    public static Chart Chart(SimulationResult result)
    {
        List<(string Name, int Of, SimulatedOutcome Outcome)> points =
        [
            .. result.Curve.Select(p => (T($"At {Show.Percent((double)p.Service)}"), 0, p.Outcome)),
            (T("In force"), 1, result.Current),
            (T("Proposed"), 2, result.Proposed),
        ];
        var across = points.OrderBy(p => p.Outcome.MeanStock).ToList();
        ChartSeries Series(int of, string name, ChartShape shape, ChartColor color) =>
            new(name, shape, color, across.ConvertAll(p => p.Of == of ? (double?)p.Outcome.FillRate : null))
            {
                Notes = across.ConvertAll(p =>
                    p.Of == of
                        ? T(
                            $"{p.Name}: {Show.Percent(p.Outcome.FillRate)} with "
                                + $"{Show.Units(p.Outcome.MeanStock)} units"
                        )
                        : null
                ),
            };

        return new(
            "curve",
            T("Fill rate against mean stock"),
            T(
                "Fill rate against mean stock, a point per service level, with the policy in force and the proposed "
                    + "one; the same numbers are in the table below."
            ),
            new()
            {
                Numbers = across.ConvertAll(p => (double)p.Outcome.MeanStock),
                Across = T("Mean stock, units"),
                Panels =
                [
                    new(
                        T("Fill rate"),
                        [
                            Series(0, T("By service level"), ChartShape.Line, ChartColor.Accent),
                            Series(1, T("In force"), ChartShape.Diamond, ChartColor.Warn),
                            Series(2, T("Proposed"), ChartShape.Circle, ChartColor.Second),
                        ],
                        1
                    )
                    {
                        Percent = true,
                        FromZero = false,
                    },
                ],
            },
            new(
                T("Fill rate and mean stock of each policy"),
                [
                    new("policy", T("Policy")),
                    new("meanStock", T("Mean stock, units"), v => Show.Units(v)),
                    new("fillRate", T("Fill rate"), v => Show.Percent((double)v)),
                ],
                [.. points.Select(p => (object?[])[p.Name, p.Outcome.MeanStock, ChartTable.Number(p.Outcome.FillRate)])]
            ),
            new HtmlString(
                T(result.Days, $"The last {Show.Count(result.Days)} day", $"The last {Show.Count(result.Days)} days")
            )
        );
    }
}
