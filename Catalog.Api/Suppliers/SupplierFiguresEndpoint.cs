using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Suppliers;

/// <summary>Suppliers beside each other. All of them are read for each page: there are not that many.</summary>
internal static class SupplierFiguresEndpoint
{
    public static async Task<Results<Ok<Page<SupplierFigures>>, ValidationProblem>> List(
        [AsParameters] PageRequest page,
        string? search,
        bool? archived,
        [Description("The user name of who looks after them, me, or none for nobody.")] string? assignee,
        [Description("code (default), products, promised, median, p90, deliveries, on-time or open-value")]
            string? sort,
        CatalogDb db,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var order = errors.Word<SupplierSort>("sort", sort) ?? SupplierSort.Code;
        var list = page.Check(errors, $"supplier-figures/{Words.Of(order)}", 1);
        var skipped = 0;
        if (
            list.After is [var place]
            && !int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out skipped)
        )
            errors.Add("after", PageRequest.NoCursor);
        var chosen = SupplierEndpoints.Choose(db, search, archived, assignee, errors);
        if (errors.Any)
            return errors.ToProblem();

        var figures = await ReadAsync(db, chosen, time.GetUtcNow(), ct);
        var rows = Sorted(figures, order).Index().Skip(skipped).Take(list.Take).ToList();
        var shown = list.Of(rows, r => [(r.Index + 1).ToString(CultureInfo.InvariantCulture)], http);
        return TypedResults.Ok(new Page<SupplierFigures>([.. shown.Items.Select(r => r.Item)], shown.Next));
    }

    private static IEnumerable<SupplierFigures> Sorted(IEnumerable<SupplierFigures> figures, SupplierSort order)
    {
        // By code is what the others begin with, too: ties stay in that order.
        var byCode = figures.OrderBy(f => f.Supplier.Code, StringComparer.Ordinal);
        return order switch
        {
            SupplierSort.Products => byCode.OrderByDescending(f => f.Supplier.Products),
            SupplierSort.Promised => byCode.OrderByDescending(f => f.PromisedDays),
            SupplierSort.Median => byCode.OrderByDescending(f => f.Learned?.MedianDays),
            SupplierSort.P90 => byCode.OrderByDescending(f => f.Learned?.P90Days),
            SupplierSort.Deliveries => byCode.OrderByDescending(f => f.Deliveries),
            SupplierSort.OnTime => byCode.OrderBy(f => f.OnTimeShare ?? 2),
            SupplierSort.OpenValue => byCode.OrderByDescending(f => f.OpenValue),
            _ => byCode,
        };
    }

    private static async Task<List<SupplierFigures>> ReadAsync(
        CatalogDb db,
        IQueryable<Supplier> chosen,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var suppliers = await chosen.Select(SupplierEndpoints.ToResponse).ToListAsync(ct);
        var promised = await db
            .SupplierTerms.Where(t => !t.Product!.Archived)
            .GroupBy(t => t.Supplier)
            .Select(g => new { Supplier = g.Key, Days = g.Average(t => (double)t.LeadTimeDays) })
            .ToDictionaryAsync(p => p.Supplier, p => p.Days, StringComparer.Ordinal, ct);
        var delays = await db.Set<AnnouncedLeadTime>()
            .AsNoTracking()
            .Where(a => a.Sku == "")
            .ToDictionaryAsync(a => a.Supplier, a => a.Delay, StringComparer.Ordinal, ct);
        var onTime = await LineReceipt
            .Of(db, now)
            .GroupBy(r => r.Supplier)
            .Select(g => new
            {
                Supplier = g.Key,
                Share = g.Sum(r => r.ReceivedOn <= r.PromisedOn ? r.Quantity / r.Ordered : 0)
                    / g.Sum(r => r.Quantity / r.Ordered),
            })
            .ToDictionaryAsync(r => r.Supplier, r => (double)r.Share, StringComparer.Ordinal, ct);
        var open = await OpenOrders.ReadAsync(db, now, ct);
        return suppliers.ConvertAll(supplier =>
        {
            double? days = promised.TryGetValue(supplier.Code, out var mean) ? mean : null;
            var delay = delays.GetValueOrDefault(supplier.Code);
            var orders = open.GetValueOrDefault(supplier.Code);
            return new SupplierFigures
            {
                Supplier = supplier,
                PromisedDays = days is { } said ? ExpectedDelay.Rounded(said) : null,
                Learned = days is { } from ? delay.ShrunkTo(ExpectedDelay.None).Of(from) : null,
                Deliveries = delay.Deliveries,
                OnTimeShare = onTime.TryGetValue(supplier.Code, out var share) ? Math.Round(share, 4) : null,
                OpenOrders = orders?.Orders ?? 0,
                OpenValue = orders?.Value ?? 0,
                LateOrders = orders?.Late ?? 0,
            };
        });
    }

    /// <summary>What is on order from a supplier and still to come.</summary>
    private sealed record OpenOrders(string Supplier, int Orders, decimal Value, int Late)
    {
        public static Task<Dictionary<string, OpenOrders>> ReadAsync(
            CatalogDb db,
            DateTimeOffset now,
            CancellationToken ct
        ) =>
            db
                .Database.SqlQuery<OpenOrders>(
                    $"""
                    SELECT o.supplier, count(DISTINCT o.id)::int AS orders,
                        sum(round((l.ordered - l.received) * l.unit_cost, 4)) AS value,
                        (count(DISTINCT o.id) FILTER (
                            WHERE l.expected_on < ({now} AT TIME ZONE p.time_zone)::date))::int AS late
                    FROM catalog.purchase_orders AS o
                    JOIN catalog.locations AS p ON p.code = o.location
                    JOIN catalog.purchase_order_lines AS l ON l.order_id = o.id AND l.received < l.ordered
                    WHERE o.status IN ('Approved', 'Sent', 'PartlyReceived')
                    GROUP BY o.supplier
                    """
                )
                .ToDictionaryAsync(o => o.Supplier, StringComparer.Ordinal, ct);
    }
}
