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

    public async Task OnGetAsync(CancellationToken ct)
    {
        if (!Run)
            return;
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
    }

    /// <summary>The curve with today's point and the proposed one on it.</summary>
    public static TradeOffChart Chart(SimulationResult result) =>
        new(
            [.. result.Curve.Select(p => p.Service)],
            [.. result.Curve.Select(p => p.Outcome.MeanStock)],
            [.. result.Curve.Select(p => p.Outcome.FillRate)],
            [result.Current.MeanStock, result.Proposed.MeanStock],
            [result.Current.FillRate, result.Proposed.FillRate]
        );
}
