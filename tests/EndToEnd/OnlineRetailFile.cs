using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace SmartInventory.EndToEnd;

/// <summary>
/// Writes a file in the UCI Online Retail format with that file's faults: cancellations, equal lines in one invoice, an
/// invoice that comes back later, codes that differ by case only, postage, fees, manual corrections and prices of zero.
/// Deterministic, and it knows the counts that an import must report.
/// </summary>
internal sealed class OnlineRetailFile
{
    private OnlineRetailFile(string path) => Path = path;

    public string Path { get; }
    public long Rows { get; private set; }
    public long Sales { get; private set; }
    public long Returns { get; private set; }
    public long Rejected { get; private set; }
    public decimal SoldUnits { get; private set; }
    public decimal ReturnedUnits { get; private set; }

    /// <param name="rows">About how many rows; the last invoice is written whole.</param>
    /// <param name="firstInvoice">Files with other invoices hold other sales.</param>
    public static OnlineRetailFile Write(string path, int rows, int firstInvoice)
    {
        var file = new OnlineRetailFile(path);
        using var writer = new StreamWriter(
            new GZipStream(File.Create(path), CompressionLevel.Fastest),
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)
        );
        writer.Write("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n");
        var random = new Random(firstInvoice);
        var at = new DateTime(2011, 1, 4, 8, 26, 0, DateTimeKind.Unspecified);
        for (var invoice = firstInvoice; file.Rows < rows; invoice++)
        {
            at = at.AddMinutes(random.Next(2, 30));
            if (at.Hour >= 18)
                at = at.Date.AddDays(1).AddHours(8);
            var cancelled = random.Next(50) == 0;
            var number = (cancelled ? "C" : "") + invoice.ToString(CultureInfo.InvariantCulture);
            var lines = random.Next(1, 40);
            for (var line = 0; line < lines; line++)
                file.Line(writer, number, at, random, cancelled);
        }

        // An invoice that was seen before goes on at the end of the file.
        for (var line = 0; line < 3; line++)
            file.Line(writer, firstInvoice.ToString(CultureInfo.InvariantCulture), at, random, cancelled: false);
        return file;
    }

    private void Line(StreamWriter writer, string invoice, DateTime at, Random random, bool cancelled)
    {
        Rows++;
        var product = random.Next(150);
        var code = product % 10 == 0 ? $"{20000 + product}{(random.Next(2) == 0 ? 'a' : 'A')}" : $"{20000 + product}";
        var quantity = random.Next(1, 13);
        var price = 0.29m + product * 0.07m;
        switch (random.Next(40))
        {
            case 0:
                code = "POST";
                break;
            case 1:
                code = "AMAZONFEE";
                break;
            case 2:
                code = "M";
                break;
            case 3:
                price = 0m;
                break;
        }

        var rejected = price == 0m || !char.IsDigit(code[0]);
        if (rejected)
            Rejected++;
        else if (cancelled)
            (Returns, ReturnedUnits) = (Returns + 1, ReturnedUnits + quantity);
        else
            (Sales, SoldUnits) = (Sales + 1, SoldUnits + quantity);

        var signed = cancelled ? -quantity : quantity;
        writer.Write(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{invoice},{code},\"PRODUCT {product}, \"\"BOXED\"\"\",{signed},{at:yyyy-MM-dd HH:mm:ss},"
                    + $"{price:0.00},17850.0,United Kingdom\n"
            )
        );
    }
}
