using System.IO.Compression;
using System.Text;

namespace SmartInventory.Cli.Tests;

/// <summary>Files of a test, in a folder that goes away with it.</summary>
internal sealed class SalesFiles : IDisposable
{
    public const string Header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";

    /// <summary>
    /// A cut in the real format, with one of everything: equal lines, an invoice in two pieces, codes that differ by
    /// case,
    /// a cancellation, and every reason to reject a row.
    /// </summary>
    public const string Cut =
        Header
        + """"

            536365,85123A,WHITE HANGING HEART T-LIGHT HOLDER,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom
            536365,71053,,6,2010-12-01 08:26:00,3.39,17850.0,United Kingdom
            536365,71053,WHITE METAL LANTERN,6,2010-12-01 08:26:00,3.39,17850.0,United Kingdom
            536365,71053,WHITE METAL LANTERN,6,2010-12-01 08:26:00,3.39,17850.0,United Kingdom
            536366,85123a,LATER NAME,2,2011-07-01 09:00:00,2.95,,"Eire, ""South"""
            C536379,85123A,WHITE HANGING HEART T-LIGHT HOLDER,-1,2010-12-01 09:41:00,2.55,14527.0,United Kingdom
            536365,PADS,PADS TO MATCH ALL CUSHIONS,1,2010-12-01 08:26:00,0.001,17850.0,United Kingdom
            536367,DCGS0004,HAYNES CAMPER SHOULDER BAG,1,2010-12-01 09:00:00,16.63,,United Kingdom
            536370,POST,POSTAGE,3,2010-12-01 08:45:00,18.0,12583.0,France
            536371,DOT,DOTCOM POSTAGE,1,2010-12-01 08:45:00,569.77,,United Kingdom
            536372,C2,CARRIAGE,1,2010-12-01 08:45:00,50.0,,EIRE
            536373,BANK CHARGES,Bank Charges,1,2010-12-01 08:45:00,15.0,,United Kingdom
            C536374,AMAZONFEE,AMAZON FEE,-1,2010-12-01 08:45:00,13541.33,,United Kingdom
            C536375,CRUK,CRUK Commission,-1,2010-12-01 08:45:00,1.6,14096.0,United Kingdom
            C536376,S,SAMPLES,-1,2010-12-01 08:45:00,5.99,,United Kingdom
            A563185,B,Adjust bad debt,1,2011-08-12 14:50:00,11062.06,,United Kingdom
            A563186,B,Adjust bad debt,1,2011-08-12 14:51:00,-11062.06,,United Kingdom
            C536378,D,Discount,-1,2010-12-01 08:45:00,27.5,14527.0,United Kingdom
            536380,M,Manual,1,2010-12-01 08:45:00,9.99,,United Kingdom
            536381,m,Manual,1,2010-12-01 08:45:00,2.55,,United Kingdom
            536382,gift_0001_20,Dotcomgiftshop Gift Voucher £20.00,1,2010-12-01 08:45:00,16.67,,United Kingdom
            536383,22139,,56,2010-12-01 11:52:00,0.0,,United Kingdom
            536384,22140,damaged,-10,2010-12-01 11:52:00,0.0,,United Kingdom
            536385,22140,check,-3,2010-12-01 11:52:00,1.25,,United Kingdom
            C536386,22140,odd,3,2010-12-01 11:52:00,1.25,,United Kingdom
            536387,22140,X,six,2010-12-01 11:52:00,1.25,,United Kingdom
            536388,22140,X,6,2010-13-01 11:52:00,1.25,,United Kingdom
            536389,22140,X,6,2010-12-01 11:52:00,cheap,,United Kingdom
            536390,22140 B,X,6,2010-12-01 11:52:00,1.25,,United Kingdom
            536391,22140,X,6,2010-12-01 11:52:00,1.25,United Kingdom
            ,22140,X,6,2010-12-01 11:52:00,1.25,,United Kingdom
            536392,22141,X,0,2010-12-01 11:52:00,1.25,,United Kingdom

            """";

    /// <summary>A file in the layout of another system, or with numbers in another manner.</summary>
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Files", name);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("inv-tests-");

    public string Folder => _folder.FullName;

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        var path = System.IO.Path.Combine(Folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public static byte[] Gzip(string text)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return target.ToArray();
    }

    /// <summary>Many good lines, three per invoice.</summary>
    public static string Many(int lines) =>
        Header
        + "\n"
        + string.Concat(
            Enumerable
                .Range(0, lines)
                .Select(i =>
                    $"{600_000 + (i / 3)},{10_000 + (i * 7919 % 500)},THING {i * 7919 % 500},{1 + (i % 12)},"
                    + $"2011-0{1 + (i % 9)}-0{1 + (i % 7)} 1{i % 10}:26:00,2.55,17850.0,United Kingdom\n"
                )
        );

    public void Dispose() => _folder.Delete(recursive: true);
}
