using System.Buffers;
using System.Text;

namespace SmartInventory.Contracts.Csv;

/// <summary>
/// Finds rows and fields of RFC 4180 in bytes, so that a file is cut in the same places wherever it is read. A field
/// that
/// begins with a quote ends with one, with quotes doubled and line breaks as they are inside; elsewhere a quote is an
/// ordinary character. LF, CRLF and a lone CR end a row.
/// </summary>
public sealed class CsvCutter
{
    private static readonly SearchValues<byte> CommaOrBreak = SearchValues.Create(",\r\n"u8);
    private static readonly SearchValues<byte> SemicolonOrBreak = SearchValues.Create(";\r\n"u8);
    private static readonly SearchValues<byte> TabOrBreak = SearchValues.Create("\t\r\n"u8);

    private readonly List<Place> _fields = [];
    private SearchValues<byte> _stops = CommaOrBreak;

    private readonly record struct Place(int Start, int Length, bool Quoted);

    /// <summary>What stands between fields: a comma, or a semicolon or tab if the header has more of those.</summary>
    public byte Separator { get; private set; } = (byte)',';

    /// <summary>Fields of the row that was cut.</summary>
    public int Count => _fields.Count;

    /// <summary>Bytes of the row that was cut, without its line break.</summary>
    public int Length { get; private set; }

    /// <summary>Lines that the row that was cut spans.</summary>
    public int Lines { get; private set; }

    /// <summary>The last cut found no end because a quote is open.</summary>
    public bool InQuote { get; private set; }

    /// <summary>
    /// Learns the separator from a header, or from the line <c>sep=;</c> that spreadsheets write before it.
    /// </summary>
    /// <param name="bytes">The beginning of a file, with its first line whole unless the file ends before.</param>
    /// <returns>Bytes of the line that only names the separator, which is no row; 0 when there is none.</returns>
    public int Learn(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOfAny((byte)'\r', (byte)'\n');
        var header = end < 0 ? bytes : bytes[..end];
        if (header.Length == 5 && Ascii.EqualsIgnoreCase(header[..4], "sep="u8))
        {
            Use(header[4]);
            var crlf = end >= 0 && bytes[end..].StartsWith("\r\n"u8);
            return header.Length
                + (
                    end < 0 ? 0
                    : crlf ? 2
                    : 1
                );
        }

        int commas = 0,
            semicolons = 0,
            tabs = 0;
        var quoted = false;
        foreach (var b in header)
        {
            if (b == '"')
                quoted = !quoted;
            else if (quoted)
                continue;
            else if (b == ',')
                commas++;
            else if (b == ';')
                semicolons++;
            else if (b == '\t')
                tabs++;
        }

        Use(
            (byte)(
                tabs > Math.Max(commas, semicolons) ? '\t'
                : semicolons > commas ? ';'
                : ','
            )
        );
        return 0;
    }

    private void Use(byte separator)
    {
        Separator = separator;
        _stops = separator switch
        {
            (byte)',' => CommaOrBreak,
            (byte)';' => SemicolonOrBreak,
            (byte)'\t' => TabOrBreak,
            _ => SearchValues.Create([separator, (byte)'\r', (byte)'\n']),
        };
    }

    /// <summary>Cuts the row at the front.</summary>
    /// <param name="bytes">From the row's first byte on.</param>
    /// <param name="ended">Nothing comes after <paramref name="bytes"/>.</param>
    /// <returns>The row's length with its line break; 0 when it is not complete yet, or nothing is left.</returns>
    /// <exception cref="CsvException">A quote never closes, or not at the end of its field.</exception>
    public int Cut(ReadOnlySpan<byte> bytes, bool ended)
    {
        _fields.Clear();
        InQuote = false;
        Lines = 1;
        if (bytes.IsEmpty)
            return 0;
        for (var at = 0; ; )
        {
            var end = at < bytes.Length && bytes[at] == '"' ? Quoted(bytes, at, ended) : Plain(bytes, at, ended);
            if (end < 0)
                return 0;
            if (end < bytes.Length && bytes[end] == Separator)
            {
                at = end + 1;
                continue;
            }

            Length = end;
            if (end == bytes.Length)
                return end;
            if (bytes[end] == '\n')
                return end + 1;
            // A line feed that belongs to a carriage return may not have arrived yet.
            if (end + 1 == bytes.Length)
                return ended ? end + 1 : 0;
            return bytes[end + 1] == '\n' ? end + 2 : end + 1;
        }
    }

    /// <summary>A field of the row that was cut, its quotes undone.</summary>
    /// <param name="row">The bytes that were cut.</param>
    /// <param name="index">Its place, from 0.</param>
    public ReadOnlySpan<byte> Field(ReadOnlySpan<byte> row, int index)
    {
        var place = _fields[index];
        var text = row.Slice(place.Start, place.Length);
        return place.Quoted && text.Contains((byte)'"') ? Undouble(text) : text;
    }

    /// <summary>A row of nothing but blanks is no row.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> row) => row.Trim(" \t\r\n"u8).IsEmpty;

    // Each returns where its field ends: at a separator, a line break, or the end of the file; -1 for not yet.
    private int Plain(ReadOnlySpan<byte> bytes, int start, bool ended)
    {
        var length = bytes[start..].IndexOfAny(_stops);
        if (length < 0 && !ended)
            return -1;
        var end = length < 0 ? bytes.Length : start + length;
        _fields.Add(new Place(start, end - start, false));
        return end;
    }

    private int Quoted(ReadOnlySpan<byte> bytes, int start, bool ended)
    {
        for (var at = start + 1; ; )
        {
            var next = bytes[at..].IndexOf((byte)'"');
            if (next < 0 && ended)
                throw new CsvException(start, null);
            InQuote = next < 0;
            // The quote at the end may be the first of two.
            if (next < 0 || (at + next + 1 == bytes.Length && !ended))
                return -1;
            var quote = at + next;
            if (quote + 1 < bytes.Length && bytes[quote + 1] == '"')
            {
                at = quote + 2;
                continue;
            }

            if (
                quote + 1 < bytes.Length
                && bytes[quote + 1] != Separator
                && bytes[quote + 1] is not ((byte)'\r' or (byte)'\n')
            )
                throw new CsvException(start, quote);
            _fields.Add(new Place(start + 1, quote - start - 1, true));
            Lines += Breaks(bytes[start..quote]);
            return quote + 1;
        }
    }

    /// <summary>Line breaks in a text.</summary>
    public static int Breaks(ReadOnlySpan<byte> text)
    {
        var count = text.Count((byte)'\n');
        for (var at = text.IndexOf((byte)'\r'); at >= 0; )
        {
            if (at + 1 == text.Length || text[at + 1] != '\n')
                count++;
            var next = text[(at + 1)..].IndexOf((byte)'\r');
            at = next < 0 ? -1 : at + 1 + next;
        }

        return count;
    }

    private static byte[] Undouble(ReadOnlySpan<byte> text)
    {
        var undone = new List<byte>(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            undone.Add(text[at]);
            if (text[at] == '"')
                at++;
        }

        return [.. undone];
    }
}

/// <summary>A quote that makes what follows unreadable.</summary>
/// <param name="opened">Where it opens, from the row's first byte.</param>
/// <param name="closed">Where the quote stands that closes it in the middle of a field; null when it never
/// closes.</param>
public sealed class CsvException(int opened, int? closed)
    : FormatException("A quote does not close at the end of its field.")
{
    public int Opened { get; } = opened;

    public int? Closed { get; } = closed;
}
