using SmartInventory.Contracts.Sales;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Sales.Api.Import;

/// <summary>One row of a body, read and not yet judged.</summary>
/// <param name="Number">One-based place in the body, not counting a header and blank lines.</param>
/// <param name="Sale">What it says.</param>
/// <param name="LocalTime">A sold-at without offset: it is on the location's clock.</param>
/// <param name="Fault">Why it cannot be read; null when it can.</param>
internal sealed record ImportRow(long Number, RecordSale Sale, DateTime? LocalTime, RowFault? Fault);

/// <param name="Reason">The short fixed word that the row is counted under.</param>
/// <param name="Detail">Field and reason in words.</param>
internal sealed record RowFault(string Reason, string Detail);

/// <summary>The fields of a row, as text or bytes come in. Names as in <see cref="RecordSale"/>.</summary>
internal ref struct RowFields
{
    /// <summary>The names, in the order of an export's header.</summary>
    public static readonly string[] Names =
        ["sku", "location", "quantity", "kind", "unitPrice", "soldAt", "channel", "externalId", "customer"];

    /// <summary>The word in reports for each of <see cref="Names"/>.</summary>
    public static readonly string[] Words =
        ["sku", "location", "quantity", "kind", "unit-price", "sold-at", "channel", "external-id", "customer"];

    private string? _sku, _location, _channel, _externalId, _customer;
    private decimal? _quantity, _unitPrice;
    private SaleKind? _kind;
    private DateTimeOffset? _soldAt;
    private DateTime? _localTime;
    private FieldErrors? _errors;
    private string? _firstReason;

    public static int IndexOf(string name) => Array.FindIndex(Names, n => n.Equals(name, StringComparison.OrdinalIgnoreCase));

    public static bool IsNumber(int field) => field is 2 or 4;

    public static bool IsText(int field) => field is 0 or 1 or 6 or 7 or 8;

    public void SetText(int field, string? value)
    {
        switch (field)
        {
            case 0: _sku = value; break;
            case 1: _location = value; break;
            case 6: _channel = value; break;
            case 7: _externalId = value; break;
            case 8: _customer = value; break;
            default: throw new ArgumentOutOfRangeException(nameof(field));
        }
    }

    public void SetNumber(int field, decimal value)
    {
        if (field == 2) _quantity = value;
        else _unitPrice = value;
    }

    public void SetKind(ReadOnlySpan<byte> word)
    {
        if (System.Text.Ascii.EqualsIgnoreCase(word, "sale"u8)) _kind = SaleKind.Sale;
        else if (System.Text.Ascii.EqualsIgnoreCase(word, "return"u8)) _kind = SaleKind.Return;
        else Fail(3, "must be 'sale' or 'return'");
    }

    public void SetSoldAt(ReadOnlySpan<byte> text)
    {
        if (!IsoTime.TryParse(text, out var time, out var offset)) Fail(5, "must be a date or time like 2026-01-31, 2026-01-31T18:30:00Z or 2026-01-31T18:30:00+01:00");
        else if (offset is { } known) _soldAt = new DateTimeOffset(time, known);
        else _localTime = time;
    }

    public void Fail(int field, string reason) => Fail(Words[field], Names[field], reason);

    public void Fail(string word, string field, string reason)
    {
        _firstReason ??= word;
        (_errors ??= new FieldErrors()).Add(field, reason);
    }

    public readonly ImportRow ToRow(long number) => new(
        number,
        new RecordSale
        {
            Sku = _sku,
            Location = _location,
            Quantity = _quantity,
            Kind = _kind,
            UnitPrice = _unitPrice,
            SoldAt = _soldAt,
            Channel = _channel,
            ExternalId = _externalId,
            Customer = _customer,
        },
        _localTime,
        _errors is null ? null : new RowFault(_firstReason!, Describe(_errors)));

    /// <summary>Every fault of a row in one line of text.</summary>
    public static string Describe(FieldErrors errors) =>
        string.Join("; ", errors.ToDictionary().Select(e => $"{e.Key}: {string.Join(", ", e.Value)}"));
}
