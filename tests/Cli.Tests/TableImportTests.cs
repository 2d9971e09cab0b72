using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Testing;

namespace SmartInventory.Cli.Tests;

/// <summary>Suppliers and counts from files.</summary>
public sealed class TableImportTests : IDisposable
{
    private readonly SalesFiles _files = new();
    private readonly FakeSales _sales = new();

    [Fact]
    public async Task Suppliers_are_created_or_take_what_the_file_says()
    {
        await using var gateway = await AttachedAsync();
        gateway
            .On("GET /api/v1/suppliers", new Page<SupplierResponse>([Things.Acme], null))
            .On(
                "POST /api/v1/suppliers",
                seen =>
                {
                    var made = seen.Read<CreateSupplier>();
                    return made.Email == "bad"
                        ? Answer.Problem(400, "One or more fields are not valid.", errors: new() { ["email"] = ["no"] })
                        : Answer.Ok(Things.Acme with { Code = made.Code!.ToUpperInvariant(), Name = made.Name! });
                }
            )
            .On(
                "PUT /api/v1/suppliers/ACME",
                seen => Answer.Ok(Things.Acme with { Name = seen.Read<UpdateSupplier>().Name! })
            );
        var path = _files.Write(
            "s.csv",
            "Code,Name,Email\nacme,Acme Trading,\nACME,Acme Ltd,\nnew,New Co,a@b.example\nb d,Bad,\nx,X,bad\ny,,\n"
        );

        var ran = await InvRunner.RunAsync(gateway, "import", "suppliers", path, "-o", "csv");

        Assert.Equal((0, "read,created,updated,existing,rejected\r\n6,1,1,1,3\r\n"), (ran.Code, ran.Out));
        var put = gateway.Requests.Single(seen => seen.Method == "PUT");
        Assert.Equal(
            ("Acme Ltd", Things.Acme.Email, Things.Acme.ETag),
            (put.Read<UpdateSupplier>().Name, put.Read<UpdateSupplier>().Email, put.Headers.IfMatch.ToString())
        );
        ran = await InvRunner.RunAsync(gateway, "import", "suppliers", path, "--dry-run");
        Assert.Contains("line 5: code: code 'b d' must be 1 to 32", ran.Error, StringComparison.Ordinal);
        Assert.Contains("line 7: name: name is required\n", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_are_booked_together_and_bad_rows_are_told_by_row_and_reason()
    {
        await using var gateway = await AttachedAsync();
        var booked = new List<(MoveStock Moves, string Key)>();
        gateway
            .On(
                "GET /api/v1/locations",
                new Page<LocationResponse>([Things.Berlin, Things.Berlin with { Code = "OLD", Archived = true }], null)
            )
            .On(
                "POST /api/v1/stock/moves",
                seen =>
                {
                    var moves = seen.Read<MoveStock>();
                    var late = moves.Adjustments!.ToList().FindIndex(count => count.CountedQuantity == 99);
                    if (late >= 0)
                        return Answer.Problem(
                            400,
                            "One or more fields are not valid.",
                            errors: new() { [$"adjustments[{late}].occurredAt"] = ["must not be in the future"] }
                        );
                    booked.Add((moves, seen.Headers["Idempotency-Key"].ToString()));
                    return Answer.Ok(new BatchResult(moves.Adjustments!.Count, 0, 0, []));
                }
            );
        _sales.Products["A"] = new CreateProduct { Sku = "A" };
        _sales.Products["B"] = new CreateProduct { Sku = "B" };
        _sales.Archive("GONE");
        var path = _files.Write(
            "c.csv",
            "SKU;Location;Counted;Counted At\na;berlin;1.250,0;31.01.2026 07:00\nB;BERLIN;99;31.01.2026 07:00\n"
                + "B;BERLIN;0;31.01.2026\nNONE;BERLIN;1;31.01.2026\nGONE;BERLIN;1;31.01.2026\nA;MARS;1;31.01.2026\n"
                + "A;OLD;1;31.01.2026\nA;BERLIN;2,5;31.01.2026\nA;BERLIN;x;31.01.2026\nA;BERLIN;1;31.01.2026 07:00\n"
        );
        var rejects = Path.Combine(_files.Folder, "rejects.csv");

        var ran = await InvRunner.RunAsync(gateway, "import", "counts", path, "--rejects", rejects, "-o", "csv");

        Assert.Equal((0, "read,created,updated,existing,rejected\r\n10,2,0,0,8\r\n"), (ran.Code, ran.Out));
        var (moves, key) = Assert.Single(booked);
        Assert.Equal(
            [("A", "BERLIN", 1250m, "2026-01-31T06:00"), ("B", "BERLIN", 0m, "2026-01-30T23:00")],
            moves.Adjustments!.Select(count =>
                (count.Sku!, count.Location!, count.CountedQuantity!.Value, $"{count.OccurredAt:yyyy-MM-ddTHH:mm}")
            )
        );
        Assert.Equal(
            [
                "archived-location",
                "archived-product",
                "counted",
                "counted",
                "occurredAt",
                "twice",
                "unknown-location",
                "unknown-sku",
            ],
            (await File.ReadAllLinesAsync(rejects, TestContext.Current.CancellationToken))
                .Skip(1)
                .Select(line => line.Split(';')[1])
                .Order(StringComparer.Ordinal)
        );

        // The same again is the same booking.
        await InvRunner.RunAsync(gateway, "import", "counts", path);
        Assert.Equal(key, booked[1].Key);
        var dry = await InvRunner.RunAsync(gateway, "import", "counts", path, "--dry-run", "-o", "csv");
        Assert.Equal((2, "read,created,updated,existing,rejected\r\n10,3,0,0,7\r\n"), (booked.Count, dry.Out));
    }

    public void Dispose() => _files.Dispose();

    private async Task<StubGateway> AttachedAsync()
    {
        var gateway = await StubGateway.StartAsync();
        _sales.Attach(gateway);
        return gateway;
    }
}
