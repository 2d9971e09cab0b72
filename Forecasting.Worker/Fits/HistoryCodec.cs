using System.Buffers;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Fits;

/// <summary>
/// Days of a series as few bytes: a version byte, then per day with a sale or return the days since the one before (the
/// first: its <see cref="DateOnly.DayNumber"/>), units sold, units returned, revenue and lines, all as variable-length
/// integers of seven bits a byte, the low ones first. An amount is its digits without trailing zeros, times 16, plus 8
/// when negative, plus the digits after the point. The same days always give the same bytes.
/// </summary>
internal static class HistoryCodec
{
    private const byte Version = 1;

    /// <summary>The ledger keeps four digits after the point.</summary>
    private const int MostDigits = 7;

    /// <param name="days">Ascending, one per day.</param>
    /// <exception cref="ArgumentOutOfRangeException">An amount has more digits after the point than the ledger
    /// keeps.</exception>
    public static byte[] Encode(ReadOnlySpan<SeriesDay> days)
    {
        var bytes = new ArrayBufferWriter<byte>(16 + 8 * days.Length);
        Write(bytes, Version);
        var before = 0;
        foreach (var day in days)
        {
            Write(bytes, (UInt128)(uint)(day.Day.DayNumber - before));
            before = day.Day.DayNumber;
            Write(bytes, Pack(day.Sold));
            Write(bytes, Pack(day.Returned));
            Write(bytes, Pack(day.Revenue));
            Write(bytes, (UInt128)(ulong)day.Lines);
        }
        return bytes.WrittenSpan.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are of another version or cut off.</exception>
    public static List<SeriesDay> Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[0] != Version)
            throw new InvalidDataException("The history was written by another version.");
        bytes = bytes[1..];
        var days = new List<SeriesDay>(bytes.Length / 5);
        var day = 0;
        while (!bytes.IsEmpty)
        {
            day += (int)Read(ref bytes);
            days.Add(
                new(
                    DateOnly.FromDayNumber(day),
                    Unpack(Read(ref bytes)),
                    Unpack(Read(ref bytes)),
                    Unpack(Read(ref bytes)),
                    (long)Read(ref bytes)
                )
            );
        }
        return days;
    }

    private static UInt128 Pack(decimal amount)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(amount, parts);
        var digits = new UInt128((uint)parts[2], ((ulong)(uint)parts[1] << 32) | (uint)parts[0]);
        var scale = (parts[3] >> 16) & 0xff;
        while (scale > 0 && digits % 10 == 0)
            (digits, scale) = (digits / 10, scale - 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, MostDigits, nameof(amount));
        return (digits << 4) | (amount < 0 ? 8u : 0u) | (uint)scale;
    }

    private static decimal Unpack(UInt128 packed)
    {
        var digits = packed >> 4;
        return new(
            (int)(uint)digits,
            (int)(uint)(digits >> 32),
            (int)(uint)(digits >> 64),
            (packed & 8) != 0,
            (byte)((uint)packed & 7)
        );
    }

    private static void Write(ArrayBufferWriter<byte> bytes, UInt128 value)
    {
        var span = bytes.GetSpan(19);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            span[length++] = (byte)((uint)value | 0x80);
        span[length++] = (byte)value;
        bytes.Advance(length);
    }

    private static UInt128 Read(ref ReadOnlySpan<byte> bytes)
    {
        UInt128 value = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            value |= (UInt128)(uint)(bytes[i] & 0x7f) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return value;
            }
        }
        throw new InvalidDataException("The history is cut off.");
    }
}
