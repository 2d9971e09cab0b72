using System.Globalization;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Localization;

namespace SmartInventory.Dashboard.Web.Search;

/// <summary>A page that one goes to by its name.</summary>
/// <param name="Path">Its address.</param>
/// <param name="Name">As the navigation has it.</param>
/// <param name="Key">With g before it, the keys that lead there; null for none.</param>
/// <param name="Needs">Who may go there.</param>
public sealed record Destination(string Path, string Name, char? Key = null, Role Needs = Role.Viewer)
{
    /// <summary>The pages of the dashboard, in the reader's language.</summary>
    public static IReadOnlyList<Destination> All =>
        [
            new("/", T("Today"), 'o'),
            new("/products", T("Products"), 'p'),
            new("/sales", T("Sales"), 'v'),
            new("/sales/new", T("Record a sale"), Needs: Role.Clerk),
            new("/stock", T("Stock"), 'k'),
            new("/stock/counts", T("Count sheets")),
            new("/stock/movements", T("Movements")),
            new("/replenishment", T("Replenishment"), 'r'),
            new("/replenishment/policies", T("Policies")),
            new("/replenishment/simulate", T("Simulate a policy")),
            new("/replenishment/what-if", T("What if")),
            new("/forecasts", T("Forecasts"), 'f'),
            new("/suppliers", T("Suppliers"), 's'),
            new("/locations", T("Locations"), 'l'),
            new("/trends", T("Trends"), 't'),
            new("/trends/stock", T("Fast and slow movers")),
            new("/trends/anomalies", T("Anomalies")),
            new("/trends/ahead", T("Year ahead")),
            new("/orders", T("Orders"), 'b'),
            new("/orders-limits", T("Approval limits")),
            new("/imports", T("Imports"), 'i', Role.Clerk),
            new("/activity", T("Activity"), 'a'),
            new("/inbox", T("Inbox"), 'n'),
            new("/users", T("Users"), 'u', Role.Admin),
            new("/views", T("Saved views")),
            new("/help/terms", T("Terms")),
            new("/system", T("System"), 'y', Role.Admin),
            new("/language", T("Language")),
        ];

    /// <summary>Whether what was typed begins one of its name's words, whatever the accents and case.</summary>
    public bool Answers(string typed) =>
        Name.Split(' ').Any(word => Languages.Reader.CompareInfo.IsPrefix(word, typed, Loose))
        || Languages.Reader.CompareInfo.IsPrefix(Name, typed, Loose);

    private const CompareOptions Loose = CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace;
}
