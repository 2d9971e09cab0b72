using System.Text;

namespace SmartInventory.Files;

/// <summary>Every rejected row as it stands in the file, with its line, reason and detail before it.</summary>
public sealed class RejectsFile(string path) : IDisposable
{
    private readonly FileStream _file = new(path, FileMode.Create, FileAccess.Write);
    private char _delimiter = ',';
    private bool _begun;

    /// <summary>Writes the header, once: the file is read twice.</summary>
    public void Begin(byte[] header, byte delimiter)
    {
        if (_begun)
            return;
        _begun = true;
        _delimiter = (char)delimiter;
        Append($"line{_delimiter}reason{_delimiter}detail{_delimiter}", header);
    }

    public void Write(RejectedLine line, byte[] raw) =>
        Append($"{line.Line}{_delimiter}{line.Reason}{_delimiter}{Detail(line.Detail)}{_delimiter}", raw);

    public void Dispose() => _file.Dispose();

    private string Detail(string detail)
    {
        var field = CsvText.Field(detail);
        return _delimiter == ',' || field.StartsWith('"') || !field.Contains(_delimiter, StringComparison.Ordinal)
            ? field
            : $"\"{field}\"";
    }

    private void Append(string prefix, byte[] raw)
    {
        _file.Write(Encoding.UTF8.GetBytes(prefix));
        _file.Write(raw);
        _file.Write("\r\n"u8);
    }
}
