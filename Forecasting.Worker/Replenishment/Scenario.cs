using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Engine.Replenishment;
using SmartInventory.Forecasting.Policies;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>
/// Other circumstances than those that are. A suggestion is made under them by the same rule, of other inputs.
/// </summary>
/// <param name="Name">What people call it.</param>
/// <param name="Demand">Demand times that.</param>
/// <param name="LateDays">Orders take so many days more, those that are open too.</param>
/// <param name="Cost">Unit costs times that.</param>
/// <param name="Price">Sales prices times that.</param>
/// <param name="Service">Another service level; null for each product's own.</param>
/// <param name="Supplier">Whose orders are late and dearer; null for all.</param>
internal sealed record Scenario(
    string Name,
    double Demand,
    int LateDays,
    decimal Cost,
    decimal Price,
    decimal? Service,
    string? Supplier
)
{
    private const int MaxName = 100;

    public static Scenario AsItIs { get; } = new("as it is", 1, 0, 1, 1, null, null);

    /// <summary>Checks what was asked; what is bad goes into <paramref name="errors"/>.</summary>
    public static Scenario Of(WhatIfScenario asked, FieldErrors errors)
    {
        var scenario = new Scenario(
            errors.Text("name", asked.Name, MaxName) ?? "",
            (double)errors.Number("demandFactor", asked.DemandFactor ?? 1, .1m, 10),
            errors.Whole("lateDays", asked.LateDays, 0, 365, 0),
            errors.Number("costFactor", asked.CostFactor ?? 1, .1m, 10),
            errors.Number("priceFactor", asked.PriceFactor ?? 1, .1m, 10),
            asked.Service is { } level ? errors.Number("service", level, .5m, .999m) : null,
            errors.OptionalCode("supplier", asked.Supplier)
        );
        return scenario.Name.Length > 0 ? scenario : scenario with { Name = scenario.InWords() };
    }

    public DemandOutlook Of(DemandOutlook outlook) => Demand == 1 ? outlook : outlook.Times(Demand);

    /// <summary>Open orders are taken to be of the supplier that a product is ordered from.</summary>
    public StockPosition Of(StockPosition stock, string? supplier) =>
        LateDays == 0 || !Concerns(supplier)
            ? stock
            : stock with
            {
                Arrivals = [.. stock.Arrivals.Select(a => a with { On = a.On.AddDays(LateDays) })],
            };

    public OrderTerms Of(OrderTerms terms)
    {
        var (late, cost) = Concerns(terms.Supplier) ? (LateDays, Cost) : (0, 1);
        return terms with
        {
            PromisedDays = terms.PromisedDays + late,
            LeadTime = late == 0 ? terms.LeadTime : terms.LeadTime.Later(late),
            UnitCost = terms.UnitCost * cost,
            PriceBreaks = [.. terms.PriceBreaks.Select(b => b with { UnitCost = b.UnitCost * cost })],
            Price = terms.Price * Price,
            InForce = Service is null
                ? terms.InForce
                : terms.InForce with
                {
                    Values = terms.Policy with { Service = Service },
                },
        };
    }

    private bool Concerns(string? supplier) => Supplier is null || Supplier == supplier;

    private string InWords()
    {
        var parts = new List<string>();
        if (Demand != 1)
            parts.Add(T($"demand x {Demand:0.####}"));
        if (LateDays != 0)
            parts.Add(LateDays == 1 ? T("1 day late") : T($"{LateDays} days late"));
        if (Cost != 1)
            parts.Add(T($"costs x {Cost:0.####}"));
        if (Price != 1)
            parts.Add(T($"prices x {Price:0.####}"));
        if (Service is { } service)
            parts.Add(T($"service {service * 100:0.##}%"));
        if (Supplier is not null)
            parts.Add(T($"of {Supplier}"));
        return parts.Count > 0 ? string.Join(", ", parts) : T("nothing else");
    }
}
