using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Sales;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Sales.Api.History;

/// <summary>Products that were bought together.</summary>
internal static class TogetherEndpoints
{
    public const int DefaultDays = 365;
    public const int DefaultLeast = 3;

    /// <summary>Lines that one answer reads at most, whole days, the newest first.</summary>
    public const int MostLines = 1_000_000;

    private const int DefaultPairs = 20;
    private const int MostPairs = 200;

    public static async Task<Results<Ok<SoldTogether>, ValidationProblem>> Together(
        SalesDb db,
        CancellationToken ct,
        string? sku = null,
        string? location = null,
        [Description("First day, yyyy-MM-dd")] string? from = null,
        [Description("Last day, yyyy-MM-dd")] string? to = null,
        [Description("Fewest receipts with both, 1 to 1000, default 3")] int? least = null,
        [Description("How many pairs, 1 to 200, default 20")] int? limit = null
    )
    {
        var errors = new FieldErrors();
        var query = new SaleFilter
        {
            Sku = sku,
            Location = location,
            From = from,
            To = to,
        }.Check(errors);
        var fewest = errors.Whole("least", least, 1, 1_000, otherwise: DefaultLeast);
        var most = errors.Whole("limit", limit, 1, MostPairs, otherwise: DefaultPairs);
        if (errors.Any)
            return errors.ToProblem();

        // The product is one of those on the receipts: all of them are read.
        var days = await ReadableAsync(db, query with { Sku = null }, ct);
        if (days is not { } window)
            return TypedResults.Ok(new SoldTogether(null, null, false, 0, 0, 0, query.Sku is null ? null : 0, []));
        var lines = window
            .Query.Apply(db)
            .Where(s => s.Kind == SaleKind.Sale && s.VoidOf == null && s.VoidedBy == null);
        var counts = await lines
            .GroupBy(_ => 1)
            .Select(g => new { All = g.LongCount(), With = g.LongCount(s => s.Receipt != null) })
            .SingleOrDefaultAsync(ct);
        var baskets = new Baskets();
        if (counts is { With: > 0 })
        {
            await foreach (
                var line in lines
                    .Where(s => s.Receipt != null)
                    .Select(s => new
                    {
                        s.Sku,
                        s.Channel,
                        s.Location,
                        s.Day,
                        s.Receipt,
                    })
                    .AsAsyncEnumerable()
                    .WithCancellation(ct)
            )
                baskets.Add(line.Sku, line.Channel, line.Location, line.Day, line.Receipt!);
        }

        var (receipts, ofSku, pairs) = baskets.Count(query.Sku, fewest, most);
        return TypedResults.Ok(
            new SoldTogether(
                window.Query.From,
                window.Query.To,
                window.Shortened,
                counts?.All ?? 0,
                counts is null ? 0 : counts.All - counts.With,
                receipts,
                ofSku,
                pairs
            )
        );
    }

    /// <summary>The days that are read: the daily totals tell beforehand how many lines they have.</summary>
    private static async Task<(SaleQuery Query, bool Shortened)?> ReadableAsync(
        SalesDb db,
        SaleQuery query,
        CancellationToken ct
    )
    {
        if ((query.To ?? await DaySum.DaysOf(db, query).MaxAsync(ct)) is not { } last)
            return null;
        query = query with { From = query.From ?? last.AddDays(1 - DefaultDays), To = last };
        var days = await DaySum.Of(db, query).OrderByDescending(d => d.Day).ToListAsync(ct);
        var lines = 0L;
        foreach (var day in days)
        {
            lines += day.Lines;
            if (lines > MostLines && day != days[0])
                return (query with { From = day.Day.AddDays(1) }, true);
        }

        return (query, false);
    }
}
