using System.Text.Json;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Status;

namespace SmartInventory.EndToEnd;

public sealed class ImportTests(InventorySystem system) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("e2e-import-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_in_the_real_format_is_counted_once_everywhere()
    {
        var before = await Totals();
        var file = OnlineRetailFile.Write(Path.Combine(_folder, "cut.csv.gz"), rows: 4_000, firstInvoice: 536365);

        var first = await system.Inv.Run("import", "sales", file.Path, "--preset", "online-retail", "-o", "json");

        Assert.True(first.ExitCode == 0, first.ToString());
        var report = JsonSerializer.Deserialize<JsonElement>(first.Output);
        Assert.Equal(file.Rows, report.GetProperty("read").GetInt64());
        Assert.Equal(file.Sales, report.GetProperty("accepted").GetInt64());
        Assert.Equal(file.Returns, report.GetProperty("returns").GetInt64());
        Assert.Equal(0, report.GetProperty("duplicates").GetInt64());
        Assert.Equal(file.Rejected, report.GetProperty("rejected").EnumerateObject().Sum(r => r.Value.GetInt64()));

        var after = Source(await system.Reconciled(TimeSpan.FromMinutes(2)));
        Assert.Equal(before.Sold - before.Returned + file.SoldUnits - file.ReturnedUnits, after.Sold);
        Assert.Equal(before.Returned + file.ReturnedUnits, after.Returned);
        Assert.Equal(before.Lines + file.Sales + file.Returns, after.Lines);

        var second = await system.Inv.Run("import", "sales", file.Path, "--preset", "online-retail", "-o", "json");
        Assert.True(second.ExitCode == 0, second.ToString());
        var again = JsonSerializer.Deserialize<JsonElement>(second.Output);
        Assert.Equal(0, again.GetProperty("accepted").GetInt64());
        Assert.Equal(0, again.GetProperty("returns").GetInt64());
        Assert.Equal(file.Sales + file.Returns, again.GetProperty("duplicates").GetInt64());
        Assert.Equal(after, Source(await system.Reconciled(TimeSpan.FromMinutes(1))));
    }

    [Theory]
    [InlineData("forecasting", 600000)]
    [InlineData("catalog", 700000)]
    [InlineData("sales", 800000)]
    public async Task Killing_a_service_in_the_middle_of_an_import_changes_no_total(string part, int firstInvoice)
    {
        var before = await Totals();
        var file = OnlineRetailFile.Write(Path.Combine(_folder, "half.csv.gz"), rows: 60_000, firstInvoice);
        using var import = system.Inv.Start("import", "sales", file.Path, "--preset", "online-retail", "-o", "json");
        var output = import.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = import.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await system.Until(
            async () => (await Totals()).Lines > before.Lines + 5_000,
            TimeSpan.FromMinutes(1),
            "the import to be under way"
        );

        var killed = system.Pid(part);
        system.Kill(part);
        await import.WaitForExitAsync(TestContext.Current.CancellationToken);

        // The import itself waits for a service that comes back; whether it did or gave up, repeating it completes it.
        await system.Until(
            () => Task.FromResult(system.IsBack(part, killed)),
            TimeSpan.FromMinutes(2),
            $"{part} to be back"
        );
        if (import.ExitCode != 0)
            TestContext.Current.TestOutputHelper?.WriteLine($"{await output}\n{await error}");
        var repeated = await system.Inv.Run("import", "sales", file.Path, "--preset", "online-retail", "-o", "json");
        Assert.True(repeated.ExitCode == 0, repeated.ToString());

        var after = Source(await system.Reconciled(TimeSpan.FromMinutes(3)));
        Assert.Equal(before.Lines + file.Sales + file.Returns, after.Lines);
        Assert.Equal(before.Sold - before.Returned + file.SoldUnits - file.ReturnedUnits, after.Sold);
        Assert.Equal(before.Returned + file.ReturnedUnits, after.Returned);
    }

    [Fact]
    public async Task Killing_the_command_in_the_middle_and_repeating_it_ends_in_the_totals_of_one_clean_run()
    {
        var before = await Totals();
        var file = OnlineRetailFile.Write(Path.Combine(_folder, "cut-off.csv.gz"), rows: 60_000, firstInvoice: 900000);
        using (var import = system.Inv.Start("import", "sales", file.Path, "--preset", "online-retail"))
        {
            await system.Until(
                async () => (await Totals()).Lines > before.Lines + 5_000,
                TimeSpan.FromMinutes(1),
                "the import to be under way"
            );
            import.Kill();
            await import.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var repeated = await system.Inv.Run("import", "sales", file.Path, "--preset", "online-retail", "-o", "json");

        Assert.True(repeated.ExitCode == 0, repeated.ToString());
        Assert.True(
            JsonSerializer.Deserialize<JsonElement>(repeated.Output).GetProperty("duplicates").GetInt64() >= 5_000
        );
        var after = Source(await system.Reconciled(TimeSpan.FromMinutes(3)));
        Assert.Equal(before.Lines + file.Sales + file.Returns, after.Lines);
        Assert.Equal(before.Sold - before.Returned + file.SoldUnits - file.ReturnedUnits, after.Sold);
        Assert.Equal(before.Returned + file.ReturnedUnits, after.Returned);
    }

    private static SourceReconciliation Source(StatusResponse status)
    {
        var source = status.Sources.Single(s => s.Source == "online-retail");
        Assert.True(source.Agrees);
        Assert.Equal(source.Sold, source.Ledger);
        Assert.Equal(source.Sold, source.Demand);
        return source;
    }

    private async Task<SourceTotals> Totals()
    {
        var totals = await system.Client<ISalesApi>().SalesTotals(TestContext.Current.CancellationToken);
        return totals.Sources.SingleOrDefault(s => s.Source == "online-retail")
            ?? new SourceTotals("online-retail", 0, 0, 0);
    }
}
