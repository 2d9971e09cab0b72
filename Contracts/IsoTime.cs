namespace SmartInventory.Contracts;

/// <summary>
/// ISO 8601 as people and programs write it: <c>2026-01-31</c>, <c>2026-01-31T18:30</c>, with seconds, fractions, a
/// blank
/// for the T, and an offset or none. Straight from bytes: half a million of them are read in one import.
/// </summary>
internal static class IsoTime
{
    /// <param name="text">The text.</param>
    /// <param name="time">The clock time as written.</param>
    /// <param name="offset">The offset as written; null when there is none.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTime time, out TimeSpan? offset)
    {
        time = default;
        offset = null;
        if (
            !Digits(ref text, 4, out var year)
            || !Take(ref text, '-')
            || !Digits(ref text, 2, out var month)
            || !Take(ref text, '-')
            || !Digits(ref text, 2, out var day)
        )
            return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        time = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified);
        if (text.IsEmpty)
            return true;

        if (!(Take(ref text, 'T') || Take(ref text, 't') || Take(ref text, ' ')))
            return false;
        if (!Digits(ref text, 2, out var hour) || !Take(ref text, ':') || !Digits(ref text, 2, out var minute))
            return false;
        var second = 0;
        long ticks = 0;
        if (Take(ref text, ':'))
        {
            if (!Digits(ref text, 2, out second))
                return false;
            if (Take(ref text, '.') && !Fraction(ref text, out ticks))
                return false;
        }

        if (hour > 23 || minute > 59 || second > 59)
            return false;
        time = time.AddTicks(new TimeSpan(hour, minute, second).Ticks + ticks);
        return Offset(text, time, out offset);
    }

    private static bool Offset(ReadOnlySpan<byte> text, DateTime time, out TimeSpan? offset)
    {
        offset = null;
        if (text.IsEmpty)
            return true;
        if (text is [(byte)'Z'] or [(byte)'z'])
        {
            offset = TimeSpan.Zero;
            return true;
        }

        var sign = text[0] == '-' ? -1 : 1;
        if (!(Take(ref text, '+') || Take(ref text, '-')) || !Digits(ref text, 2, out var hours))
            return false;
        var minutes = 0;
        if (!text.IsEmpty)
        {
            Take(ref text, ':');
            if (!Digits(ref text, 2, out minutes) || !text.IsEmpty)
                return false;
        }

        if (hours > 14 || minutes > 59 || hours * 60 + minutes > 14 * 60)
            return false;
        var value = sign * new TimeSpan(hours, minutes, 0);
        // The first and last day of the calendar have moments that are outside of it in UTC.
        if (time.Ticks - value.Ticks < 0 || time.Ticks - value.Ticks > DateTime.MaxValue.Ticks)
            return false;
        offset = value;
        return true;
    }

    private static bool Digits(ref ReadOnlySpan<byte> text, int count, out int value)
    {
        value = 0;
        if (text.Length < count)
            return false;
        for (var i = 0; i < count; i++)
        {
            var digit = text[i] - '0';
            if (digit is < 0 or > 9)
                return false;
            value = value * 10 + digit;
        }

        text = text[count..];
        return true;
    }

    private static bool Fraction(ref ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        var count = 0;
        for (; count < text.Length && text[count] is >= (byte)'0' and <= (byte)'9'; count++)
        {
            if (count < 7)
                ticks = ticks * 10 + (text[count] - '0');
        }

        for (var i = count; i < 7; i++)
            ticks *= 10;
        text = text[count..];
        return count > 0;
    }

    private static bool Take(ref ReadOnlySpan<byte> text, char expected)
    {
        if (text.IsEmpty || text[0] != expected)
            return false;
        text = text[1..];
        return true;
    }
}
