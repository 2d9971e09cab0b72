using System.Buffers;
using System.Globalization;
using System.Text;
using MiniExcelLibs;
using SmartInventory.Contracts.Csv;

namespace SmartInventory.Files;

/// <summary>
/// Reads the first sheet of an Excel workbook row by row. A cell that is a number or a time is exact: it comes as
/// <c>1234.5</c> and ISO 8601, whatever the sheet shows.
/// </summary>
internal sealed class XlsxReader(Stream workbook) : RecordReader, IDisposable
{
    private readonly IEnumerator<IDictionary<string, object?>> _rows = workbook
        .Query(useHeaderRow: false, excelType: ExcelType.XLSX)
        .Cast<IDictionary<string, object?>>()
        .GetEnumerator();

    private readonly ArrayBufferWriter<byte> _text = new(4096);
    private readonly ArrayBufferWriter<byte> _raw = new(4096);
    private readonly List<(int Start, int Length, bool Exact)> _cells = [];
    private int _columns;
    private int _count;

    public override byte Separator => (byte)',';

    public override int Count => _count;

    public override ReadOnlySpan<byte> this[int index] =>
        index < _cells.Count ? _text.WrittenSpan.Slice(_cells[index].Start, _cells[index].Length) : default;

    public override ReadOnlySpan<byte> Raw
    {
        get
        {
            _raw.ResetWrittenCount();
            var csv = new CsvWriter(_raw);
            for (var i = 0; i < Count; i++)
                csv.Text(this[i]);
            return _raw.WrittenSpan;
        }
    }

    public override bool IsExact(int index) => index < _cells.Count && _cells[index].Exact;

    public override bool Read()
    {
        do
        {
            if (!_rows.MoveNext())
                return false;
            Line++;
            Take(_rows.Current.Values);
        } while (_cells.Count == 0);
        Records++;
        if (Records == 1)
            _columns = _cells.Count;
        // Cells at the end that are empty are not in the file.
        _count = Math.Max(_columns, _cells.Count);
        return true;
    }

    public void Dispose() => _rows.Dispose();

    private void Take(IEnumerable<object?> values)
    {
        _text.ResetWrittenCount();
        _cells.Clear();
        var filled = 0;
        foreach (var value in values)
        {
            var (text, exact) = Show(value);
            var start = _text.WrittenCount;
            var length = Encoding.UTF8.GetBytes(text, _text.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length)));
            _text.Advance(length);
            _cells.Add((start, length, exact));
            if (length > 0)
                filled = _cells.Count;
        }

        _cells.RemoveRange(filled, _cells.Count - filled);
    }

    private static (string Text, bool Exact) Show(object? value) =>
        value switch
        {
            null => ("", false),
            string text => (text.Trim(), false),
            double number when Math.Abs(number) < 1e15 => (
                ((decimal)number).ToString(CultureInfo.InvariantCulture),
                true
            ),
            DateTime time => (Show(time), true),
            TimeSpan time => (time.ToString("hh\\:mm\\:ss", CultureInfo.InvariantCulture), true),
            bool flag => (flag ? "true" : "false", true),
            IFormattable other => (other.ToString(null, CultureInfo.InvariantCulture), true),
            _ => (value.ToString() ?? "", false),
        };

    private static string Show(DateTime time)
    {
        // A sheet keeps times as parts of a day, which are not whole seconds.
        var seconds = new DateTime(
            (time.Ticks + TimeSpan.TicksPerSecond / 2) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond,
            DateTimeKind.Unspecified
        );
        if (Math.Abs((seconds - time).TotalMilliseconds) < 2)
            time = seconds;
        // Before its calendar begins, a sheet means a time of day.
        var format =
            time.Year < 1901 ? "HH:mm:ss"
            : time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd"
            : "yyyy-MM-dd'T'HH:mm:ss.FFF";
        return time.ToString(format, CultureInfo.InvariantCulture);
    }
}
