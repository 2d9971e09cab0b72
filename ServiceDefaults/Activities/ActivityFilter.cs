using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.ServiceDefaults.Activities;

/// <summary>What was done, as a query asks for it; bind it with <c>[AsParameters]</c>.</summary>
public readonly record struct ActivityFilter
{
    [FromQuery(Name = "subject")]
    [Description("A kind and a key, as product:LAMP-1, order:PO-00012 or suggestion:LAMP-1@LDN.")]
    public string? Subject { get; init; }

    [FromQuery(Name = "by")]
    [Description("A user name, or the id of a token.")]
    public string? By { get; init; }

    [FromQuery(Name = "via")]
    [Description("api, page, cli, import or system.")]
    public string? Via { get; init; }

    [FromQuery(Name = "action")]
    [Description("A word such as changed.")]
    public string? Action { get; init; }

    [FromQuery(Name = "from")]
    [Description("The first day, in UTC.")]
    public string? From { get; init; }

    [FromQuery(Name = "to")]
    [Description("The last day, in UTC.")]
    public string? To { get; init; }

    /// <summary>
    /// Checks it together with the page. A cursor is a moment and an id, and so the same in all services.
    /// </summary>
    public ActivityQuery Check(PageRequest page, FieldErrors errors)
    {
        var list = page.Check(errors, "activity", 2);
        (DateTimeOffset, Guid)? after = null;
        if (list.After is [var moment, var id])
        {
            if (
                DateTimeOffset.TryParseExact(
                    moment,
                    "O",
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AdjustToUniversal,
                    out var at
                ) && Guid.TryParseExact(id, "D", out var last)
            )
                after = (at, last);
            else
                errors.Add("after", PageRequest.NoCursor);
        }

        Subject? subject = null;
        if (!string.IsNullOrEmpty(Subject))
        {
            if (Contracts.Collaboration.Subject.TryParse(Subject, out var parsed))
                subject = parsed;
            else
                errors.Add("subject", Contracts.Collaboration.Subject.Rule);
        }

        return new ActivityQuery(
            list,
            after,
            subject,
            errors.Text("by", By, 100),
            errors.Word<Via>("via", Via),
            errors.Text("action", Action, ActivityEntry.MaxAction),
            errors.Day("from", From),
            errors.Day("to", To)
        );
    }
}

/// <param name="Page">How much of it.</param>
/// <param name="After">The last entry of the page before.</param>
/// <param name="From">The first day, in UTC.</param>
/// <param name="To">The last day, in UTC.</param>
public sealed record ActivityQuery(
    ListPage Page,
    (DateTimeOffset At, Guid Id)? After,
    Subject? Subject,
    string? By,
    Via? Via,
    string? Action,
    DateOnly? From,
    DateOnly? To
)
{
    /// <summary>Makes the page of rows that are in their order.</summary>
    public ActivityPage Of(List<ActivityResponse> rows, HttpContext http, bool more = false)
    {
        var page = Page.Of(
            rows,
            e => [e.At.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture), e.Id.ToString("D")],
            http,
            more
        );
        return new ActivityPage(page.Items, page.Next);
    }
}
