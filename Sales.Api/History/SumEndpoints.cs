using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Sales;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Sales.Api.History;

/// <summary>Everything that a filter selects in one row, with what only the lines themselves say.</summary>
internal static class SumEndpoints
{
    /// <summary>A month: the lines are read, and nobody asked for all of them.</summary>
    public const int DefaultDays = 31;
    public const int MostDays = 3_660;

    public static async Task<Results<Ok<SalesSum>, ValidationProblem>> Sum(
        [AsParameters] SaleFilter filter,
        SalesDb db,
        CancellationToken ct,
        [Description("How many days without from, 1 to 3660")] string? days = null
    )
    {
        var errors = new FieldErrors();
        var query = filter.Check(errors);
        var span = DefaultDays;
        if (
            !string.IsNullOrEmpty(days)
            && !(int.TryParse(days, CultureInfo.InvariantCulture, out span) && span is >= 1 and <= MostDays)
        )
            errors.Add("days", T($"must be between 1 and {MostDays}"));
        if (errors.Any)
            return errors.ToProblem();

        // A receipt, an import and what came back of a sale are read as a whole, through their index.
        var whole = query is not { Receipt: null, Import: null, ReturnOf: null };
        if (query.From is null && !whole)
        {
            if ((query.To ?? await DaySum.DaysOf(db, query).MaxAsync(ct)) is not { } last)
                return TypedResults.Ok(new SalesSum(null, null, 0, 0, 0, 0, 0, 0, 0));
            query = query with { From = last.AddDays(1 - span), To = last };
        }

        var lines = query.Apply(db).AsNoTracking();
        var sum = await lines
            .GroupBy(_ => 1)
            .Select(g => new
            {
                First = g.Min(s => s.Day),
                Last = g.Max(s => s.Day),
                Sold = g.Sum(s => s.Kind == SaleKind.Sale ? s.Quantity : 0),
                Returned = g.Sum(s => s.Kind == SaleKind.Return ? s.Quantity : 0),
                Revenue = g.Sum(s => s.Kind == SaleKind.Sale ? s.Amount : -s.Amount),
                Discounts = g.Sum(s => s.Kind == SaleKind.Sale ? s.Discount : -s.Discount),
                Lines = g.LongCount(s => s.VoidOf == null && s.VoidedBy == null),
                WithoutReceipt = g.LongCount(s =>
                    s.VoidOf == null && s.VoidedBy == null && s.Kind == SaleKind.Sale && s.Receipt == null
                ),
            })
            .SingleOrDefaultAsync(ct);
        if (sum is null)
            return TypedResults.Ok(new SalesSum(query.From, query.To, 0, 0, 0, 0, 0, 0, 0));
        var receipts = await lines
            .Where(s => s.VoidOf == null && s.VoidedBy == null && s.Kind == SaleKind.Sale && s.Receipt != null)
            .Select(s => new
            {
                s.Channel,
                s.Location,
                s.Day,
                s.Receipt,
            })
            .Distinct()
            .LongCountAsync(ct);
        return TypedResults.Ok(
            new SalesSum(
                query.From ?? sum.First,
                query.To ?? sum.Last,
                sum.Sold,
                sum.Returned,
                sum.Revenue,
                sum.Discounts,
                sum.Lines,
                receipts,
                sum.WithoutReceipt
            )
        );
    }
}
