using System.IO.Compression;
using System.Text;

namespace SmartInventory.Files;

/// <summary>The encodings that the import reads.</summary>
public enum FileEncoding
{
    Utf8,
    Latin1,
}

/// <summary>
/// A file with a table - CSV, gzipped or not, or an Excel workbook - that can be read from its beginning as often as
/// needed.
/// </summary>
public sealed class TableFile : IDisposable
{
    private enum Form
    {
        Text,
        Gzip,
        Excel,
    }

    private readonly FileStream _file;
    private readonly FileEncoding _encoding;
    private readonly Form _form;
    private Stream? _decoded;
    private XlsxReader? _workbook;

    private TableFile(FileStream file, FileEncoding encoding, Form form, Wording say, string name)
    {
        _file = file;
        _encoding = encoding;
        _form = form;
        Say = say;
        Name = Path.GetFileName(name);
    }

    /// <summary>The fields are text, as they stand in the file.</summary>
    public bool IsText => _form != Form.Excel;

    /// <summary>Share of the file (as it lies on the disk) that was read, 0 to 1.</summary>
    public double Progress => _file.Length == 0 ? 1 : (double)_file.Position / _file.Length;

    /// <summary>What its owner calls it, without folders.</summary>
    public string Name { get; }

    /// <summary>What settings are called in messages about this file.</summary>
    public Wording Say { get; }

    /// <param name="path">Where it lies.</param>
    /// <param name="encoding">Of a text that is not UTF-16, which shows itself.</param>
    /// <param name="say">What settings are called in messages about it.</param>
    /// <param name="name">What its owner calls it; null where that is the path.</param>
    /// <exception cref="ImportException">There is none, or it is no table.</exception>
    public static TableFile Open(string path, FileEncoding encoding, Wording say, string? name = null)
    {
        name ??= path;
        if (Directory.Exists(path))
            throw new ImportException(T($"'{name}' is a folder, not a file."));
        if (!File.Exists(path))
            throw new ImportException(T($"There is no file '{name}'."));
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
                throw new ImportException(T($"The file '{name}' is empty."));
            Span<byte> magic = stackalloc byte[4];
            var length = file.ReadAtLeast(magic, 4, throwOnEndOfStream: false);
            var form = magic[..length] switch
            {
                [0x1F, 0x8B, ..] => Form.Gzip,
                [(byte)'P', (byte)'K', 3, 4] => Form.Excel,
                [0xD0, 0xCF, 0x11, 0xE0] => throw new ImportException(
                    T($"'{name}' is a workbook of an old Excel. Save it as .xlsx or as CSV.")
                ),
                _ => Form.Text,
            };
            if (form != Form.Gzip && name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
                throw new ImportException(
                    T($"'{name}' is named .gz but is not gzip. If it is plain CSV, name it .csv.")
                );
            if (form == Form.Excel)
                CheckWorkbook(file, name);
            return new TableFile(file, encoding, form, say, name);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The header alone.</summary>
    public FileHeader ReadHeader()
    {
        var reader = Read();
        return reader.Read() ? new FileHeader(reader) : throw new ImportException(T("The file is empty."));
    }

    /// <summary>A reader at the beginning. The one before must not be used any more.</summary>
    public RecordReader Read()
    {
        if (_form == Form.Excel)
        {
            _workbook?.Dispose();
            _file.Position = 0;
            return _workbook = new XlsxReader(_file);
        }

        var bytes = Rewind();
        var encoding = _encoding == FileEncoding.Latin1 ? Encoding.Latin1 : Utf16();
        if (encoding is not null)
            bytes = Encoding.CreateTranscodingStream(Rewind(), encoding, Encoding.UTF8, leaveOpen: true);
        return new CsvReader(bytes, Say);

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

    private static void CheckWorkbook(FileStream file, string name)
    {
        try
        {
            file.Position = 0;
            using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            if (zip.GetEntry("xl/workbook.xml") is null)
                throw new ImportException(
                    T($"'{name}' is a zip, but no Excel workbook. Unpack it, or save it as .xlsx or CSV.")
                );
        }
        catch (InvalidDataException broken)
        {
            throw new ImportException(
                T($"The workbook '{name}' breaks off or is damaged: {broken.Message} Get the file again.")
            );
        }
    }

    private Stream Rewind()
    {
        _decoded?.Dispose();
        _file.Position = 0;
        _decoded = _form == Form.Gzip ? new GZipStream(_file, CompressionMode.Decompress, leaveOpen: true) : null;
        return _decoded ?? _file;
    }

    public void Dispose()
    {
        _workbook?.Dispose();
        _decoded?.Dispose();
        _file.Dispose();
    }
}
