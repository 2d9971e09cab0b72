using System.Text;
using System.Text.RegularExpressions;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Suppliers;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Csv;
using SmartInventory.Contracts.Messages;

namespace SmartInventory.Cli.Import;

/// <summary>What an import of a table with columns of its own is asked to do.</summary>
/// <param name="File">The file.</param>
/// <param name="Mark">What stands before the decimals of its numbers; null to find out.</param>
/// <param name="DateFormat">How its dates are written; null to find out.</param>
/// <param name="Rejects">Where every rejected row goes; null for nowhere.</param>
/// <param name="DryRun">Check everything, store nothing.</param>
internal sealed record TableImportOptions(
    TableFile File,
    DecimalMark? Mark,
    string? DateFormat,
    RejectsFile? Rejects,
    bool DryRun
);

/// <summary>A row that could be read.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Value">What it says.</param>
internal sealed record Parsed<TRow>(RowPlace Place, TRow Value);

/// <summary>What became of the rows of a table.</summary>
/// <param name="Created">What was created; in a dry run, what would be.</param>
/// <param name="Updated">What was there and was changed.</param>
/// <param name="Existing">What was there and stayed as it was.</param>
/// <param name="Rejects">What is wrong with the first rejected rows.</param>
/// <param name="Rows">What would become of each row, in a dry run that knows it.</param>
internal sealed record TableImportSummary(
    long Read,
    long Created,
    long Updated,
    long Existing,
    long Rejected,
    IReadOnlyList<RejectedLine> Rejects,
    bool DryRun,
    IReadOnlyList<ImportedRow>? Rows = null
);

/// <summary>What would become of a row.</summary>
/// <param name="Row">One-based row of the file, not counting the header.</param>
/// <param name="Line">One-based line of the file on which it starts.</param>
/// <param name="Name">What it is about.</param>
/// <param name="Outcome">Created, changed, unchanged or rejected.</param>
/// <param name="Changes">What would be different; null unless changed.</param>
internal sealed record ImportedRow(
    long Row,
    long Line,
    string? Name,
    UpsertOutcome Outcome,
    IReadOnlyList<FieldChange>? Changes
);

/// <summary>The columns that fields of a request come from.</summary>
internal static partial class TableColumns
{
    /// <summary>
    /// <c>suppliers[0].unitCost</c> is <c>unitCost</c>, <c>tags[2]</c> is <c>tags</c>,
    /// <c>priceBreaks[0].unitCost</c> is <c>priceBreaks</c>.
    /// </summary>
    public static string Of(string field) => field == "suppliers" ? "supplier" : Field().Match(field).Groups[1].Value;

    [GeneratedRegex(@"\A(?:suppliers\[[0-9]+\]\.)?([A-Za-z]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Field();
}

/// <summary>
/// Reads a table whose columns have fixed names and sends it in batches. It is read to its end before anything is sent,
/// which also shows how it writes numbers and dates.
/// </summary>
internal abstract class TableImport<TRow>(
    string what,
    string[] required,
    string[] optional,
    TableImportOptions options,
    Invocation run
)
{
    private const int MaxShown = 100;

    private readonly List<RejectedLine> _rejects = [];
    private long _read,
        _rejected;
    private FileNumbers _numbers = new(options.Mark ?? DecimalMark.Point);
    private FileDates _dates = new(FileDates.OrderOf(options.DateFormat) ?? DateOrder.DayFirst, options.DateFormat);

    protected Invocation Run => run;
    protected bool DryRun => options.DryRun;
    protected long Created { get; set; }
    protected long Updated { get; set; }
    protected long Existing { get; set; }

    /// <summary>What would become of the rows, where a dry run knows it.</summary>
    protected List<ImportedRow> Rows { get; } = [];

    /// <summary>What the current row says.</summary>
    protected abstract TRow Map(TableFields row);

    /// <summary>Sends a batch, or asks what would become of it in a dry run.</summary>
    protected abstract Task SendAsync(IReadOnlyList<Parsed<TRow>> batch, CancellationToken ct);

    /// <summary>What the catalogue knows of these SKUs, by the SKU; what cannot be one is not asked for.</summary>
    protected async Task<Dictionary<string, ProductState>> LookupAsync(IEnumerable<string?> texts, CancellationToken ct)
    {
        var skus = texts
            .Select(text => Sku.TryParse(text, out var sku) ? sku.Value : null)
            .OfType<string>()
            .Distinct()
            .ToList();
        return skus.Count == 0
            ? []
            : (await Run.Catalog.LookupProducts(new LookupProducts(skus), ct)).ToDictionary(
                product => product.Sku,
                StringComparer.Ordinal
            );
    }

    public async Task<TableImportSummary> RunAsync(CancellationToken ct)
    {
        foreach (var _ in Parse((_, _) => { }))
            continue;
        var mark = _numbers.Decide(options.Mark, pointIsGiven: false, options.File.Say);
        var order = _dates.Decide(options.File.Say);
        _numbers = mark == _numbers.Mark ? _numbers : new FileNumbers(mark);
        _dates = order == _dates.Order ? _dates : new FileDates(order, options.DateFormat);
        foreach (var batch in Parse(Reject).Chunk(Limits.MaxBatch))
            await SendAsync(batch, ct);
        if (_numbers.Explain() is { } rule)
            run.Say(rule);
        return new TableImportSummary(
            _read,
            Created,
            Updated,
            Existing,
            _rejected,
            [.. _rejects.OrderBy(reject => reject.Row)],
            options.DryRun,
            DryRun && Rows.Count > 0 ? [.. Rows.OrderBy(row => row.Row)] : null
        );
    }

    /// <summary>Takes what the server says became of a row, or would: counts it, and tells faults by column.</summary>
    protected void Settle(Parsed<TRow> row, UpsertRow answer, UpsertOutcome outcome)
    {
        switch (outcome)
        {
            case UpsertOutcome.Created:
                Created++;
                break;
            case UpsertOutcome.Changed:
                Updated++;
                break;
            case UpsertOutcome.Unchanged:
                Existing++;
                break;
            default:
                Reject(
                    row,
                    [
                        .. (answer.Errors ?? new Dictionary<string, string[]>()).Select(error =>
                        {
                            var column = TableColumns.Of(error.Key);
                            return new Rejection(column, $"{column} {string.Join("; ", error.Value)}");
                        }),
                    ]
                );
                break;
        }

        if (DryRun)
            Rows.Add(new ImportedRow(row.Place.Row, row.Place.Line, answer.Sku, outcome, answer.Changes));
    }

    /// <summary>Rejects a row that was read.</summary>
    protected void Reject(Parsed<TRow> row, string reason, string detail) =>
        Reject(row.Place, [new Rejection(reason, detail)]);

    /// <summary>Rejects a row that was read, for all that is wrong with it.</summary>
    protected void Reject(Parsed<TRow> row, IReadOnlyList<Rejection> faults) => Reject(row.Place, faults);

    private void Reject(RowPlace place, IReadOnlyList<Rejection> faults)
    {
        _rejected++;
        foreach (var (reason, detail, _) in faults)
        {
            if (_rejects.Count < MaxShown)
                _rejects.Add(new RejectedLine(place.Row, place.Line, reason, detail));
        }
        // The row stands there once, whatever its faults.
        if (place.Raw is not null)
            options.Rejects!.Write(
                new RejectedLine(
                    place.Row,
                    place.Line,
                    faults[0].Reason,
                    string.Join("; ", faults.Select(fault => fault.Detail))
                ),
                place.Raw
            );
    }

    private IEnumerable<Parsed<TRow>> Parse(Action<RowPlace, IReadOnlyList<Rejection>> reject)
    {
        _read = 0;
        var reader = options.File.Read();
        if (!reader.Read())
            throw new Failure(T("The file is empty."));
        var columns = Columns.Bind(reader, what, required, optional);
        options.Rejects?.Begin(reader.Raw.ToArray(), reader.Separator);
        var places = required.Concat(optional).Zip(columns).ToDictionary(StringComparer.Ordinal);
        var count = reader.Count;
        while (reader.Read())
        {
            _read++;
            var raw = options.Rejects is null ? null : reader.Raw.ToArray();
            var place = new RowPlace(reader.Records - 1, reader.Line, raw);
            if (reader.Count != count)
            {
                reject(place, [new Rejection("columns", T($"has {reader.Count} fields and not {count}"))]);
                continue;
            }

            var row = new TableFields(reader, places, _numbers, _dates);
            var value = Map(row);
            if (row.Faults.Count > 0)
                reject(place, row.Faults);
            else
                yield return new Parsed<TRow>(place, value);
        }
    }
}

/// <summary>
/// The fields of a row by the names of their columns. What cannot be read is remembered.
/// </summary>
internal sealed class TableFields(
    RecordReader row,
    Dictionary<string, int> places,
    FileNumbers numbers,
    FileDates dates
)
{
    private readonly List<Rejection> _faults = [];

    public IReadOnlyList<Rejection> Faults => _faults;

    /// <summary>A text; null when it is empty or the column is not there.</summary>
    public string? Text(string column)
    {
        if (places[column] < 0)
            return null;
        var text = Formulas.Unguard(Encoding.UTF8.GetString(row[places[column]]).Trim());
        return text.Length == 0 ? null : text;
    }

    /// <summary>A text that must be there.</summary>
    public string? Needed(string column)
    {
        var text = Text(column);
        if (text is null)
            Refuse(column, T($"{column} is required"));
        return text;
    }

    public decimal? Number(string column, NumberSigns signs = NumberSigns.None)
    {
        if (Text(column) is not { } text)
            return null;
        var number = numbers.Read(row, places[column], column, signs);
        if (number is null)
            Refuse(
                column,
                numbers.Mark == DecimalMark.Comma
                    ? T($"{column} '{text}' is no number with a decimal comma")
                    : T($"{column} '{text}' is no number with a decimal point")
            );
        return number;
    }

    public int? Whole(string column)
    {
        var number = Number(column);
        if (number is null || (decimal.IsInteger(number.Value) && Math.Abs(number.Value) <= int.MaxValue))
            return (int?)number;
        Refuse(column, T($"{column} '{Text(column)}' is no whole number"));
        return null;
    }

    public bool? Flag(string column)
    {
        if (Text(column) is not { } text)
            return null;
        if (bool.TryParse(text, out var flag))
            return flag;
        Refuse(column, T($"{column} '{text}' is neither true nor false"));
        return null;
    }

    /// <summary>One of an enum's words, as the API spells them.</summary>
    public TWord? Word<TWord>(string column)
        where TWord : struct, Enum
    {
        if (Text(column) is not { } text)
            return null;
        var words = Enum.GetValues<TWord>();
        var at = Array.FindIndex(words, word => Inputs.WordOf(word).Equals(text, StringComparison.OrdinalIgnoreCase));
        if (at >= 0)
            return words[at];
        Refuse(column, T($"{column} '{text}' is none of: {string.Join(", ", words.Select(Inputs.WordOf))}"));
        return null;
    }

    /// <summary>Words of an enum joined by bars, as commas and semicolons separate the cells themselves.</summary>
    public TWord[]? Words<TWord>(string column)
        where TWord : struct, Enum
    {
        if (Text(column) is not { } text)
            return null;
        var words = Inputs.WordsOf<TWord>(text, '|');
        if (words is null)
        {
            var all = string.Join(", ", Enum.GetValues<TWord>().Select(Inputs.WordOf));
            Refuse(column, T($"{column} '{text}' is no list of {all}, joined by bars"));
        }
        return words;
    }

    public IReadOnlyList<PriceBreakRequest>? PriceBreaks(string column)
    {
        if (Text(column) is not { } text)
            return null;
        var breaks = TermsText.Breaks(
            text,
            part => numbers.Read(Encoding.UTF8.GetBytes(part), row, column, NumberSigns.Currency)
        );
        if (breaks is null)
            Refuse(column, T($"{column} '{text}' is not of the form {TermsText.BreaksForm}"));
        return breaks;
    }

    public IReadOnlyList<SupplierContact>? Contacts(string column)
    {
        if (Text(column) is not { } text)
            return null;
        var contacts = TermsText.Contacts(text);
        if (contacts is null)
            Refuse(
                column,
                T($"{column} '{text}' is no list of contacts of the form {TermsText.ContactForm}, joined by bars")
            );
        return contacts;
    }

    public LocationTime? Time(string column)
    {
        if (Text(column) is not { } text)
            return null;
        if (dates.TryRead(row, FieldText.Trim(row[places[column]]), out var time))
            return time;
        Refuse(column, T($"{column} '{text}' is no date or time"));
        return null;
    }

    public void Refuse(string column, string detail) => _faults.Add(new Rejection(column, detail));
}
