using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.PurchaseOrders;

/// <summary>Asks the rules who may approve what.</summary>
internal sealed class Approvals(CatalogDb db)
{
    /// <summary>Names in one refusal.</summary>
    private const int MaxNamed = 10;

    public Task<ApprovalRules> RulesAsync(CancellationToken ct) =>
        db.Set<ApprovalRules>().AsNoTracking().SingleAsync(ct);

    /// <summary>403 where the caller may not approve it, with who may.</summary>
    /// <param name="order">The order.</param>
    /// <param name="isNew">Whether it is being made as approved, and has no number that anybody knows.</param>
    /// <param name="http">The request.</param>
    /// <param name="ct">Ends it early.</param>
    public async Task<ProblemHttpResult?> RefuseAsync(
        PurchaseOrder order,
        bool isNew,
        HttpContext http,
        CancellationToken ct
    )
    {
        var rules = await RulesAsync(ct);
        if (rules.Against(order, isNew ? T("The order") : order.Number, Approver.Of(http)) is not { } why)
            return null;
        var people = await PeopleAsync(rules, order, ct);
        var named = string.Join(", ", people.Take(MaxNamed).Select(p => $"{p.DisplayName} ({p.Name})"));
        return Refusals.Forbidden(
            why,
            (isNew ? T("Make it a draft.") + " " : "")
                + (
                    people.Count == 0 ? T("Nobody may: an admin has to raise a limit.")
                    : people.Count > MaxNamed ? T($"People who may: {named} and others.")
                    : T($"People who may: {named}.")
                )
        );
    }

    /// <summary>Whether the caller may approve it, and who else.</summary>
    public async Task<OrderApproval> OfAsync(PurchaseOrder order, HttpContext http, CancellationToken ct)
    {
        if (order.Status != PurchaseOrderStatus.Draft)
            return new OrderApproval(false, T("Only a draft can be approved."), []);
        var rules = await RulesAsync(ct);
        var why = rules.Against(order, order.Number, Approver.Of(http));
        return new OrderApproval(why is null, why, await PeopleAsync(rules, order, ct));
    }

    /// <summary>The drafts that somebody may approve.</summary>
    public async Task<IQueryable<Guid>> WaitingAsync(Approver who, CancellationToken ct)
    {
        var rules = await RulesAsync(ct);
        var drafts = db.PurchaseOrders.AsNoTracking().Where(o => who.Approves && o.Status == PurchaseOrderStatus.Draft);
        if (rules.FourEyes)
            drafts = drafts.Where(o => o.CreatedBy != who.Name);
        if (rules.LimitOf(who) is { } most)
            drafts = drafts.Where(o =>
                o.Lines.All(l => l.UnitCost > 0) && o.Lines.Sum(l => Math.Round(l.Ordered * l.UnitCost, 4)) <= most
            );
        return drafts.Select(o => o.Id);
    }

    private async Task<List<PersonResponse>> PeopleAsync(ApprovalRules rules, PurchaseOrder order, CancellationToken ct)
    {
        var people = await db
            .People.AsNoTracking()
            .Where(p => !p.Disabled && (p.Role == Role.Planner || p.Role == Role.Admin))
            .OrderBy(p => p.Name)
            .ToListAsync(ct);
        return
        [
            .. people
                .Where(p => rules.Against(order, order.Number, new Approver(p.Name, p.Role)) is null)
                .Select(p => new PersonResponse(p.Name, p.DisplayName, p.Role, p.Disabled)),
        ];
    }
}
