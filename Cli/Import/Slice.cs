using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.Cli.Import;

/// <summary>Some thousand rows on their way: the NDJSON of those that are sales, and the count of those that are not.</summary>
internal sealed class Slice : IDisposable
{
    /// <summary>Large enough that a request costs nothing beside its rows, small enough to be repeated without regret.</summary>
    public const int MaxRows = 20_000;

    private readonly ArrayBufferWriter<byte> _body = new(1 << 20);
    private readonly Utf8JsonWriter _json;
    private readonly List<Sent> _sent = [];

    public Slice() => _json = new Utf8JsonWriter(_body, new JsonWriterOptions { SkipValidation = true });

    private readonly record struct Sent(long Row, long Line, byte[]? Raw);

    public int Rows => _sent.Count;
    public ReadOnlyMemory<byte> Body => _body.WrittenMemory;

    /// <summary>Rows that were rejected here, without asking the server.</summary>
    public Tally Own { get; private set; } = new();

    /// <summary>For the file of rejected rows: each with its bytes. Empty unless that was asked for.</summary>
    public List<(RejectedLine Line, byte[] Raw)> Rejects { get; } = [];

    public void Add(ref SaleRow sale, long row, long line, byte[]? raw)
    {
        SalesFormat.Write(_json, ref sale);
        _json.Flush();
        _json.Reset();
        _body.Write("\n"u8);
        _sent.Add(new Sent(row, line, raw));
    }

    public void Reject(RejectedLine line, byte[]? raw)
    {
        Own.Reject(line);
        if (raw is not null) Rejects.Add((line, raw));
    }

    /// <summary>The server's rejects with their places in the file.</summary>
    public List<RejectedLine> Locate(ImportReport report)
    {
        var located = new List<RejectedLine>(report.Rejects.Count);
        foreach (var reject in report.Rejects)
        {
            var sent = _sent[(int)reject.Row - 1];
            var line = new RejectedLine(sent.Row, sent.Line, reject.Reason, reject.Detail);
            located.Add(line);
            if (sent.Raw is not null) Rejects.Add((line, sent.Raw));
        }

        return located;
    }

    public void Clear()
    {
        _body.ResetWrittenCount();
        _sent.Clear();
        Rejects.Clear();
        Own = new Tally();
    }

    public void Dispose() => _json.Dispose();
}

/// <summary>A slice's body. It can be sent again as it is, and whoever sends it decides when.</summary>
internal sealed class NdjsonContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _body;

    public NdjsonContent(ReadOnlyMemory<byte> body)
    {
        _body = body;
        Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(_body).AsTask();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        stream.WriteAsync(_body, cancellationToken).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
