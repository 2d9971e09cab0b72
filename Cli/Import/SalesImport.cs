using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Threading.Channels;
using Refit;
using SmartInventory.Cli.Hosting;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Csv;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.Cli.Import;

/// <summary>What a sales import is asked to do.</summary>
/// <param name="File">The file.</param>
/// <param name="Preset">What kind of foreign file it is; null when it is one of the API's own.</param>
/// <param name="Rejects">Where every rejected row goes; null for nowhere.</param>
/// <param name="Patience">How long a slice is tried while the service is away.</param>
/// <param name="DryRun">Check everything, store nothing.</param>
/// <param name="Mark">What stands before the decimals of its numbers; null to find out.</param>
internal sealed record SalesImportOptions(
    CsvFile File,
    SalesPreset? Preset,
    DecimalMark? Mark,
    RejectsFile? Rejects,
    TimeSpan Patience,
    bool DryRun
);

/// <summary>
/// Reads the file twice. The first time to check that all of it can be read - its compression, its encoding, its quotes
/// - and
/// to see which products a foreign one needs, so that a file that breaks off leaves nothing half done. The second time
/// to
/// send it, in slices: the next one is cut while the last ones are on their way. Rows of the API's own format go as
/// they
/// are, and only the server judges them.
/// </summary>
internal sealed class SalesImport(SalesImportOptions options, Invocation run)
{
    /// <summary>Two requests in flight keep the service busy while one answer travels; more only cost memory.</summary>
    private const int Senders = 2;

    private readonly Lock _lock = new();
    private double _progress;
    private FileNumbers _numbers = new(DecimalMark.Point);
    private SalesFormat? _needs;
    private HashSet<string>? _unsold;

    /// <summary>What is settled so far: also after an interruption, the counts add up.</summary>
    public Tally Tally { get; } = new();

    /// <summary>Rows read so far in this pass, and the share of the file.</summary>
    public (long Rows, double Share) Progress => (Volatile.Read(ref _rows), Volatile.Read(ref _progress));

    private long _rows;

    /// <summary>The first reading; twice where it shows that numbers are written otherwise than was guessed.</summary>
    public void Check(CancellationToken ct)
    {
        var comma = Understand(options.Mark ?? DecimalMark.Point, ct);
        var mark = _numbers.Decide(options.Mark, pointIsGiven: options.Preset is null && comma);
        if (mark != _numbers.Mark)
            Understand(mark, ct);
        if (_numbers.Explain() is { } rule)
            run.Say(rule);
    }

    // True when commas separate the fields.
    private bool Understand(DecimalMark mark, CancellationToken ct)
    {
        _numbers = new FileNumbers(mark);
        var format = options.Preset?.Create(_numbers);
        var reader = Begin(format);
        var own = format is null ? OwnNumbers(reader) : [];
        while (reader.Read())
        {
            Advance(reader, ct);
            foreach (var (field, place) in own)
            {
                if (place < reader.Count)
                    _numbers.Read(reader, place, field.Name(), field.Signs());
            }

            var sale = default(SaleRow);
            if (format is not null && format.Map(reader, ref sale) is null)
                format.Observe(reader, ref sale);
        }

        _needs = format;
        return reader.Separator == (byte)',';
    }

    // Only the server judges rows of the API's own format, but how their numbers are written shows in all of them.
    private static List<(SaleField Field, int Place)> OwnNumbers(CsvReader header)
    {
        var places = new List<(SaleField, int)>();
        for (var i = 0; i < header.Count; i++)
        {
            if (SaleFields.FindColumn(Encoding.UTF8.GetString(header[i])) is { } field && field.IsNumber())
                places.Add((field, i));
        }

        return places;
    }

    /// <summary>
    /// Creates the location and the products that a foreign file needs and that are not there; in a dry run, finds
    /// them.
    /// </summary>
    public async Task PrepareAsync(CancellationToken ct)
    {
        if (_needs is not { } format)
            return;
        if (options.DryRun)
            await FindMissingAsync(format, ct);
        else
            await CreateMissingAsync(format, ct);
    }

    private async Task FindMissingAsync(SalesFormat format, CancellationToken ct)
    {
        var located = await IsThereAsync(format.Location, ct);
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var batch in format.Products.Select(product => product.Sku!).Chunk(Limits.MaxBatch))
            known.UnionWith(
                (await run.Catalog.LookupProducts(new LookupProducts(batch), ct)).Select(product => product.Sku)
            );
        var missing = format.Products.Select(product => product.Sku!).Where(sku => !known.Contains(sku)).ToHashSet();
        if (!located)
            run.Say($"Would create the location {format.Location.Code}.");
        if (missing.Count > 0)
            run.Say($"Would create {missing.Count:N0} products.");
        // Where nothing is sold yet, everything is new.
        _unsold = located ? missing : [.. missing, .. known];
    }

    private async Task<bool> IsThereAsync(CreateLocation location, CancellationToken ct)
    {
        try
        {
            await run.Catalog.GetLocation(location.Code!, ct);
            return true;
        }
        catch (ApiException missing) when (missing.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    private async Task CreateMissingAsync(SalesFormat format, CancellationToken ct)
    {
        if (!await IsThereAsync(format.Location, ct))
        {
            await run.Catalog.CreateLocation(format.Location, run.Key, ct);
            run.Say($"Created the location {format.Location.Code}.");
        }

        long created = 0;
        foreach (var batch in format.Products.Chunk(Limits.MaxBatch))
        {
            var result = await run.Catalog.CreateProducts(
                new CreateProducts { Mode = BatchMode.RejectFailedRows, Products = batch },
                ct: ct
            );
            created += result.Created;
            foreach (var row in result.Rows.Where(row => row.Errors is not null))
            {
                var reasons = row.Errors!.Select(error => $"{error.Key} {string.Join("; ", error.Value)}");
                run.Say(
                    $"The product {batch[row.Row].Sku} was refused: {string.Join(", ", reasons)}. "
                        + "Its sales will be rejected."
                );
            }
        }

        if (created > 0)
            run.Say($"Created {created:N0} products.");
    }

    /// <summary>The second reading, which sends.</summary>
    public async Task SendAsync(CancellationToken ct)
    {
        var sender = new SalesSender(run.Sales, options.Patience, run.Shell.Time, run.Say);
        var queue = Channel.CreateBounded<Slice>(1);
        var free = new ConcurrentBag<Slice>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        // What fails stops the others; what the user reads is the failure and not their cancellation.
        Task[] work =
        [
            Guarded(() => Task.Run(() => CutAsync(queue.Writer, free, stop.Token), stop.Token)),
            .. Enumerable
                .Range(0, Senders)
                .Select(_ => Guarded(() => SendAllAsync(queue.Reader, free, sender, stop.Token))),
        ];
        try
        {
            await Task.WhenAll(work);
        }
        finally
        {
            if (sender.Repeats > 0)
            {
                run.Say(
                    "Some lines had to be sent more than once: "
                        + "those that were stored by an attempt whose answer was lost are counted as duplicates."
                );
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
        var format = options.Preset?.Create(new FileNumbers(_numbers.Mark));
        var reader = Begin(format);
        var header = format is null ? reader.Raw.ToArray() : null;
        bool more;
        do
        {
            if (!free.TryTake(out var slice))
                slice = header is null ? new Slice() : new Slice(header);
            more = Cut(reader, format, slice, ct);
            await queue.WriteAsync(slice, ct);
        } while (more);
        queue.Complete();
    }

    /// <summary>Fills one slice; false when the file has ended.</summary>
    private bool Cut(CsvReader reader, SalesFormat? format, Slice slice, CancellationToken ct)
    {
        var unsold = _unsold?.GetAlternateLookup<ReadOnlySpan<char>>();
        while (!slice.IsFull)
        {
            if (!reader.Read())
                return false;
            Advance(reader, ct);
            var place = new RowPlace(
                reader.Records - 1,
                reader.Line,
                options.Rejects is null ? null : reader.Raw.ToArray()
            );
            var sale = default(SaleRow);
            if (format is null)
                slice.Add(reader.Raw, place);
            else if (format.Map(reader, ref sale) is { } rejection)
                slice.Reject(rejection, place);
            // The server would not know the product that the import would create.
            else if (unsold is { } skus && skus.Contains(sale.Sku))
                slice.Own.Accept(sale.IsReturn);
            else
                slice.Add(ref sale, place);
        }

        return true;
    }

    private async Task SendAllAsync(
        ChannelReader<Slice> queue,
        ConcurrentBag<Slice> free,
        SalesSender sender,
        CancellationToken ct
    )
    {
        // Rows of the own format go as they are, and with them the rule of their numbers.
        var mark =
            options.Preset is null && (_numbers.Matters || options.Mark is not null)
                ? _numbers.Mark
                : (DecimalMark?)null;
        await foreach (var slice in queue.ReadAllAsync(ct))
        {
            // A header without rows is still a header that the server judges.
            var report =
                slice.Rows == 0 && options.Preset is not null
                    ? new ImportReport(0, 0, 0, 0, new Dictionary<string, long>(), [])
                    : await sender.SendAsync(slice, options.DryRun, options.Rejects is not null, mark, ct);
            lock (_lock)
            {
                Tally.Add(slice.Own, report, slice.Locate(report));
                if (options.Rejects is not null)
                {
                    foreach (var (line, raw) in slice.Rejects.OrderBy(reject => reject.Line.Row))
                        options.Rejects.Write(line, raw);
                }
            }

            slice.Clear();
            free.Add(slice);
        }
    }

    private CsvReader Begin(SalesFormat? format)
    {
        Volatile.Write(ref _rows, 0);
        var reader = options.File.Read();
        if (!reader.Read())
            throw new Failure("The file is empty.");
        format?.Bind(reader);
        options.Rejects?.Begin(reader.Raw.ToArray(), reader.Separator);
        return reader;
    }

    private void Advance(CsvReader reader, CancellationToken ct)
    {
        if ((reader.Records & 0x3FF) != 0)
            return;
        ct.ThrowIfCancellationRequested();
        Volatile.Write(ref _rows, reader.Records - 1);
        Volatile.Write(ref _progress, options.File.Progress);
    }
}
