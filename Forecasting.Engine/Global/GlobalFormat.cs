using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;

namespace SmartInventory.Forecasting.Engine.Global;

/// <summary>
/// How a trained model lies in a stream: eight letters, the version of the format, the length and the SHA-256 of what
/// follows, which
/// is the content compressed by Brotli.
/// </summary>
internal static class GlobalFormat
{
    private const int Version = 3;
    private const int HeaderLength = 8 + 4 + 4 + SHA256.HashSizeInBytes;

    private static ReadOnlySpan<byte> Magic => "SIGLOBAL"u8;

    public static void Save(Stream stream, Action<BinaryWriter> write)
    {
        using var packed = new MemoryStream();
        using (var writer = new BinaryWriter(new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true)))
            write(writer);
        var bytes = packed.GetBuffer().AsSpan(0, (int)packed.Length);
        Span<byte> header = stackalloc byte[HeaderLength];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], bytes.Length);
        SHA256.HashData(bytes, header[16..]);
        stream.Write(header);
        stream.Write(bytes);
    }

    public static T Load<T>(Stream stream, Func<BinaryReader, T> read)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        var length = stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false);
        if (!header[..Math.Min(length, Magic.Length)].SequenceEqual(Magic))
            throw new InvalidDataException("This is no stored global model.");
        if (length < HeaderLength)
            throw new InvalidDataException("The stored global model is cut off.");
        if (BinaryPrimitives.ReadInt32LittleEndian(header[8..]) is var version && version != Version)
        {
            throw new InvalidDataException(
                $"The global model is stored in format {version}; this version of the program reads {Version}. "
                    + "Training makes a new one."
            );
        }
        using var packed = Packed(stream, BinaryPrimitives.ReadInt32LittleEndian(header[12..]));
        if (!SHA256.HashData(packed.GetBuffer().AsSpan(0, (int)packed.Length)).AsSpan().SequenceEqual(header[16..]))
            throw new InvalidDataException("The stored global model is damaged.");
        using var reader = new BinaryReader(new BrotliStream(packed, CompressionMode.Decompress));
        return read(reader);
    }

    /// <summary>Writes a text letter by letter, also one that is no valid Unicode.</summary>
    public static void WriteText(this BinaryWriter writer, string text)
    {
        writer.Write(text.Length);
        foreach (var letter in text)
            writer.Write((ushort)letter);
    }

    public static string ReadText(this BinaryReader reader) =>
        string.Create(
            reader.ReadInt32(),
            reader,
            static (letters, reader) =>
            {
                foreach (ref var letter in letters)
                    letter = (char)reader.ReadUInt16();
            }
        );

    /// <summary>Reads that many bytes, without trusting the number.</summary>
    private static MemoryStream Packed(Stream stream, int length)
    {
        var packed = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (var left = length; left > 0; )
        {
            var read = stream.Read(buffer, 0, Math.Min(left, buffer.Length));
            if (read == 0)
                throw new InvalidDataException("The stored global model is cut off.");
            packed.Write(buffer, 0, read);
            left -= read;
        }
        packed.Position = 0;
        return packed;
    }
}
