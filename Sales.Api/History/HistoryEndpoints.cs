using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Sales;
using SmartInventory.Contracts.Status;
using SmartInventory.Sales.Api.Recording;
using SmartInventory.ServiceDefaults.Messaging;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Sales.Api.History;

internal static class HistoryEndpoints
{
    private const string NewestFirst = "sales/newest";
    private const int DefaultDays = 90;

    public static async Task<Results<Ok<Page<SaleResponse>>, ValidationProblem>> ListSales(
        [AsParameters] SaleFilter filter,
        [AsParameters] PageRequest page,
        SalesDb db,
        HttpContext context,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var query = filter.Check(errors);
        var list = page.Check(errors, NewestFirst, parts: 2);
        var after = list.After;
        var ticks = 0L;
        var id = Guid.Empty;
        if (
            after is not null
            && !(
                long.TryParse(after[0], NumberStyles.None, CultureInfo.InvariantCulture, out ticks)
                && ticks <= DateTime.MaxValue.Ticks
                && Guid.TryParse(after[1], out id)
            )
        )
            errors.Add("after", PageRequest.NoCursor);
        if (errors.Any)
            return errors.ToProblem();

        var lines = query.Apply(db).AsNoTracking();
        if (after is not null)
        {
            var soldAt = new DateTimeOffset(ticks, TimeSpan.Zero);
            lines = lines.Where(s =>
                EF.Functions.LessThan(ValueTuple.Create(s.SoldAt, s.Id), ValueTuple.Create(soldAt, id))
            );
        }

        var rows = await lines
            .OrderByDescending(s => s.SoldAt)
            .ThenByDescending(s => s.Id)
            .Take(list.Take)
            .Select(Sale.ToResponse)
            .ToListAsync(ct);
        return TypedResults.Ok(
            list.Of(rows, s => [s.SoldAt.UtcTicks.ToString(CultureInfo.InvariantCulture), s.Id.ToString()], context)
        );
    }

    public static async Task<Results<Ok<SaleResponse>, ProblemHttpResult>> GetSale(
        Guid id,
        SalesDb db,
        CancellationToken ct
    ) =>
        await db.Sales.AsNoTracking().Where(s => s.Id == id).Select(Sale.ToResponse).SingleOrDefaultAsync(ct)
            is { } sale
            ? TypedResults.Ok(sale)
            : Refusals.NotFound(T($"No sale has the id '{id}'."));

    public static async Task<Results<Ok<List<DailySales>>, ValidationProblem>> DailySales(
        SalesDb db,
        CancellationToken ct,
        string? sku = null,
        string? location = null,
        string? channel = null,
        string? category = null,
        [Description("First day, yyyy-MM-dd")] string? from = null,
        [Description("Last day, yyyy-MM-dd")] string? to = null
    )
    {
        var errors = new FieldErrors();
        var query = new SaleFilter
        {
            Sku = sku,
            Location = location,
            Channel = channel,
            Category = category,
            From = from,
            To = to,
        }.Check(errors);
        if (errors.Any)
            return errors.ToProblem();

        if (query.From is null)
        {
            // No sum of a day is needed to know the last one.
            var last = await DaySum.DaysOf(db, query).MaxAsync(ct);
            if (last is not { } day)
                return TypedResults.Ok(new List<DailySales>());
            var first = day.AddDays(1 - DefaultDays);
            query = query with { From = first };
        }

        return TypedResults.Ok(
            await DaySum
                .Of(db, query)
                .OrderBy(d => d.Day)
                .Select(d => new DailySales(d.Day, d.Sold, d.Returned, d.Revenue, d.Lines))
                .ToListAsync(ct)
        );
    }

    public static async Task<Ok<LedgerTotals>> Totals(
        SalesDb db,
        ErrorQueues errorQueues,
        TimeProvider time,
        CancellationToken ct
    )
    {
        // The outbox first: a line stored in between then shows as lag of the consumers, never as a loss.
        var (outbox, waits) = await db.UnsentAsync(time, ct);
        var sources = await db
            .DailyTotals.GroupBy(t => t.Channel)
            .OrderBy(g => g.Key)
            .Select(g => new SourceTotals(g.Key, g.Sum(t => t.Sold), g.Sum(t => t.Returned), g.Sum(t => t.Lines)))
            .ToListAsync(ct);
        var failed = await errorQueues.CountAsync(ct);
        return TypedResults.Ok(
            new LedgerTotals(
                sources.OrderBy(s => s.Source, StringComparer.Ordinal).ToList(),
                new Dictionary<string, long> { ["outbox"] = outbox },
                failed.Values.Sum()
            )
            {
                OutboxSeconds = waits,
            }
        );
    }
}
