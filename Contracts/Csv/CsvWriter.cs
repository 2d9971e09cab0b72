using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace SmartInventory.Contracts.Csv;

/// <summary>
/// Writes rows as <see cref="CsvCutter"/> reads them. Text that a spreadsheet would run as a formula is guarded, see
/// <see cref="Formulas"/>.
/// </summary>
public sealed class CsvWriter(IBufferWriter<byte> target)
{
    private static readonly SearchValues<byte> NeedsQuotes = SearchValues.Create("\",;\r\n"u8);

    private bool _begun;

    public void Text(ReadOnlySpan<char> text)
    {
        Span<byte> bytes =
            text.Length <= 128 ? stackalloc byte[3 * 128] : new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        Text(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    /// <param name="text">UTF-8.</param>
    public void Text(ReadOnlySpan<byte> text)
    {
        Next();
        var guard = Formulas.LooksLikeFormula(text);
        var quote = text.ContainsAny(NeedsQuotes);
        if (quote)
            target.Write("\""u8);
        if (guard)
            target.Write("'"u8);
        for (var end = text.IndexOf((byte)'"'); end >= 0; end = text.IndexOf((byte)'"'))
        {
            target.Write(text[..(end + 1)]);
            target.Write("\""u8);
            text = text[(end + 1)..];
        }

        target.Write(text);
        if (quote)
            target.Write("\""u8);
    }

    public void Number(decimal number)
    {
        Next();
        Utf8Formatter.TryFormat(number, target.GetSpan(40), out var written);
        target.Advance(written);
    }

    /// <summary>A moment in UTC, or a time on the location's clock as it is.</summary>
    public void Time(LocationTime time)
    {
        Next();
        var clock = time.Offset is { } offset ? time.Clock - offset : time.Clock;
        clock.TryFormat(target.GetSpan(40), out var written, "yyyy-MM-dd'T'HH:mm:ss.FFFFFF", null);
        target.Advance(written);
        if (time.Offset is not null)
            target.Write("Z"u8);
    }

    /// <summary>A field without a value.</summary>
    public void Nothing() => Next();

    public void EndRow()
    {
        target.Write("\r\n"u8);
        _begun = false;
    }

    private void Next()
    {
        if (_begun)
            target.Write(","u8);
        _begun = true;
    }
}
