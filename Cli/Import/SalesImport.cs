using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Refit;
using SmartInventory.Cli.Hosting;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Cli.Import;

/// <summary>What a sales import is asked to do.</summary>
/// <param name="Rejects">Where every rejected row goes; null for nowhere.</param>
/// <param name="Patience">How long a slice is tried while the service is away.</param>
internal sealed record SalesImportOptions(CsvFile File, Func<SalesFormat> Format, RejectsFile? Rejects, TimeSpan Patience);

/// <summary>
/// Reads the file twice. The first time to check all of it - its compression, its encoding, its quotes, its columns - and to see
/// which products it needs, so that a file that cannot be read to its end leaves nothing half done. The second time to
/// send it, in slices: the next one is cut while the last ones are on their way.
/// </summary>
internal sealed class SalesImport(SalesImportOptions options, Invocation run)
{
    /// <summary>Two requests in flight keep the service busy while one answer travels; more only cost memory.</summary>
    private const int Senders = 2;

    private readonly Lock _lock = new();
    private double _progress;

    /// <summary>What is settled so far: also after an interruption, the counts add up.</summary>
    public Tally Tally { get; private set; } = new();

    /// <summary>Rows read so far in this pass, and the share of the file.</summary>
    public (long Rows, double Share) Progress => (Volatile.Read(ref _rows), Volatile.Read(ref _progress));

    private long _rows;

    /// <summary>The first reading. Returns the format, which has seen the whole file.</summary>
    public SalesFormat Check(bool keepRejects, CancellationToken ct)
    {
        var format = options.Format();
        var tally = new Tally();
        var reader = Begin(format);
        while (reader.Read())
        {
            Advance(reader, ct);
            var sale = default(SaleRow);
            if (format.Map(reader, ref sale) is { } rejection)
            {
                var line = new RejectedLine(reader.Records - 1, reader.Line, rejection.Reason, rejection.Detail);
                tally.Reject(line);
                if (keepRejects) options.Rejects?.Write(line, reader.Raw.ToArray());
            }
            else
            {
                format.Observe(reader, ref sale);
                tally.Accept(sale.IsReturn);
            }
        }

        Tally = tally;
        return format;
    }

    /// <summary>Creates the location and the products that the file needs and that are not there.</summary>
    public async Task PrepareAsync(SalesFormat format, CancellationToken ct)
    {
        if (format.Location is { } location)
        {
            try
            {
                await run.Catalog.GetLocation(location.Code!, ct);
            }
            catch (ApiException missing) when (missing.StatusCode == HttpStatusCode.NotFound)
            {
                await run.Catalog.CreateLocation(location, run.Key, ct);
                run.Say($"Created the location {location.Code}.");
            }
        }

        long created = 0;
        foreach (var batch in format.Products.Chunk(Limits.MaxBatch))
        {
            var result = await run.Catalog.CreateProducts(new CreateProducts { Mode = BatchMode.RejectFailedRows, Products = batch }, ct);
            created += result.Created;
            foreach (var row in result.Rows.Where(row => row.Errors is not null))
            {
                var reasons = row.Errors!.Select(error => $"{error.Key} {string.Join("; ", error.Value)}");
                run.Say($"The product {batch[row.Row].Sku} was refused: {string.Join(", ", reasons)}. Its sales will be rejected.");
            }
        }

        if (created > 0) run.Say($"Created {created:N0} products.");
    }

    /// <summary>The second reading, which sends.</summary>
    public async Task SendAsync(CancellationToken ct)
    {
        Tally = new Tally();
        var sender = new SalesSender(run.Sales, options.Patience, run.Shell.Time, run.Say);
        var queue = Channel.CreateBounded<Slice>(1);
        var free = new ConcurrentBag<Slice>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        // What fails stops the others; what the user reads is the failure and not their cancellation.
        Task[] work =
        [
            Guarded(() => Task.Run(() => CutAsync(queue.Writer, free, stop.Token), stop.Token)),
            .. Enumerable.Range(0, Senders).Select(_ => Guarded(() => SendAllAsync(queue.Reader, free, sender, stop.Token))),
        ];
        try
        {
            await Task.WhenAll(work);
        }
        finally
        {
            foreach (var slice in free) slice.Dispose();
            if (sender.Repeats > 0)
            {
                run.Say("Some lines had to be sent more than once: those that were stored by an attempt whose answer was lost are counted as duplicates.");
            }
        }

        async Task Guarded(Func<Task> part)
        {
            try
            {
                await part();
            }
            catch
            {
                await stop.CancelAsync();
                throw;
            }
        }
    }

    private async Task CutAsync(ChannelWriter<Slice> queue, ConcurrentBag<Slice> free, CancellationToken ct)
    {
        var format = options.Format();
        var reader = Begin(format);
        bool more;
        do
        {
            if (!free.TryTake(out var slice)) slice = new Slice();
            more = Cut(reader, format, slice, ct);
            await queue.WriteAsync(slice, ct);
        }
        while (more);
        queue.Complete();
    }

    /// <summary>Fills one slice; false when the file has ended.</summary>
    private bool Cut(CsvReader reader, SalesFormat format, Slice slice, CancellationToken ct)
    {
        // Rejected rows count too, or a file of nothing else would be one endless slice.
        while (slice.Rows + slice.Own.Read < Slice.MaxRows)
        {
            if (!reader.Read()) return false;
            Advance(reader, ct);
            var sale = default(SaleRow);
            var raw = options.Rejects is null ? null : reader.Raw.ToArray();
            if (format.Map(reader, ref sale) is { } rejection)
                slice.Reject(new RejectedLine(reader.Records - 1, reader.Line, rejection.Reason, rejection.Detail), raw);
            else
                slice.Add(ref sale, reader.Records - 1, reader.Line, raw);
        }

        return true;
    }

    private async Task SendAllAsync(ChannelReader<Slice> queue, ConcurrentBag<Slice> free, SalesSender sender, CancellationToken ct)
    {
        await foreach (var slice in queue.ReadAllAsync(ct))
        {
            var report = slice.Rows == 0
                ? new Contracts.Sales.ImportReport(0, 0, 0, 0, new Dictionary<string, long>(), [])
                : await sender.SendAsync(slice.Body, slice.Rows, run.Shell.Time, ct);
            lock (_lock)
            {
                Tally.Add(slice.Own, report, slice.Locate(report));
                if (options.Rejects is not null)
                {
                    foreach (var (line, raw) in slice.Rejects.OrderBy(reject => reject.Line.Row)) options.Rejects.Write(line, raw);
                }
            }

            slice.Clear();
            free.Add(slice);
        }
    }

    private CsvReader Begin(SalesFormat format)
    {
        Volatile.Write(ref _rows, 0);
        var reader = options.File.Read();
        if (!reader.Read()) throw new Failure("The file is empty.");
        format.Bind(reader);
        options.Rejects?.Begin(reader.Raw.ToArray(), reader.Delimiter);
        return reader;
    }

    private void Advance(CsvReader reader, CancellationToken ct)
    {
        if ((reader.Records & 0x3FF) != 0) return;
        ct.ThrowIfCancellationRequested();
        Volatile.Write(ref _rows, reader.Records - 1);
        Volatile.Write(ref _progress, options.File.Progress);
    }
}
