namespace SmartInventory.Load;

/// <summary>The two closing tables, in Markdown.</summary>
public static class Report
{
    public static void Write(IReadOnlyList<Measurement> rows, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("| work | rate | p50 ms | p99 ms | processor ms | of the limit | aim | reached |");
        output.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var row in rows)
        {
            var limit = row.Limit is null ? "" : Text.Of($"{100 * row.Ratio:0.0}% of {row.Limit.Work}");
            var reached =
                row.Aim is null ? ""
                : row.Aim.IsReached(row) ? "yes"
                : "**no**";
            output.WriteLine(
                $"| {row.Work} | {(double.IsNaN(row.Rate) ? "" : $"{Text.Rate(row.Rate)} {row.Unit}/s")} "
                    + $"| {Text.Milliseconds(row.Median)} | {Text.Milliseconds(row.P99)} | {Text.Figure(row.Total)} "
                    + $"| {limit} | {row.Aim?.Text} | {reached} |"
            );
        }

        output.WriteLine();
        string[] parts = [.. Machine.Parts, .. Machine.Watching];
        output.WriteLine($"| processor ms | unit | {string.Join(" | ", parts)} | others |");
        output.WriteLine($"|---|---|{string.Concat(parts.Select(_ => "---|"))}---|");
        foreach (var row in rows.Where(r => r.Processor.Count > 0))
            output.WriteLine(
                $"| {row.Work} | {row.Unit} | {string.Join(" | ", parts.Select(p => Text.Figure(row.Of(p))))} "
                    + $"| {Text.Figure(row.Others)} |"
            );
    }
}
