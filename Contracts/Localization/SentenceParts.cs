using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmartInventory.Contracts.Localization;

/// <summary>
/// A sentence as it is kept: a list of its format and its values, which are texts, numbers, days (<c>{"day":...}</c>),
/// weekdays (<c>{"weekday":...}</c>) and sentences (<c>{"say":...}</c>). Without values it is its text, and so is what
/// earlier versions kept, which stays in the language that it was said in.
/// </summary>
public sealed class SentenceParts : JsonConverter<Sentence>
{
    private const string Day = "day",
        Weekday = "weekday",
        Say = "say";

    public override Sentence Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return Sentence.Said(reader.GetString()!);
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException($"A sentence is a text or a list, not {reader.TokenType}.");
        reader.Read();
        var format = reader.GetString()!;
        var values = new List<object?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            values.Add(ReadValue(ref reader, options));
        return Sentence.Of(format, values);
    }

    private object? ReadValue(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return reader.TokenType switch
            {
                JsonTokenType.Null => null,
                JsonTokenType.String => reader.GetString(),
                JsonTokenType.Number => reader.GetDecimal(),
                var other => throw new JsonException($"A value of a sentence cannot be {other}."),
            };
        reader.Read();
        var kind = reader.GetString();
        reader.Read();
        object value = kind switch
        {
            Day => DateOnly.ParseExact(reader.GetString()!, "O", CultureInfo.InvariantCulture),
            Weekday => Enum.Parse<DayOfWeek>(reader.GetString()!),
            Say => Read(ref reader, typeof(Sentence), options),
            _ => throw new JsonException($"A value of a sentence cannot be '{kind}'."),
        };
        reader.Read();
        return value;
    }

    public override void Write(Utf8JsonWriter writer, Sentence value, JsonSerializerOptions options)
    {
        var values = value.Values;
        if (values.Length == 0)
        {
            writer.WriteStringValue(value.ToString());
            return;
        }
        writer.WriteStartArray();
        writer.WriteStringValue(value.Format);
        foreach (var part in values)
            WriteValue(writer, part, options);
        writer.WriteEndArray();
    }

    private void WriteValue(Utf8JsonWriter writer, object? value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case decimal or double or int or long:
                writer.WriteNumberValue(Convert.ToDecimal(value, CultureInfo.InvariantCulture));
                break;
            case DateOnly day:
                WriteObject(writer, Day, day.ToString("O", CultureInfo.InvariantCulture));
                break;
            case DayOfWeek weekday:
                WriteObject(writer, Weekday, weekday.ToString());
                break;
            case Sentence sentence:
                writer.WriteStartObject();
                writer.WritePropertyName(Say);
                Write(writer, sentence, options);
                writer.WriteEndObject();
                break;
            default:
                throw new NotSupportedException($"A {value.GetType().Name} cannot be kept in a sentence.");
        }
    }

    private static void WriteObject(Utf8JsonWriter writer, string kind, string value)
    {
        writer.WriteStartObject();
        writer.WriteString(kind, value);
        writer.WriteEndObject();
    }
}
