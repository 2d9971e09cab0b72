using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Sales;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Sales.Api.Recording;

internal static class ReturnEndpoints
{
    public static void MapReturns(this IEndpointRouteBuilder app) =>
        app.MapPost("/api/v1/sales/{id:guid}/returns", ReturnSale).WithTags("Sales").WithName("ReturnSale")
            .WithSummary("Records that goods of a sale came back")
            .WithDescription("At most what was sold minus what came back already. At the price of the sale, to its location.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithIdempotency<SalesDb>();

    private static async Task<Results<Created<SaleResponse>, Ok<SaleResponse>, ValidationProblem, ProblemHttpResult>> ReturnSale(
        Guid id, ReturnSale request, SalesDb db, Catalogue.Catalogue catalogue, SaleStore store, TimeProvider time, CancellationToken ct)
    {
        var now = SaleRules.Now(time);
        // The lock makes two returns of one sale count one after the other.
        var sale = await db.Sales.FromSql($"SELECT * FROM sales.sales WHERE id = {id} FOR UPDATE").AsNoTracking().SingleOrDefaultAsync(ct);
        if (sale is null) return Refusals.NotFound($"No sale has the id '{id}'.");
        if (sale.Kind == SaleKind.Return)
            return Refusals.Conflict("This line is a return itself.", "Only a sale can be returned.");

        var errors = new FieldErrors();
        var quantity = errors.Quantity("quantity", request.Quantity);
        var soldAt = SaleRules.SoldAt(request.SoldAt, now, errors);
        if (soldAt < sale.SoldAt) errors.Add("soldAt", "must not be before the sale");
        var externalId = SaleRules.ExternalId(request.ExternalId, errors);

        if (!errors.Any && externalId is not null
            && await db.Sales.AsNoTracking().SingleOrDefaultAsync(s => s.Channel == sale.Channel && s.ExternalId == externalId, ct) is { } before)
            return Repeated(before, id, quantity, soldAt);

        var view = await catalogue.LoadAsync(new HashSet<string> { sale.Sku }, new HashSet<string> { sale.Location }, new HashSet<string>(), ct);
        if (view.Product(sale.Sku) is { WholeUnits: true } && !decimal.IsInteger(quantity))
            errors.Add("quantity", $"must be a whole number: '{sale.Sku}' is counted in whole units");
        var returned = await db.Sales.Where(s => s.ReturnOf == id).SumAsync(s => s.Quantity, ct);
        if (quantity > sale.Quantity - returned)
            errors.Add("quantity", $"must be at most {sale.Quantity - returned:0.####}: {sale.Quantity:0.####} were sold and {returned:0.####} came back already");
        var clock = view.Location(sale.Location) is { } location ? SaleRules.Clock(location.TimeZone) : null;
        if (clock is null) errors.Add("location", $"the time zone of '{sale.Location}' is not known");
        if (errors.Any) return errors.ToProblem();

        var at = soldAt ?? (now < sale.SoldAt ? sale.SoldAt : now);
        var line = new Sale
        {
            Id = Guid.CreateVersion7(now),
            Channel = sale.Channel,
            ExternalId = externalId ?? Guid.CreateVersion7(now).ToString(),
            Kind = SaleKind.Return,
            Sku = sale.Sku,
            Location = sale.Location,
            Quantity = quantity,
            UnitPrice = sale.UnitPrice,
            SoldAt = at,
            Day = SaleRules.Day(at, clock!),
            Customer = sale.Customer,
            ReturnOf = id,
            RecordedAt = now,
        };
        if ((await store.AddAsync([line], ct)).Count == 1) return TypedResults.Created($"/api/v1/sales/{line.Id}", line.Show());

        var met = await db.Sales.AsNoTracking().SingleAsync(s => s.Channel == line.Channel && s.ExternalId == line.ExternalId, ct);
        return Repeated(met, id, quantity, soldAt);
    }

    private static Results<Created<SaleResponse>, Ok<SaleResponse>, ValidationProblem, ProblemHttpResult> Repeated(
        Sale before, Guid returnOf, decimal quantity, DateTimeOffset? soldAt)
    {
        var differs = new List<string>();
        if (before.ReturnOf != returnOf) differs.Add("it is no return of this sale");
        if (before.Quantity != quantity) differs.Add($"quantity is {before.Quantity:0.####}, sent was {quantity:0.####}");
        if (soldAt is { } at && before.SoldAt != at) differs.Add($"soldAt is {before.SoldAt:O}, sent was {at:O}");
        return differs.Count == 0 ? TypedResults.Ok(before.Show()) : RecordingEndpoints.Taken(before, differs);
    }
}
