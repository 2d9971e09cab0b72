using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Policies;

internal static class PolicyEndpoints
{
    private const string ListOrder = "policies";

    private const string ScopeHelp = "all, location, category, segment, supplier, product or series.";

    private const string KeyHelp =
        "A code, a category's path, a cell such as AX, a SKU, or SKU@LOCATION; all, or nothing, of scope all.";

    public static async Task<Results<Ok<Page<PolicyResponse>>, ValidationProblem>> List(
        [AsParameters] PageRequest page,
        [Description("Only of this scope: " + ScopeHelp)] string? scope,
        ForecastingDb db,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var list = page.Check(errors, ListOrder, 2);
        var rows = db.Policies.AsNoTracking();
        if (errors.Word<PolicyScope>("scope", scope) is { } only)
            rows = rows.Where(p => p.Scope == only);
        PolicyScope last = default;
        if (list.After is [var word, _] && !(Enum.TryParse(word, out last) && Enum.IsDefined(last)))
            errors.Add("after", PageRequest.NoCursor);
        if (errors.Any)
            return errors.ToProblem();
        var shown = new List<PolicyResponse>();
        // From wide to narrow, which is no order of words.
        foreach (var one in Enum.GetValues<PolicyScope>().Where(s => list.After is null || s >= last))
        {
            var part = rows.Where(p => p.Scope == one);
            if (list.After is [_, var key] && one == last)
                part = part.Where(p => string.Compare(p.Key, key) > 0);
            var found = await part.OrderBy(p => p.Key).Take(list.Take - shown.Count).ToListAsync(ct);
            shown.AddRange(found.Select(PolicyDesk.ToResponse));
            if (shown.Count == list.Take)
                break;
        }
        return TypedResults.Ok(list.Of(shown, p => [p.Scope.ToString(), StoredPolicy.KeyOf(p.Scope, p.Key)], http));
    }

    public static async Task<Results<Ok<PolicyResponse>, ValidationProblem, ProblemHttpResult>> Get(
        [Description(ScopeHelp)] string? scope,
        [Description(KeyHelp)] string? key,
        ForecastingDb db,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var (kind, name) = PolicyName.Read(errors, scope, key);
        if (errors.Any)
            return errors.ToProblem();
        var id = StoredPolicy.KeyOf(kind, name);
        var found = await db.Policies.AsNoTracking().SingleOrDefaultAsync(p => p.Scope == kind && p.Key == id, ct);
        if (found is null)
            return PolicyDesk.Unset(kind, name);
        ETags.Set(http, ETags.Of(found.Xmin));
        return TypedResults.Ok(PolicyDesk.ToResponse(found));
    }

    public static async Task<
        Results<Ok<PolicyResponse>, Created<PolicyResponse>, ValidationProblem, ProblemHttpResult>
    > Put(
        [Description(ScopeHelp)] string? scope,
        [Description(KeyHelp)] string? key,
        PolicyFields body,
        PolicyDesk desk,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var (kind, name) = PolicyName.Read(errors, scope, key);
        bool? wholeUnits = null;
        if (!errors.Any)
            (name, wholeUnits) = await desk.CheckAsync(errors, kind, name, ct);
        PolicyRules.Check(errors, kind, body, wholeUnits);
        if (errors.Any)
            return errors.ToProblem();
        var found = await desk.LockAsync(kind, name, ct);
        if (found is null && http.Request.Headers.IfMatch.Count > 0)
            return PolicyDesk.Unset(kind, name);
        if (found is not null && ETags.Refuse(http, ETags.Of(found.Xmin), PolicyDesk.ToResponse(found)) is { } outdated)
            return outdated;
        if (await desk.SetAsync(found, kind, name, body, http, ct) is not { } policy)
            return Refusals.Conflict(
                T($"A policy was set for {PolicyTerms.Where(kind, name)} at this moment."),
                T("Read it, and repeat with its ETag.")
            );
        var response = PolicyDesk.ToResponse(policy);
        ETags.Set(http, response.ETag);
        return found is not null
            ? TypedResults.Ok(response)
            : TypedResults.Created(
                $"/api/v1/replenishment/policies/one?scope={Words.Of(kind)}&key={Uri.EscapeDataString(name ?? "all")}",
                response
            );
    }

    public static async Task<Results<NoContent, ValidationProblem, ProblemHttpResult>> Delete(
        [Description(ScopeHelp)] string? scope,
        [Description(KeyHelp)] string? key,
        ForecastingDb db,
        PolicyDesk desk,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var (kind, name) = PolicyName.Read(errors, scope, key);
        if (errors.Any)
            return errors.ToProblem();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await desk.LockAsync(kind, name, ct) is not { } found)
            return PolicyDesk.Unset(kind, name);
        if (ETags.Refuse(http, ETags.Of(found.Xmin), PolicyDesk.ToResponse(found)) is { } outdated)
            return outdated;
        await desk.ClearAsync(found, http, ct);
        await transaction.CommitAsync(ct);
        return TypedResults.NoContent();
    }

    public static async Task<Results<Ok<EffectivePolicy>, ValidationProblem, ProblemHttpResult>> Effective(
        [Description("A product's SKU.")] string? sku,
        [Description("A location's code; default what is said of the product wherever it is.")] string? location,
        ForecastingDb db,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var name = errors.Sku("sku", sku);
        var place = errors.OptionalCode("location", location);
        if (place is not null && !await db.Locations.AnyAsync(l => l.Code == place, ct))
            errors.Add("location", T($"no location has the code '{place}'"));
        if (errors.Any)
            return errors.ToProblem();
        if (await db.Products.AsNoTracking().SingleOrDefaultAsync(p => p.Sku == name, ct) is not { } product)
            return Refusals.NoProduct(name);
        var set = await PolicySet.ReadAsync(db, [Series.SeriesKey.Of(name, place ?? "")], ct);
        var supplier = product.OrderedBy(await KnownSupplier.ArchivedAsync(db, ct))?.Supplier;
        var segment = set.SegmentOf(name);
        var chain = set.Chain(product, supplier, place ?? "", segment);
        return TypedResults.Ok(new EffectivePolicy(name, place, supplier, segment, PolicySet.InForce(chain), chain));
    }
}
