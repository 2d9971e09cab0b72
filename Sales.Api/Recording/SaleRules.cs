using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Sales;
using SmartInventory.Sales.Api.Catalogue;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Sales.Api.Recording;

/// <summary>A line whose own fields are good; whether its SKU and location exist is not known yet.</summary>
/// <param name="SoldAt">Null: now, or <paramref name="LocalTime"/>.</param>
/// <param name="LocalTime">A time without offset, on the clock of the location.</param>
internal sealed record SaleDraft(
    string Sku, string? Location, decimal Quantity, SaleKind Kind, decimal? UnitPrice, DateTimeOffset? SoldAt,
    DateTime? LocalTime, string Channel, string ExternalId, string? Customer);

/// <summary>What a line must be, for one sale, a batch and a stream alike. Pure: data and a time in, a line or errors out.</summary>
internal static partial class SaleRules
{
    public const int MaxExternalId = 100;
    public const int MaxCustomer = 200;
    public const string DefaultChannel = "manual";
    private static readonly DateTimeOffset Earliest = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ConcurrentDictionary<string, TimeZoneInfo> Clocks = new(StringComparer.Ordinal);

    /// <summary>Checks a line by itself and names every bad field. After an error the draft holds harmless defaults.</summary>
    public static SaleDraft Check(RecordSale sale, DateTimeOffset now, FieldErrors errors, DateTime? localTime = null) => new(
        errors.Parse("sku", sale.Sku, Sku.TryParse, Sku.Rule),
        string.IsNullOrWhiteSpace(sale.Location) ? null : errors.Parse("location", sale.Location, Code.TryParse, Code.Rule),
        errors.Quantity("quantity", sale.Quantity),
        sale.Kind ?? SaleKind.Sale,
        sale.UnitPrice is null ? null : errors.Money("unitPrice", sale.UnitPrice),
        SoldAt(sale.SoldAt, now, errors),
        localTime,
        Channel(sale.Channel, errors),
        ExternalId(sale.ExternalId, errors) ?? Guid.CreateVersion7(now).ToString(),
        errors.Text("customer", sale.Customer, MaxCustomer));

    /// <summary>Now, in the microseconds that the database keeps.</summary>
    public static DateTimeOffset Now(TimeProvider time) => Microseconds(time.GetUtcNow());

    /// <summary>A moment that a sale can have happened at, in UTC and in the microseconds that the database keeps.</summary>
    public static DateTimeOffset? SoldAt(DateTimeOffset? given, DateTimeOffset now, FieldErrors errors)
    {
        if (given is not { } at) return null;
        if (at < Earliest) errors.Add("soldAt", "must not be before 1990");
        else if (at > now.AddDays(1)) errors.Add("soldAt", "must not be more than one day ahead");
        return Microseconds(at);
    }

    /// <summary>The line's own name; null when none is given.</summary>
    public static string? ExternalId(string? text, FieldErrors errors)
    {
        var id = errors.Text("externalId", text, MaxExternalId);
        // Text lets line breaks pass, which a note may have and a name may not.
        if (id is not null && id.AsSpan().ContainsAny("\r\n\t")) errors.Add("externalId", "must not contain line breaks or tabs");
        return id;
    }

    /// <summary>
    /// Makes the line that will be stored, with what the catalogue says of its product and location.
    /// </summary>
    /// <returns>The line, or null and a short fixed word for the first reason; every reason is in <paramref name="errors"/>.</returns>
    public static (Sale? Sale, string? Reason) Place(SaleDraft draft, CatalogueView catalogue, DateTimeOffset now, FieldErrors errors)
    {
        string? reason = null;
        var product = draft.Sku.Length > 0 ? catalogue.Product(draft.Sku) : null;
        if (product is null && draft.Sku.Length > 0)
            Refuse("unknown-sku", "sku", $"no product with SKU '{draft.Sku}' in the catalogue");
        else if (product is { Archived: true } && draft.Kind == SaleKind.Sale)
            Refuse("archived-product", "sku", $"product '{draft.Sku}' is archived: it can come back, but it is not sold any more");
        else if (product is { WholeUnits: true } && !decimal.IsInteger(draft.Quantity))
            Refuse("quantity", "quantity", $"must be a whole number: '{draft.Sku}' is counted in whole units");

        var location = draft.Location is "" ? null : draft.Location is { } code ? catalogue.Location(code) : catalogue.DefaultLocation(draft.Sku);
        var clock = location is null ? null : Clock(location.TimeZone);
        if (location is null && draft.Location is { Length: > 0 })
            Refuse("unknown-location", "location", $"no location with code '{draft.Location}' in the catalogue");
        else if (location is null && draft.Location is null && draft.Sku.Length > 0)
            Refuse("location", "location", Choice(catalogue.OpenLocations));
        else if (location is { Archived: true } && draft.Kind == SaleKind.Sale)
            Refuse("archived-location", "location", $"location '{location.Code}' is archived: goods can come back to it, but it sells no more");
        else if (location is not null && clock is null)
            Refuse("location", "location", $"has the time zone '{location.TimeZone}', which this server does not know");

        if (errors.Any || product is null || location is null || clock is null) return (null, reason);

        var soldAt = draft.SoldAt ?? now;
        if (draft.LocalTime is { } local)
        {
            // A time that the clock skipped in spring counts with winter's offset; one that it showed twice, too.
            soldAt = SoldAt(new DateTimeOffset(local, clock.GetUtcOffset(local)), now, errors)!.Value;
            if (errors.Any) return (null, "sold-at");
        }

        return (new Sale
        {
            Id = Guid.CreateVersion7(now),
            Channel = draft.Channel,
            ExternalId = draft.ExternalId,
            Kind = draft.Kind,
            Sku = draft.Sku,
            Location = location.Code,
            Quantity = draft.Quantity,
            UnitPrice = draft.UnitPrice ?? product.Price,
            SoldAt = soldAt,
            Day = Day(soldAt, clock),
            Customer = draft.Customer,
            RecordedAt = now,
        }, null);

        void Refuse(string word, string field, string text)
        {
            reason ??= word;
            errors.Add(field, text);
        }
    }

    /// <summary>The clock of an IANA time zone; null when this machine does not know it.</summary>
    public static TimeZoneInfo? Clock(string timeZone)
    {
        if (Clocks.TryGetValue(timeZone, out var clock)) return clock;
        return TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out clock) ? Clocks.GetOrAdd(timeZone, clock) : null;
    }

    /// <summary>The calendar day that the location's clock shows.</summary>
    public static DateOnly Day(DateTimeOffset soldAt, TimeZoneInfo clock) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(soldAt, clock).DateTime);

    private static DateTimeOffset Microseconds(DateTimeOffset at) =>
        new(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    private static string Channel(string? text, FieldErrors errors)
    {
        if (string.IsNullOrEmpty(text)) return DefaultChannel;
        if (!ChannelPattern().IsMatch(text))
            errors.Add("channel", "must be 1 to 32 characters of a-z, 0-9 and '-', beginning with a letter or digit");
        return text;
    }

    private static string Choice(IReadOnlyList<string> open) => open.Count == 0
        ? "there is no location in the catalogue yet"
        : $"is required: this could be at {string.Join(", ", open.Take(10))}{(open.Count > 10 ? ", ..." : "")}";

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9\-]{0,31}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ChannelPattern();
}
