using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Replenishment;

/// <summary>What was suggested for a product before, what changed, and a day's suggestion as it stood.</summary>
public sealed class HistoryModel(IForecastingApi forecasting) : PageModel
{
    private const int Shown = 30;

    [BindProperty(SupportsGet = true)]
    public string Sku { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? Location { get; set; }

    /// <summary>The day whose suggestion is looked at; null for none.</summary>
    [BindProperty(SupportsGet = true)]
    public DateOnly? At { get; set; }

    public Loaded<IReadOnlyList<SuggestionChange>> Changes { get; private set; } = null!;

    /// <summary>Null while no day is looked at.</summary>
    public Loaded<IReadOnlyList<SuggestionExplanation>>? Then { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        var location = Query.Text(Location);
        var changes = Load.TryAsync(forecasting.ListSuggestionChanges(Sku, location, Shown, ct), ct);
        if (At is { } day)
            Then = await Load.TryAsync(forecasting.ExplainSuggestions(Sku, location, DecidingPage.Input(day), ct), ct);
        Changes = await changes;
    }

    /// <summary>What a suggestion of then said to do.</summary>
    public static string ToDo(Advice advice) =>
        advice switch
        {
            Advice.Order => T("Order it"),
            Advice.CountFirst => T("Count first"),
            Advice.ClockStands => T("Clock stands"),
            Advice.InDraft => T("In draft"),
            Advice.Transfer => T("Bring it here"),
            _ => T("Nothing"),
        };

    public string DayUrl(SuggestionChange change) =>
        Query.Address(
            Show.SuggestionsUrl(Sku),
            [("location", change.Location), ("at", DecidingPage.Input(DateOnly.FromDateTime(change.At.UtcDateTime)))]
        );
}
