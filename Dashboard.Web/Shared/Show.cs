using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Html;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Localization;

namespace SmartInventory.Dashboard.Web.Shared;

/// <summary>Numbers, days and words as people read them here.</summary>
public static class Show
{
    /// <summary>What stands where there is no value.</summary>
    public const string None = "–";

    public static string Units(decimal? value) => value is { } v ? Text($"{v:#,0.####;−#,0.####;0}") : None;

    /// <summary>As an input field takes it; nothing where there is none.</summary>
    public static string Plain(decimal? value) =>
        value is { } v ? v.ToString("0.####", CultureInfo.InvariantCulture) : "";

    public static string Count(long value) => Text($"{value:#,0}");

    /// <summary>Estimated units: one digit is all they deserve, and none from a hundred on.</summary>
    public static string Units(double? value) =>
        value is not { } v || !double.IsFinite(v) ? None
        : Math.Abs(v) < 99.95 ? Text($"{v:#,0.#;−#,0.#;0}")
        : Text($"{v:#,0;−#,0;0}");

    /// <summary>Units that were reckoned, as safety stock: an estimate, whatever digits it was kept with.</summary>
    public static string Estimate(decimal? value) => Units((double?)value);

    // Goes with the request that shows a page, and with what that starts.
    private static readonly AsyncLocal<Currency?> Shown = new();
    private static readonly AsyncLocal<LocationClocks?> Known = new();

    /// <summary>What amounts are in; null where nobody said.</summary>
    public static Currency? Currency
    {
        get => Shown.Value;
        set => Shown.Value = value;
    }

    /// <summary>What the clocks of locations show; null where nobody could be asked.</summary>
    public static LocationClocks? Clocks
    {
        get => Known.Value;
        set => Known.Value = value;
    }

    public static string Money(decimal? value) =>
        value is not { } v ? None
        : Currency is { } currency ? MoneyForm.Text(v, currency, currency.Decimals, Languages.Reader)
        : Text($"{v:#,0.00;−#,0.00;0.00}");

    /// <summary>Money on tiles, where cents are noise.</summary>
    public static string RoundMoney(decimal? value) =>
        value is not { } v || v < 1_000 ? Money(value)
        : Currency is { } currency ? MoneyForm.Text(v, currency, 0, Languages.Reader)
        : Text($"{v:#,0}");

    public static string Number(double? value, string format = "0.00") =>
        value is { } v && double.IsFinite(v) ? v.ToString(format, Languages.Reader) : None;

    public static string Percent(double? value) =>
        value is { } v && double.IsFinite(v) ? Text($"{v * 100:0.#}{PercentSign}") : None;

    /// <summary>A change with its sign: "+25%".</summary>
    public static string Change(double? value) =>
        value is { } v && double.IsFinite(v)
            ? (v * 100).ToString("+#,0;−#,0;±0", Languages.Reader) + PercentSign
            : None;

    public static IHtmlContent Day(DateOnly? day) =>
        day is { } d
            ? new HtmlString(
                $"<time datetime=\"{d.ToString("O", CultureInfo.InvariantCulture)}\">{Text($"{d:d MMM yyyy}")}</time>"
            )
            : new HtmlString(None);

    public static IHtmlContent Moment(DateTimeOffset? moment) =>
        moment is { } m
            ? new HtmlString($"<time datetime=\"{Utc(m)}\">" + Text($"{m.UtcDateTime:d MMM yyyy, HH:mm} UTC</time>"))
            : new HtmlString(None);

    /// <summary>What the clock of a location showed, with its distance from UTC; UTC where its clock is not known.
    /// </summary>
    public static IHtmlContent Moment(DateTimeOffset? moment, string location) =>
        moment is { } m && Clocks?.Of(location) is { } zone
            ? new HtmlFormattableString(
                "<time datetime=\"{0}\" title=\"{1}\">{2}</time>",
                Utc(m),
                zone.Id,
                Text($"{TimeZoneInfo.ConvertTime(m, zone):d MMM yyyy, HH:mm} {FromUtc(zone.GetUtcOffset(m))}")
            )
            : Moment(moment);

    /// <summary>What a suggestion says to do, in two words.</summary>
    public static string Advice(SuggestionResponse suggestion) =>
        suggestion.Advice switch
        {
            Contracts.Forecasting.Advice.CountFirst => T("Count first"),
            Contracts.Forecasting.Advice.ClockStands => T("Clock stands"),
            Contracts.Forecasting.Advice.InDraft => T("In draft"),
            Contracts.Forecasting.Advice.Transfer => T("Bring it here"),
            _ => Urgency(suggestion.Urgency),
        };

    public static string Urgency(Urgency urgency) =>
        urgency switch
        {
            Contracts.Forecasting.Urgency.Late => T("Late"),
            Contracts.Forecasting.Urgency.Now => T("Order today"),
            Contracts.Forecasting.Urgency.Soon => T("Order soon"),
            _ => T("Enough"),
        };

    /// <summary>The end of a CSS class or the middle of a sentence: "not-enough-data".</summary>
    public static string Word(Enum value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>A text, or in a word that it is empty.</summary>
    public static string Something(string text) => text.Length == 0 ? T("nothing") : text;

    /// <summary>The address of a product's page. A slash in the SKU stays part of the SKU.</summary>
    public static string ProductUrl(string sku) => $"/products/{Uri.EscapeDataString(sku)}";

    public static string ProductEditUrl(string sku) => $"/product-edit/{Uri.EscapeDataString(sku)}";

    /// <summary>What was suggested for a product before.</summary>
    public static string SuggestionsUrl(string sku) => $"/replenishment/history/{Uri.EscapeDataString(sku)}";

    public static string SupplierUrl(string code) => $"/suppliers/{Uri.EscapeDataString(code)}";

    public static string SupplierEditUrl(string code) => $"/suppliers-edit/{Uri.EscapeDataString(code)}";

    /// <summary>JSON for a data block in the page; the serializer escapes what could end the block.</summary>
    public static IHtmlContent Json(object value) => new HtmlString(JsonSerializer.Serialize(value, Options));

    private static readonly JsonSerializerOptions Options = new(ContractsJson.Options)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Default,
    };

    private static string Utc(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static string FromUtc(TimeSpan offset) =>
        offset == TimeSpan.Zero
            ? "UTC"
            : (offset < TimeSpan.Zero ? "UTC−" : "UTC+")
                + offset.ToString(offset.Minutes == 0 ? "%h" : @"h\:mm", CultureInfo.InvariantCulture);

    // Spanish sets the sign apart, English does not.
    private static string PercentSign => Languages.Reader.NumberFormat.PercentPositivePattern == 0 ? "\u00a0%" : "%";

    private static string Text(FormattableString text) => text.ToString(Languages.Reader);
}
