using System.Globalization;
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
            return ended ? throw new MalformedBodyException("the body has no header") : false;
        var header = bytes[..length];
        if (!Utf8.IsValid(header))
            throw new MalformedBodyException("the header is not UTF-8");
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
                    ? $"row {Number + 1} has a quote that never closes"
                    : $"row {Number + 1}: a quote is closed in the middle of a field; inside quotes, a quote is doubled"
            );
        }
    }

    protected override ImportRow Parse(ReadOnlySpan<byte> row, long number)
    {
        var fields = new RowFields();
        if (_cutter.Count != _columns.Length)
        {
            fields.Fail("columns", "columns", $"the row has {_cutter.Count}, the header {_columns.Length}");
            return fields.ToRow(number);
        }

        for (var i = 0; i < _columns.Length; i++)
        {
            var text = _cutter.Field(row, i).Trim(" \t"u8);
            if (text.IsEmpty)
                continue;
            if (!_columns[i].IsNumber())
                fields.Set(_columns[i], Formulas.Unguard(text));
            else if (ReadNumber(text, _columns[i], out var fault) is { } value)
                fields.Set(_columns[i], value);
            else
                fields.Fail(_columns[i], $"'{Shorten(text)}' {fault}");
        }

        return fields.ToRow(number);
    }

    protected override MalformedBodyException TooLong() =>
        _cutter.InQuote
            ? new MalformedBodyException($"row {Number + 1} has a quote that does not close within {MaxRowBytes} bytes")
            : base.TooLong();

    private void ReadHeader(string[] names)
    {
        var columns = Array.ConvertAll(names, SaleFields.FindColumn);
        foreach (var required in Required.Where(field => !columns.Contains(field)))
            HeaderFaults.Add($"column '{required.Name()}' is missing");
        for (var i = 0; i < names.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(names[i]))
                HeaderFaults.Add($"column {i + 1} has no name");
            else if (columns[i] is null)
                HeaderFaults.Add($"column '{Shorten(names[i].Trim())}' is no field of a sale");
            else if (Array.IndexOf(columns, columns[i]) is var first && first < i)
                HeaderFaults.Add(
                    $"columns {first + 1} '{Shorten(names[first])}' and {i + 1} '{Shorten(names[i])}' "
                        + "are the same field"
                );
        }

        _columns = [.. columns.Select(field => field.GetValueOrDefault())];
    }

    private decimal? ReadNumber(ReadOnlySpan<byte> text, SaleField field, out string fault)
    {
        fault = "is no number";
        var reading = NumberText.Read(text, field.Signs());
        if (mark is { } known)
        {
            if (reading.IsNumber)
                fault = $"is no number with a decimal {Words.Of(known)}, which this import says";
            return reading.With(known);
        }

        if (_cutter.Separator == ',' && !text.Contains((byte)','))
            return reading.Point;
        if (reading.IsAmbiguous)
        {
            fault =
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"is {reading.Comma:0.####} with a decimal comma and {reading.Point:0.####} with a decimal point: "
                ) + "say which with ?decimalMark=comma or ?decimalMark=point";
            return null;
        }

        if (reading.Only == DecimalMark.Comma && _cutter.Separator == ',')
        {
            fault = "has a decimal comma: say ?decimalMark=comma if every number of the file has";
            return null;
        }

        return reading.Point ?? reading.Comma;
    }

    private static string Shorten(ReadOnlySpan<byte> bytes) => Shorten(Encoding.UTF8.GetString(bytes));

    private static string Shorten(string text)
    {
        var shown = text.Length <= 40 ? text : $"{text[..40]}...";
        return new string([.. shown.Select(c => char.IsControl(c) ? '?' : c)]);
    }
}
