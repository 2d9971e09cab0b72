using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using SmartInventory.Contracts.Sales;
using SmartInventory.Testing;

namespace SmartInventory.Sales.Api.Tests;

/// <summary>A sale means the same through whichever door it comes.</summary>
public sealed class DoorTests(SalesApp app) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("inv-doors-");

    public static TheoryData<string> Doors =>
        ["post", "batch", "csv", "ndjson", "inv import sales", "inv sale record --at"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task A_plain_date_is_that_day_at_the_location(string door)
    {
        var sale = await Sell(door, "2026-01-31");
        Assert.Equal((new DateOnly(2026, 1, 31), "2026-01-31T05:00:00"), (sale.Day, Utc(sale)));
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task A_time_without_offset_is_on_the_clock_of_the_location(string door)
    {
        var sale = await Sell(door, "2026-01-31T23:30");
        Assert.Equal((new DateOnly(2026, 1, 31), "2026-02-01T04:30:00"), (sale.Day, Utc(sale)));
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task A_time_with_an_offset_is_that_moment(string door)
    {
        var sale = await Sell(door, "2026-01-31T23:30:00+01:00");
        Assert.Equal((new DateOnly(2026, 1, 31), "2026-01-31T22:30:00"), (sale.Day, Utc(sale)));
    }

    [Fact]
    public async Task A_file_goes_through_the_command_and_comes_back_the_same()
    {
        var sku = app.NewProduct(wholeUnits: false);
        string[] rows =
        [
            $"{sku},NEWYORK,0.25,sale,9.5,2026-01-31T05:00:00Z,till,{sku}-1,Ann,0.375,true,R-1",
            $"{sku},LONDON,3,return,0,2026-01-31T05:00:00.123456Z,till,\"'=1+1,;\"\"{sku}\",'-5,0,false,",
            $"{sku},LONDON,3,sale,1.2345,2026-01-30T05:00:00Z,till,{sku}-3,\"two\nlines\",0,false,",
        ];
        const string Header =
            "sku,location,quantity,kind,unitPrice,soldAt,channel,externalId,customer,discount,promotion,receipt\r\n";
        var file = Write(Header + string.Concat(rows.Select(row => row + "\r\n")));
        Assert.StartsWith(
            "what,lines\r\nread,3\r\naccepted,2\r\nreturns,1\r\nduplicates,0\r\n",
            await app.Inv("import", "sales", file, "-o", "csv"),
            StringComparison.Ordinal
        );

        var exported = await app.Inv("export", "sales", "--sku", sku);
        Assert.Equal(Header, exported[..Header.Length]);
        Assert.Equal(
            rows.Order(StringComparer.Ordinal),
            exported[Header.Length..].Split("\r\n")[..^1].Order(StringComparer.Ordinal)
        );

        Assert.StartsWith(
            "what,lines\r\nread,3\r\naccepted,0\r\nreturns,0\r\nduplicates,3\r\n",
            await app.Inv("import", "sales", Write(exported), "-o", "csv"),
            StringComparison.Ordinal
        );

        // And where it is not known yet, it is stored as it was.
        var own = new SalesApp();
        await own.InitializeAsync();
        await using var _ = own;
        own.Catalogue.AddProduct(sku, 1, wholeUnits: false);
        await own.Inv("import", "sales", Write(exported));
        Assert.Equal(exported, await own.Inv("export", "sales", "--sku", sku));
        var array = JsonDocument.Parse(await own.Inv("export", "sales", "--sku", sku, "-o", "json")).RootElement;
        Assert.Equal(3, array.GetArrayLength());
    }

    [Fact]
    public async Task A_dry_run_of_the_command_checks_the_catalogue_too_and_stores_nothing()
    {
        var sku = app.NewProduct();
        var file = Write(
            $"sku,location,quantity,externalId\n{sku},NEWYORK,1,{sku}\nGHOST,NEWYORK,1,g\n{sku},MARS,1,m\n"
        );
        Assert.Equal(
            "what,lines\r\nread,3\r\nsales that would be stored,1\r\nreturns that would be stored,0\r\nduplicates,0\r\n"
                + "rejected: unknown-location,1\r\nrejected: unknown-sku,1\r\n",
            await app.Inv("import", "sales", file, "--dry-run", "-o", "csv")
        );
        Assert.Equal((0m, 0m), await app.Units(sku));
    }

    [Fact]
    public async Task Rows_of_a_long_file_are_named_by_their_place_in_it()
    {
        var sku = app.NewProduct();
        // Every row spans two lines, and several slices are needed.
        var text = new StringBuilder("sku;location;quantity;externalId;customer\r\n");
        for (var row = 1; row <= 45_000; row++)
            text.Append(
                CultureInfo.InvariantCulture,
                $"{sku};NEWYORK;{(row % 15_000 == 0 ? "x" : "1,0")};{sku}-{row};\"a;\n\"\"b\"\"\"\r\n"
            );
        using var zipped = new MemoryStream();
        await using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text.ToString()));
        var file = Path.Combine(_folder.FullName, "sales.csv.gz");
        await File.WriteAllBytesAsync(file, zipped.ToArray(), Cancellation);
        var rejects = Path.Combine(_folder.FullName, "rejects.csv");

        var report = JsonDocument
            .Parse(await app.Inv("import", "sales", file, "--rejects", rejects, "-o", "json"))
            .RootElement;

        Assert.Equal(
            (45_000, 44_997),
            (report.GetProperty("read").GetInt64(), report.GetProperty("accepted").GetInt64())
        );
        Assert.Equal(
            [(15_000, 30_000, "quantity"), (30_000, 60_000, "quantity"), (45_000, 90_000, "quantity")],
            report
                .GetProperty("rejects")
                .EnumerateArray()
                .Select(reject =>
                    (
                        reject.GetProperty("row").GetInt32(),
                        reject.GetProperty("line").GetInt32(),
                        reject.GetProperty("reason").GetString()!
                    )
                )
        );
        Assert.Equal((44_997m, 44_997m), await app.Units(sku));
        Assert.Equal(7, (await File.ReadAllLinesAsync(rejects, Cancellation)).Length);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Write(string text)
    {
        var file = Path.Combine(_folder.FullName, $"{SalesApp.NewName("sales")}.csv");
        File.WriteAllText(file, text);
        return file;
    }

    private static string Utc(SaleResponse sale) =>
        sale.SoldAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Sells one in New York through a door, and reads what was stored.</summary>
    private async Task<SaleResponse> Sell(string door, string soldAt)
    {
        var sku = app.NewProduct();
        var json =
            $$"""{"sku":"{{sku}}","location":"NEWYORK","quantity":1,"externalId":"{{sku}}","soldAt":"{{soldAt}}"}""";
        var csv = $"sku,location,quantity,externalId,soldAt\n{sku},NEWYORK,1,{sku},{soldAt}\n";
        switch (door)
        {
            case "post":
                (await app.Http.Post("/api/v1/sales", json)).Dispose();
                break;
            case "batch":
                (await app.Http.Post("/api/v1/sales/batch", $$"""{"sales":[{{json}}]}""")).Dispose();
                break;
            case "csv":
                await app.Imported(csv, "text/csv");
                break;
            case "ndjson":
                await app.Imported(json);
                break;
            case "inv import sales":
                await app.Inv("import", "sales", Write(csv));
                break;
            default:
                await app.Inv(
                    "sale",
                    "record",
                    "--sku",
                    sku,
                    "--location",
                    "NEWYORK",
                    "--quantity",
                    "1",
                    "--at",
                    soldAt
                );
                break;
        }

        return Assert.Single((await app.Api.ListSales(sku: sku, ct: Cancellation)).Items);
    }
}
