using SmartInventory.Contracts;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Collaboration;

/// <summary>What was done, as people read it.</summary>
/// <param name="Entries">Newest first.</param>
/// <param name="All">Where the whole of it is listed.</param>
public sealed record ActivityTile(Loaded<ActivityPage> Entries, string All);

/// <summary>Activities in words.</summary>
public static class Done
{
    private const int Newest = 8;

    /// <summary>The newest of what was done to a thing.</summary>
    public static async Task<ActivityTile> ReadAsync(IActivityApi activity, Subject subject, CancellationToken ct) =>
        new(
            await Load.TryAsync(activity.ListActivity(Newest, subject: subject.ToString(), ct: ct), ct),
            Query.Address("/activity", ("subject", subject.ToString()))
        );

    public static string Who(ActivityResponse entry) => entry.ByName ?? entry.By ?? "the system";

    public static string Way(Via via) =>
        via switch
        {
            Via.Page => "in the browser",
            Via.Cli => "by inv",
            Via.Import => "by a file",
            Via.System => "by itself",
            _ => "by the API",
        };

    /// <summary>The action in words: image-set is "image set".</summary>
    public static string What(string action) => action.Replace('-', ' ');

    /// <summary>The page of a thing; null where it has none.</summary>
    public static string? Url(ActivityResponse entry) => Url(entry.Kind, entry.Key);

    public static string? Url(SubjectKind kind, string key) =>
        kind switch
        {
            SubjectKind.Product or SubjectKind.Suggestion => Show.ProductUrl(key),
            SubjectKind.Order => $"/orders/{Uri.EscapeDataString(key)}",
            SubjectKind.Supplier => Show.SupplierUrl(key),
            _ => null,
        };
}
