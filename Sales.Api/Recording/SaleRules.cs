using System.Text.RegularExpressions;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Sales;
using SmartInventory.Sales.Api.Catalogue;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Sales.Api.Recording;

/// <summary>A line whose own fields are good; whether its SKU and location exist is not known yet.</summary>
/// <param name="SoldAt">Null: now.</param>
internal sealed record SaleDraft(
    string Sku,
    string? Location,
    decimal Quantity,
    SaleKind Kind,
    decimal? UnitPrice,
    LocationTime? SoldAt,
    string Channel,
    string ExternalId,
    string? Customer,
    decimal? Discount,
    bool? Promotion,
    string? Receipt
);

/// <summary>
/// What a line must be, for one sale, a batch and a stream alike. Pure: data and a time in, a line or errors out.
/// </summary>
internal static partial class SaleRules
{
    public const int MaxExternalId = 100;
    public const int MaxCustomer = 200;
    public const int MaxReceipt = 64;
    public const int MaxReason = 200;
    public const string DefaultChannel = "manual";

    /// <summary>
    /// Checks a line by itself and names every bad field. After an error the draft holds harmless defaults.
    /// </summary>
    public static SaleDraft Check(RecordSale sale, DateTimeOffset now, FieldErrors errors) =>
        new(
            errors.Sku("sku", sale.Sku),
            errors.OptionalCode("location", sale.Location),
            errors.Quantity("quantity", sale.Quantity),
            sale.Kind ?? SaleKind.Sale,
            sale.UnitPrice is null ? null : errors.Money("unitPrice", sale.UnitPrice),
            SoldAt(sale.SoldAt, now, errors),
            Channel(sale.Channel, errors),
            ExternalId(sale.ExternalId, errors) ?? Guid.CreateVersion7(now).ToString(),
            errors.Text("customer", sale.Customer, MaxCustomer),
            sale.Discount is null ? null : errors.Money("discount", sale.Discount),
            sale.Promotion,
            Name("receipt", sale.Receipt, MaxReceipt, errors)
        );

    /// <summary>Now, in the microseconds that the database keeps.</summary>
    public static DateTimeOffset Now(TimeProvider time) => Moments.Stored(time.GetUtcNow());

    /// <summary>
    /// What a request says of the time. A time without an offset is bounded only by <see cref="Instant"/>, once it is
    /// known whose clock it is on.
    /// </summary>
    public static LocationTime? SoldAt(LocationTime? given, DateTimeOffset now, FieldErrors errors)
    {
        if (given is not { } time)
            return null;
        if (!time.IsTime)
            errors.Add("soldAt", LocationTime.Rule);
        else if (time.Offset is not null)
            Instant(time, TimeZoneInfo.Utc, now, errors);
        return time;
    }

    /// <summary>
    /// The moment of a time on a location's clock, in UTC and in the microseconds that the database keeps.
    /// </summary>
    public static DateTimeOffset Instant(
        LocationTime time,
        TimeZoneInfo clock,
        DateTimeOffset now,
        FieldErrors errors
    ) => Moments.Stored(errors.Moment("soldAt", time.In(clock), now));

    /// <summary>Refuses a part of what is counted in whole units.</summary>
    /// <returns>False when it was refused.</returns>
    public static bool CheckUnits(KnownProduct product, decimal quantity, FieldErrors errors)
    {
        if (!product.WholeUnits || decimal.IsInteger(quantity))
            return true;
        errors.Add("quantity", T($"must be a whole number: '{product.Sku}' is counted in whole units"));
        return false;
    }

    /// <summary>The line's own name; null when none is given.</summary>
    public static string? ExternalId(string? text, FieldErrors errors) =>
        Name("externalId", text, MaxExternalId, errors);

    private static string? Name(string field, string? text, int most, FieldErrors errors)
    {
        var name = errors.Text(field, text, most);
        // Text lets line breaks pass, which a note may have and a name may not.
        if (name is not null && name.AsSpan().ContainsAny("\r\n\t"))
            errors.Add(field, T("must not contain line breaks or tabs"));
        return name;
    }

    /// <summary>
    /// Makes the line that will be stored, with what the catalogue says of its product and location.
    /// </summary>
    /// <returns>The line, or null and a short fixed word for the first reason; every reason is in
    /// <paramref name="errors"/>.</returns>
    public static (Sale? Sale, string? Reason) Place(
        SaleDraft draft,
        CatalogueView catalogue,
        DateTimeOffset now,
        FieldErrors errors,
        Guid? import = null
    )
    {
        string? reason = null;
        var product = draft.Sku.Length > 0 ? catalogue.Product(draft.Sku) : null;
        if (product is null && draft.Sku.Length > 0)
            Refuse("unknown-sku", "sku", T($"no product with SKU '{draft.Sku}' in the catalogue"));
        else if (product is { Archived: true } && draft.Kind == SaleKind.Sale)
            Refuse(
                "archived-product",
                "sku",
                T($"product '{draft.Sku}' is archived: it can come back, but it is not sold any more")
            );
        else if (product is not null && !CheckUnits(product, draft.Quantity, errors))
            reason ??= "quantity";

        var location =
            draft.Location is "" ? null
            : draft.Location is { } code ? catalogue.Location(code)
            : catalogue.DefaultLocation(draft.Sku);
        var clock = location is null ? null : CalendarDay.Clock(location.TimeZone);
        if (location is null && draft.Location is { Length: > 0 })
            Refuse("unknown-location", "location", T($"no location with code '{draft.Location}' in the catalogue"));
        else if (location is null && draft.Location is null && draft.Sku.Length > 0)
            Refuse("location", "location", Choice(catalogue.OpenLocations));
        else if (location is { Archived: true } && draft.Kind == SaleKind.Sale)
            Refuse(
                "archived-location",
                "location",
                T($"location '{location.Code}' is archived: goods can come back to it, but it sells no more")
            );
        else if (location is not null && clock is null)
            Refuse(
                "location",
                "location",
                T($"has the time zone '{location.TimeZone}', which this server does not know")
            );

        if (errors.Any || product is null || location is null || clock is null)
            return (null, reason);

        var soldAt = draft.SoldAt is { } time ? Instant(time, clock, now, errors) : now;
        if (errors.Any)
            return (null, SaleField.SoldAt.Word());

        var price = draft.UnitPrice ?? product.Price;
        var discount = draft.Discount ?? 0;
        var full = LineAmount.Of(draft.Quantity, price);
        if (discount > full)
        {
            errors.Add("discount", T($"must be at most {full:0.####}, what the line costs"));
            return (null, SaleField.Discount.Word());
        }

        return (
            new Sale
            {
                Id = Guid.CreateVersion7(now),
                Channel = draft.Channel,
                ExternalId = draft.ExternalId,
                Kind = draft.Kind,
                Sku = draft.Sku,
                Location = location.Code,
                Quantity = draft.Quantity,
                UnitPrice = price,
                Discount = discount,
                Amount = full - discount,
                Promotion = draft.Promotion ?? false,
                Receipt = draft.Receipt,
                SoldAt = soldAt,
                Day = CalendarDay.In(clock, soldAt),
                Customer = draft.Customer,
                ImportId = import,
                RecordedAt = now,
            },
            null
        );

        void Refuse(string word, string field, string text)
        {
            reason ??= word;
            errors.Add(field, text);
        }
    }

    private static string Channel(string? text, FieldErrors errors)
    {
        if (string.IsNullOrEmpty(text))
            return DefaultChannel;
        if (!ChannelPattern().IsMatch(text))
            errors.Add(
                "channel",
                T("must be 1 to 32 characters of a-z, 0-9 and '-', beginning with a letter or digit")
            );
        return text;
    }

    private static string Choice(IReadOnlyList<string> open) =>
        open.Count == 0
            ? T("there is no location in the catalogue yet")
            : T($"is required: this could be at {string.Join(", ", open.Take(10))}{(open.Count > 10 ? ", ..." : "")}");

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9\-]{0,31}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ChannelPattern();
}
