using System.Text;
using System.Text.Json;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.Sales.Api.Import;

/// <summary>One JSON object per line.</summary>
internal sealed class NdjsonReader(Stream body) : RowReader(body)
{
    private static readonly (SaleField Field, byte[] Name)[] Names =
    [
        .. SaleFields.All.Select(field => (field, Encoding.UTF8.GetBytes(field.Name()))),
    ];

    protected override int Measure(ReadOnlySpan<byte> bytes, bool ended)
    {
        var end = bytes.IndexOf((byte)'\n');
        return end >= 0 ? end + 1
            : ended ? bytes.Length
            : 0;
    }

    protected override ImportRow Parse(ReadOnlySpan<byte> row, long number)
    {
        try
        {
            var reader = new Utf8JsonReader(row);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new MalformedBodyException(T($"row {number} is no JSON object"));
            var fields = new RowFields();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                ReadField(ref reader, ref fields);
            // Throws when something follows the object.
            reader.Read();
            return fields.ToRow(number);
        }
        catch (JsonException e)
        {
            throw new MalformedBodyException(T($"row {number} is malformed JSON at byte {e.BytePositionInLine + 1}"));
        }
    }

    private static void ReadField(ref Utf8JsonReader reader, ref RowFields fields)
    {
        if (Find(ref reader) is not { } field)
        {
            fields.Fail("unknown-field", Printable(ref reader), T("is no field of a sale"));
            reader.Read();
            reader.Skip();
            return;
        }

        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return;
        if (field.IsNumber())
        {
            if (reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var number))
                fields.Set(field, number);
            else
                Refuse(ref reader, ref fields, field, T("must be a number"));
        }
        else if (field == SaleField.Promotion)
        {
            if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
                fields.Set(field, reader.ValueSpan);
            else
                Refuse(ref reader, ref fields, field, T("must be true or false"));
        }
        else if (reader.TokenType != JsonTokenType.String)
        {
            Refuse(ref reader, ref fields, field, T("must be a text"));
        }
        else if (!reader.ValueIsEscaped)
        {
            fields.Set(field, reader.ValueSpan);
        }
        else if (Text(ref reader) is { } text)
        {
            fields.Set(field, Encoding.UTF8.GetBytes(text));
        }
        else
        {
            fields.Fail(field, T("must not contain broken Unicode"));
        }
    }

    private static void Refuse(ref Utf8JsonReader reader, ref RowFields fields, SaleField field, string reason)
    {
        fields.Fail(field, reason);
        reader.Skip();
    }

    private static SaleField? Find(ref Utf8JsonReader reader)
    {
        foreach (var (field, name) in Names)
        {
            if (reader.ValueTextEquals(name))
                return field;
        }

        // As everywhere in the API, the case of a name does not matter.
        return SaleFields.Find(Text(ref reader) ?? "");
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
