using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Replenishment;

/// <summary>What is set of how things are ordered.</summary>
public sealed class PoliciesModel(IForecastingApi forecasting) : PageModel
{
    private const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public string? Scope { get; set; }

    /// <summary>What to set a policy for.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Key { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Set { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public PolicyScope? Only => Query.Word<PolicyScope>(Scope);

    public Loaded<Page<PolicyResponse>> Policies { get; private set; } = null!;

    public static string Name(PolicyScope scope) =>
        scope switch
        {
            PolicyScope.All => T("All products"),
            PolicyScope.Location => T("Location"),
            PolicyScope.Category => T("Category"),
            PolicyScope.Segment => T("Cell of the matrix"),
            PolicyScope.Supplier => T("Supplier"),
            PolicyScope.Product => T("Product"),
            _ => T("Product at a location"),
        };

    public static string InWords(PolicyFields fields) =>
        string.Join(
            ", ",
            PolicyTerms.All.Where(t => t.Read(fields) is not null).Select(t => $"{t.Name}: {t.Say(fields)}")
        );

    public string NextUrl(string after) => Query.Address("/replenishment/policies", ("scope", Scope), ("after", after));

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (Set && Only is { } scope && (scope == PolicyScope.All || Query.Text(Key) is not null))
            return LocalRedirect(PolicyForm.Url(scope, scope == PolicyScope.All ? null : Query.Text(Key)));
        Policies = await Load.TryAsync(forecasting.ListPolicies(PageSize, Query.Text(After), Only, ct), ct);
        return Page();
    }
}
