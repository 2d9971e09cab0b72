using System.Buffers;
using System.CommandLine;
using System.Text;
using SmartInventory.Cli.Hosting;
using SmartInventory.Cli.Output;

namespace SmartInventory.Cli.Sales;

internal static class ExportCommands
{
    public static Command Create(Inv inv) =>
        inv.Noun("export", T("Whole tables, as a stream, for other programs."), Sales(inv));

    private static Command Sales(Inv inv)
    {
        var filter = new SaleFilter();
        return inv.Verb(
            "sales",
            T("Exports all sales that match, as CSV that can be imported; with -o json as one array."),
            [
                "inv export sales --from 2011-01-01 --to 2011-12-31 > sales-2011.csv",
                "inv export sales --sku 85123A -o json",
            ],
            filter.All,
            async (run, ct) =>
            {
                var json = run.Format == OutputFormat.Json;
                if (run.Form.Fields is not null)
                    throw new Failure(T("An export has all fields: without --json."), ExitCode.Usage);
                await using var body = await filter.Export(run, json ? "application/x-ndjson" : "text/csv", ct);
                var lines = json
                    ? await CopyArrayAsync(body, run.Shell.Out, ct)
                    : await CopyCsvAsync(body, run.Shell.Out, ct);
                run.Say(T($"{lines:N0} lines exported."));
                return ExitCode.Ok;
            }
        );
    }

    /// <summary>Copies a table as it comes; returns its rows.</summary>
    private static async Task<long> CopyCsvAsync(Stream body, TextWriter output, CancellationToken ct)
    {
        using var reader = new StreamReader(body, Encoding.UTF8);
        var buffer = ArrayPool<char>.Shared.Rent(1 << 15);
        long breaks = 0;
        var quoted = false;
        for (int read; (read = await reader.ReadAsync(buffer, ct)) > 0; )
        {
            foreach (var c in buffer.AsSpan(0, read))
            {
                // A quote inside quotes is doubled, which leaves them as they were.
                if (c == '"')
                    quoted = !quoted;
                else if (c == '\n' && !quoted)
                    breaks++;
            }

            output.Write(buffer, 0, read);
            // Piece by piece, so that a reader who has gone is noticed.
            await output.FlushAsync(ct);
        }

        ArrayPool<char>.Shared.Return(buffer);
        return breaks - 1;
    }

    /// <summary>Copies an object per line as one array; returns the objects.</summary>
    private static async Task<long> CopyArrayAsync(Stream body, TextWriter output, CancellationToken ct)
    {
        using var reader = new StreamReader(body, Encoding.UTF8);
        long lines = 0;
        output.Write('[');
        for (; await reader.ReadLineAsync(ct) is { } line; lines++)
        {
            output.Write(lines == 0 ? "\n" : ",\n");
            output.Write(line);
            if (lines % 256 == 0)
                await output.FlushAsync(ct);
        }

        output.WriteLine(']');
        return lines;
    }
}
