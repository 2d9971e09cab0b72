using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Localization;

namespace SmartInventory.Forecasting.Localization;

/// <summary>
/// How documents are kept: as answers are written, but with sentences that are said when they are read.
/// </summary>
internal static class KeptJson
{
    public static JsonSerializerOptions Options { get; } =
        new(ContractsJson.Options) { Converters = { new SentenceParts(), new EngineText() } };

    /// <summary>What the engine gives for a reason: it knows no sentences of ours.</summary>
    private sealed class EngineText : JsonConverter<FormattableString>
    {
        private static readonly SentenceParts Parts = new();

        public override FormattableString Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) => Text(Parts.Read(ref reader, typeof(Sentence), options));

        public override void Write(Utf8JsonWriter writer, FormattableString value, JsonSerializerOptions options) =>
            Parts.Write(writer, Sentence.Of(value), options);

        private static FormattableString Text(Sentence sentence) =>
            FormattableStringFactory.Create(
                sentence.Format,
                Array.ConvertAll(sentence.Values, v => v is Sentence part ? Text(part) : v)
            );
    }
}
