using Microsoft.AspNetCore.Html;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Orders;
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

    /// <summary>Who did what to which thing.</summary>
    public static IHtmlContent Said(ActivityResponse entry)
    {
        var who = entry.ByName ?? entry.By ?? T("the system");
        var thing = new HtmlFormattableString("<span class=\"sku\">{0}</span>", entry.Key);
        var what = Link(Url(entry.Kind, entry.Key), thing);
        return entry.Location is { } location
            ? Rich($"<strong>{who}</strong> {What(entry.Action)} {what} at {location}")
            : Rich($"<strong>{who}</strong> {What(entry.Action)} {what}");
    }

    /// <summary>A text that leads to its page where it has one.</summary>
    public static IHtmlContent Link(string? address, object text) =>
        address is null
            ? new HtmlFormattableString("{0}", text)
            : new HtmlFormattableString("<a href=\"{0}\">{1}</a>", address, text);

    public static string Way(Via via) =>
        via switch
        {
            Via.Page => T("in the browser"),
            Via.Cli => T("by inv"),
            Via.Import => T("by a file"),
            Via.System => T("by itself"),
            _ => T("by the API"),
        };

    /// <summary>The action in words, between who did it and what it was done to.</summary>
    public static string What(string action) =>
        action switch
        {
            "created" => T("created"),
            "changed" => T("changed"),
            "archived" => T("archived"),
            "restored" => T("restored"),
            "deleted" => T("deleted"),
            "renamed" => T("renamed"),
            "image-set" => T("set the image of"),
            "image-removed" => T("removed the image of"),
            "approved" => T("approved"),
            "approval-taken-back" => T("took back the approval of"),
            "expected-date-changed" => T("changed the expected date of"),
            "sent" => T("sent"),
            "received" => T("received"),
            "receipt-taken-back" => T("took back a receipt of"),
            "cancelled" => T("cancelled"),
            "counted" => T("counted"),
            "adjusted" => T("adjusted"),
            "transferred" => T("transferred"),
            "accepted" => T("accepted"),
            "snoozed" => T("put off"),
            "rejected" => T("rejected"),
            "begun" => T("began"),
            "finished" => T("finished"),
            "undone" => T("undid"),
            "sale-returned" => T("took back a sale of"),
            "sale-voided" => T("voided a sale of"),
            "set-policy" => T("set the policy of"),
            "cleared-policy" => T("cleared the policy of"),
            "signed-in" => T("signed in as"),
            "revoked" => T("revoked"),
            "disabled" => T("disabled the account of"),
            "enabled" => T("enabled the account of"),
            "unlocked" => T("unlocked the account of"),
            "locked" => T("locked the account of"),
            "password-changed" => T("changed the password of"),
            "password-reset" => T("reset the password of"),
            "passkey-added" => T("added a passkey of"),
            "passkey-removed" => T("removed a passkey of"),
            "second-factor-on" => T("switched on the second factor of"),
            "second-factor-off" => T("switched off the second factor of"),
            _ => action.Replace('-', ' '),
        };

    /// <summary>The page of a thing; null where it has none.</summary>
    public static string? Url(SubjectKind kind, string key) =>
        kind switch
        {
            SubjectKind.Product or SubjectKind.Suggestion => Show.ProductUrl(key),
            SubjectKind.Order => OrderWords.Url(key),
            SubjectKind.Supplier => Show.SupplierUrl(key),
            _ => null,
        };
}
