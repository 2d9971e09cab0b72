using System.Text;

namespace SmartInventory.Cli.Import;

/// <summary>Reads fields of foreign files.</summary>
internal static class FieldText
{
    /// <summary>What surrounds a value by accident does not belong to it.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> field) => field.Trim(" \t"u8);

    /// <summary>The field as text for a message, shortened.</summary>
    public static string Show(ReadOnlySpan<byte> field)
    {
        var text = Encoding.UTF8.GetString(field);
        return text.Length == 0 ? "empty"
            : text.Length <= 60 ? $"'{text}'"
            : $"'{text[..60]}...'";
    }
}
