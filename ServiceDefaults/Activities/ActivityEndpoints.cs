using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.ServiceDefaults.Activities;

/// <summary>
/// A service's part of <c>/api/v1/activity</c>. The gateway asks each and answers for all, so this is in no document.
/// </summary>
public static class ActivityEndpoints
{
    public static void MapActivity<TDb>(this IEndpointRouteBuilder app)
        where TDb : DbContext =>
        app.MapGet(
                "/api/v1/activity",
                ([AsParameters] PageRequest page, [AsParameters] ActivityFilter filter, HttpContext http) =>
                    ListAsync(page, filter, http.RequestServices.GetRequiredService<TDb>(), http)
            )
            .RequireAuthorization(Access.View)
            .ExcludeFromDescription();

    private static async Task<Results<Ok<ActivityPage>, ValidationProblem>> ListAsync(
        PageRequest page,
        ActivityFilter filter,
        DbContext db,
        HttpContext http
    )
    {
        var errors = new FieldErrors();
        var wanted = filter.Check(page, errors);
        return errors.Any
            ? errors.ToProblem()
            : TypedResults.Ok(wanted.Of(await db.ListActivityAsync(wanted, http.RequestAborted), http));
    }
}
