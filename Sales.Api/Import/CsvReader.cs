using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Csv;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.Sales.Api.Import;

/// <summary>
/// CSV with a header of field names in any order. The header also decides the separator: with <c>;</c> numbers may have
/// a
/// decimal comma.
/// </summary>
internal sealed class CsvReader(Stream body) : RowReader(body)
{
    private static readonly SaleField[] Required = [SaleField.Sku, SaleField.Quantity, SaleField.ExternalId];

    private readonly CsvCutter _cutter = new();
    private SaleField[] _columns = [];

    /// <summary>What is wrong with the header; empty when it is good.</summary>
    public List<string> HeaderFaults { get; } = [];

    protected override bool TryTakeHeader(ReadOnlySpan<byte> bytes, bool ended, out int length)
    {
        _cutter.Learn(bytes);
        length = Measure(bytes, ended);
        if (length > MaxRowBytes || (length == 0 && bytes.Length > MaxRowBytes))
            throw TooLong();
        if (length == 0)
            return false;
        var header = bytes[..length];
        if (!Utf8.IsValid(header))
            throw new MalformedBodyException("the header is not UTF-8");
        var names = new string[_cutter.Count];
        for (var i = 0; i < names.Length; i++)
            names[i] = Encoding.UTF8.GetString(_cutter.Field(header, i)).Trim();
        ReadHeader(names);
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
            if (!RowFields.IsNumber(_columns[i]))
                fields.Set(_columns[i], Formulas.Unguard(text));
            else if (TryParseNumber(text, out var value))
                fields.Set(_columns[i], value);
            else
                fields.Fail(_columns[i], $"'{Shorten(text)}' is no number");
        }

        return fields.ToRow(number);
    }

    protected override MalformedBodyException TooLong() =>
        _cutter.InQuote
            ? new MalformedBodyException($"row {Number + 1} has a quote that does not close within {MaxRowBytes} bytes")
            : base.TooLong();

    private void ReadHeader(string[] names)
    {
        var columns = Array.ConvertAll(names, SaleFields.Find);
        foreach (var required in Required.Where(field => !columns.Contains(field)))
            HeaderFaults.Add($"column '{required.Name()}' is missing");
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i].Length == 0)
                HeaderFaults.Add($"column {i + 1} has no name");
            else if (columns[i] is null)
                HeaderFaults.Add($"column '{Shorten(Encoding.UTF8.GetBytes(names[i]))}' is no field of a sale");
            else if (Array.IndexOf(columns, columns[i]) < i)
                HeaderFaults.Add($"column '{names[i]}' is there twice");
        }

        _columns = [.. columns.Select(field => field.GetValueOrDefault())];
    }

    private bool TryParseNumber(scoped ReadOnlySpan<byte> text, out decimal number)
    {
        Span<byte> buffer = stackalloc byte[40];
        if (
            _cutter.Separator == ';'
            && text.Length <= buffer.Length
            && text.Contains((byte)',')
            && !text.Contains((byte)'.')
        )
        {
            text.Replace(buffer, (byte)',', (byte)'.');
            text = buffer[..text.Length];
        }

        return Utf8Parser.TryParse(text, out number, out var read) && read == text.Length;
    }

    private static string Shorten(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var shown = text.Length <= 40 ? text : $"{text[..40]}...";
        return new string([.. shown.Select(c => char.IsControl(c) ? '?' : c)]);
    }
}
