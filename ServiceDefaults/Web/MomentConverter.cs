using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmartInventory.ServiceDefaults.Web;

/// <summary>
/// Moments in JSON need an offset. Without one, the default reader takes the clock of the machine that happens to
/// serve,
/// and a sale would land on another day after a move to another server.
/// </summary>
internal sealed class MomentConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // The reader knows offsets as Z, +hh:mm and -hh:mm only, so that the sign, when there is one, stands sixth from
        // the end.
        if (
            reader.TokenType == JsonTokenType.String
            && reader.TryGetDateTimeOffset(out var moment)
            && reader.GetString() is ([.., 'Z'] or [.., '+' or '-', _, _, ':', _, _])
        )
            return moment;
        // Without a message of its own, so that the framework's, with the path of the field, is kept.
        throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}
