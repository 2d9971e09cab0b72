using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using SmartInventory.Contracts.Csv;

namespace SmartInventory.Load;

/// <summary>A line of a file of sales. Below zero is a return.</summary>
public sealed record SaleLine(string ExternalId, string Sku, decimal Quantity, decimal UnitPrice, DateTime SoldAt)
{
    public const string Location = "LOAD";
    public const string FileLocation = "LOAD-FILE";
    public const string Channel = "load";

    // As the command line cuts a file.
    private const int LinesPerSlice = 20_000;

    public static string SkuOf(long number) => string.Create(CultureInfo.InvariantCulture, $"LOAD-{number:00000}");

    /// <summary>A year of lines up to yesterday, in the order of time; few products sell much, many little.</summary>
    public static List<SaleLine> MakeUp(RunOptions run)
    {
        var random = new Random(9);
        var begin = DateTime.UtcNow.Date.AddDays(-365);
        var lines = new List<SaleLine>(run.ImportedLines);
        for (var i = 0; i < run.ImportedLines; i++)
        {
            var share = random.NextDouble();
            var day = (long)i * 364 / run.ImportedLines;
            lines.Add(
                new(
                    $"{run.Name}-made-{i}",
                    // Each has some lines, so that all have a forecast.
                    SkuOf(i < run.Products ? i : (long)(share * share * run.Products)),
                    random.Next(1, 13) * (random.Next(50) == 0 ? -1 : 1),
                    random.Next(50, 2_000) / 100m,
                    begin.AddDays(day).AddSeconds(random.Next(8 * 3600, 18 * 3600))
                )
            );
        }
        return lines;
    }

    /// <summary>The lines of the UCI Online Retail file that are sales or returns of goods.</summary>
    public static List<SaleLine> Read(RunOptions run, string path)
    {
        using Stream file = File.OpenRead(path);
        using var plain = new MemoryStream();
        using (var content = path.EndsWith(".gz") ? new GZipStream(file, CompressionMode.Decompress) : file)
            content.CopyTo(plain);
        var bytes = plain.GetBuffer().AsSpan(0, (int)plain.Length);
        var cutter = new CsvCutter();
        cutter.Learn(bytes);
        var lines = new List<SaleLine>(550_000);
        var row = 0;
        for (var at = 0; cutter.Cut(bytes[at..], ended: true) is > 0 and var used; at += used, row++)
        {
            // InvoiceNo, StockCode, Description, Quantity, InvoiceDate, UnitPrice, ...
            if (row == 0)
                continue;
            var sku = Field(cutter, bytes[at..], 1).ToUpperInvariant();
            var quantity = decimal.Parse(Field(cutter, bytes[at..], 3), CultureInfo.InvariantCulture);
            var price = decimal.Parse(Field(cutter, bytes[at..], 5), CultureInfo.InvariantCulture);
            var soldAt = DateTime.Parse(Field(cutter, bytes[at..], 4), CultureInfo.InvariantCulture);
            if (quantity != 0 && price > 0 && Regex.IsMatch(sku, "^[A-Z0-9._/-]{1,64}$"))
                lines.Add(
                    new($"{run.Name}-{row}", sku, quantity, price, DateTime.SpecifyKind(soldAt, DateTimeKind.Utc))
                );
        }
        return lines;
    }

    /// <summary>The lines as bodies of <c>POST /sales/import</c>.</summary>
    public static List<byte[]> Slices(IEnumerable<SaleLine> lines, string location)
    {
        var slices = new List<byte[]>();
        foreach (var slice in lines.Chunk(LinesPerSlice))
        {
            var text = new StringBuilder("sku,location,quantity,kind,unitPrice,soldAt,channel,externalId\n");
            foreach (var line in slice)
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"{line.Sku},{location},{Math.Abs(line.Quantity)},{(line.Quantity < 0 ? "return" : "sale")},"
                        + $"{line.UnitPrice},{line.SoldAt:yyyy-MM-ddTHH:mm:ssZ},{Channel},{line.ExternalId}\n"
                );
            slices.Add(Encoding.UTF8.GetBytes(text.ToString()));
        }
        return slices;
    }

    private static string Field(CsvCutter cutter, ReadOnlySpan<byte> row, int number) =>
        Encoding.UTF8.GetString(cutter.Field(row, number));
}
