using SmartInventory.Files;
using SmartInventory.Testing;

namespace SmartInventory.Load;

/// <summary>What was asked for on the command line, and how much of everything follows from it.</summary>
public sealed record RunOptions(
    Uri Gateway,
    Uri? Dashboard,
    string Data,
    string? File,
    bool Quick,
    long? Grow,
    double IdleMinutes,
    IReadOnlyList<string> Only
)
{
    /// <summary>The kinds of work that <c>--only</c> names.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
    ["import", "reads", "fresh", "pages", "sales", "batch", Storage.Kind];

    /// <summary>Whether a kind of work is measured.</summary>
    public bool Wants(string kind) => Only.Count == 0 || Only.Contains(kind);

    /// <summary>
    /// Who asks: the program of <c>SMARTINVENTORY_TOKEN</c>, else the development run that is measured.
    /// </summary>
    public ProgramToken Token { get; } =
        new(
            Gateway,
            Environment.GetEnvironmentVariable("SMARTINVENTORY_TOKEN")
                ?? new DevelopmentSignIn(UserFolder.Of(Environment.GetEnvironmentVariable("INV_CONFIG"))).Find(Gateway)
                ?? throw new LoadException(
                    $"No development run is at {Gateway}; give the token of a planner as SMARTINVENTORY_TOKEN."
                )
        );

    /// <summary>Names the sales of this run, so that none of them was stored before.</summary>
    public string Name { get; } = $"{DateTime.UtcNow:yyyyMMdd-HHmmss}";

    public int Products => Quick ? 300 : 10_000;

    /// <summary>Of the UCI Online Retail file.</summary>
    public int ImportedLines => Quick ? 5_000 : 541_909;

    public TimeSpan WarmUp => TimeSpan.FromSeconds(Quick ? .3 : 3);

    public TimeSpan Span => TimeSpan.FromSeconds(Quick ? 1 : 10);

    /// <summary>How long sales are posted while forecasts are watched.</summary>
    public TimeSpan FreshnessSpan => TimeSpan.FromSeconds(Quick ? 1 : 30);

    /// <summary>For how long is waited until what a work left to do downstream is done.</summary>
    public TimeSpan Patience => TimeSpan.FromSeconds(Quick ? 1.5 : 120);
}

/// <summary>What keeps the bench from measuring, in words for who started it.</summary>
public sealed class LoadException(string message) : Exception(message);
