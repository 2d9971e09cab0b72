using System.Text.Json;

namespace SmartInventory.Sales.Api.Import;

/// <summary>One JSON object per line.</summary>
internal sealed class NdjsonReader(Stream body) : RowReader(body)
{
    private static readonly byte[][] Names = Array.ConvertAll(RowFields.Names, System.Text.Encoding.UTF8.GetBytes);

    protected override int Measure(ReadOnlySpan<byte> bytes, bool ended)
    {
        var end = bytes.IndexOf((byte)'\n');
        return end >= 0 ? end + 1 : ended ? bytes.Length : 0;
    }

    protected override ImportRow Parse(ReadOnlySpan<byte> row, long number)
    {
        try
        {
            var reader = new Utf8JsonReader(row);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) throw new MalformedBodyException($"row {number} is no JSON object");
            var fields = new RowFields();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) ReadField(ref reader, ref fields);
            // Throws when something follows the object.
            reader.Read();
            return fields.ToRow(number);
        }
        catch (JsonException e)
        {
            throw new MalformedBodyException($"row {number} is malformed JSON at byte {e.BytePositionInLine + 1}");
        }
    }

    private static void ReadField(ref Utf8JsonReader reader, ref RowFields fields)
    {
        var field = IndexOf(ref reader);
        if (field < 0)
        {
            fields.Fail("unknown-field", Printable(ref reader), "is no field of a sale");
            reader.Read();
            reader.Skip();
            return;
        }

        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return;
        if (RowFields.IsNumber(field))
        {
            if (reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var number)) fields.SetNumber(field, number);
            else Refuse(ref reader, ref fields, field, "must be a number");
        }
        else if (reader.TokenType != JsonTokenType.String)
        {
            Refuse(ref reader, ref fields, field, "must be a text");
        }
        else if (RowFields.IsText(field))
        {
            if (Text(ref reader) is { } text) fields.SetText(field, text);
            else fields.Fail(field, "must not contain broken Unicode");
        }
        else
        {
            var bytes = reader.ValueIsEscaped ? System.Text.Encoding.UTF8.GetBytes(Text(ref reader) ?? "?") : reader.ValueSpan;
            if (field == 3) fields.SetKind(bytes);
            else fields.SetSoldAt(bytes);
        }
    }

    private static void Refuse(ref Utf8JsonReader reader, ref RowFields fields, int field, string reason)
    {
        fields.Fail(field, reason);
        reader.Skip();
    }

    private static int IndexOf(ref Utf8JsonReader reader)
    {
        for (var i = 0; i < Names.Length; i++)
        {
            if (reader.ValueTextEquals(Names[i])) return i;
        }

        // As everywhere in the API, the case of a name does not matter.
        return RowFields.IndexOf(Text(ref reader) ?? "");
    }

    private static string Printable(ref Utf8JsonReader reader)
    {
        var name = Text(ref reader) ?? "?";
        return new string([.. name.Take(50).Select(c => char.IsControl(c) ? '?' : c)]);
    }

    // An escape can name half of a surrogate pair, which is no text.
    private static string? Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
