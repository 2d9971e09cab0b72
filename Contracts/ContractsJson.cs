using System.Text.Json;
using System.Text.Json.Serialization;
using Refit;

namespace SmartInventory.Contracts;

/// <summary>The one JSON dialect: camelCase, enums as kebab-case words, nulls left out, ISO dates.</summary>
public static class ContractsJson
{
    // Comes first: the options below are made with it.
    /// <summary>
    /// Enums as words, so that one that is reordered means the same to what waits in a queue or in an outbox.
    /// </summary>
    public static JsonConverter Words { get; } =
        new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);

    /// <summary>Options for clients, which ignore fields that they do not know.</summary>
    public static JsonSerializerOptions Options { get; } =
        Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>Refit settings with <see cref="Options"/>; lower-case booleans and enums in queries.</summary>
    public static RefitSettings Refit() =>
        new(new SystemTextJsonContentSerializer(Options))
        {
            UrlParameterFormatter = new QueryFormatter(),
            // JSON that can be sent again, where a token was refused before its time.
            Buffered = true,
        };

    /// <summary>Applies the dialect to options that somebody else made (the web framework's).</summary>
    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(Words);
        return options;
    }

    private sealed class QueryFormatter : DefaultUrlParameterFormatter
    {
        public override string? Format(object? value, System.Reflection.ICustomAttributeProvider provider, Type type) =>
            value switch
            {
                bool b => b ? "true" : "false",
                Enum e => JsonNamingPolicy.KebabCaseLower.ConvertName(e.ToString()),
                DateOnly d => d.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
                DateTimeOffset t => t.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
                _ => base.Format(value, provider, type),
            };
    }
}
