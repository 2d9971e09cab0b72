using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Files;

/// <summary>
/// UCI Online Retail: invoice lines of a British gift shop. Times are London's, and so is the location's clock; an
/// invoice number that starts with C is a
/// cancellation, whose lines are returns. A line has no name of its own, so its external id is the invoice and its
/// running
/// number within that invoice over the whole file: two equal lines are two lines, and a second import knows them again.
///
/// Rejected under the first of these reasons that applies: columns, invoice, sold-at, quantity (not a whole number, or
/// zero),
/// unit-price (not a number, or zero or less), postage, fee, sample, bad-debt, discount, manual, voucher, sku,
/// correction (below
/// zero without being a cancellation, or a cancellation above zero).
/// </summary>
internal sealed class OnlineRetailFormat(FileRules rules) : SalesFormat(rules.Numbers, rules.Dates)
{
    public static readonly string[] Header =
    [
        "InvoiceNo",
        "StockCode",
        "Description",
        "Quantity",
        "InvoiceDate",
        "UnitPrice",
        "CustomerID",
        "Country",
    ];

    // An invoice is not always in one piece, so every invoice's count is kept: 16 bytes each, by a hash of its number.
    // Two
    // invoices with one hash would share a counter, which keeps every external id unique all the same.
    private readonly Dictionary<ulong, int> _linesOfInvoice = [];
    private readonly Dictionary<string, Seen> _products = new(StringComparer.Ordinal);
    private readonly byte[] _externalId = new byte[100];
    private readonly char[] _sku = new char[64];
    private int[] _places = [];

    private sealed class Seen(decimal price)
    {
        public decimal Price { get; } = price;
        public string? Name { get; set; }
    }

    private enum Column
    {
        InvoiceNo,
        StockCode,
        Description,
        Quantity,
        InvoiceDate,
        UnitPrice,
        CustomerId,
    }

    public override IEnumerable<CreateLocation> Locations { get; } =
    [
        new()
        {
            Code = "ONLINE-RETAIL",
            Name = "Online retail",
            TimeZone = "Europe/London",
        },
    ];

    public override IEnumerable<CreateProduct> Products =>
        _products.Select(product => new CreateProduct
        {
            Sku = product.Key,
            Name = product.Value.Name ?? product.Key,
            Price = product.Value.Price,
        });

    public override void Bind(RecordReader reader) =>
        _places = Columns.Bind(reader, T("the preset online-retail"), Header, []);

    public override Rejection? Map(RecordReader record, ref SaleRow sale)
    {
        if (record.Count != Header.Length)
            return new Rejection("columns", T($"has {record.Count} fields and not {Header.Length}"));

        var invoice = Field(record, Column.InvoiceNo);
        if (invoice.IsEmpty || invoice.Length > 60)
            return new Rejection(
                "invoice",
                T($"InvoiceNo {FieldText.Show(invoice)} is no invoice number"),
                nameof(Column.InvoiceNo)
            );
        // Counted before anything else is looked at: a rejected line has its number too.
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_linesOfInvoice, Fnv1a.Hash(invoice), out _);
        number++;

        if (!TryTime(Field(record, Column.InvoiceDate), out var soldAt))
            return new Rejection(
                "sold-at",
                T(
                    $"InvoiceDate {FieldText.Show(Field(record, Column.InvoiceDate))} "
                        + $"is no time like 2010-12-01 08:26:00"
                ),
                nameof(Column.InvoiceDate)
            );
        if (
            Number(record, Column.Quantity) is not { } quantity
            || quantity == 0
            || quantity != decimal.Truncate(quantity)
        )
            return new Rejection(
                "quantity",
                T($"Quantity {FieldText.Show(Field(record, Column.Quantity))} is no whole number other than zero"),
                nameof(Column.Quantity)
            );
        if (Number(record, Column.UnitPrice) is not { } price || price <= 0)
            return new Rejection(
                "unit-price",
                T($"UnitPrice {FieldText.Show(Field(record, Column.UnitPrice))} is no number above zero"),
                nameof(Column.UnitPrice)
            );

        var code = Field(record, Column.StockCode);
        if (NoProduct(code) is { } reason)
            return new Rejection(
                reason,
                T($"StockCode {FieldText.Show(code)} is no product"),
                nameof(Column.StockCode)
            );
        if (!FieldText.TrySku(code, _sku, out var sku))
            return new Rejection("sku", T($"StockCode {FieldText.Show(code)} {Sku.Rule}"), nameof(Column.StockCode));

        var cancelled = invoice[0] is (byte)'C' or (byte)'c';
        if (quantity < 0 != cancelled)
        {
            return new Rejection(
                "correction",
                cancelled
                    ? T("a cancellation whose Quantity is above zero")
                    : T("Quantity is below zero, but the invoice is no cancellation"),
                nameof(Column.Quantity)
            );
        }

        sale.Sku = sku;
        sale.Location = "ONLINE-RETAIL"u8;
        sale.Channel = "online-retail"u8;
        sale.ExternalId = ExternalId(invoice, number);
        sale.Quantity = Math.Abs(quantity);
        sale.IsReturn = cancelled;
        sale.UnitPrice = price;
        sale.SoldAt = soldAt;
        sale.Receipt = invoice;
        sale.Customer = WithoutFraction(Field(record, Column.CustomerId));
        return null;
    }

    /// <summary>
    /// A product takes the first name that is not empty and the first price of the sales that were accepted.
    /// </summary>
    public override void Observe(RecordReader record, ref SaleRow sale)
    {
        var products = _products.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!products.TryGetValue(sale.Sku, out var seen))
            products[sale.Sku] = seen = new Seen(sale.UnitPrice!.Value);
        if (seen.Name is not null)
            return;
        var name = Field(record, Column.Description);
        if (!name.IsEmpty)
            seen.Name = Encoding.UTF8.GetString(name);
    }

    private ReadOnlySpan<byte> Field(RecordReader record, Column column) =>
        FieldText.Trim(record[_places[(int)column]]);

    private decimal? Number(RecordReader record, Column column) =>
        Numbers.Read(record, _places[(int)column], Header[(int)column]);

    /// <summary>The shop books what is no product under codes of their own. PADS and DCGS* are products.</summary>
    private static string? NoProduct(ReadOnlySpan<byte> code)
    {
        // Products' codes begin with digits: nearly every line leaves here.
        if (code.IsEmpty || code[0] is >= (byte)'0' and <= (byte)'9')
            return null;
        Span<byte> upper = stackalloc byte[16];
        if (code.Length > upper.Length)
            return null;
        Ascii.ToUpper(code, upper, out var length);
        return upper[..length] switch
        {
            var c when c.SequenceEqual("POST"u8) || c.SequenceEqual("DOT"u8) || c.SequenceEqual("C2"u8) => "postage",
            var c
                when c.SequenceEqual("BANK CHARGES"u8) || c.SequenceEqual("AMAZONFEE"u8) || c.SequenceEqual("CRUK"u8) =>
                "fee",
            var c when c.SequenceEqual("S"u8) => "sample",
            var c when c.SequenceEqual("B"u8) => "bad-debt",
            var c when c.SequenceEqual("D"u8) => "discount",
            var c when c.SequenceEqual("M"u8) => "manual",
            var c when c.StartsWith("GIFT_"u8) => "voucher",
            _ => null,
        };
    }

    /// <summary>
    /// On London's clock, which is the location's: 2010-12-01 08:26:00, or 12/1/2010 8:26 as in the original.
    /// </summary>
    private static bool TryTime(ReadOnlySpan<byte> field, out LocationTime time)
    {
        if (
            field.Contains((byte)'/')
            && DateTime.TryParseExact(
                Encoding.UTF8.GetString(field),
                ["M/d/yyyy H:mm", "M/d/yyyy H:mm:ss"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var clock
            )
        )
        {
            time = LocationTime.OnClock(clock);
            return true;
        }

        time = LocationTime.Read(field);
        return time is { IsTime: true, Offset: null };
    }

    private ReadOnlySpan<byte> ExternalId(ReadOnlySpan<byte> invoice, int number)
    {
        invoice.CopyTo(_externalId);
        _externalId[invoice.Length] = (byte)'-';
        number.TryFormat(
            _externalId.AsSpan(invoice.Length + 1),
            out var digits,
            provider: CultureInfo.InvariantCulture
        );
        return _externalId.AsSpan(0, invoice.Length + 1 + digits);
    }

    /// <summary>17850.0 is customer 17850: a spreadsheet once took the numbers for measurements.</summary>
    private static ReadOnlySpan<byte> WithoutFraction(ReadOnlySpan<byte> customer) =>
        customer.EndsWith(".0"u8) ? customer[..^2] : customer;
}
