using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using SmartInventory.Contracts.Csv;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.Files;

/// <summary>Where a row stands in the file.</summary>
/// <param name="Row">One-based, not counting the header.</param>
/// <param name="Line">One-based line on which it starts.</param>
/// <param name="Raw">Its bytes, when somebody will want them; else null.</param>
public readonly record struct RowPlace(long Row, long Line, byte[]? Raw);

/// <summary>
/// Some thousand rows on their way: a small file of sales with the header and those that the server is to judge, and
/// the
/// count of those that are none.
/// </summary>
public sealed class Slice
{
    /// <summary>
    /// Large enough that a request costs nothing beside its rows, small enough to be repeated without regret.
    /// </summary>
    public const int MaxRows = 20_000;

    private const int MaxBytes = 4 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _body = new(1 << 20);
    private readonly CsvWriter _csv;
    private readonly byte[] _header;
    private readonly int _shown;
    private readonly List<RowPlace> _sent = [];

    /// <summary>Of rows that are made here.</summary>
    /// <param name="shown">How many of the rows that are rejected here are kept to be shown.</param>
    public Slice(int shown = Tally.Shown)
        : this(Encoding.UTF8.GetBytes(string.Join(',', SaleFields.All.Select(field => field.Name()))), shown) { }

    /// <param name="header">The header of the file whose rows are to be sent as they are.</param>
    /// <param name="shown">How many of the rows that are rejected here are kept to be shown.</param>
    public Slice(byte[] header, int shown = Tally.Shown)
    {
        _header = header;
        _shown = shown;
        _csv = new CsvWriter(_body);
        Clear();
    }

    public int Rows => _sent.Count;

    // Rejected rows count too, or a file of nothing else would be one endless slice.
    public bool IsFull => Rows + Own.Read >= MaxRows || _body.WrittenCount >= MaxBytes;

    public ReadOnlyMemory<byte> Body => _body.WrittenMemory;

    /// <summary>Rows that were settled here, without asking the server.</summary>
    public Tally Own { get; private set; }

    /// <summary>For the file of rejected rows: each with its bytes. Empty unless that was asked for.</summary>
    public List<(RejectedLine Line, byte[] Raw)> Rejects { get; } = [];

    /// <summary>Adds a row as it stands in the file.</summary>
    public void Add(ReadOnlySpan<byte> raw, RowPlace place)
    {
        _body.Write(raw);
        _body.Write("\n"u8);
        _sent.Add(place);
    }

    /// <summary>Adds a row that was made here: the fields in the order of <see cref="SaleFields.All"/>.</summary>
    public void Add(ref SaleRow sale, RowPlace place)
    {
        _csv.Text(sale.Sku);
        _csv.Text(sale.Location);
        _csv.Number(sale.Quantity);
        _csv.Text(sale.IsReturn ? "return"u8 : "sale"u8);
        if (sale.UnitPrice is { } price)
            _csv.Number(price);
        else
            _csv.Nothing();
        if (sale.SoldAt is { } time)
            _csv.Time(time);
        else
            _csv.Nothing();
        _csv.Text(sale.Channel);
        _csv.Text(sale.ExternalId);
        _csv.Text(sale.Customer);
        if (sale.Discount is { } discount)
            _csv.Number(discount);
        else
            _csv.Nothing();
        if (sale.Promotion is { } promotion)
            _csv.Text(promotion ? "true"u8 : "false"u8);
        else
            _csv.Nothing();
        _csv.Text(sale.Receipt);
        _csv.EndRow();
        _sent.Add(place);
    }

    public void Reject(Rejection rejection, RowPlace place)
    {
        var line = new RejectedLine(place.Row, place.Line, rejection.Reason, rejection.Detail)
        {
            Column = rejection.Column,
        };
        Own.Reject(line);
        if (place.Raw is not null)
            Rejects.Add((line, place.Raw));
    }

    /// <summary>The server's rejects with their places in the file.</summary>
    public List<RejectedLine> Locate(ImportReport report)
    {
        var located = new List<RejectedLine>(report.Rejects.Count);
        foreach (var reject in report.Rejects)
        {
            var place = _sent[(int)reject.Row - 1];
            var line = new RejectedLine(place.Row, place.Line, reject.Reason, reject.Detail);
            located.Add(line);
            if (place.Raw is not null)
                Rejects.Add((line, place.Raw));
        }

        return located;
    }

    [MemberNotNull(nameof(Own))]
    public void Clear()
    {
        _body.ResetWrittenCount();
        _body.Write(_header);
        _body.Write("\n"u8);
        _sent.Clear();
        Rejects.Clear();
        Own = new Tally(_shown);
    }
}

/// <summary>A slice's body. It can be sent again as it is, and whoever sends it decides when.</summary>
public sealed class SliceContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _body;

    public SliceContent(ReadOnlyMemory<byte> body)
    {
        _body = body;
        Headers.ContentType = new MediaTypeHeaderValue("text/csv", "utf-8");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        stream.WriteAsync(_body).AsTask();

    protected override Task SerializeToStreamAsync(
        Stream stream,
        TransportContext? context,
        CancellationToken cancellationToken
    ) => stream.WriteAsync(_body, cancellationToken).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
