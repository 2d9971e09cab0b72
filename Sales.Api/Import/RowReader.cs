using System.Text.Unicode;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Csv;
using SmartInventory.ServiceDefaults.Web;
using BadHttpRequestException = Microsoft.AspNetCore.Http.BadHttpRequestException;

namespace SmartInventory.Sales.Api.Import;

/// <summary>
/// Cuts a body into rows as it arrives. Holds one buffer, whatever the length of the body: a row always lies in it in
/// one
/// piece.
/// </summary>
internal abstract class RowReader(Stream body)
{
    protected const int MaxRowBytes = Limits.MaxRowBytes;

    /// <summary>What is held at once, however long each row is. Rows of sales are far from it.</summary>
    private const int MaxHeldBytes = 4 * 1024 * 1024;

    private readonly byte[] _buffer = new byte[4 * MaxRowBytes];
    private int _start;
    private int _end;
    private bool _ended;
    private bool _begun;

    /// <summary>Why the rest of the body cannot be read; null when all of it could.</summary>
    public string? Fault { get; private set; }

    /// <summary>Rows so far.</summary>
    protected long Number { get; private set; }

    /// <summary>
    /// What is between the rows and no row: a header. Takes it off the front; false when it is not complete yet.
    /// </summary>
    protected virtual bool TryTakeHeader(ReadOnlySpan<byte> bytes, bool ended, out int length)
    {
        length = 0;
        return true;
    }

    /// <summary>Finds the end of the row at the front.</summary>
    /// <returns>Its length with its line break; 0 when it is not complete yet.</returns>
    /// <exception cref="MalformedBodyException">It can never be complete.</exception>
    protected abstract int Measure(ReadOnlySpan<byte> bytes, bool ended);

    /// <summary>Reads the row that was just measured.</summary>
    protected abstract ImportRow Parse(ReadOnlySpan<byte> row, long number);

    /// <summary>Reads what comes before the rows, so that a bad header is told before anything is stored.</summary>
    public async Task BeginAsync(CancellationToken ct)
    {
        try
        {
            while (_end < 3 && !_ended)
                await ReadMore(ct);
            if (_end == 0)
                throw new MalformedBodyException(T("the body is empty"));
            CheckEncoding();
            int length;
            while (!TryTakeHeader(_buffer.AsSpan(_start, _end - _start), _ended, out length))
                await ReadMore(ct);
            _start += length;
        }
        catch (Exception e) when (Explain(e) is { } fault)
        {
            Fault = fault;
        }

        _begun = true;
    }

    /// <summary>
    /// Adds rows until there are <paramref name="size"/> or as much as is held, or the body ends or proves unreadable.
    /// </summary>
    /// <returns>False when there are no more.</returns>
    public async Task<bool> FillAsync(List<ImportRow> rows, int size, CancellationToken ct)
    {
        if (!_begun)
            throw new InvalidOperationException("Call BeginAsync first.");
        if (Fault is not null)
            return false;
        var held = 0;
        try
        {
            while (true)
            {
                while (rows.Count < size && held < MaxHeldBytes && Take(out var row, out var length))
                {
                    if (row is null)
                        continue;
                    rows.Add(row);
                    held += length;
                }

                if (rows.Count == size || held >= MaxHeldBytes)
                    return true;
                if (_ended)
                    return false;
                await ReadMore(ct);
            }
        }
        catch (Exception e) when (Explain(e) is { } fault)
        {
            Fault = fault;
            return false;
        }
    }

    // Takes one row, or a blank line as null; false when more bytes are needed.
    private bool Take(out ImportRow? row, out int length)
    {
        row = null;
        length = 0;
        var bytes = _buffer.AsSpan(_start, _end - _start);
        if (bytes.IsEmpty)
            return false;
        length = Measure(bytes, _ended);
        if (length > MaxRowBytes || (length == 0 && bytes.Length > MaxRowBytes))
            throw TooLong();
        if (length == 0)
            return false;
        var text = bytes[..length].TrimEnd("\r\n"u8);
        _start += length;
        if (CsvCutter.IsBlank(text))
            return true;

        Number++;
        if (!Utf8.IsValid(text))
            throw new MalformedBodyException(T($"row {Number} is not UTF-8"));
        row = Parse(text, Number);
        return true;
    }

    protected virtual MalformedBodyException TooLong() =>
        new(T($"row {Number + 1} is longer than {MaxRowBytes} bytes"));

    private void CheckEncoding()
    {
        var bytes = _buffer.AsSpan(0, _end);
        if (bytes.StartsWith("\uFEFF"u8))
            _start = 3;
        else if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, not 0, ..] or [not 0, 0, ..])
            throw new MalformedBodyException(T("the body is UTF-16; send UTF-8"));
        else if (bytes is [0x1F, 0x8B, ..])
            throw new MalformedBodyException(T("the body is gzip, but Content-Encoding does not say so"));
    }

    private async Task ReadMore(CancellationToken ct)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        // Measure refuses what is longer than a row may be, so there is always room.
        var read = await body.ReadAsync(_buffer.AsMemory(_end), ct);
        _end += read;
        _ended = read == 0;
    }

    // What the sender did wrong, in words; null for anything else.
    private static string? Explain(Exception e) =>
        e switch
        {
            MalformedBodyException => e.Message,
            InflatedBodyException => T(
                $"the body becomes more than {Decompression.MaxRatio} times as long when it is decompressed; "
                    + $"send it less compressed, or in parts"
            ),
            _ when e.IsDamagedBody() => T(
                "the body cannot be decompressed: it is damaged, breaks off, or is not what Content-Encoding says"
            ),
            BadHttpRequestException => T($"the body breaks off: {e.Message}"),
            _ => null,
        };
}

/// <summary>The body cannot be read on from here.</summary>
internal sealed class MalformedBodyException(string message) : Exception(message);
