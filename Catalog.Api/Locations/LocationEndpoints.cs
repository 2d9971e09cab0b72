using System.Linq.Expressions;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Messages;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Messaging;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Locations;

internal static partial class LocationEndpoints
{
    private const string ListOrder = "locations";

    public static readonly Expression<Func<Location, LocationResponse>> ToResponse = l => new LocationResponse(
        l.Id,
        l.Code,
        l.Name,
        l.TimeZone,
        l.Archived,
        l.CreatedAt,
        l.UpdatedAt,
        ETags.Of(l.Xmin),
        l.NegativeStock,
        l.Address
    );

    public static async Task<Results<Ok<Page<LocationResponse>>, ValidationProblem>> List(
        [AsParameters] PageRequest page,
        bool? archived,
        CatalogDb db,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var list = page.Check(errors, ListOrder, 1);
        var after = list.After;
        if (errors.Any)
            return errors.ToProblem();

        var query = db.Locations.AsNoTracking();
        if (archived is not true)
            query = query.Where(l => !l.Archived);
        if (after is [var code])
            query = query.Where(l => string.Compare(l.Code, code) > 0);
        var rows = await query.OrderBy(l => l.Code).Take(list.Take).Select(ToResponse).ToListAsync(ct);
        return TypedResults.Ok(list.Of(rows, l => [l.Code], http));
    }

    public static async Task<Results<Ok<LocationResponse>, ProblemHttpResult>> Get(
        string code,
        LocationEditing editing,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (await editing.ReadAsync(code, ct) is not { } found)
            return editing.Unknown(code);
        ETags.Set(http, found.ETag);
        return TypedResults.Ok(found);
    }

    public static async Task<Results<Created<LocationResponse>, ValidationProblem, ProblemHttpResult>> Create(
        CreateLocation body,
        CatalogDb db,
        LocationEditing editing,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var now = time.GetUtcNow();
        var location = new Location
        {
            Id = Guid.CreateVersion7(now),
            Code = errors.Code("code", body.Code),
            CreatedAt = now,
        };
        Apply(location, body, errors, now);
        if (errors.Any)
            return errors.ToProblem();

        db.Add(location);
        editing.Created(location);
        db.AddToOutbox(new LocationChanged([location.ToState()]), time);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e.IsTaken(LocationsFeature.CodeIsTaken))
        {
            return Refusals.Conflict(
                T($"The code '{location.Code}' is taken."),
                T("A code is never given to another location, not even after its location was deleted.")
            );
        }

        var created = (await editing.FindAsync(location.Code, ct))!;
        ETags.Set(http, created.ETag);
        return TypedResults.Created($"/api/v1/locations/{created.Code}", created);
    }

    public static async Task<Results<Ok<LocationResponse>, ValidationProblem, ProblemHttpResult>> Update(
        string code,
        UpdateLocation body,
        CatalogDb db,
        LocationEditing editing,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var now = time.GetUtcNow();
        var (location, problem) = await editing.OpenAsync(code, http, l => Apply(l, body, errors, now), errors, ct);
        if (location is null)
            return problem!;

        if (errors.Any)
            return errors.ToProblem();
        db.AddToOutbox(new LocationChanged([location.ToState()]), time);
        return TypedResults.Ok(await editing.SaveAsync(location, http, ct));
    }

    public static async Task<Results<NoContent, ProblemHttpResult>> Delete(
        string code,
        CatalogDb db,
        LocationEditing editing,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct
    )
    {
        var (location, problem) = await editing.OpenAsync(code, http, ct);
        if (location is null)
            return problem!;

        var busy = await db
            .Levels.Where(l => l.Location == location.Code && (l.OnHand != 0 || l.OnOrder != 0))
            .OrderBy(l => l.Sku)
            .Select(l => l.Sku)
            .Take(6)
            .ToListAsync(ct);
        if (busy.Count > 0)
        {
            var named = string.Join(", ", busy.Take(5));
            if (busy.Count > 5)
                named = T($"{named} and others");
            return Refusals.Conflict(
                T($"Location '{location.Code}' still has stock."),
                T($"On hand or on order is not zero for {named}.")
            );
        }

        location.Archived = true;
        location.Changed(time.GetUtcNow());
        db.AddToOutbox(new LocationChanged([location.ToState()]), time);
        await editing.CloseAsync(location, ct);
        return TypedResults.NoContent();
    }

    private static void Apply(Location location, LocationFields body, FieldErrors errors, DateTimeOffset now)
    {
        location.Name = errors.Text("name", body.Name, 200, required: true) ?? "";
        location.TimeZone = errors.Text("timeZone", body.TimeZone, 64) ?? "UTC";
        // The pattern first: on Unix the name of a zone is the name of a file.
        if (!ZoneName().IsMatch(location.TimeZone) || !TimeZoneInfo.TryFindSystemTimeZoneById(location.TimeZone, out _))
            errors.Add("timeZone", T("is no IANA time zone, such as Europe/London"));
        location.NegativeStock = body.NegativeStock ?? NegativeStock.Refuse;
        location.Address = errors.Text("address", body.Address, Location.MaxAddressLength);
        location.Changed(now);
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_+\-]*(/[A-Za-z0-9_+\-]+){0,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ZoneName();
}
