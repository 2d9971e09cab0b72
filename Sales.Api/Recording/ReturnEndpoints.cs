using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Sales;
using SmartInventory.Sales.Api.Catalogue;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Sales.Api.Recording;

internal static class ReturnEndpoints
{
    public static async Task<
        Results<Created<SaleResponse>, Ok<SaleResponse>, ValidationProblem, ProblemHttpResult>
    > ReturnSale(
        Guid id,
        ReturnSale request,
        SalesDb db,
        CatalogueLookup catalogue,
        SaleStore store,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var now = SaleRules.Now(time);
        // The lock makes two returns of one sale count one after the other.
        var sale = await db
            .Sales.FromSql($"SELECT * FROM sales.sales WHERE id = {id} FOR UPDATE")
            .AsNoTracking()
            .SingleOrDefaultAsync(ct);
        if (sale is null)
            return Refusals.NotFound(T($"No sale has the id '{id}'."));
        if (sale.VoidOf is not null || sale.VoidedBy is not null)
            return Refusals.Conflict(T("This line was taken back."), T("Nothing of it can be returned."));
        if (sale.Kind == SaleKind.Return)
            return Refusals.Conflict(T("This line is a return itself."), T("Only a sale can be returned."));

        var errors = new FieldErrors();
        var draft = ReturnRules.Check(request, now, errors);
        var view = await catalogue.LoadAsync(
            new HashSet<string> { sale.Sku },
            new HashSet<string> { sale.Location },
            new HashSet<string>(),
            ask: true,
            ct
        );
        if (
            !errors.Any
            && draft.ExternalId is { } externalId
            && await FindAsync(db, sale.Channel, externalId, ct) is { } before
        )
            return Repeated(before, ReturnRules.Differs(draft, sale, before, view));

        var returned =
            await db
                .Sales.Where(s => s.ReturnOf == id)
                .GroupBy(s => s.ReturnOf)
                .Select(g => new Returned(g.Sum(s => s.Quantity), g.Sum(s => s.Discount)))
                .SingleOrDefaultAsync(ct)
            ?? new Returned(0, 0);
        if (ReturnRules.Place(draft, sale, returned, view, now, errors) is not { } line)
            return errors.ToProblem();
        if ((await store.AddAsync([line], ct)).Count == 1)
        {
            db.Add(
                ActivityEntry.Of(
                    "sale-returned",
                    new Subject(SubjectKind.Product, line.Sku, line.Location),
                    [
                        new FieldChange("sale", null, sale.Id.ToString("D")),
                        new FieldChange("quantity", null, FieldText.Of(line.Quantity)),
                        .. line.Reason is { } reason
                            ? [new FieldChange("reason", null, reason)]
                            : Array.Empty<FieldChange>(),
                    ],
                    time.GetUtcNow()
                )
            );
            await db.SaveChangesAsync(ct);
            return TypedResults.Created($"/api/v1/sales/{line.Id}", line.Show());
        }

        var met = (await FindAsync(db, line.Channel, line.ExternalId, ct))!;
        return Repeated(met, ReturnRules.Differs(draft, sale, met, view));
    }

    private static Task<Sale?> FindAsync(SalesDb db, string channel, string externalId, CancellationToken ct) =>
        db
            .Sales.AsNoTracking()
            .SingleOrDefaultAsync(s => s.Channel == channel && s.ExternalId == externalId && !s.Released, ct);

    private static Results<Created<SaleResponse>, Ok<SaleResponse>, ValidationProblem, ProblemHttpResult> Repeated(
        Sale before,
        IReadOnlyList<string> differs
    ) => differs.Count == 0 ? TypedResults.Ok(before.Show()) : RecordingEndpoints.Taken(before, differs);
}
