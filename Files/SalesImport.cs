using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Csv;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.Files;

/// <summary>What a sales import is asked to do.</summary>
/// <param name="File">The file.</param>
/// <param name="Kind">What kind of file it is.</param>
/// <param name="Raw">Its rows go to the server as they are: they are of the API's own format.</param>
/// <param name="Create">Products and locations that are missing are created.</param>
/// <param name="Rejects">Where every rejected row goes; null for nowhere.</param>
/// <param name="Patience">How long a slice is tried while the service is away.</param>
/// <param name="DryRun">Check everything, store nothing.</param>
/// <param name="Mark">What stands before the decimals of its numbers; null to find out.</param>
public sealed record SalesImportOptions(
    TableFile File,
    SalesKind Kind,
    bool Raw,
    bool Create,
    DecimalMark? Mark,
    RejectsFile? Rejects,
    TimeSpan Patience,
    bool DryRun
)
{
    /// <summary>How many rejected lines are kept to be shown.</summary>
    public int Shown { get; init; } = Tally.Shown;
}

/// <summary>
/// Reads the file twice. The first time to check that all of it can be read - its compression, its encoding, its quotes
/// -, to find out how it writes numbers and dates, and to see which products a foreign one needs, so that a file that
/// breaks off leaves nothing half done. The second time to send it, in slices: the next one is cut while the last ones
/// are on their way. Rows of the API's own format go as they are, and only the server judges them.
/// </summary>
public sealed class SalesImport(SalesImportOptions options, ImportTarget target)
{
    /// <summary>Two requests in flight keep the service busy while one answer travels; more only cost memory.</summary>
    private const int Senders = 2;

    /// <summary>The longest name that the server takes.</summary>
    private const int MaxName = 200;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _codes = new(StringComparer.Ordinal);
    private double _progress;
    private FileNumbers _numbers = new(DecimalMark.Point);
    private FileDates _dates = new(DateOrder.DayFirst, null);
    private SalesFormat? _needs;
    private Task<Guid>? _begun;
    private HashSet<string>? _unsold;
    private HashSet<string> _unbuilt = new(StringComparer.Ordinal);

    /// <summary>What is settled so far: also after an interruption, the counts add up.</summary>
    public Tally Tally { get; } = new(options.Shown);

    /// <summary>What the first reading made of the file.</summary>
    public Understanding Understanding { get; private set; } = new();

    /// <summary>How its numbers are read, and what shows it; null where no number could be read otherwise.</summary>
    public string? NumbersRule => _numbers.Explain();

    /// <summary>The same of its dates.</summary>
    public string? DatesRule => _dates.Explain();

    /// <summary>In a dry run: the locations that would be created.</summary>
    public IReadOnlyList<CreateLocation> NewLocations { get; private set; } = [];

    /// <summary>In a dry run: the products that would be created.</summary>
    public IReadOnlyList<CreateProduct> NewProducts { get; private set; } = [];

    /// <summary>The import that the stored lines belong to; null while nothing was sent to be stored.</summary>
    public Guid? Id => _begun is { IsCompletedSuccessfully: true } begun ? begun.Result : null;

    /// <summary>Rows read so far in this pass, and the share of the file.</summary>
    public (long Rows, double Share) Progress => (Volatile.Read(ref _rows), Volatile.Read(ref _progress));

    private long _rows;

    /// <summary>The first reading; twice where it shows that things are written otherwise than was guessed.</summary>
    public void Check(CancellationToken ct)
    {
        var guess = FileDates.OrderOf(options.Kind.Mapping?.DateFormat) ?? DateOrder.DayFirst;
        var comma = Understand(options.Mark ?? DecimalMark.Point, guess, ct);
        var mark = _numbers.Decide(options.Mark, options.Kind == SalesKinds.Own && comma, options.File.Say);
        var order = _dates.Decide(options.File.Say);
        if (mark != _numbers.Mark || order != _dates.Order)
            Understand(mark, order, ct);
    }

    // True when commas separate the fields.
    private bool Understand(DecimalMark mark, DateOrder order, CancellationToken ct)
    {
        Understanding = new Understanding();
        _needs = Format(mark, order);
        var reader = Begin(_needs);
        while (reader.Read())
        {
            Advance(reader, ct);
            var sale = default(SaleRow);
            if (_needs.Map(reader, ref sale) is not null)
            {
                Understanding.Reject();
                continue;
            }

            Understanding.Add(ref sale);
            if (options.Create)
                _needs.Observe(reader, ref sale);
        }

        return reader.Separator == (byte)',';
    }

    private SalesFormat Format(DecimalMark mark, DateOrder order)
    {
        _numbers = new FileNumbers(mark);
        _dates = new FileDates(order, options.Kind.Mapping?.DateFormat);
        return options.Kind.Create(new FileRules(_numbers, _dates, _codes, options.File.Say));
    }

    /// <summary>
    /// Creates the locations and products that a foreign file needs and that are not there; in a dry run, finds them.
    /// </summary>
    public async Task PrepareAsync(CancellationToken ct)
    {
        if (!options.Create || _needs is not { } format)
            return;
        var missing = await FindLocationsAsync(format, ct);
        if (options.DryRun)
            await FindMissingAsync(format, missing, ct);
        else
            await CreateMissingAsync(format, missing, ct);
        // It knows every row, and is needed no more.
        _needs = null;
    }

    /// <summary>Finds the locations by code or by name, whichever the file uses.</summary>
    private async Task<List<CreateLocation>> FindLocationsAsync(SalesFormat format, CancellationToken ct)
    {
        var needed = format.Locations.ToList();
        if (needed.Count == 0)
            return [];
        var there = (
            await Listing<LocationResponse>.ReadAsync(
                int.MaxValue,
                (limit, after) => target.Catalog.ListLocations(limit, after, archived: true, ct)
            )
        ).Items;
        var missing = new List<CreateLocation>();
        foreach (var location in needed)
        {
            if (there.Any(known => known.Code == location.Code))
                continue;
            var named = there
                .Where(known => string.Equals(known.Name, location.Name, StringComparison.OrdinalIgnoreCase))
                .ToList();
            if (named.Count == 1)
                _codes[location.Name!] = named[0].Code;
            else if (missing.Find(other => other.Code == location.Code) is { } other)
                throw new ImportException(
                    T(
                        $"The locations '{other.Name}' and '{location.Name}' would both be {location.Code}. "
                            + $"Create one of them with a code of its own by 'inv location create'."
                    )
                );
            else
                missing.Add(location);
        }

        return missing;
    }

    private async Task FindMissingAsync(SalesFormat format, List<CreateLocation> locations, CancellationToken ct)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var batch in format.Products.Select(product => product.Sku!).Chunk(Limits.MaxBatch))
            known.UnionWith(
                (await target.Catalog.LookupProducts(new LookupProducts(batch), ct)).Select(product => product.Sku)
            );
        NewLocations = locations;
        NewProducts = [.. format.Products.Where(product => !known.Contains(product.Sku!))];
        var missing = NewProducts.Select(product => product.Sku!).ToHashSet(StringComparer.Ordinal);
        foreach (var location in locations)
            target.Say(T($"Would create the location {location.Code} with the clock of {location.TimeZone}."));
        if (missing.Count > 0)
            target.Say(T($"Would create {missing.Count:N0} products."));
        // Where nothing is sold yet, everything is new.
        _unsold = missing;
        _unbuilt = locations.Select(location => location.Code!).ToHashSet(StringComparer.Ordinal);
    }

    private async Task CreateMissingAsync(SalesFormat format, List<CreateLocation> locations, CancellationToken ct)
    {
        foreach (var location in locations)
        {
            await target.Catalog.CreateLocation(location, $"{target.Key}-{location.Code}", ct);
            target.Say(T($"Created the location {location.Code} with the clock of {location.TimeZone}."));
        }

        long created = 0;
        foreach (var batch in format.Products.Chunk(Limits.MaxBatch))
        {
            var result = await target.Catalog.CreateProducts(
                new CreateProducts { Mode = BatchMode.RejectFailedRows, Products = batch },
                ct: ct
            );
            created += result.Created;
            foreach (var row in result.Rows.Where(row => row.Errors is not null))
            {
                var reasons = row.Errors!.Select(error => $"{error.Key} {string.Join("; ", error.Value)}");
                target.Say(
                    T(
                        $"The product {batch[row.Row].Sku} was refused: {string.Join(", ", reasons)}. "
                            + $"Its sales will be rejected."
                    )
                );
            }
        }

        if (created > 0)
            target.Say(T($"Created {created:N0} products."));
    }

    /// <summary>The second reading, which sends.</summary>
    public async Task SendAsync(CancellationToken ct)
    {
        var sender = new SalesSender(target.Sales, options.Patience, target.Time, target.Say);
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
            if (Id is { } import)
                await sender.FinishAsync(import, ct);
        }
        finally
        {
            if (sender.Repeats > 0)
            {
                target.Say(
                    T(
                        "Some lines had to be sent more than once: "
                            + "those that were stored by an attempt whose answer was lost are counted as duplicates."
                    )
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
        var format = options.Raw ? null : Format(_numbers.Mark, _dates.Order);
        var reader = Begin(format);
        var header = options.Raw ? reader.Raw.ToArray() : null;
        bool more;
        do
        {
            if (!free.TryTake(out var slice))
                slice = header is null ? new Slice(options.Shown) : new Slice(header, options.Shown);
            more = Cut(reader, format, slice, ct);
            await queue.WriteAsync(slice, ct);
        } while (more);
        queue.Complete();
    }

    /// <summary>Fills one slice; false when the file has ended.</summary>
    private bool Cut(RecordReader reader, SalesFormat? format, Slice slice, CancellationToken ct)
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
            // The server would not know what the import would create.
            else if (unsold is { } skus && (skus.Contains(sale.Sku) || IsUnbuilt(sale.Location)))
                slice.Own.Accept(sale.IsReturn);
            else
                slice.Add(ref sale, place);
        }

        return true;
    }

    private bool IsUnbuilt(ReadOnlySpan<byte> location)
    {
        if (_unbuilt.Count == 0)
            return false;
        Span<char> code = stackalloc char[location.Length];
        return _unbuilt
            .GetAlternateLookup<ReadOnlySpan<char>>()
            .Contains(code[..Encoding.UTF8.GetChars(location, code)]);
    }

    private async Task SendAllAsync(
        ChannelReader<Slice> queue,
        ConcurrentBag<Slice> free,
        SalesSender sender,
        CancellationToken ct
    )
    {
        // With rows that go as they are goes the rule of their numbers.
        var mark = options.Raw && (_numbers.Matters || options.Mark is not null) ? _numbers.Mark : (DecimalMark?)null;
        await foreach (var slice in queue.ReadAllAsync(ct))
        {
            // A header without rows is still a header that the server judges.
            var report =
                slice.Rows == 0 && !options.Raw
                    ? new ImportReport(0, 0, 0, 0, new Dictionary<string, long>(), [])
                    : await sender.SendAsync(
                        slice,
                        options.DryRun,
                        options.Rejects is not null,
                        mark,
                        options.DryRun || slice.Rows == 0 ? null : await BeginAsync(sender, ct),
                        ct
                    );
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

    /// <summary>Begins the import on the server with the first rows that it is to store.</summary>
    private Task<Guid> BeginAsync(SalesSender sender, CancellationToken ct)
    {
        lock (_lock)
            return _begun ??= sender.BeginAsync(
                options.File.Name.Length > MaxName ? options.File.Name[..MaxName] : options.File.Name,
                $"{target.Key}-import",
                ct
            );
    }

    private RecordReader Begin(SalesFormat? format)
    {
        Volatile.Write(ref _rows, 0);
        var reader = options.File.Read();
        if (!reader.Read())
            throw new ImportException(T("The file is empty."));
        format?.Bind(reader);
        options.Rejects?.Begin(reader.Raw.ToArray(), reader.Separator);
        return reader;
    }

    private void Advance(RecordReader reader, CancellationToken ct)
    {
        if ((reader.Records & 0x3FF) != 0)
            return;
        ct.ThrowIfCancellationRequested();
        Volatile.Write(ref _rows, reader.Records - 1);
        Volatile.Write(ref _progress, options.File.Progress);
    }
}
