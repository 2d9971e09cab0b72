using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.RequestDecompression;
using Microsoft.Extensions.DependencyInjection;

namespace SmartInventory.ServiceDefaults.Web;

/// <summary>
/// Compressed bodies are read, and given up when a few bytes become very many: who sends little may not cost much.
/// </summary>
public static class Decompression
{
    /// <summary>
    /// Bytes that one that was sent may become. Exports of tills become 3 to 15 times as long, rows of 200 bytes that
    /// differ in nothing but a number 60 times; what is made to be large reaches 1,000 and more.
    /// </summary>
    public const int MaxRatio = 100;

    /// <summary>Up to here nobody asks.</summary>
    public const long Free = 8 * 1024 * 1024;

    public static void AddDecompression(this WebApplicationBuilder builder) =>
        builder.Services.AddRequestDecompression(options =>
        {
            options.DecompressionProviders["gzip"] = new Bounded(body => new GZipStream(
                body,
                CompressionMode.Decompress,
                leaveOpen: true
            ));
            options.DecompressionProviders["deflate"] = new Bounded(body => new ZLibStream(
                body,
                CompressionMode.Decompress,
                leaveOpen: true
            ));
            options.DecompressionProviders["br"] = new Bounded(body => new BrotliStream(
                body,
                CompressionMode.Decompress,
                leaveOpen: true
            ));
        });

    private sealed class Bounded(Func<Stream, Stream> decoder) : IDecompressionProvider
    {
        public Stream GetDecompressionStream(Stream stream)
        {
            var sent = new CountingStream(stream);
            return new BoundedStream(decoder(sent), sent);
        }
    }

    /// <summary>What came out of a decoder, as long as it is not too much for what went in.</summary>
    private sealed class BoundedStream(Stream decoder, CountingStream sent) : CountingStream(decoder)
    {
        protected override void Counted(long bytes)
        {
            // A decoder reads ahead, so what it has read is no less than what it needed.
            if (bytes > Free && bytes / MaxRatio > sent.Count)
                throw new InflatedBodyException();
        }
    }

    /// <summary>Reads another stream and counts.</summary>
    private class CountingStream(Stream inner) : Stream
    {
        public long Count { get; private set; }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        protected virtual void Counted(long bytes) { }

        public override int Read(byte[] buffer, int offset, int count) => Took(inner.Read(buffer, offset, count));

        public override int Read(Span<byte> buffer) => Took(inner.Read(buffer));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken ct = default) =>
            Took(await inner.ReadAsync(buffer, ct));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken ct) =>
            ReadAsync(buffer.AsMemory(offset, count), ct).AsTask();

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }

        private int Took(int bytes)
        {
            Count += bytes;
            Counted(Count);
            return bytes;
        }
    }
}

/// <summary>A body became more than <see cref="Decompression.MaxRatio"/> times as long as it was sent.</summary>
public sealed class InflatedBodyException()
    : Exception($"A compressed body becomes more than {Decompression.MaxRatio} times as long.");
