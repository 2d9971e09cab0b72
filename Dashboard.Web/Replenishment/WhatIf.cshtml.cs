using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Replenishment;

/// <summary>
/// What would be suggested under other circumstances, beside what is. All that is asked stands in the address; nothing
/// is kept of it but the orders that somebody makes of it.
/// </summary>
public sealed class WhatIfModel(IForecastingApi forecasting) : PageModel
{
    /// <summary>Scenarios that the form has room for; a phone still shows that many columns.</summary>
    private const int Room = 3;

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

    [BindProperty(SupportsGet = true, Name = "s")]
    public List<ScenarioFields> Scenarios { get; set; } = [];

    /// <summary>The drafts that were just made.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Drafts { get; set; }

    /// <summary>What is to be ordered.</summary>
    [BindProperty]
    public DecideSuggestion Item { get; set; } = new();

    /// <summary>One per shown form: sent twice, it is decided once.</summary>
    [BindProperty]
    public string? Key { get; set; }

    /// <summary>Why the last order was refused; null when none was.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Null until somebody asked.</summary>
    public Loaded<WhatIfResult>? Result { get; private set; }

    /// <summary>The numbers of drafts, as they may stand in an address.</summary>
    public IEnumerable<string> DraftNumbers => Query.Codes(Drafts);

    /// <summary>The lines of the totals.</summary>
    public static IReadOnlyList<(string What, Func<WhatIfTotals, string> Value)> Measures =>
        [
            (T("Orders"), t => Show.Count(t.Orders)),
            (T("of these late"), t => Show.Count(t.Late)),
            (T("today"), t => Show.Count(t.Now)),
            (T("soon"), t => Show.Count(t.Soon)),
            (T("They cost"), t => Show.Money(t.Cost)),
            (T("Sales lost if nothing is ordered"), t => Show.Money(t.LostSales)),
            (T("Waiting for the next review costs"), t => Show.Money(t.WaitingCost)),
            (T("Stock with them, units"), t => Show.Units(t.Stock)),
            (T("Its value"), t => Show.Money(t.StockValue)),
        ];

    public string OrderUrl => Address(("handler", "Order"));

    public Task OnGetAsync(CancellationToken ct) => ReadAsync(ct);

    [Needs(Role.Planner)]
    public async Task<IActionResult> OnPostOrderAsync(CancellationToken ct)
    {
        if (Unread() is { } unread)
            Refusal = unread;
        else
        {
            var made = await Load.TryAsync(
                forecasting.DecideSuggestions(
                    new() { Items = [Item with { Action = DecisionAction.Accept }] },
                    Key,
                    ct
                ),
                ct
            );
            if (made.Value is { } decided)
                return LocalRedirect(Address(("drafts", string.Join(',', decided.Orders.Select(o => o.Number)))));
            Refusal = made.Error;
        }
        ModelState.Clear();
        await ReadAsync(ct);
        return Page();
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        // What was refused may be tried again, otherwise: that is another action.
        Key = Guid.CreateVersion7().ToString();
        var asked = Scenarios.Where(s => s.SaysSomething).Select(s => s.ToScenario()).ToList();
        while (Scenarios.Count < Room)
            Scenarios.Add(new());
        if (!Run)
            return;
        if (Unread() is { } unread)
        {
            Result = new(null, unread, false);
            return;
        }
        Result = await Load.TryAsync(
            forecasting.AskWhatIf(
                new()
                {
                    Skus = Query.Text(Sku) is { } sku ? [sku] : null,
                    Location = Query.Text(Location),
                    Supplier = Query.Text(Supplier),
                    Category = Query.Text(Category),
                    Scenarios = asked,
                },
                ct
            ),
            ct
        );
    }

    private string? Unread()
    {
        var fields = ModelState.Where(f => f.Value!.Errors.Count > 0).Select(f => Label(f.Key.Split('.')[^1])).ToList();
        return fields.Count > 0 ? T($"{string.Join(", ", fields)} cannot be read.") : null;
    }

    private static string Label(string field) =>
        field switch
        {
            nameof(ScenarioFields.Demand) => T("Demand times"),
            nameof(ScenarioFields.Late) => T("Suppliers late by, days"),
            nameof(ScenarioFields.Cost) => T("Costs times"),
            nameof(ScenarioFields.Price) => T("Prices times"),
            nameof(ScenarioFields.Service) => T("Service, %"),
            nameof(DecideSuggestion.Quantity) => T("Quantity"),
            _ => field,
        };

    /// <summary>The same question.</summary>
    private string Address(params IEnumerable<(string Name, string? Value)> more) =>
        Query.Address(
            "/replenishment/what-if",
            [
                ("run", "true"),
                ("sku", Sku),
                ("location", Location),
                ("supplier", Supplier),
                ("category", Category),
                .. Scenarios.Where(s => s.SaysSomething).SelectMany((s, i) => s.Fields(i)),
                .. more,
            ]
        );
}

/// <summary>A scenario as it is typed.</summary>
public sealed record ScenarioFields
{
    public string? Name { get; init; }

    public decimal? Demand { get; init; }

    public int? Late { get; init; }

    public decimal? Cost { get; init; }

    public decimal? Price { get; init; }

    /// <summary>Percent.</summary>
    public decimal? Service { get; init; }

    public string? Supplier { get; init; }

    public bool SaysSomething => this != new ScenarioFields();

    public WhatIfScenario ToScenario() =>
        new()
        {
            Name = Query.Text(Name),
            DemandFactor = Demand,
            LateDays = Late,
            CostFactor = Cost,
            PriceFactor = Price,
            Service = Service / 100,
            Supplier = Query.Text(Supplier),
        };

    /// <summary>As they stand in an address.</summary>
    public IEnumerable<(string Name, string? Value)> Fields(int at) =>
        [
            ($"s[{at}].name", Name),
            ($"s[{at}].demand", Show.Plain(Demand)),
            ($"s[{at}].late", Show.Plain(Late)),
            ($"s[{at}].cost", Show.Plain(Cost)),
            ($"s[{at}].price", Show.Plain(Price)),
            ($"s[{at}].service", Show.Plain(Service)),
            ($"s[{at}].supplier", Supplier),
        ];
}
