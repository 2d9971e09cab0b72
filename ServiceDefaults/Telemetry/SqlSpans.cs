using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Npgsql;

namespace SmartInventory.ServiceDefaults.Telemetry;

/// <summary>Which statements become spans, and what these are called: by what they do, "INSERT sales.sales".</summary>
internal static partial class SqlSpans
{
    /// <summary>Statements come from code, so there are some hundreds of texts; a bound all the same.</summary>
    private const int MaxKept = 2_000;
    private const int MaxNamed = 3;
    private static readonly ConcurrentDictionary<string, string> Names = new(StringComparer.Ordinal);

    public static void Configure(NpgsqlTracingOptionsBuilder tracing) =>
        tracing
            // A poll's statement belongs to nothing; without a parent it would be a trace of its own, some every
            // second.
            .ConfigureCommandFilter(_ => Activity.Current is not null)
            .ConfigureBatchFilter(_ => Activity.Current is not null)
            .ConfigureCopyOperationFilter(_ => Activity.Current is not null)
            .ConfigureCommandSpanNameProvider(command => NameOf(command.CommandText))
            .ConfigureBatchSpanNameProvider(batch => NameOf(batch.BatchCommands))
            .ConfigureCopyOperationSpanNameProvider(NameOf)
            .EnableFirstResponseEvent(false);

    /// <summary>
    /// Verb and table of what the statement does; the first word alone where there is no table. Several statements in
    /// one
    /// text, as Entity Framework sends its changes, are named one after the other.
    /// </summary>
    public static string NameOf(string sql)
    {
        if (Names.TryGetValue(sql, out var known))
            return known;
        var name = Join(
            sql.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(Read)
        );
        if (Names.Count < MaxKept)
            Names.TryAdd(sql, name);
        return name;
    }

    private static string NameOf(IList<NpgsqlBatchCommand> commands) =>
        Join(commands.Select(command => NameOf(command.CommandText)));

    private static string Join(IEnumerable<string> names)
    {
        var distinct = names.Distinct(StringComparer.Ordinal).Take(MaxNamed + 1).ToList();
        if (distinct.Count > MaxNamed)
            distinct[MaxNamed] = "...";
        return distinct.Count == 0 ? "SQL" : string.Join(", ", distinct);
    }

    private static string Read(string sql)
    {
        // A change is what a statement is for, wherever in its WITH it stands; only without one it is a question.
        var found = Change().Match(sql) is { Success: true } change ? change : Question().Match(sql);
        if (!found.Success)
            return FirstWord().Match(sql).Value.ToUpperInvariant();
        var table = found.Groups["table"].Value.Replace("\"", "", StringComparison.Ordinal);
        return $"{found.Groups["verb"].Value.ToUpperInvariant()} {table}";
    }

    private const string Table = """\s+(?:ONLY\s+)?(?<table>(?:"[^"]+"|[a-z_]\w*)(?:\.(?:"[^"]+"|[a-z_]\w*))?)""";

    // The last change of a WITH is the statement's own; FOR UPDATE, DO UPDATE and ON UPDATE change nothing by
    // themselves.
    [GeneratedRegex(
        @"\b(?:(?<verb>INSERT)\s+INTO|(?<verb>MERGE)\s+INTO|(?<verb>DELETE)\s+FROM|"
            + @"(?<!\b(?:FOR|DO|ON|KEY)\s+)(?<verb>UPDATE)|(?<verb>COPY))"
            + Table,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.RightToLeft
    )]
    private static partial Regex Change();

    [GeneratedRegex(
        @"\b(?<verb>SELECT)\b.*?\bFROM" + Table,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline
    )]
    private static partial Regex Question();

    [GeneratedRegex(@"[A-Za-z]+")]
    private static partial Regex FirstWord();
}
