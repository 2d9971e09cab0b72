using System.Buffers;
using System.Text;
using System.Text.Json;
using SmartInventory.Contracts;

namespace SmartInventory.Files;

/// <summary>Reads fields of foreign files.</summary>
public static class FieldText
{
    private static readonly SearchValues<byte> OfUsualSkus = SearchValues.Create(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_."u8
    );

    /// <summary>What surrounds a value by accident does not belong to it.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> field) => field.Trim(" \t"u8);

    /// <summary>Reads a SKU; the usual form needs no regular expression and no string.</summary>
    /// <param name="field">UTF-8.</param>
    /// <param name="room">Of 64 characters, where it stands until it is sent.</param>
    /// <param name="sku">As the catalogue has it.</param>
    public static bool TrySku(ReadOnlySpan<byte> field, char[] room, out ReadOnlySpan<char> sku)
    {
        sku = default;
        if (
            field.Length is > 0 and <= 64
            && char.IsAsciiLetterOrDigit((char)field[0])
            && !field.ContainsAnyExcept(OfUsualSkus)
        )
        {
            Encoding.ASCII.GetChars(field, room);
            sku = room.AsSpan(0, field.Length);
            return true;
        }

        if (!Sku.TryParse(Encoding.UTF8.GetString(field), out var parsed))
            return false;
        sku = parsed.Value;
        return true;
    }

    /// <summary>A word as it is written in messages, files and the API.</summary>
    public static string Word(Enum value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>The field as text for a message, shortened.</summary>
    public static string Show(ReadOnlySpan<byte> field)
    {
        var text = Encoding.UTF8.GetString(field);
        return text.Length == 0 ? T("empty")
            : text.Length <= 60 ? $"'{text}'"
            : $"'{text[..60]}...'";
    }
}
