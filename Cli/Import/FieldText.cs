using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace SmartInventory.Cli.Import;

/// <summary>Reads numbers and times out of CSV fields.</summary>
internal static class FieldText
{
    /// <summary>What surrounds a value by accident does not belong to it.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> field) => field.Trim(" \t"u8);

    /// <summary>A number with a point, or with a comma where semicolons separate the fields.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> field, bool decimalComma, out decimal number)
    {
        field = Trim(field);
        number = 0;
        if (field.IsEmpty || field.Length > 40) return false;
        if (decimalComma && field.Contains((byte)','))
        {
            Span<byte> point = stackalloc byte[field.Length];
            field.Replace(point, (byte)',', (byte)'.');
            return field.Count((byte)',') == 1 && Utf8Parser.TryParse(point, out number, out var used) && used == field.Length;
        }

        return Utf8Parser.TryParse(field, out number, out var consumed) && consumed == field.Length;
    }

    /// <summary>yyyy-MM-dd HH:mm[:ss], as most exports write it; a T in the middle is welcome too.</summary>
    public static bool TryLocalTime(ReadOnlySpan<byte> field, out DateTime time)
    {
        time = default;
        if (field.Length is not (16 or 19) || field[4] != '-' || field[7] != '-' || field[10] is not ((byte)' ' or (byte)'T') || field[13] != ':') return false;
        var second = 0;
        if (!TryDigits(field[..4], out var year) || !TryDigits(field[5..7], out var month) || !TryDigits(field[8..10], out var day)
            || !TryDigits(field[11..13], out var hour) || !TryDigits(field[14..16], out var minute)
            || (field.Length == 19 && (field[16] != ':' || !TryDigits(field[17..], out second)))) return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59) return false;
        time = new DateTime(year, month, day, hour, minute, second);
        return true;
    }

    /// <summary>An ISO time; without an offset it is UTC, without a time it is midnight.</summary>
    public static bool TryInstant(ReadOnlySpan<byte> field, out DateTimeOffset time)
    {
        var text = Encoding.UTF8.GetString(field);
        time = default;
        return text.Length >= 10 && text[4] == '-' && text[7] == '-'
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
    }

    /// <summary>The field as text for a message, shortened.</summary>
    public static string Show(ReadOnlySpan<byte> field)
    {
        var text = Encoding.UTF8.GetString(field);
        return text.Length == 0 ? "empty" : text.Length <= 60 ? $"'{text}'" : $"'{text[..60]}...'";
    }

    private static bool TryDigits(ReadOnlySpan<byte> digits, out int value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9') return false;
            value = (value * 10) + digit - '0';
        }

        return true;
    }
}
