using System.Text;
using System.Text.Unicode;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Csv;
using SmartInventory.Contracts.Sales;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Sales.Api.Import;

/// <summary>
/// CSV with a header of field names in any order, which also decides the separator. A stream is not read twice, so a
/// number that a decimal comma and a decimal point make two different ones is refused unless the request says which;
/// only between commas <c>1.000</c> is one without a word, as an export writes it.
/// </summary>
/// <param name="body">UTF-8.</param>
/// <param name="mark">What the request says stands before decimals; null when it does not.</param>
internal sealed class CsvReader(Stream body, DecimalMark? mark) : RowReader(body)
{
    private static readonly SaleField[] Required = [SaleField.Sku, SaleField.Quantity, SaleField.ExternalId];

    private readonly CsvCutter _cutter = new();
    private SaleField[] _columns = [];

    /// <summary>What is wrong with the header; empty when it is good.</summary>
    public List<string> HeaderFaults { get; } = [];

    protected override bool TryTakeHeader(ReadOnlySpan<byte> bytes, bool ended, out int length)
    {
        length = 0;
        var skipped = _cutter.Learn(bytes);
        if (skipped == bytes.Length && !ended)
            return false;
        bytes = bytes[skipped..];
        length = Measure(bytes, ended);
        if (length > MaxRowBytes || (length == 0 && bytes.Length > MaxRowBytes))
            throw TooLong();
        if (length == 0)
            return ended ? throw new MalformedBodyException(T("the body has no header")) : false;
        var header = bytes[..length];
        if (!Utf8.IsValid(header))
            throw new MalformedBodyException(T("the header is not UTF-8"));
        var names = new string[_cutter.Count];
        for (var i = 0; i < names.Length; i++)
            names[i] = Encoding.UTF8.GetString(_cutter.Field(header, i));
        ReadHeader(names);
        length += skipped;
        return true;
    }

    protected override int Measure(ReadOnlySpan<byte> bytes, bool ended)
    {
        try
        {
            return _cutter.Cut(bytes, ended);
        }
        catch (CsvException quote)
        {
            throw new MalformedBodyException(
                quote.Closed is null
                    ? T($"row {Number + 1} has a quote that never closes")
                    : T(
                        $"row {Number + 1}: a quote is closed in the middle of a field; "
                            + $"inside quotes, a quote is doubled"
                    )
            );
        }
    }

    protected override ImportRow Parse(ReadOnlySpan<byte> row, long number)
    {
        var fields = new RowFields();
        if (_cutter.Count != _columns.Length)
        {
            fields.Fail("columns", "columns", T($"the row has {_cutter.Count}, the header {_columns.Length}"));
            return fields.ToRow(number);
        }

        for (var i = 0; i < _columns.Length; i++)
        {
            var text = _cutter.Field(row, i).Trim(" \t"u8);
            if (text.IsEmpty)
                continue;
            if (!_columns[i].IsNumber())
                fields.Set(_columns[i], Formulas.Unguard(text));
            else if (NumberText.Read(text, _columns[i].Signs()) is var reading && Choose(reading, text) is { } value)
                fields.Set(_columns[i], value);
            else
                fields.Fail(_columns[i], Explain(reading, text));
        }

        return fields.ToRow(number);
    }

    protected override MalformedBodyException TooLong() =>
        _cutter.InQuote
            ? new MalformedBodyException(
                T($"row {Number + 1} has a quote that does not close within {MaxRowBytes} bytes")
            )
            : base.TooLong();

    private void ReadHeader(string[] names)
    {
        var columns = Array.ConvertAll(names, SaleFields.FindColumn);
        foreach (var required in Required.Where(field => !columns.Contains(field)))
            HeaderFaults.Add(T($"column '{required.Name()}' is missing"));
        for (var i = 0; i < names.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(names[i]))
                HeaderFaults.Add(T($"column {i + 1} has no name"));
            else if (columns[i] is null)
                HeaderFaults.Add(T($"column '{Shorten(names[i].Trim())}' is no field of a sale"));
            else if (Array.IndexOf(columns, columns[i]) is var first && first < i)
                HeaderFaults.Add(
                    T(
                        $"columns {first + 1} '{Shorten(names[first])}' and {i + 1} '{Shorten(names[i])}' "
                            + $"are the same field"
                    )
                );
        }

        _columns = [.. columns.Select(field => field.GetValueOrDefault())];
    }

    /// <summary>The number that is meant; null where there is none, or no telling.</summary>
    private decimal? Choose(NumberReading reading, ReadOnlySpan<byte> text) =>
        mark is { } known ? reading.With(known)
        : IsPlain(text) ? reading.Point
        : reading.IsAmbiguous || HasStrayComma(reading) ? null
        : reading.Point ?? reading.Comma;

    private string Explain(NumberReading reading, ReadOnlySpan<byte> text)
    {
        var shown = Shorten(text);
        if (mark is { } known && reading.IsNumber)
            return T($"'{shown}' is no number with a decimal {Words.Of(known)}, which this import says");
        if (mark is null && !IsPlain(text) && reading.IsAmbiguous)
        {
            return T(
                $"'{shown}' is {reading.Comma:0.####} with a decimal comma and {reading.Point:0.####} with a decimal "
                    + $"point: say which with ?decimalMark=comma or ?decimalMark=point"
            );
        }

        return mark is null && !IsPlain(text) && HasStrayComma(reading)
            ? T($"'{shown}' has a decimal comma: say ?decimalMark=comma if every number of the file has")
            : T($"'{shown}' is no number");
    }

    // Between commas, what has none is written as an export writes it.
    private bool IsPlain(ReadOnlySpan<byte> text) => _cutter.Separator == ',' && !text.Contains((byte)',');

    private bool HasStrayComma(NumberReading reading) => reading.Only == DecimalMark.Comma && _cutter.Separator == ',';

    private static string Shorten(ReadOnlySpan<byte> bytes) => Shorten(Encoding.UTF8.GetString(bytes));

    private static string Shorten(string text)
    {
        var shown = text.Length <= 40 ? text : $"{text[..40]}...";
        return new string([.. shown.Select(c => char.IsControl(c) ? '?' : c)]);
    }
}
