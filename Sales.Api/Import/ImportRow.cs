using System.Text;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Sales;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Sales.Api.Import;

/// <summary>One row of a body, read and not yet judged.</summary>
/// <param name="Number">One-based place in the body, not counting a header and blank lines.</param>
/// <param name="Sale">What it says.</param>
/// <param name="Fault">Why it cannot be read; null when it can.</param>
internal sealed record ImportRow(long Number, RecordSale Sale, RowFault? Fault);

/// <param name="Reason">The short fixed word that the row is counted under.</param>
/// <param name="Detail">Field and reason in words.</param>
internal sealed record RowFault(string Reason, string Detail)
{
    /// <summary>A report shows up to <see cref="Limits.MaxRejects"/> rows, and what is wrong may quote each.</summary>
    private const int MaxDetail = 1_000;

    /// <summary>
    /// All that is wrong with a row, counted under <paramref name="reason"/> or the first field that is wrong.
    /// </summary>
    public static RowFault Of(FieldErrors errors, string? reason = null)
    {
        var faults = errors.ToDictionary();
        var detail = string.Join("; ", faults.Select(fault => $"{fault.Key}: {string.Join(", ", fault.Value)}"));
        return new RowFault(
            reason ?? SaleFields.Find(faults.First().Key)!.Value.Word(),
            detail.Length <= MaxDetail ? detail : $"{detail.AsSpan(0, MaxDetail)}..."
        );
    }
}

/// <summary>The fields of a row, as they come in.</summary>
internal ref struct RowFields
{
    private const int MaxFaults = 50;

    private int _faults;
    private string? _sku,
        _location,
        _channel,
        _externalId,
        _customer,
        _receipt;
    private decimal? _quantity,
        _unitPrice,
        _discount;
    private bool? _promotion;
    private SaleKind? _kind;
    private LocationTime? _soldAt;
    private FieldErrors? _errors;
    private string? _firstReason;

    /// <summary>Sets a field that is no number.</summary>
    /// <param name="field">Which.</param>
    /// <param name="text">UTF-8.</param>
    public void Set(SaleField field, ReadOnlySpan<byte> text)
    {
        switch (field)
        {
            case SaleField.Sku:
                _sku = Encoding.UTF8.GetString(text);
                break;
            case SaleField.Location:
                _location = Encoding.UTF8.GetString(text);
                break;
            case SaleField.Channel:
                _channel = Encoding.UTF8.GetString(text);
                break;
            case SaleField.ExternalId:
                _externalId = Encoding.UTF8.GetString(text);
                break;
            case SaleField.Customer:
                _customer = Encoding.UTF8.GetString(text);
                break;
            case SaleField.Receipt:
                _receipt = Encoding.UTF8.GetString(text);
                break;
            case SaleField.SoldAt:
                _soldAt = LocationTime.Read(text);
                break;
            case SaleField.Promotion when Ascii.EqualsIgnoreCase(text, "true"u8):
                _promotion = true;
                break;
            case SaleField.Promotion when Ascii.EqualsIgnoreCase(text, "false"u8):
                _promotion = false;
                break;
            case SaleField.Promotion:
                Fail(field, T("must be 'true' or 'false'"));
                break;
            case SaleField.Kind when Ascii.EqualsIgnoreCase(text, "sale"u8):
                _kind = SaleKind.Sale;
                break;
            case SaleField.Kind when Ascii.EqualsIgnoreCase(text, "return"u8):
                _kind = SaleKind.Return;
                break;
            case SaleField.Kind:
                Fail(field, T("must be 'sale' or 'return'"));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(field));
        }
    }

    public void Set(SaleField field, decimal value)
    {
        switch (field)
        {
            case SaleField.Quantity:
                _quantity = value;
                break;
            case SaleField.UnitPrice:
                _unitPrice = value;
                break;
            case SaleField.Discount:
                _discount = value;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(field));
        }
    }

    public void Fail(SaleField field, string reason) => Fail(field.Word(), field.Name(), reason);

    public void Fail(string word, string field, string reason)
    {
        _firstReason ??= word;
        // A row may name thousands of fields that there are not.
        if (++_faults > MaxFaults)
            return;
        (_errors ??= new FieldErrors()).Add(field, reason);
    }

    public readonly ImportRow ToRow(long number) =>
        new(
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
                Discount = _discount,
                Promotion = _promotion,
                Receipt = _receipt,
            },
            _errors is null ? null : RowFault.Of(_errors, _firstReason)
        );
}
