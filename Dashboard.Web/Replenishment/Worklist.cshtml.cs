using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Replenishment;

/// <summary>What part of the suggestions is looked at.</summary>
public enum WorklistPart
{
    ToOrder,
    InDraft,
    CountFirst,
    SetAside,
    ClockStands,
    Out,
    AtRisk,
}

/// <summary>
/// What to order, and what is done about it. Everything that narrows the list down is in the address.
/// </summary>
public sealed class WorklistModel(
    IForecastingApi forecasting,
    ICatalogApi catalog,
    SharedAnswers answers,
    TimeProvider time
) : DecidingPage(forecasting, catalog, answers, time)
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public WorklistPart Part { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Supplier { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Location { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Category { get; set; }

    /// <summary>A user name, me, or none.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Assignee { get; set; }

    [BindProperty(SupportsGet = true)]
    public Urgency? Urgency { get; set; }

    [BindProperty(SupportsGet = true)]
    public WorklistGroup By { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    [BindProperty]
    public AcceptDue Due { get; set; } = new();

    public Loaded<Page<SuggestionResponse>> Suggestions { get; private set; } = null!;

    public Loaded<WorklistSummary> Summary { get; private set; } = null!;

    public bool Filtered =>
        Urgency is not null || !string.IsNullOrWhiteSpace(Supplier + Location + Category + Assignee);

    /// <summary>All of a supplier can be drafted where all of it is shown.</summary>
    public bool ShowsAllOfSuppliers =>
        By == WorklistGroup.Supplier && Urgency is null && string.IsNullOrWhiteSpace(Category + Assignee);

    protected override IReadOnlyList<Tile> Table =>
        Part == WorklistPart.ToOrder
            ? [Tile.Of("groups", "_Groups", ReadSummary, new(Title(By), "span-all")), Worklist]
            : [Worklist];

    private Tile Worklist => Tile.Of("worklist", "_Worklist", ReadSuggestions, new(Name(Part), "span-all tall"));

    public static string Name(WorklistPart part) =>
        part switch
        {
            WorklistPart.InDraft => T("In drafts"),
            WorklistPart.CountFirst => T("Count first"),
            WorklistPart.SetAside => T("Set aside"),
            WorklistPart.ClockStands => T("Clock stands"),
            WorklistPart.Out => T("Out of stock"),
            WorklistPart.AtRisk => T("At risk in 14 days"),
            _ => T("To order"),
        };

    public static string Name(WorklistGroup by) =>
        by switch
        {
            WorklistGroup.Supplier => T("Supplier"),
            WorklistGroup.Location => T("Location"),
            _ => T("Category"),
        };

    public static string Title(WorklistGroup by) =>
        by switch
        {
            WorklistGroup.Supplier => T("To order, by supplier"),
            WorklistGroup.Location => T("To order, by location"),
            _ => T("To order, by category"),
        };

    /// <summary>Who set a suggestion aside, and until when.</summary>
    public static IHtmlContent Aside(SetAside aside)
    {
        var who = aside.By ?? T("Somebody");
        return aside.Action == DecisionAction.Reject
            ? Rich($"{who} rejected it until {Show.Day(aside.Until)}")
            : Rich($"{who} put it off until {Show.Day(aside.Until)}");
    }

    /// <param name="tile">Only this tile, to replace it in a page that is open.</param>
    /// <param name="ct">Ends with the request.</param>
    public Task<IActionResult> OnGetAsync(string? tile, CancellationToken ct) => ShowAsync(tile, ct);

    [Needs(Role.Planner)]
    public Task<IActionResult> OnPostDueAsync(CancellationToken ct) =>
        ActAsync(() => Forecasting.AcceptDueSuggestions(Due, Key, ct), ct);

    /// <summary>The same list, another part of it.</summary>
    public string PartUrl(WorklistPart part) => PartAddress(part);

    public override string SetAsideUrl => PartUrl(WorklistPart.SetAside);

    public string NextUrl => Address(("after", Suggestions.Value?.Next));

    public string FirstUrl => Address();

    protected override string Address(params IEnumerable<(string Name, string? Value)> more) => PartAddress(Part, more);

    private async Task<WorklistModel> ReadSummary(CancellationToken ct)
    {
        Summary = await Load.TryAsync(
            Forecasting.GetWorklistSummary(
                By,
                Query.Text(Location),
                Query.Text(Supplier),
                Query.Text(Category),
                Urgency,
                Query.Text(Assignee),
                ct: ct
            ),
            ct
        );
        return this;
    }

    private async Task<WorklistModel> ReadSuggestions(CancellationToken ct)
    {
        Suggestions = await Load.TryAsync(
            Forecasting.ListSuggestions(
                PageSize,
                Query.Text(After),
                Query.Text(Location),
                supplier: Query.Text(Supplier),
                category: Query.Text(Category),
                urgency: Urgency,
                assignee: Query.Text(Assignee),
                advice: Part switch
                {
                    WorklistPart.InDraft => Advice.InDraft,
                    WorklistPart.CountFirst => Advice.CountFirst,
                    WorklistPart.ClockStands => Advice.ClockStands,
                    _ => null,
                },
                setAside: Part == WorklistPart.SetAside ? true : null,
                risk: Part switch
                {
                    WorklistPart.Out => StockRisk.Out,
                    WorklistPart.AtRisk => StockRisk.AtRisk,
                    _ => null,
                },
                ct: ct
            ),
            ct
        );
        return this;
    }

    private string PartAddress(WorklistPart part, params IEnumerable<(string Name, string? Value)> more) =>
        Query.Address(
            "/replenishment",
            [
                ("part", part == WorklistPart.ToOrder ? null : part.ToString()),
                ("supplier", Supplier),
                ("location", Location),
                ("category", Category),
                ("assignee", Assignee),
                ("urgency", Urgency?.ToString()),
                ("by", By == WorklistGroup.Supplier ? null : By.ToString()),
                .. more,
            ]
        );
}
