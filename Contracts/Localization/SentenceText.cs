using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmartInventory.Contracts.Localization;

/// <summary>A sentence as its text: what answers carry.</summary>
/// <param name="say">Says it in the language of who asks; null for English.</param>
public sealed class SentenceText(Func<Sentence, string>? say) : JsonConverter<Sentence>
{
    public SentenceText()
        : this(null) { }

    public override Sentence Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Sentence.Said(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, Sentence value, JsonSerializerOptions options) =>
        writer.WriteStringValue(say is null ? value.ToString() : say(value));
}
