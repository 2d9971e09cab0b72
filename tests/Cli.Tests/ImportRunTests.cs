using System.Text.Json;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Sales;
using SmartInventory.Testing;

namespace SmartInventory.Cli.Tests;

/// <summary>Imports of sales as wholes: begun, finished, listed, taken back.</summary>
public sealed class ImportRunTests : IDisposable
{
    private static readonly string Address = $"/api/v1/sales/imports/{FakeImports.Id}";

    private readonly SalesFiles _files = new();

    [Fact]
    public async Task What_is_imported_belongs_to_an_import_of_the_files_name()
    {
        await using var gateway = await StubGateway.StartAsync();
        new FakeSales().Attach(gateway);
        var path = _files.Write("day.csv", "sku,quantity,soldAt\nA,1,2026-11-01\nB,2,2026-11-01\n");

        var ran = await InvRunner.RunAsync(gateway, "import", "sales", path, "-o", "json");

        Assert.Equal(0, ran.Code);
        Assert.Equal(FakeImports.Id, JsonSerializer.Deserialize<ImportSummary>(ran.Out, ContractsJson.Options)!.Import);
        Assert.Equal(
            "day.csv",
            Assert.Single(gateway.Requests, seen => seen.Path == "/api/v1/sales/imports").Read<BeginImport>().Name
        );
        Assert.Equal(FakeImports.Id.ToString(), FakeImports.Single(gateway)["import"]);
        Assert.Equal($"{Address}/finish", gateway.Requests.Last().Path);
    }

    [Theory]
    [InlineData("sku,quantity,soldAt\nA,1,2026-11-01\n", "--dry-run")]
    [InlineData("sku,quantity,soldAt\nA,0,2026-11-01\n", "--yes")]
    public async Task Nothing_is_begun_where_nothing_is_stored(string text, string option)
    {
        await using var gateway = await StubGateway.StartAsync();
        new FakeSales().Attach(gateway);

        await InvRunner.RunAsync(gateway, "import", "sales", _files.Write("day.csv", text), option);

        Assert.DoesNotContain(gateway.Requests, seen => seen.Path.Contains("imports", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Imports_are_listed()
    {
        await using var gateway = (await StubGateway.StartAsync()).On(
            "GET /api/v1/sales/imports",
            new Page<SalesImportResponse>([FakeImports.Run("day.csv", ImportState.Finished)], null)
        );

        var ran = await InvRunner.RunAsync(gateway, "import", "list", "-o", "csv");

        Assert.Equal(0, ran.Code);
        Assert.Contains(
            $"{FakeImports.Id},day.csv,finished,1970-01-01T00:00:00Z,12,9,1,2,0",
            ran.Out,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_import_is_taken_back_after_a_question()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On($"GET {Address}", FakeImports.Run("day.csv", ImportState.Finished))
            .On($"POST {Address}/undo", FakeImports.Run("day.csv", ImportState.Undone));
        string[] command = ["import", "undo", FakeImports.Id.ToString(), "-o", "csv"];

        var refused = await InvRunner.AnsweredAsync(gateway, "n\n", command);

        Assert.Equal(1, refused.Code);
        Assert.Equal(
            "Take back 10 lines of 'day.csv' of 1970-01-01 00:00 UTC? [y/N] Nothing was taken back.\n",
            refused.Error
        );
        Assert.DoesNotContain(gateway.Requests, seen => seen.Method == "POST");

        var agreed = await InvRunner.AnsweredAsync(gateway, "", [.. command, "--yes"]);

        Assert.Equal(0, agreed.Code);
        Assert.Contains(",undone,", agreed.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_whose_goods_came_back_is_left_as_it_is()
    {
        await using var gateway = (await StubGateway.StartAsync())
            .On($"GET {Address}", FakeImports.Run("day.csv", ImportState.Finished))
            .On(
                $"POST {Address}/undo",
                _ =>
                    Answer.Problem(409, "Something of this import came back.", "Take the returns back first, of A (1).")
            );

        var ran = await InvRunner.RunAsync(gateway, "import", "undo", FakeImports.Id.ToString());

        Assert.Equal(
            (5, "Something of this import came back. Take the returns back first, of A (1).\n"),
            (ran.Code, ran.Error)
        );
    }

    public void Dispose() => _files.Dispose();
}
