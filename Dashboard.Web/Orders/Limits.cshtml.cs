using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Identity;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Orders;

/// <summary>Who may approve orders of how much: everybody reads it, admins say it.</summary>
public sealed class LimitsModel(ICatalogApi catalog) : PageModel
{
    private const int MoreRows = 3;

    /// <summary>A person's own limit as it was typed; without a name there is none.</summary>
    public sealed class Row
    {
        public string? User { get; set; }
        public decimal? UpTo { get; set; }
    }

    public Loaded<ApprovalLimitsResponse> Limits { get; private set; } = null!;

    public Loaded<IReadOnlyList<PersonResponse>> People { get; private set; } = null!;

    public string? Refusal { get; private set; }

    /// <summary>Whether it was just changed.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Done { get; set; }

    /// <summary>The version that was looked at.</summary>
    [BindProperty]
    public string? ETag { get; set; }

    [BindProperty]
    public bool FourEyes { get; set; }

    /// <summary>Money; null for any value.</summary>
    [BindProperty]
    public decimal? Planners { get; set; }

    /// <summary>Money; null for any value.</summary>
    [BindProperty]
    public decimal? Admins { get; set; }

    [BindProperty]
    public List<Row> Rows { get; set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        await ReadAsync(ct);
        if (Limits.Value is { } now)
        {
            FourEyes = now.FourEyes;
            (Planners, Admins) = (Of(Role.Planner), Of(Role.Admin));
            Rows =
            [
                .. now.Limits.Where(l => l.User is not null).Select(l => new Row { User = l.User, UpTo = l.UpTo }),
                .. Enumerable.Range(0, MoreRows).Select(_ => new Row()),
            ];

            decimal? Of(Role role) => now.Limits.FirstOrDefault(l => l.Role == role)?.UpTo;
        }
    }

    [Needs(Role.Admin)]
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!ModelState.IsValid)
        {
            Refusal = T("A value is no number.");
            await ReadAsync(ct);
            return Page();
        }

        var limits = Rows.Where(row => Query.Text(row.User) is not null)
            .Select(row => new ApprovalLimit { User = Query.Text(row.User), UpTo = row.UpTo })
            .ToList();
        foreach (var (role, upTo) in new[] { (Role.Planner, Planners), (Role.Admin, Admins) })
        {
            if (upTo is not null)
                limits.Add(new ApprovalLimit { Role = role, UpTo = upTo });
        }

        var set = await Load.TryAsync(
            catalog.SetApprovalLimits(new SetApprovalLimits { FourEyes = FourEyes, Limits = limits }, ETag ?? "", ct),
            ct
        );
        if (set.Value is not null)
            return LocalRedirect("/orders-limits?done=true");
        Refusal = set.Error;
        if (set.Fields.Count > 0)
            await ReadAsync(ct);
        else
        {
            // What somebody else said meanwhile is shown, and not written over.
            ModelState.Clear();
            await OnGetAsync(ct);
        }

        return Page();
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        var people = Load.TryAsync(catalog.ListPeople(ct), ct);
        Limits = await Load.TryAsync(catalog.GetApprovalLimits(ct), ct);
        People = await people;
        ModelState.Remove(nameof(ETag));
        ETag = Limits.Value?.ETag;
    }

    /// <summary>Whose a limit is, as people read it.</summary>
    public string Whose(ApprovalLimit limit) =>
        limit.User is { } user ? People.Value?.FirstOrDefault(p => p.Name == user)?.DisplayName ?? user
        : limit.Role == Role.Planner ? T("Planners")
        : T("Admins");
}
