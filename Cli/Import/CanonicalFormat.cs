using System.Text;
using SmartInventory.Contracts;

namespace SmartInventory.Cli.Import;

/// <summary>
/// The columns of the API's own sale, as <c>inv export sales</c> writes them. Semicolons with decimal commas are
/// recognised. The external id is required: it is what makes a second import add nothing.
/// </summary>
internal sealed class CanonicalFormat : SalesFormat
{
    private static readonly string[] Required = ["sku", "quantity", "externalId"];
    private static readonly string[] Optional = ["location", "kind", "unitPrice", "soldAt", "channel", "customer"];

    private readonly char[] _sku = new char[64];
    private int[] _places = [];
    private int _count;

    private enum Column
    {
        Sku,
        Quantity,
        ExternalId,
        Location,
        Kind,
        UnitPrice,
        SoldAt,
        Channel,
        Customer,
    }

    public override void Bind(CsvReader header)
    {
        _places = Columns.Bind(header, "a sales file", Required, Optional);
        _count = header.Count;
    }

    public override Rejection? Map(CsvReader record, ref SaleRow sale)
    {
        if (record.Count != _count) return new Rejection("columns", $"has {record.Count} fields and not {_count}");
        var comma = record.Delimiter == (byte)';';

        var sku = Text(record, Column.Sku);
        if (sku.Length > _sku.Length || !Sku.TryParse(Encoding.UTF8.GetString(sku), out var parsed))
            return new Rejection("sku", $"sku {FieldText.Show(sku)} {Sku.Rule}");
        parsed.CopyTo(_sku);
        sale.Sku = _sku.AsSpan(0, parsed.Length);

        if (!FieldText.TryNumber(record[_places[(int)Column.Quantity]], comma, out sale.Quantity) || sale.Quantity <= 0)
            return new Rejection("quantity", $"quantity {FieldText.Show(Text(record, Column.Quantity))} is no number above zero");

        sale.ExternalId = Text(record, Column.ExternalId);
        if (sale.ExternalId.IsEmpty) return new Rejection("external-id", "externalId is empty");

        sale.Location = Text(record, Column.Location);
        sale.Channel = Text(record, Column.Channel);
        sale.Customer = Text(record, Column.Customer);

        var kind = Text(record, Column.Kind);
        sale.IsReturn = Ascii.EqualsIgnoreCase(kind, "return"u8);
        if (!kind.IsEmpty && !sale.IsReturn && !Ascii.EqualsIgnoreCase(kind, "sale"u8))
            return new Rejection("kind", $"kind {FieldText.Show(kind)} is neither sale nor return");

        var price = Text(record, Column.UnitPrice);
        if (!price.IsEmpty)
        {
            if (!FieldText.TryNumber(price, comma, out var number) || number < 0)
                return new Rejection("price", $"unitPrice {FieldText.Show(price)} is no number of zero or more");
            sale.UnitPrice = number;
        }

        var time = Text(record, Column.SoldAt);
        if (!time.IsEmpty)
        {
            if (!FieldText.TryInstant(time, out var instant))
                return new Rejection("date", $"soldAt {FieldText.Show(time)} is no time like 2026-01-31T14:30:00Z");
            sale.SoldAt = instant;
        }

        return null;
    }

    /// <summary>A field, trimmed, and without the apostrophe with which an export guards text from spreadsheets.</summary>
    private ReadOnlySpan<byte> Text(CsvReader record, Column column)
    {
        var place = _places[(int)column];
        if (place < 0) return [];
        return Formulas.Unguard(FieldText.Trim(record[place]));
    }
}
