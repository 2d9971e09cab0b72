using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.PurchaseOrders;

internal static class ApprovalEndpoints
{
    /// <summary>No order may have this number: the limits are at that address.</summary>
    public const string Path = "approval-limits";

    public static async Task<Results<Ok<OrderApproval>, ProblemHttpResult>> Of(
        string number,
        CatalogDb db,
        Approvals approvals,
        HttpContext http,
        CancellationToken ct
    )
    {
        if (
            !Code.TryParse(number, out var key)
            || await db
                .PurchaseOrders.AsNoTracking()
                .Include(o => o.Lines)
                .SingleOrDefaultAsync(o => o.Number == key, ct)
                is not { } order
        )
            return OrderDesk.Unknown(number);
        return TypedResults.Ok(await approvals.OfAsync(order, http, ct));
    }

    public static async Task<Ok<ApprovalLimitsResponse>> Get(
        Approvals approvals,
        HttpContext http,
        CancellationToken ct
    )
    {
        var rules = (await approvals.RulesAsync(ct)).ToResponse();
        ETags.Set(http, rules.ETag);
        return TypedResults.Ok(rules);
    }

    public static async Task<Results<Ok<ApprovalLimitsResponse>, ValidationProblem, ProblemHttpResult>> Set(
        SetApprovalLimits body,
        CatalogDb db,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var rules = await db.Set<ApprovalRules>()
            .FromSql($"SELECT *, xmin FROM catalog.approval_rules FOR NO KEY UPDATE")
            .SingleAsync(ct);
        var current = rules.ToResponse();
        if (ETags.Refuse(http, current.ETag, current) is { } refused)
            return refused;
        var errors = new FieldErrors();
        var before = rules.ToTexts();
        rules.Limits = await ReadAsync(body.Limits ?? [], db, errors, ct);
        rules.FourEyes = body.FourEyes is true;
        if (errors.Any)
            return errors.ToProblem();
        if (FieldText.Between(before, rules.ToTexts()) is { Count: > 0 } changes)
            db.Add(ActivityEntry.Of("changed", new Subject(SubjectKind.System, Path), changes, time.GetUtcNow()));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        var saved = rules.ToResponse();
        ETags.Set(http, saved.ETag);
        return TypedResults.Ok(saved);
    }

    private static async Task<IReadOnlyList<ApprovalLimit>> ReadAsync(
        IReadOnlyList<ApprovalLimit> requests,
        CatalogDb db,
        FieldErrors errors,
        CancellationToken ct
    )
    {
        if (requests.Count > SetApprovalLimits.MaxLimits)
        {
            errors.Add("limits", T($"must be at most {SetApprovalLimits.MaxLimits}"));
            return [];
        }

        // A list in JSON may hold null.
        var limits = requests.Select((limit, i) => Read($"limits[{i}]", limit ?? new(), errors)).ToList();
        var names = limits.Select(l => l.User).OfType<string>().ToArray();
        var known = await db.People.Where(p => names.Contains(p.Name)).Select(p => p.Name).ToListAsync(ct);
        foreach (var (i, limit) in limits.Index())
        {
            if (limit.User is { } name && !known.Contains(name))
                errors.Add($"limits[{i}].user", T($"no person has the name '{name}'"));
            if (limits.Take(i).Any(l => (l.Role, l.User) == (limit.Role, limit.User)))
                errors.Add($"limits[{i}]", T("is named twice"));
        }

        return [.. limits.OrderBy(l => l.User, StringComparer.Ordinal).ThenBy(l => l.Role)];
    }

    private static ApprovalLimit Read(string at, ApprovalLimit request, FieldErrors errors)
    {
        var user = errors.Person($"{at}.user", request.User);
        if (request.Role is null == string.IsNullOrWhiteSpace(request.User))
            errors.Add(at, T("must have either role or user"));
        if (request.Role < Role.Planner)
            errors.Add($"{at}.role", T("must be planner or admin: others approve nothing"));
        return new ApprovalLimit
        {
            Role = request.Role,
            User = user,
            UpTo = request.UpTo is { } most ? errors.Money($"{at}.upTo", most) : null,
        };
    }
}
