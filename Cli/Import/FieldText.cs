using System.Buffers.Text;
using System.Text;

namespace SmartInventory.Cli.Import;

/// <summary>Reads fields of foreign files.</summary>
internal static class FieldText
{
    /// <summary>What surrounds a value by accident does not belong to it.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> field) => field.Trim(" \t"u8);

    /// <summary>A number with a point, or with a comma where semicolons separate the fields.</summary>
    public static bool TryNumber(ReadOnlySpan<byte> field, bool decimalComma, out decimal number)
    {
        field = Trim(field);
        number = 0;
        if (field.IsEmpty || field.Length > 40)
            return false;
        if (decimalComma && field.Contains((byte)','))
        {
            Span<byte> point = stackalloc byte[field.Length];
            field.Replace(point, (byte)',', (byte)'.');
            return field.Count((byte)',') == 1
                && Utf8Parser.TryParse(point, out number, out var used)
                && used == field.Length;
        }

        return Utf8Parser.TryParse(field, out number, out var consumed) && consumed == field.Length;
    }

    /// <summary>The field as text for a message, shortened.</summary>
    public static string Show(ReadOnlySpan<byte> field)
    {
        var text = Encoding.UTF8.GetString(field);
        return text.Length == 0 ? "empty"
            : text.Length <= 60 ? $"'{text}'"
            : $"'{text[..60]}...'";
    }
}
