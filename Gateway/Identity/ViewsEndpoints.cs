using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Identity;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Gateway.Identity;

/// <summary>A saved view of a person.</summary>
public sealed class StoredView
{
    public required Guid UserId { get; init; }
    public required string Page { get; init; }
    public required string Name { get; init; }
    public required string Query { get; set; }
}

/// <summary>The filters of lists that people gave names, each person their own.</summary>
internal static class ViewsEndpoints
{
    public const int MaxPage = 200;
    public const int MaxName = 60;
    public const int MaxQuery = 2_000;
    private const int MaxViews = 200;

    public static void MapViews(this WebApplication app)
    {
        var views = app.MapGroup("/api/v1/me/views").WithTags("Identity").RequireAuthorization(Access.View);
        views
            .MapGet("/", List)
            .WithName("ListViews")
            .WithSummary("Lists the saved views of who asks, by page and name")
            .WithDescription("A view is the filters of a page under a name. A program has none.");
        views
            .MapPut("/", Save)
            .WithName("SaveView")
            .WithSummary("Saves a view, or forgets one")
            .WithDescription(
                "It takes the place of the one with the same page and name; without a query that one is forgotten. "
                    + $"At most {MaxViews} for each person."
            )
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Ok<List<SavedView>>> List(ClaimsPrincipal who, IdentityDb db, CancellationToken ct) =>
        TypedResults.Ok(await OfAsync(db, Person(who) ?? Guid.Empty, ct));

    private static async Task<Results<Ok<List<SavedView>>, ValidationProblem, ProblemHttpResult>> Save(
        SaveView body,
        ClaimsPrincipal who,
        IdentityDb db,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var page = errors.Text("page", body.Page, MaxPage, required: true);
        var name = errors.Text("name", body.Name, MaxName, required: true);
        var query = errors.Text("query", body.Query, MaxQuery);
        if (page is { Length: > 0 } && (page[0] != '/' || page.AsSpan().ContainsAny("?#\\") || page.StartsWith("//")))
            errors.Add("page", "must be the path of a page, as /products");
        if (query is not null && query[0] != '?')
            errors.Add("query", "must begin with a question mark");
        if (errors.Any)
            return errors.ToProblem();
        if (Person(who) is not { } person)
            return Refusals.Conflict("Only people save views.", $"{who.FindFirstValue("name")} is a program.");

        if (query is null)
        {
            await db.Views.Where(v => v.UserId == person && v.Page == page && v.Name == name).ExecuteDeleteAsync(ct);
            return TypedResults.Ok(await OfAsync(db, person, ct));
        }

        // Two that come at once do not exceed the limit by much, which is all that it is for.
        if (await db.Views.CountAsync(v => v.UserId == person, ct) >= MaxViews)
            return Refusals.Conflict($"{MaxViews} views are saved.", "Forget one first.");
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO identity.views (user_id, page, name, query) VALUES ({person}, {page}, {name}, {query})
            ON CONFLICT (user_id, page, name) DO UPDATE SET query = excluded.query
            """,
            ct
        );
        return TypedResults.Ok(await OfAsync(db, person, ct));
    }

    private static Task<List<SavedView>> OfAsync(IdentityDb db, Guid person, CancellationToken ct) =>
        db
            .Views.AsNoTracking()
            .Where(v => v.UserId == person)
            .OrderBy(v => v.Page)
            .ThenBy(v => v.Name)
            .Select(v => new SavedView(v.Page, v.Name, v.Query))
            .ToListAsync(ct);

    /// <summary>Null for a program.</summary>
    private static Guid? Person(ClaimsPrincipal who) =>
        Guid.TryParse(who.FindFirstValue("sub"), out var person) ? person : null;
}
