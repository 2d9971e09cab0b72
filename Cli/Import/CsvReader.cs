using System.Text.Unicode;
using SmartInventory.Cli.Hosting;

namespace SmartInventory.Cli.Import;

/// <summary>
/// RFC 4180 over bytes, record by record, without an allocation per record. Ends with a <see cref="Failure"/> that names
/// the line for a quote that does not close and for bytes that are no UTF-8. Blank lines are skipped; CRLF and LF are
/// both line ends; a quote inside an unquoted field is an ordinary character.
/// </summary>
internal sealed class CsvReader(Stream stream, int maxRecord = CsvReader.MaxRecord)
{
    /// <summary>A longer record is a quote that never closes, in practice.</summary>
    public const int MaxRecord = 1 << 20;

    private const byte Quote = (byte)'"';

    private byte[] _buffer = new byte[1 << 16];
    private byte[] _unescaped = new byte[1 << 10];
    private Field[] _fields = new Field[16];
    private int _start;
    private int _end;
    private bool _ended;
    private long _nextLine = 1;
    private int _rawStart;
    private int _rawLength;
    private int _unescapedLength;

    /// <summary>Where a field lies: in the buffer, or, when doubled quotes had to be undone, in the other one.</summary>
    private readonly record struct Field(int Start, int Length, bool Unescaped);

    /// <summary>Comma, or semicolon when the first line has more of those.</summary>
    public byte Delimiter { get; private set; } = (byte)',';

    /// <summary>One-based line on which the current record starts.</summary>
    public long Line { get; private set; }

    /// <summary>Records read, the header included.</summary>
    public long Records { get; private set; }

    public int Count { get; private set; }

    /// <summary>The bytes of field <paramref name="index"/> of the current record, quotes undone.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            var field = _fields[index];
            return (field.Unescaped ? _unescaped : _buffer).AsSpan(field.Start, field.Length);
        }
    }

    /// <summary>The current record as it stands in the file, without its line end.</summary>
    public ReadOnlySpan<byte> Raw => _buffer.AsSpan(_rawStart, _rawLength);

    /// <summary>Goes to the next record; false at the end.</summary>
    public bool Read()
    {
        if (Records == 0) Sniff();
        while (true)
        {
            if (!ReadRecord()) return false;
            if (Count > 1 || this[0].Length > 0 || _rawLength > 0) break;
        }

        Records++;
        if (!Utf8.IsValid(Raw)) throw NotUtf8();
        return true;
    }

    private void Sniff()
    {
        while (!_ended && _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n') < 0) Fill();
        if (_buffer.AsSpan(_start, _end - _start).StartsWith("\uFEFF"u8)) _start += 3;
        var first = _buffer.AsSpan(_start, _end - _start);
        if (first.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || first.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            throw new Failure("The file is UTF-16. Save it as UTF-8.");
        var length = first.IndexOf((byte)'\n');
        if (length >= 0) first = first[..length];
        if (first.Count((byte)';') > first.Count((byte)',')) Delimiter = (byte)';';
    }

    private bool ReadRecord()
    {
        // Most records are one line without a quote: found and cut with vectorised searches.
        while (true)
        {
            var rest = _buffer.AsSpan(_start, _end - _start);
            var length = rest.IndexOf((byte)'\n');
            if (length < 0 && !_ended)
            {
                if (rest.Contains(Quote)) return ReadQuoted();
                Fill();
                continue;
            }

            if (length < 0 && rest.IsEmpty) return false;
            var line = length < 0 ? rest : rest[..length];
            if (line.Contains(Quote)) return ReadQuoted();
            Begin();
            Take(line.Length, length < 0 ? line.Length : line.Length + 1);
            Cut();
            _nextLine++;
            return true;
        }
    }

    private void Cut()
    {
        var raw = Raw;
        var from = 0;
        while (true)
        {
            var length = raw[from..].IndexOf(Delimiter);
            if (length < 0) break;
            Add(new Field(_rawStart + from, length, false));
            from += length + 1;
        }

        Add(new Field(_rawStart + from, raw.Length - from, false));
    }

    private bool ReadQuoted()
    {
        Begin();
        var at = 0;
        var line = _nextLine;
        while (true)
        {
            at = Peek(at) == Quote ? ReadQuotedField(at + 1, ref line) : ReadPlainField(at);
            var next = Peek(at);
            if (next == Delimiter)
            {
                at++;
                continue;
            }

            // At a line end, or at the end of the file.
            Take(at, next < 0 ? at : at + 1);
            _nextLine = line + 1;
            return true;
        }
    }

    private int ReadPlainField(int at)
    {
        var start = at;
        for (var next = Peek(at); next >= 0 && next != Delimiter && next != '\n'; next = Peek(at)) at++;
        var length = at - start;
        if (Peek(at) != Delimiter && length > 0 && _buffer[_start + at - 1] == '\r') length--;
        // Positions are relative until the record is complete, because reading on may move the buffer.
        Add(new Field(start, length, false));
        return at;
    }

    private int ReadQuotedField(int at, ref long line)
    {
        var opened = line;
        var start = at;
        var copied = -1;
        var piece = at;
        while (true)
        {
            var next = Peek(at);
            if (next < 0) throw new Failure($"Line {opened}: a quote opens here and never closes.");
            if (next == '\n') line++;
            if (next != Quote)
            {
                at++;
                continue;
            }

            if (Peek(at + 1) != Quote) break;
            // A doubled quote is one quote: from here on the field needs a copy.
            if (copied < 0) copied = _unescapedLength;
            Copy(piece, at + 1 - piece);
            at += 2;
            piece = at;
        }

        if (copied < 0)
        {
            Add(new Field(start, at - start, false));
        }
        else
        {
            Copy(piece, at - piece);
            Add(new Field(copied, _unescapedLength - copied, true));
        }

        at++;
        if (Peek(at) == '\r' && Peek(at + 1) is '\n' or < 0) at++;
        var after = Peek(at);
        if (after >= 0 && after != Delimiter && after != '\n')
        {
            throw new Failure(
                $"Line {opened}: a quote opens here and is not closed properly: on line {line} the next quote is followed by text.");
        }

        return at;
    }

    private void Begin()
    {
        Line = _nextLine;
        Count = 0;
        _unescapedLength = 0;
    }

    /// <summary>Makes the next <paramref name="length"/> bytes the current record and moves behind it.</summary>
    private void Take(int length, int consumed)
    {
        _rawStart = _start;
        _rawLength = length > 0 && _buffer[_start + length - 1] == '\r' ? length - 1 : length;
        for (var i = 0; i < Count; i++)
        {
            if (!_fields[i].Unescaped) _fields[i] = _fields[i] with { Start = _fields[i].Start + _start };
        }

        _start += consumed;
    }

    private void Add(Field field)
    {
        if (Count == _fields.Length) Array.Resize(ref _fields, Count * 2);
        _fields[Count++] = field;
    }

    private void Copy(int from, int length)
    {
        if (_unescapedLength + length > _unescaped.Length)
            Array.Resize(ref _unescaped, Math.Max(_unescaped.Length * 2, _unescapedLength + length));
        _buffer.AsSpan(_start + from, length).CopyTo(_unescaped.AsSpan(_unescapedLength));
        _unescapedLength += length;
    }

    /// <summary>The byte at <paramref name="offset"/> from the record's start; -1 behind the end of the file.</summary>
    private int Peek(int offset)
    {
        while (_start + offset >= _end)
        {
            if (_ended) return -1;
            Fill();
        }

        return _buffer[_start + offset];
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_end >= maxRecord)
            {
                throw new Failure(
                    $"Line {_nextLine}: a record starts here that is longer than {maxRecord:N0} bytes. Is it a quote that never closes?");
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        int read;
        try
        {
            read = stream.Read(_buffer, _end, _buffer.Length - _end);
        }
        catch (InvalidDataException broken)
        {
            throw new Failure(
                $"The gzip data breaks off or is damaged after row {Math.Max(0, Records - 1):N0} (line {Math.Max(1, _nextLine - 1):N0}): {broken.Message} Get the file again.");
        }

        _end += read;
        _ended = read == 0;
    }

    private Failure NotUtf8()
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

        return new Failure($"Line {line}: there are bytes that are not UTF-8. If the file is in the older Western encoding, say --encoding latin1.");
    }
}
