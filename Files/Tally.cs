using System.Text.Json.Serialization;
using SmartInventory.Contracts.Sales;

namespace SmartInventory.Files;

/// <param name="Row">One-based row of the file, not counting the header.</param>
/// <param name="Line">One-based line of the file on which it starts.</param>
/// <param name="Reason">The reason it is counted under.</param>
/// <param name="Detail">The reason in words.</param>
public sealed record RejectedLine(long Row, long Line, string Reason, string Detail)
{
    /// <summary>The column of the file that is to blame; null where none is, or the server says so.</summary>
    [JsonIgnore]
    public string? Column { get; init; }
}

/// <summary>What became of rows. <c>Read = Accepted + Returns + Duplicates + sum of Rejected</c>, always.</summary>
/// <param name="shown">How many rejected lines are kept to be shown: the first of the file.</param>
public sealed class Tally(int shown = Tally.Shown)
{
    /// <summary>As many as a report in a terminal has.</summary>
    public const int Shown = 100;

    public long Read { get; private set; }
    public long Accepted { get; private set; }
    public long Returns { get; private set; }
    public long Duplicates { get; private set; }
    public SortedDictionary<string, long> Rejected { get; } = new(StringComparer.Ordinal);
    public IReadOnlyList<RejectedLine> Rejects => _rejects;

    private readonly List<RejectedLine> _rejects = [];

    /// <summary>Counts a row that would be stored, in a dry run.</summary>
    public void Accept(bool isReturn)
    {
        Read++;
        if (isReturn)
            Returns++;
        else
            Accepted++;
    }

    public void Reject(RejectedLine line)
    {
        Read++;
        Rejected[line.Reason] = Rejected.GetValueOrDefault(line.Reason) + 1;
        if (Rejects.Count < shown)
            _rejects.Add(line);
    }

    /// <summary>Adds what was settled before a slice was sent, and what the server says of the rest.</summary>
    public void Add(Tally own, ImportReport server, IEnumerable<RejectedLine> serverRejects)
    {
        Read += own.Read + server.Read;
        Accepted += own.Accepted + server.Accepted;
        Returns += own.Returns + server.Returns;
        Duplicates += server.Duplicates;
        foreach (var (reason, count) in own.Rejected.Concat(server.Rejected))
            Rejected[reason] = Rejected.GetValueOrDefault(reason) + count;
        _rejects.AddRange(own.Rejects.Concat(serverRejects));
        // Slices settle in any order, and the report shows the first of the file.
        _rejects.Sort((a, b) => a.Row.CompareTo(b.Row));
        if (Rejects.Count > shown)
            _rejects.RemoveRange(shown, Rejects.Count - shown);
    }

    public ImportSummary Summarise(TimeSpan elapsed, bool dryRun, bool complete) =>
        new(
            Read,
            Accepted,
            Returns,
            Duplicates,
            Rejected,
            Rejects,
            Math.Round(elapsed.TotalSeconds, 2),
            (long)(Read / Math.Max(0.001, elapsed.TotalSeconds)),
            dryRun,
            complete
        );
}

/// <summary>The report of an import, as <c>-o json</c> prints it.</summary>
/// <param name="DryRun">Nothing was stored: accepted and returns are what would have been.</param>
/// <param name="Complete">False when the import ended early: the counts are those of the rows that were
/// settled.</param>
public sealed record ImportSummary(
    long Read,
    long Accepted,
    long Returns,
    long Duplicates,
    IReadOnlyDictionary<string, long> Rejected,
    IReadOnlyList<RejectedLine> Rejects,
    double Seconds,
    long LinesPerSecond,
    bool DryRun,
    bool Complete
)
{
    /// <summary>The import that the stored lines belong to; null when nothing was sent to be stored.</summary>
    public Guid? Import { get; init; }

    [JsonIgnore]
    public long RejectedTotal => Rejected.Values.Sum();
}
