using System.Globalization;
using System.Text;
using SmartInventory.Contracts;

namespace SmartInventory.Files;

/// <summary>Which of two numbers is the day in 3/4/2026.</summary>
public enum DateOrder
{
    DayFirst,
    MonthFirst,
}

/// <summary>
/// The one rule by which the dates of a file are read, and what the file itself says of it, as with
/// <see cref="FileNumbers"/>. ISO 8601 needs no rule, and a month in words none either.
/// </summary>
public sealed class FileDates(DateOrder order, string? format)
{
    private static readonly string[] Words =
    [
        .. from day in (string[])["d MMM yyyy", "d MMMM yyyy", "MMM d yyyy", "MMMM d yyyy", "d-MMM-yyyy", "d-MMM-yy"]
        from time in (string[])["", " H:mm", " H:mm:ss", " h:mm tt", " h:mm:ss tt"]
        select day + time,
    ];

    private string? _dayFirst,
        _monthFirst,
        _both;

    public DateOrder Order => order;

    /// <summary>The order that a format without a time means; null when it is a format of its own.</summary>
    public static DateOrder? OrderOf(string? format)
    {
        if (format is null || format.Any(c => char.IsAsciiLetter(c) && c is not ('d' or 'M' or 'y')))
            return null;
        var day = format.IndexOf('d', StringComparison.Ordinal);
        var month = format.IndexOf('M', StringComparison.Ordinal);
        var year = format.IndexOf('y', StringComparison.Ordinal);
        return day < 0 || month < 0 || year < Math.Max(day, month) || format.Contains("MMM", StringComparison.Ordinal)
                ? null
            : day < month ? DateOrder.DayFirst
            : DateOrder.MonthFirst;
    }

    /// <summary>Reads a date or time; false when it is none by the rule.</summary>
    /// <param name="record">Where it stands, for the witness.</param>
    /// <param name="text">UTF-8.</param>
    /// <param name="time">On a clock, or with the offset that is written with it.</param>
    public bool TryRead(RecordReader record, ReadOnlySpan<byte> text, out LocationTime time)
    {
        time = LocationTime.Read(text);
        if (time.IsTime)
            return true;
        if (text.IsEmpty || text.Length > 60)
            return false;
        var words = Encoding.UTF8.GetString(text);
        if (format is not null && OrderOf(format) is null)
            return TryExact(words, [format], out time);
        return TryIso(words, out time)
            || TryNumeric(record, words, out time)
            || TryExact(Plain(words), Words, out time);
    }

    /// <summary>What holds for the whole file.</summary>
    /// <param name="say">What the setting is called that decides where the file does not.</param>
    public DateOrder Decide(Wording say)
    {
        if (OrderOf(format) is { } said)
            return said;
        if (_dayFirst is not null && _monthFirst is not null)
            throw new ImportException(
                T(
                    $"The file writes dates in two ways: {_dayFirst} has the day first, {_monthFirst} the month. "
                        + $"Say {Ways(say)}; "
                        + $"rows that do not fit are then rejected."
                )
            );
        if (_dayFirst is null && _monthFirst is null && _both is not null)
            throw new ImportException(
                T(
                    $"{_both} can be day and month or month and day, and nothing in the file decides. "
                        + $"Say {Ways(say)}."
                )
            );
        return _monthFirst is null ? DateOrder.DayFirst : DateOrder.MonthFirst;
    }

    /// <summary>The rule in words for the report; null where no date could be read otherwise.</summary>
    public string? Explain() =>
        format is not null ? T($"Dates are read as {format}.")
        : _dayFirst is not null ? T($"Dates have the day first, as {_dayFirst} shows.")
        : _monthFirst is not null ? T($"Dates have the month first, as {_monthFirst} shows.")
        : null;

    private static string Ways(Wording say) =>
        T($"{say("date-format", "dd/MM/yyyy")} or {say("date-format", "MM/dd/yyyy")}");

    // 2026-11-10 22:15:00 -0500, 2026/11/10 22:15, 2026-11-10 22:15:00 UTC
    private static bool TryIso(string text, out LocationTime time)
    {
        time = default;
        if (text.Length < 8 || !char.IsAsciiDigit(text[3]) || text[4] is not ('-' or '/' or '.'))
            return false;
        var iso = text;
        if (iso.EndsWith(" UTC", StringComparison.OrdinalIgnoreCase) || iso.EndsWith(" GMT", StringComparison.Ordinal))
            iso = iso[..^4] + "Z";
        var sign = iso.LastIndexOfAny(['+', '-']);
        if (sign > 10 && iso[sign - 1] == ' ')
            iso = iso.Remove(sign - 1, 1);
        var parts = iso.Split([text[4]], 3);
        if (parts.Length < 3)
            return false;
        var end = parts[2].AsSpan().IndexOfAnyExceptInRange('0', '9');
        var day = end < 0 ? parts[2] : parts[2][..end];
        var rest = end < 0 ? "" : parts[2][end..];
        time = LocationTime.Read($"{parts[0]}-{parts[1].PadLeft(2, '0')}-{day.PadLeft(2, '0')}{rest}");
        return time.IsTime;
    }

    // 3/4/2026, 31.12.26 18:30, 12/31/2026 6:30:00 PM
    private bool TryNumeric(RecordReader record, string text, out LocationTime time)
    {
        time = default;
        var rest = text.AsSpan();
        if (!TryTake(ref rest, 2, out var first) || rest.IsEmpty)
            return false;
        var mark = rest[0];
        if (mark is not ('/' or '.' or '-'))
            return false;
        rest = rest[1..];
        if (!TryTake(ref rest, 2, out var second) || rest.IsEmpty || rest[0] != mark)
            return false;
        rest = rest[1..];
        var before = rest.Length;
        if (!TryTake(ref rest, 4, out var year))
            return false;
        var digits = before - rest.Length;
        if (digits is not (2 or 4))
            return false;
        if (digits == 2)
            year += year < 70 ? 2000 : 1900;
        Witness(record, text, first, second, mark);
        var (day, month) = order == DateOrder.DayFirst ? (first, second) : (second, first);
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        var date = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified);
        rest = rest.Trim().TrimStart([',', 'T']).Trim();
        if (rest.IsEmpty)
        {
            time = LocationTime.OnClock(date);
            return true;
        }

        if (
            !DateTime.TryParseExact(
                rest,
                (string[])["H:mm", "H:mm:ss", "h:mm tt", "h:mm:ss tt", "h:mmtt", "H:mm:ss.FFFFFFF"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.NoCurrentDateDefault,
                out var clock
            )
        )
            return false;
        time = LocationTime.OnClock(date + clock.TimeOfDay);
        return true;
    }

    private void Witness(RecordReader record, string text, int first, int second, char mark)
    {
        if (first > 12 && second > 12)
            return;
        // Points stand between day, month and year, and in no country the other way round.
        if (first > 12 || mark == '.')
            _dayFirst ??= See();
        else if (second > 12)
            _monthFirst ??= See();
        else if (first != second)
            _both ??= See();

        string See() => T($"'{text}' in row {record.Records - 1:N0} (line {record.Line:N0})");
    }

    private static bool TryExact(string text, string[] formats, out LocationTime time)
    {
        time = default;
        if (formats.Any(f => f.Contains('z', StringComparison.Ordinal) || f.Contains('K', StringComparison.Ordinal)))
        {
            var good = DateTimeOffset.TryParseExact(
                text,
                formats,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var moment
            );
            time = moment;
            return good;
        }

        if (
            !DateTime.TryParseExact(
                text,
                formats,
                CultureInfo.InvariantCulture,
                DateTimeStyles.NoCurrentDateDefault,
                out var clock
            )
        )
            return false;
        time = LocationTime.OnClock(clock);
        return true;
    }

    private static string Plain(string text) =>
        string.Join(' ', text.Replace(',', ' ').Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static bool TryTake(ref ReadOnlySpan<char> text, int most, out int value)
    {
        value = 0;
        var length = 0;
        while (length < most && length < text.Length && char.IsAsciiDigit(text[length]))
            value = value * 10 + (text[length++] - '0');
        text = text[length..];
        return length > 0 && (text.IsEmpty || !char.IsAsciiDigit(text[0]));
    }
}
