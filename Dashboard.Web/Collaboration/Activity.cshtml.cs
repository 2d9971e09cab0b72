using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Dashboard.Web.Collaboration;

/// <summary>Everything that people did, newest first; what narrows it down is in the address.</summary>
public sealed class ActivityModel(IActivityApi activity) : PageModel
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public string? Subject { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? By { get; set; }

    /// <summary>In the address it is <c>action</c>, as in the API; the framework has that word, too.</summary>
    [FromQuery(Name = "action")]
    public string? What { get; set; }

    [BindProperty(SupportsGet = true)]
    public Via? Via { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public Loaded<ActivityPage> Entries { get; private set; } = null!;

    public bool Filtered => Address(null) != "/activity";

    public async Task OnGetAsync(CancellationToken ct) =>
        Entries = await Load.TryAsync(
            activity.ListActivity(
                PageSize,
                Query.Text(After),
                Query.Text(Subject),
                Query.Text(By),
                Via,
                Query.Text(What),
                From,
                To,
                ct
            ),
            ct
        );

    public string Address(string? after) =>
        Query.Address(
            "/activity",
            ("subject", Subject),
            ("by", By),
            ("action", What),
            ("via", Via is { } via ? Words.Of(via) : null),
            ("from", From?.ToString("O", CultureInfo.InvariantCulture)),
            ("to", To?.ToString("O", CultureInfo.InvariantCulture)),
            ("after", after)
        );
}
