using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Replenishment;

/// <summary>
/// A page with suggestions that are decided on where they stand: accepted into draft orders, put off, rejected. Its
/// address stays what it is through what is done.
/// </summary>
public abstract class DecidingPage(
    IForecastingApi forecasting,
    ICatalogApi catalog,
    SharedAnswers answers,
    TimeProvider time
) : TilePage
{
    protected IForecastingApi Forecasting { get; } = forecasting;
    protected ICatalogApi Catalog { get; } = catalog;
    protected SharedAnswers Answers { get; } = answers;

    /// <summary>What was just done.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    /// <summary>The drafts that this made.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Drafts { get; set; }

    /// <summary>What a form is about.</summary>
    [BindProperty]
    public DecideSuggestion Item { get; set; } = new();

    /// <summary>One per shown form: sent twice, it is decided once.</summary>
    [BindProperty]
    public string? Key { get; set; }

    /// <summary>
    /// What the keys of this page's forms begin with. What was refused may be tried again, otherwise: that is another
    /// action.
    /// </summary>
    public string NewKey { get; } = Guid.CreateVersion7().ToString();

    /// <summary>Why the last decision was refused; null when none was.</summary>
    public string? Refusal { get; private set; }

    public DateTimeOffset Now => time.GetUtcNow();

    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    /// <summary>The numbers of drafts, as they may stand in an address.</summary>
    public IEnumerable<string> DraftNumbers => Query.Codes(Drafts);

    /// <summary>Where the suggestions are that were set aside.</summary>
    public abstract string SetAsideUrl { get; }

    /// <summary>Where a form goes; the page stays as it is.</summary>
    public string ActUrl(string handler) => Address(("handler", handler));

    /// <summary>Where what was just done is taken back.</summary>
    public string UndoUrl => Address(("drafts", Drafts), ("handler", "Undo"));

    /// <summary>A day as an input takes it.</summary>
    public static string Input(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    [Needs(Role.Planner)]
    public Task<IActionResult> OnPostAcceptAsync(CancellationToken ct) => DecideAsync(DecisionAction.Accept, ct);

    [Needs(Role.Planner)]
    public Task<IActionResult> OnPostTransferAsync(CancellationToken ct) => DecideAsync(DecisionAction.Transfer, ct);

    [Needs(Role.Planner)]
    public Task<IActionResult> OnPostSnoozeAsync(CancellationToken ct) => DecideAsync(DecisionAction.Snooze, ct);

    [Needs(Role.Planner)]
    public Task<IActionResult> OnPostRejectAsync(CancellationToken ct) => DecideAsync(DecisionAction.Reject, ct);

    /// <summary>Cancels the drafts that were just made: their goods are suggested again.</summary>
    [Needs(Role.Planner)]
    public async Task<IActionResult> OnPostUndoAsync(CancellationToken ct)
    {
        List<string> refusals = [];
        foreach (var number in DraftNumbers)
        {
            var order = await Load.TryAsync(Catalog.GetPurchaseOrder(number, ct), ct);
            var refusal = order.Value switch
            {
                null => order.Error,
                { Status: PurchaseOrderStatus.Draft } draft => await Load.RefusalAsync(
                    Catalog.CancelPurchaseOrder(number, new CancelPurchaseOrder(), draft.ETag, ct: ct),
                    ct
                ),
                _ => T("It is no draft any more."),
            };
            if (refusal is not null)
                refusals.Add($"{number}: {refusal}");
        }
        return refusals.Count == 0 ? Say("undone") : await RefuseAsync(refusals, ct);
    }

    /// <summary>This page with all that narrows it down.</summary>
    protected abstract string Address(params IEnumerable<(string Name, string? Value)> more);

    /// <summary>Decides, and shows the page again with what came of it.</summary>
    protected async Task<IActionResult> ActAsync(Func<Task<DecisionsMade>> act, CancellationToken ct)
    {
        var unread = ModelState
            .Where(field => field.Value!.Errors.Count > 0)
            .Select(field => T($"{Label(field.Key.Split('.')[^1])} cannot be read."))
            .ToList();
        if (unread.Count > 0)
            return await RefuseAsync(unread, ct);
        var made = await Load.TryAsync(act(), ct);
        if (made.Value is not { } decided)
            return await RefuseAsync([made.Error!], ct);
        var done =
            decided.Orders.Count > 0 ? "accepted"
            : decided.Decisions.Any(d => d.Action == DecisionAction.Transfer) ? "transferred"
            : decided.Decisions.Any(d => d.Action == DecisionAction.Reject) ? "rejected"
            : "snoozed";
        return Say(done, string.Join(',', decided.Orders.Select(o => o.Number)));
    }

    /// <summary>Shows the page again, and what was done.</summary>
    protected IActionResult Say(string done, string? drafts = null)
    {
        // Who did it sees it, however short ago others asked.
        Answers.Forget();
        return LocalRedirect(Address(("done", done), ("drafts", drafts)));
    }

    protected Task<IActionResult> RefuseAsync(IEnumerable<string> why, CancellationToken ct)
    {
        Refusal = string.Join(' ', why);
        ModelState.Clear();
        return ShowAsync(null, ct);
    }

    private static string Label(string field) =>
        field switch
        {
            nameof(DecideSuggestion.Quantity) => T("Quantity"),
            nameof(DecideSuggestion.Until) => T("Until"),
            nameof(AcceptDue.Budget) => T("Budget"),
            _ => field,
        };

    private Task<IActionResult> DecideAsync(DecisionAction action, CancellationToken ct) =>
        ActAsync(() => Forecasting.DecideSuggestions(new() { Items = [Item with { Action = action }] }, Key, ct), ct);
}
