using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using SmartInventory.Contracts;

namespace SmartInventory.Sales.Api.Import;

/// <summary>
/// RFC 4180: a header of field names in any order, quotes doubled inside quotes, line breaks inside quotes. The header also
/// decides the separator: with <c>;</c> numbers may have a decimal comma.
/// </summary>
internal sealed class CsvReader(Stream body) : RowReader(body)
{
    private static readonly string[] Required = ["sku", "quantity", "externalId"];
    private static readonly SearchValues<byte> CommaOrBreak = SearchValues.Create(",\r\n"u8);
    private static readonly SearchValues<byte> SemicolonOrBreak = SearchValues.Create(";\r\n"u8);

    private readonly List<Field> _fields = [];
    private int[] _columns = [];
    private byte _separator = (byte)',';
    private bool _openQuote;

    /// <summary>What is wrong with the header; empty when it is good.</summary>
    public List<string> HeaderFaults { get; } = [];

    private readonly record struct Field(int Start, int Length, bool Quoted);

    protected override bool TryTakeHeader(ReadOnlySpan<byte> bytes, bool ended, out int length)
    {
        var line = bytes.IndexOf((byte)'\n');
        var first = line >= 0 ? bytes[..line] : bytes;
        _separator = first.Contains((byte)';') && !first.Contains((byte)',') ? (byte)';' : (byte)',';
        length = Measure(bytes, ended);
        if (length == 0)
        {
            if (bytes.Length > MaxRowBytes) throw TooLong();
            return false;
        }

        if (!System.Text.Unicode.Utf8.IsValid(bytes[..length])) throw new MalformedBodyException("the header is not UTF-8");
        var names = new List<string>(_fields.Count);
        foreach (var field in _fields) names.Add(Text(bytes, field).Trim());
        ReadHeader(names);
        return true;
    }

    protected override int Measure(ReadOnlySpan<byte> bytes, bool ended)
    {
        _fields.Clear();
        _openQuote = false;
        var breaks = _separator == ';' ? SemicolonOrBreak : CommaOrBreak;
        var at = 0;
        while (true)
        {
            int end;
            if (at < bytes.Length && bytes[at] == '"')
            {
                end = ClosingQuote(bytes, at + 1, ended);
                if (end < 0) return 0;
                _fields.Add(new Field(at + 1, end - at - 1, true));
                end++;
                if (end == bytes.Length && !ended) return 0;
                if (end < bytes.Length && bytes[end] != _separator && bytes[end] is not ((byte)'\r' or (byte)'\n'))
                    throw new MalformedBodyException($"row {Number + 1}: a quote is closed in the middle of a field; inside quotes, a quote is doubled");
            }
            else
            {
                var length = bytes[at..].IndexOfAny(breaks);
                if (length < 0 && !ended) return 0;
                end = length < 0 ? bytes.Length : at + length;
                _fields.Add(new Field(at, end - at, false));
            }

            if (end == bytes.Length) return end;
            if (bytes[end] == _separator)
            {
                at = end + 1;
                continue;
            }

            if (bytes[end] == '\n') return end + 1;
            // A carriage return ends the row with or without a line feed, which may not have arrived yet.
            if (end + 1 == bytes.Length) return ended ? end + 1 : 0;
            return bytes[end + 1] == '\n' ? end + 2 : end + 1;
        }
    }

    protected override ImportRow Parse(ReadOnlySpan<byte> row, long number)
    {
        var fields = new RowFields();
        if (_fields.Count != _columns.Length)
        {
            fields.Fail("columns", "columns", $"the row has {_fields.Count}, the header {_columns.Length}");
            return fields.ToRow(number);
        }

        for (var i = 0; i < _columns.Length; i++)
        {
            var value = row.Slice(_fields[i].Start, _fields[i].Length).Trim(" \t"u8);
            if (value.IsEmpty) continue;
            var field = _columns[i];
            if (RowFields.IsText(field)) fields.SetText(field, Formulas.Unguard(Text(row, _fields[i])));
            else if (field == 3) fields.SetKind(value);
            else if (field == 5) fields.SetSoldAt(value);
            else if (TryParseNumber(value, out var number_)) fields.SetNumber(field, number_);
            else fields.Fail(field, $"'{Shorten(value)}' is no number");
        }

        return fields.ToRow(number);
    }

    protected override MalformedBodyException TooLong() => _openQuote
        ? new MalformedBodyException($"row {Number + 1} has a quote that does not close within {MaxRowBytes} bytes")
        : base.TooLong();

    private int ClosingQuote(ReadOnlySpan<byte> bytes, int from, bool ended)
    {
        while (true)
        {
            var next = bytes[from..].IndexOf((byte)'"');
            if (next < 0)
            {
                if (ended) throw new MalformedBodyException($"row {Number + 1} has a quote that never closes");
                _openQuote = true;
                return -1;
            }

            var quote = from + next;
            if (quote + 1 == bytes.Length && !ended) return -1;
            if (quote + 1 == bytes.Length || bytes[quote + 1] != '"') return quote;
            from = quote + 2;
        }
    }

    private void ReadHeader(List<string> names)
    {
        _columns = [.. names.Select(RowFields.IndexOf)];
        foreach (var required in Required.Where(name => !names.Contains(name, StringComparer.OrdinalIgnoreCase)))
            HeaderFaults.Add($"column '{required}' is missing");
        for (var i = 0; i < names.Count; i++)
        {
            if (_columns[i] < 0)
                HeaderFaults.Add(names[i].Length == 0 ? $"column {i + 1} has no name" : $"column '{Shorten(Encoding.UTF8.GetBytes(names[i]))}' is no field of a sale");
            else if (Array.IndexOf(_columns, _columns[i]) < i)
                HeaderFaults.Add($"column '{names[i]}' is there twice");
        }
    }

    private static string Text(ReadOnlySpan<byte> row, Field field)
    {
        var text = Encoding.UTF8.GetString(row.Slice(field.Start, field.Length));
        return field.Quoted && text.Contains('"', StringComparison.Ordinal) ? text.Replace("\"\"", "\"", StringComparison.Ordinal) : text;
    }

    private bool TryParseNumber(ReadOnlySpan<byte> text, out decimal number)
    {
        Span<byte> buffer = stackalloc byte[40];
        if (_separator == ';' && text.Length <= buffer.Length && text.Contains((byte)',') && !text.Contains((byte)'.'))
        {
            text.Replace(buffer, (byte)',', (byte)'.');
            return Utf8Parser.TryParse(buffer[..text.Length], out number, out var read) && read == text.Length;
        }

        return Utf8Parser.TryParse(text, out number, out var used) && used == text.Length;
    }

    private static string Shorten(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var shown = text.Length <= 40 ? text : string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, 40)}...");
        return new string([.. shown.Select(c => char.IsControl(c) ? '?' : c)]);
    }
}
