using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Sales;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Sales.Api.Recording;

internal static class VoidEndpoints
{
    public static async Task<Results<Created<SaleResponse>, ValidationProblem, ProblemHttpResult>> VoidSale(
        Guid id,
        VoidSale request,
        SalesDb db,
        SaleStore store,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var reason = errors.Text("reason", request.Reason, SaleRules.MaxReason);
        if (errors.Any)
            return errors.ToProblem();

        // The lock makes a return of the sale and its void decide one after the other.
        var line = await db
            .Sales.FromSql($"SELECT * FROM sales.sales WHERE id = {id} FOR UPDATE")
            .AsNoTracking()
            .SingleOrDefaultAsync(ct);
        if (line is null)
            return Refusals.NotFound(T($"No sale has the id '{id}'."));
        if (line.VoidOf is not null)
            return Refusals.Conflict(T("This line takes another one back."), T("Record the other one anew instead."));
        if (line.VoidedBy is { } by)
            return Refusals.Conflict(T("This line was taken back before."), T($"By the line '{by}'."));
        if (await db.Sales.Where(s => s.ReturnOf == id).SumAsync(s => s.Quantity, ct) is > 0 and var returned)
        {
            return Refusals.Conflict(
                T("Something of this sale came back."),
                T($"Take the returns back first: {returned:0.####} of {line.Quantity:0.####} were returned.")
            );
        }

        var reversal = line.Reversed(SaleRules.Now(time), reason, released: false);
        await store.AddAsync([reversal], ct);
        db.Add(
            ActivityEntry.Of(
                "sale-voided",
                new Subject(SubjectKind.Product, line.Sku, line.Location),
                [
                    new FieldChange("sale", line.Id.ToString("D"), null),
                    new FieldChange("quantity", FieldText.Of(line.Quantity), null),
                    new FieldChange("reason", null, reason),
                ],
                time.GetUtcNow()
            )
        );
        await db.SaveChangesAsync(ct);
        await db.Sales.Where(s => s.Id == id).ExecuteUpdateAsync(s => s.SetProperty(x => x.VoidedBy, reversal.Id), ct);
        return TypedResults.Created($"/api/v1/sales/{reversal.Id}", reversal.Show());
    }
}
