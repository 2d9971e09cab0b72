namespace SmartInventory.Chaos;

/// <summary>What is done to a part.</summary>
public enum Blow
{
    /// <summary>SIGKILL.</summary>
    Kill,

    /// <summary>SIGSTOP, of the process and all that it started: it is there, and says nothing.</summary>
    Hang,
}

/// <summary>One round: what is done to which parts, at the same time.</summary>
public sealed record Round(IReadOnlyList<(string Part, Blow Blow)> Blows)
{
    public string Name => string.Join(", ", Blows.Select(b => $"{Word(b.Blow)} {b.Part}"));

    private static string Word(Blow blow) => blow == Blow.Kill ? "kill" : "hang";
}

/// <summary>Every part alone, both ways, and the pairs that need each other.</summary>
public static class Rounds
{
    /// <summary>Those that answer HTTP, by the names of the host.</summary>
    public static IReadOnlyList<string> Services { get; } = ["catalog", "sales", "forecasting", "gateway", "dashboard"];

    private static readonly string[] Parts = [.. Services, "postgres", "messaging", "cache"];

    public static IReadOnlyList<Round> Plan { get; } =
    [
        .. Parts.Select(part => new Round([(part, Blow.Kill)])),
        .. Parts.Select(part => new Round([(part, Blow.Hang)])),
        new Round([("postgres", Blow.Kill), ("messaging", Blow.Kill)]),
        new Round([("sales", Blow.Hang), ("catalog", Blow.Kill)]),
        new Round([("messaging", Blow.Hang), ("sales", Blow.Kill)]),
        new Round([("postgres", Blow.Hang), ("gateway", Blow.Kill)]),
    ];

    public static IEnumerable<Round> Choose(int rounds, string? only)
    {
        var chosen = Plan.Where(r => only is null || r.Name.Contains(only, StringComparison.Ordinal)).ToList();
        return chosen.Count == 0
            ? throw new ChaosException($"No round's name holds '{only}'.")
            : Enumerable
                .Range(0, only is null ? rounds : Math.Min(rounds, chosen.Count))
                .Select(i => chosen[i % chosen.Count]);
    }
}

/// <summary>What went wrong, in words.</summary>
public sealed class ChaosException(string message) : Exception(message);
