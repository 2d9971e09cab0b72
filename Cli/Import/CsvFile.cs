using System.IO.Compression;
using System.Text;
using SmartInventory.Cli.Hosting;

namespace SmartInventory.Cli.Import;

/// <summary>The encodings that the import reads.</summary>
internal enum FileEncoding
{
    Utf8,
    Latin1,
}

/// <summary>A CSV file, gzipped or not, that can be read from its beginning as often as needed.</summary>
internal sealed class CsvFile : IDisposable
{
    private readonly FileStream _file;
    private readonly FileEncoding _encoding;
    private readonly bool _compressed;
    private Stream? _decoded;

    private CsvFile(FileStream file, FileEncoding encoding, bool compressed)
    {
        _file = file;
        _encoding = encoding;
        _compressed = compressed;
    }

    /// <summary>Share of the file (as it lies on the disk) that was read, 0 to 1.</summary>
    public double Progress => _file.Length == 0 ? 1 : (double)_file.Position / _file.Length;

    public static CsvFile Open(string path, FileEncoding encoding)
    {
        if (Directory.Exists(path))
            throw new Failure($"'{path}' is a folder, not a file.");
        if (!File.Exists(path))
            throw new Failure($"There is no file '{path}'.");
        var file = new FileStream(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.Read,
            bufferSize: 1 << 16,
            FileOptions.SequentialScan
        );
        try
        {
            if (file.Length == 0)
                throw new Failure($"The file '{path}' is empty.");
            Span<byte> magic = stackalloc byte[2];
            var compressed = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1F, 0x8B];
            if (!compressed && path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
                throw new Failure($"'{path}' is named .gz but is not gzip. If it is plain CSV, name it .csv.");
            return new CsvFile(file, encoding, compressed);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>A reader at the beginning. The one before must not be used any more.</summary>
    public CsvReader Read()
    {
        var bytes = Rewind();
        var encoding = _encoding == FileEncoding.Latin1 ? Encoding.Latin1 : Utf16();
        if (encoding is not null)
            bytes = Encoding.CreateTranscodingStream(Rewind(), encoding, Encoding.UTF8, leaveOpen: true);
        return new CsvReader(bytes);

        // A spreadsheet's "Unicode text": known by its mark, or by the zero beside the first letter.
        Encoding? Utf16()
        {
            Span<byte> first = stackalloc byte[2];
            try
            {
                if (bytes.ReadAtLeast(first, 2, throwOnEndOfStream: false) == 2)
                {
                    if (first is [0xFF, 0xFE] or [not 0, 0])
                        return new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true);
                    if (first is [0xFE, 0xFF] or [0, not 0])
                        return new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true);
                }
            }
            catch (InvalidDataException)
            {
                // Damaged gzip: the reader says so, with the row that it reaches.
            }

            bytes = Rewind();
            return null;
        }
    }

    private Stream Rewind()
    {
        _decoded?.Dispose();
        _file.Position = 0;
        _decoded = _compressed ? new GZipStream(_file, CompressionMode.Decompress, leaveOpen: true) : null;
        return _decoded ?? _file;
    }

    public void Dispose()
    {
        _decoded?.Dispose();
        _file.Dispose();
    }
}
