using Microsoft.AspNetCore.Http.HttpResults;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.Gateway.Identity;
using SmartInventory.Gateway.Status;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Gateway.Activities;

/// <summary><c>GET /api/v1/activity</c>: what was done in all services, as one stream.</summary>
internal static class ActivityStream
{
    public static void MapActivityStream(this WebApplication app) =>
        app.MapGet("/api/v1/activity", List)
            .RequireAuthorization(Access.View)
            .WithName("ListActivity")
            .WithTag("Activity", "Who did what, in all services.")
            .WithSummary("Who did what, newest first")
            .WithDescription(
                "Each entry says who, when, by which way, and of each field what it was and is. Nothing of it is ever "
                    + "changed or removed. What was done with people and tokens, and who signed in, is for admins. "
                    + "A service that cannot be asked is named in `unanswered`."
            );

    private static async Task<Results<Ok<ActivityPage>, ValidationProblem>> List(
        [AsParameters] PageRequest page,
        [AsParameters] ActivityFilter filter,
        IHttpClientFactory clients,
        IdentityDb db,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var wanted = filter.Check(page, errors);
        if (errors.Any)
            return errors.ToProblem();

        // A cursor is a place in time, so each service takes the same one, and gives at most what is shown.
        var (answers, unanswered) = await PartsProbe.AskServicesAsync(
            clients,
            (IActivityApi api, CancellationToken token) =>
                api.ListActivity(
                    page.Limit,
                    page.After,
                    filter.Subject,
                    filter.By,
                    wanted.Via,
                    filter.Action,
                    wanted.From,
                    wanted.To,
                    token
                ),
            PartsProbe.Patience,
            time,
            ct
        );
        // Who signs in, and what becomes of people and tokens, is for those who keep them.
        List<ActivityResponse> own = http.User.IsInRole(Words.Of(Role.Admin))
            ? await db.ListActivityAsync(wanted, ct)
            : [];
        var rows = answers
            .SelectMany(a => a.Items)
            .Concat(own)
            .OrderByDescending(e => e.At)
            .ThenByDescending(e => e.Id)
            .Take(wanted.Page.Take)
            .ToList();
        // Where one service has no more than a full page, what follows is there with the next cursor.
        var more = rows.Count <= wanted.Page.Limit && answers.Any(a => a.Next is not null);
        return TypedResults.Ok(wanted.Of(rows, http, more) with { Unanswered = unanswered });
    }
}
