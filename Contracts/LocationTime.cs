using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmartInventory.Contracts;

/// <summary>
/// When something happened at a location: a moment, or what the clock on the wall there showed. In JSON, in files and
/// on
/// the command line it is ISO 8601 as people and programs write it: <c>2026-01-31</c>, <c>2026-01-31T18:30</c>, with
/// seconds, fractions, a blank for the T, and an offset. Without an offset it is on the location's clock; a plain date
/// is
/// the beginning of that day there.
/// </summary>
[JsonConverter(typeof(LocationTimeConverter))]
public readonly record struct LocationTime : IFormattable
{
    /// <summary>What one may look like, in words for an error message.</summary>
    public static string Rule =>
        T(
            "must be a date or time like 2026-01-31 or 2026-01-31T18:30 (on the location's clock) "
                + "or 2026-01-31T18:30:00+01:00"
        );

    private readonly string? _unreadable;

    private LocationTime(DateTime clock, TimeSpan? offset, string? unreadable = null) =>
        (Clock, Offset, _unreadable) = (clock, offset, unreadable);

    /// <summary>
    /// False for what was sent as a time and is none. It may travel as far as the check that names it along with every
    /// other bad field of its request.
    /// </summary>
    public bool IsTime => _unreadable is null;

    /// <summary>Date and time as written.</summary>
    public DateTime Clock { get; }

    /// <summary>The offset as written; null when there is none and the location's clock is meant.</summary>
    public TimeSpan? Offset { get; }

    public static implicit operator LocationTime(DateTimeOffset moment) => FromDateTimeOffset(moment);

    public static LocationTime FromDateTimeOffset(DateTimeOffset moment) => new(moment.DateTime, moment.Offset);

    /// <summary>What the location's clock shows.</summary>
    public static LocationTime OnClock(DateTime clock) => new(clock, null);

    /// <summary>Reads UTF-8; what cannot be read has <see cref="IsTime"/> false.</summary>
    public static LocationTime Read(ReadOnlySpan<byte> text) =>
        IsoTime.TryParse(text, out var clock, out var offset)
            ? new LocationTime(clock, offset)
            : new LocationTime(default, null, Encoding.UTF8.GetString(text));

    /// <summary>Reads a text; what cannot be read has <see cref="IsTime"/> false.</summary>
    public static LocationTime Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    /// <summary>The moment, in UTC, when the location's clock is <paramref name="zone"/>.</summary>
    /// <remarks>
    /// A time that the clock skipped in spring counts with winter's offset; one that it showed twice, too. Where the
    /// calendar ends, so does the moment.
    /// </remarks>
    public DateTimeOffset In(TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var ticks = Clock.Ticks - (Offset ?? zone.GetUtcOffset(Clock)).Ticks;
        return new DateTimeOffset(Math.Clamp(ticks, 0, DateTime.MaxValue.Ticks), TimeSpan.Zero);
    }

    /// <summary>As <see cref="ToString()"/>: Refit takes for one value of a query what can be formatted.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    public override string ToString()
    {
        if (_unreadable is not null)
            return _unreadable;
        var clock = Clock.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
        return Offset is { } offset
            ? $"{clock}{(offset < TimeSpan.Zero ? '-' : '+')}{offset.ToString("hh\\:mm", CultureInfo.InvariantCulture)}"
            : clock;
    }
}

internal sealed class LocationTimeConverter : JsonConverter<LocationTime>
{
    public override LocationTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            if (reader is { ValueIsEscaped: false, HasValueSequence: false })
                return LocationTime.Read(reader.ValueSpan);
            try
            {
                return LocationTime.Read(reader.GetString()!);
            }
            catch (InvalidOperationException)
            {
                // Half of a surrogate pair is no text, and so no time.
                return LocationTime.Read("?");
            }
        }

        reader.Skip();
        return LocationTime.Read("?");
    }

    public override void Write(Utf8JsonWriter writer, LocationTime value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        // An offset's plus sign as it is, and not as the \u002B that is for text in HTML.
        writer.WriteStringValue(JsonEncodedText.Encode(value.ToString(), JavaScriptEncoder.UnsafeRelaxedJsonEscaping));
    }
}
