using System.Net;
using System.Text;
using Refit;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.Cli.Sample;

/// <summary>What was added; what was there before is not counted.</summary>
internal sealed record SampleSummary(
    int Seed,
    DateOnly From,
    DateOnly To,
    long Products,
    long Suppliers,
    long Locations,
    long Series,
    long Movements,
    long Orders,
    long Sales,
    long Duplicates,
    double Seconds
);

/// <summary>
/// Loads the sample through the public API, as anybody's own program would. Every step adds only what is missing, so a
/// load
/// that was interrupted is finished by the next.
/// </summary>
internal sealed class SampleLoader(Invocation run)
{
    private const string Channel = "sample";

    private double _share;
    private long _rows;

    public async Task<SampleSummary> LoadAsync(SampleOptions wanted, TimeSpan patience, CancellationToken ct)
    {
        var started = run.Shell.Time.GetTimestamp();
        var catalogue = SampleCatalogue.Create(wanted.Products, wanted.Seed);
        var before = await FindMarkAsync(catalogue, ct);
        if (before is not null && before.Options.Days != wanted.Days)
            throw new Failure(
                T(
                    $"The sample of seed {wanted.Seed} is there with {before.Options.Days} days. "
                        + $"Take another --seed for another history."
                ),
                ExitCode.Conflict
            );

        var options = wanted with { End = before?.Options.End ?? wanted.End };
        var summary = new SampleSummary(options.Seed, options.Start, options.End, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        if (before is { Finished: true } && before.Options.Products >= wanted.Products)
        {
            run.Say(T($"The sample of seed {wanted.Seed} is there already: nothing was added."));
            return summary;
        }

        var mark = new SampleMark(
            options with
            {
                Products = Math.Max(options.Products, before?.Options.Products ?? 0),
            },
            Finished: false
        );
        summary = await CreateCatalogueAsync(catalogue, mark, summary, ct);
        summary = await StockAsync(catalogue, options, summary, fresh: before is null, ct);
        summary = await ProgressLine.ShowAsync(
            run.Shell,
            T("Loading sales"),
            () => (Volatile.Read(ref _rows), Volatile.Read(ref _share)),
            () => SellAsync(catalogue, options, summary, patience, ct)
        );
        await MarkAsync(catalogue, mark with { Finished = true }, ct);
        return summary with { Seconds = Math.Round(run.Shell.Time.GetElapsedTime(started).TotalSeconds, 1) };
    }

    /// <summary>The mark of the default sample, when it was begun and not finished.</summary>
    public async Task<bool> IsUnfinishedAsync(CancellationToken ct) =>
        await FindMarkAsync(SampleCatalogue.Create(0, SampleCatalogue.DefaultSeed), ct) is { Finished: false };

    private async Task<SampleMark?> FindMarkAsync(SampleCatalogue catalogue, CancellationToken ct)
    {
        try
        {
            return SampleMark.Parse((await run.Catalog.GetSupplier(catalogue.Suppliers[0].Code!, ct)).Notes);
        }
        catch (ApiException missing) when (missing.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task MarkAsync(SampleCatalogue catalogue, SampleMark mark, CancellationToken ct)
    {
        var supplier = await run.Catalog.GetSupplier(catalogue.Suppliers[0].Code!, ct);
        if (supplier.Notes == mark.Notes)
            return;
        await run.Catalog.UpdateSupplier(
            supplier.Code,
            UpdateSupplier.Of(supplier) with
            {
                Notes = mark.Notes,
            },
            supplier.ETag,
            ct
        );
    }

    private async Task<SampleSummary> CreateCatalogueAsync(
        SampleCatalogue catalogue,
        SampleMark mark,
        SampleSummary summary,
        CancellationToken ct
    )
    {
        long suppliers = 0,
            locations = 0,
            products = 0;
        foreach (var (supplier, i) in catalogue.Suppliers.Select((supplier, i) => (supplier, i)))
        {
            // The first one carries the mark from its birth.
            var request = i == 0 ? supplier with { Notes = mark.Notes } : supplier;
            if (await CreatedAsync(() => run.Catalog.CreateSupplier(request, NewKey(), ct)))
                suppliers++;
        }

        await MarkAsync(catalogue, mark, ct);
        foreach (var location in SampleCatalogue.Locations)
        {
            var request = new CreateLocation
            {
                Code = location.Code,
                Name = location.Name,
                TimeZone = location.TimeZone,
            };
            if (await CreatedAsync(() => run.Catalog.CreateLocation(request, NewKey(), ct)))
                locations++;
        }

        foreach (var batch in catalogue.Products.Chunk(Limits.MaxBatch))
        {
            var result = await run.Catalog.CreateProducts(
                new CreateProducts
                {
                    Mode = BatchMode.RejectEverything,
                    Products = [.. batch.Select(product => product.Request)],
                },
                ct: ct
            );
            products += result.Created;
        }

        return summary with
        {
            Suppliers = suppliers,
            Locations = locations,
            Products = products,
        };
    }

    /// <summary>
    /// Openings, receipts and open orders. They come before the sales, so that a shelf is counted before it is sold
    /// from.
    /// </summary>
    private async Task<SampleSummary> StockAsync(
        SampleCatalogue catalogue,
        SampleOptions options,
        SampleSummary summary,
        bool fresh,
        CancellationToken ct
    )
    {
        var counted = fresh ? [] : await CountedAsync(ct);
        var orders = new List<SampleOrder>();
        var adjustments = new List<AdjustStock>();
        var receipts = new List<ReceiveStock>();
        long series = 0,
            movements = 0;
        foreach (var one in Simulate(catalogue, options))
        {
            ct.ThrowIfCancellationRequested();
            orders.AddRange(one.OpenOrders);
            // A series' stock is booked as a whole or not at all: counted says that it was.
            if (counted.Contains((one.Sku, one.Location.Code)))
                continue;
            if (adjustments.Count + receipts.Count + one.Receipts.Count + 1 > Limits.MaxBatch)
                await BookAsync();
            adjustments.Add(
                new AdjustStock
                {
                    Sku = one.Sku,
                    Location = one.Location.Code,
                    Delta = one.Opening,
                    Reason = "opening stock",
                    OccurredAt = one.OpenedAt,
                }
            );
            receipts.AddRange(
                one.Receipts.Select(receipt => new ReceiveStock
                {
                    Sku = one.Sku,
                    Location = one.Location.Code,
                    Quantity = receipt.Quantity,
                    OccurredAt = receipt.At,
                })
            );
            series++;
        }

        await BookAsync();
        return summary with { Series = series, Movements = movements, Orders = await OrderAsync(orders, options, ct) };

        async Task BookAsync()
        {
            if (adjustments.Count == 0)
                return;
            await run.Catalog.MoveStock(
                new MoveStock { Adjustments = [.. adjustments], Receipts = [.. receipts] },
                NewKey(),
                ct
            );
            movements += adjustments.Count + receipts.Count;
            adjustments.Clear();
            receipts.Clear();
        }
    }

    private async Task<HashSet<(string Sku, string Location)>> CountedAsync(CancellationToken ct)
    {
        var levels = await Listing<StockLevelResponse>.ReadAsync(
            int.MaxValue,
            (size, after) => run.Catalog.ListStock(size, after, ct: ct)
        );
        return [.. levels.Items.Where(level => level.Counted).Select(level => (level.Sku, level.Location))];
    }

    private async Task<long> OrderAsync(List<SampleOrder> orders, SampleOptions options, CancellationToken ct)
    {
        long created = 0;
        var today = DateOnly.FromDateTime(run.Shell.Time.GetUtcNow().UtcDateTime);
        foreach (var order in orders.GroupBy(order => (order.Supplier, order.Location, order.Expected)))
        {
            var (supplier, location, expected) = order.Key;
            var request = new CreatePurchaseOrder
            {
                // Named by what it is, so that it is not made twice.
                Number = $"S{options.Seed}-{supplier.Split('-')[0]}-{location[0]}-{expected:yyMMdd}",
                Supplier = supplier,
                Location = location,
                // Nobody may order for yesterday: what is late by now is expected today.
                ExpectedOn = expected < today ? today : expected,
                Lines =
                [
                    .. order.Select(line => new CreatePurchaseOrderLine
                    {
                        Sku = line.Sku,
                        Quantity = line.Quantity,
                        UnitCost = line.UnitCost,
                    }),
                ],
            };
            if (await CreatedAsync(() => run.Catalog.CreatePurchaseOrder(request, NewKey(), ct)))
                created++;
        }

        return created;
    }

    private async Task<SampleSummary> SellAsync(
        SampleCatalogue catalogue,
        SampleOptions options,
        SampleSummary summary,
        TimeSpan patience,
        CancellationToken ct
    )
    {
        var sender = new SalesSender(run.Sales, patience, run.Shell.Time, run.Say);
        var slice = new Slice();
        long sales = 0,
            duplicates = 0;
        var done = 0;
        var total = catalogue.Products.Sum(product => product.Locations.Count);
        foreach (var series in Simulate(catalogue, options))
        {
            Add(slice, series, options.Seed);
            Volatile.Write(ref _share, (double)++done / total);
            if (slice.IsFull)
                await SendAsync();
        }

        await SendAsync();
        return summary with { Sales = sales, Duplicates = duplicates };

        async Task SendAsync()
        {
            if (slice.Rows == 0)
                return;
            ImportReport report = await sender.SendAsync(
                slice,
                dryRun: false,
                allRejects: false,
                mark: null,
                import: null,
                ct
            );
            if (report.Rejects.Count > 0)
                throw new Failure(
                    T($"The server refused a sample sale: {report.Rejects[0].Reason}: {report.Rejects[0].Detail}.")
                );
            sales += report.Accepted + report.Returns;
            duplicates += report.Duplicates;
            Volatile.Write(ref _rows, sales + duplicates);
            slice.Clear();
        }
    }

    private static void Add(Slice slice, SampleSeries series, int seed)
    {
        var location = Encoding.UTF8.GetBytes(series.Location.Code);
        foreach (var sale in series.Sales)
        {
            var sold = new SaleRow
            {
                Sku = series.Sku,
                Location = location,
                Channel = Encoding.UTF8.GetBytes(Channel),
                ExternalId = Encoding.UTF8.GetBytes(
                    $"{seed}-{series.Sku}-{series.Location.Code}-{sale.Day:yyyyMMdd}{(sale.IsReturn ? "-R" : "")}"
                ),
                Quantity = sale.Quantity,
                UnitPrice = sale.UnitPrice,
                SoldAt = sale.At,
                IsReturn = sale.IsReturn,
            };
            slice.Add(ref sold, default);
        }
    }

    /// <summary>One series after the other: the whole history is never in memory.</summary>
    private static IEnumerable<SampleSeries> Simulate(SampleCatalogue catalogue, SampleOptions options) =>
        from product in catalogue.Products
        from location in product.Locations
        select SampleHistory.Simulate(product, location, options);

    private static string NewKey() => Guid.CreateVersion7().ToString();

    /// <summary>False when it was there already.</summary>
    private static async Task<bool> CreatedAsync<T>(Func<Task<T>> create)
    {
        try
        {
            await create();
            return true;
        }
        catch (ApiException taken) when (taken.StatusCode == HttpStatusCode.Conflict)
        {
            return false;
        }
    }
}
