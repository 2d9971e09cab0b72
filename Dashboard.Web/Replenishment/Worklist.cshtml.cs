using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
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
}

/// <summary>
/// What to order, and what is done about it: accepted into draft orders, put off, rejected. Everything that narrows the
/// list down is in the address, and stays there through what is done.
/// </summary>
public sealed class WorklistModel(IForecastingApi forecasting, TimeProvider time) : PageModel
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

    /// <summary>What was just done.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    /// <summary>The drafts that this made.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Drafts { get; set; }

    /// <summary>What a form is about.</summary>
    [BindProperty]
    public DecideSuggestion Item { get; set; } = new();

    [BindProperty]
    public AcceptDue Due { get; set; } = new();

    /// <summary>One per shown form: sent twice, it is decided once.</summary>
    [BindProperty]
    public string? Key { get; set; }

    /// <summary>Why the last decision was refused; null when none was.</summary>
    public string? Refusal { get; private set; }

    public Loaded<Page<SuggestionResponse>> Suggestions { get; private set; } = null!;

    public Loaded<WorklistSummary> Summary { get; private set; } = null!;

    public DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    public bool Filtered =>
        Urgency is not null || !string.IsNullOrWhiteSpace(Supplier + Location + Category + Assignee);

    /// <summary>All of a supplier can be drafted where all of it is shown.</summary>
    public bool ShowsAllOfSuppliers =>
        By == WorklistGroup.Supplier && Urgency is null && string.IsNullOrWhiteSpace(Category + Assignee);

    /// <summary>The numbers of drafts, as they may stand in an address.</summary>
    public IEnumerable<string> DraftNumbers =>
        (Drafts ?? "").Split(',', StringSplitOptions.TrimEntries).Where(number => Code.TryParse(number, out _));

    /// <summary>A day as an input takes it.</summary>
    public static string Input(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    public static string Name(WorklistPart part) =>
        part switch
        {
            WorklistPart.InDraft => "In drafts",
            WorklistPart.CountFirst => "Count first",
            WorklistPart.SetAside => "Set aside",
            WorklistPart.ClockStands => "Clock stands",
            _ => "To order",
        };

    public async Task<IActionResult> OnGetAsync(string? tile, CancellationToken ct)
    {
        await ReadAsync(ct);
        return tile switch
        {
            null => Page(),
            "worklist" => Partial("_Worklist", this),
            "groups" => Partial("_Groups", this),
            _ => NotFound(),
        };
    }

    [Needs(Role.Planner)]
    public Task<IActionResult> OnPostAcceptAsync(CancellationToken ct) => DecideAsync(DecisionAction.Accept, ct);

    [Needs(Role.Planner)]
    public Task<IActionResult> OnPostTransferAsync(CancellationToken ct) => DecideAsync(DecisionAction.Transfer, ct);

    [Needs(Role.Planner)]
    public Task<IActionResult> OnPostSnoozeAsync(CancellationToken ct) => DecideAsync(DecisionAction.Snooze, ct);

    [Needs(Role.Planner)]
    public Task<IActionResult> OnPostRejectAsync(CancellationToken ct) => DecideAsync(DecisionAction.Reject, ct);

    [Needs(Role.Planner)]
    public Task<IActionResult> OnPostDueAsync(CancellationToken ct) =>
        ActAsync(() => forecasting.AcceptDueSuggestions(Due, Key, ct), ct);

    /// <summary>The same list, another part of it.</summary>
    public string PartUrl(WorklistPart part) => Address(part);

    /// <summary>Where a form goes; the list stays as it is.</summary>
    public string ActUrl(string handler) => Address(Part, ("handler", handler));

    public string NextUrl => Address(Part, ("after", Suggestions.Value?.Next));

    public string FirstUrl => Address(Part);

    private Task<IActionResult> DecideAsync(DecisionAction action, CancellationToken ct) =>
        ActAsync(() => forecasting.DecideSuggestions(new() { Items = [Item with { Action = action }] }, Key, ct), ct);

    private async Task<IActionResult> ActAsync(Func<Task<DecisionsMade>> act, CancellationToken ct)
    {
        var unread = ModelState
            .Where(field => field.Value!.Errors.Count > 0)
            .Select(field => $"{field.Key.Split('.')[^1]} cannot be read.")
            .ToList();
        if (unread.Count == 0)
        {
            var made = await Load.TryAsync(act(), ct);
            if (made.Value is { } decided)
            {
                var done =
                    decided.Orders.Count > 0 ? "accepted"
                    : decided.Decisions.Any(d => d.Action == DecisionAction.Transfer) ? "transferred"
                    : decided.Decisions.Any(d => d.Action == DecisionAction.Reject) ? "rejected"
                    : "snoozed";
                return LocalRedirect(
                    Address(Part, ("done", done), ("drafts", string.Join(',', decided.Orders.Select(o => o.Number))))
                );
            }
            unread.Add(made.Error!);
        }

        Refusal = string.Join(' ', unread);
        ModelState.Clear();
        await ReadAsync(ct);
        return Page();
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        // What was refused may be tried again, otherwise: that is another action.
        Key = Guid.CreateVersion7().ToString();
        var (supplier, location, category) = (Query.Text(Supplier), Query.Text(Location), Query.Text(Category));
        var assignee = Query.Text(Assignee);
        var summary = Load.TryAsync(
            forecasting.GetWorklistSummary(By, location, supplier, category, Urgency, assignee, ct),
            ct
        );
        Suggestions = await Load.TryAsync(
            forecasting.ListSuggestions(
                PageSize,
                Query.Text(After),
                location,
                supplier: supplier,
                category: category,
                urgency: Urgency,
                assignee: assignee,
                advice: Part switch
                {
                    WorklistPart.InDraft => Advice.InDraft,
                    WorklistPart.CountFirst => Advice.CountFirst,
                    WorklistPart.ClockStands => Advice.ClockStands,
                    _ => null,
                },
                setAside: Part == WorklistPart.SetAside ? true : null,
                ct: ct
            ),
            ct
        );
        Summary = await summary;
    }

    private string Address(WorklistPart part, params IEnumerable<(string Name, string? Value)> more) =>
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
