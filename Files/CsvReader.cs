using System.Text;
using System.Text.Unicode;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Csv;

namespace SmartInventory.Files;

/// <summary>
/// Reads CSV record by record, without an allocation per record. Ends with an <see cref="ImportException"/> that names
/// the line for a quote that does not close and for bytes that are no UTF-8. Blank lines are skipped.
/// </summary>
internal sealed class CsvReader(Stream stream, Wording say) : RecordReader
{
    private readonly byte[] _buffer = new byte[4 * Limits.MaxRowBytes];
    private readonly CsvCutter _cutter = new();
    private int _start;
    private int _end;
    private bool _ended;
    private int _row;
    private long _nextLine = 1;

    /// <summary>Comma, or semicolon or tab when the first line has more of those or names it.</summary>
    public override byte Separator => _cutter.Separator;

    public override int Count => _cutter.Count;

    /// <summary>The bytes of a field, quotes undone.</summary>
    public override ReadOnlySpan<byte> this[int index] => _cutter.Field(Raw, index);

    /// <summary>The current record as it stands in the file, without its line end.</summary>
    public override ReadOnlySpan<byte> Raw => _buffer.AsSpan(_row, _cutter.Length);

    public override bool Read()
    {
        if (Records == 0)
            Begin();
        do
        {
            if (!Cut())
                return false;
        } while (CsvCutter.IsBlank(Raw));
        Records++;
        if (!Utf8.IsValid(Raw))
            throw NotUtf8();
        return true;
    }

    private void Begin()
    {
        while (!_ended && _end < Limits.MaxRowBytes && _buffer.AsSpan(0, _end).IndexOf((byte)'\n') < 0)
            Fill();
        if (_buffer.AsSpan(0, _end).StartsWith("\uFEFF"u8))
            _start = 3;
        var skipped = _cutter.Learn(_buffer.AsSpan(_start, _end - _start));
        _start += skipped;
        _nextLine += skipped > 0 ? 1 : 0;
    }

    private bool Cut()
    {
        int length;
        for (length = 0; length == 0; )
        {
            var bytes = _buffer.AsSpan(_start, _end - _start);
            try
            {
                length = _cutter.Cut(bytes, _ended);
            }
            catch (CsvException quote)
            {
                throw Explain(quote, bytes);
            }

            if (length > Limits.MaxRowBytes || (length == 0 && bytes.Length > Limits.MaxRowBytes))
                throw TooLong();
            if (length > 0)
                break;
            if (_ended)
                return false;
            Fill();
        }

        _row = _start;
        _start += length;
        Line = _nextLine;
        _nextLine += _cutter.Lines;
        return true;
    }

    // The cutter takes no more than a row, so there is always room for more.
    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        int read;
        try
        {
            read = stream.Read(_buffer, _end, _buffer.Length - _end);
        }
        catch (InvalidDataException broken)
        {
            throw new ImportException(
                T(
                    $"The gzip data breaks off or is damaged after row {Math.Max(0, Records - 1):N0} "
                        + $"(line {Math.Max(1, _nextLine - 1):N0}): {broken.Message} Get the file again."
                )
            );
        }
        catch (DecoderFallbackException broken)
        {
            throw new ImportException(
                T(
                    $"After row {Math.Max(0, Records - 1):N0} (line {Math.Max(1, _nextLine - 1):N0}) "
                        + $"there are bytes that are not UTF-16: {broken.Message}"
                )
            );
        }

        _end += read;
        _ended = read == 0;
    }

    private ImportException TooLong() =>
        new(
            T(
                $"Line {_nextLine}: a record starts here that is longer than {Limits.MaxRowBytes:N0} bytes. "
                    + $"Is it a quote that never closes?"
            )
        );

    private ImportException Explain(CsvException quote, ReadOnlySpan<byte> bytes)
    {
        var opened = _nextLine + CsvCutter.Breaks(bytes[..quote.Opened]);
        return quote.Closed is { } closed
            ? new ImportException(
                T(
                    $"Line {opened}: a quote opens here and is not closed properly: "
                        + $"on line {_nextLine + CsvCutter.Breaks(bytes[..closed])} the next quote is followed by text."
                )
            )
            : new ImportException(T($"Line {opened}: a quote opens here and never closes."));
    }

    private ImportException NotUtf8()
    {
        var raw = Raw;
        var valid = 0;
        var line = Line;
        // Only to name the line: a record with line breaks in quotes spans several.
        while (raw[valid..].IndexOf((byte)'\n') is >= 0 and var next && Utf8.IsValid(raw.Slice(valid, next)))
        {
            valid += next + 1;
            line++;
        }

        return new ImportException(
            T(
                $"Line {line}: there are bytes that are not UTF-8. "
                    + $"If the file is in the older Western encoding, say {say("encoding", "latin1")}."
            )
        );
    }
}
