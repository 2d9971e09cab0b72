using System.Text.Json;
using System.Text.Json.Serialization;
using SmartInventory.AppHost.Servers;

namespace SmartInventory.AppHost.Running;

/// <summary>What runs on a data folder, for tests and tools, and for the next host if this one dies without a word.</summary>
/// <param name="Pid">The host's own process.</param>
/// <param name="Ready">Whether every part has been healthy.</param>
internal sealed record HostState(int Pid, DateTimeOffset StartedAt, bool Ready, IReadOnlyList<PartEntry> Parts);

/// <param name="StartTicks">Tells this process from a later one that got the same number.</param>
internal sealed record PartEntry(string Name, PartState State, string Address, int? Pid, long? StartTicks, int Restarts);

internal static class StateFile
{
    private static readonly TimeSpan StaleGrace = TimeSpan.FromSeconds(5);
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static void Write(string path, HostState state) => DataFolder.WritePrivate(path, JsonSerializer.Serialize(state, Options));

    public static HostState? Read(string path) =>
        File.Exists(path) ? JsonSerializer.Deserialize<HostState>(File.ReadAllText(path), Options) : null;

    /// <summary>Ends what a host that was killed left running on this folder.</summary>
    /// <returns>The names of the parts that had to be ended.</returns>
    public static async Task<IReadOnlyList<string>> EndLeftoversAsync(string path, CancellationToken cancellationToken)
    {
        var leftovers = (Read(path)?.Parts ?? []).Where(IsAlive).ToList();
        foreach (var part in leftovers)
            Posix.Signal(part.Pid!.Value, Posix.SigTerm);

        using var grace = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        grace.CancelAfter(StaleGrace);
        while (leftovers.Exists(IsAlive))
        {
            if (grace.IsCancellationRequested)
            {
                // Each leads a process group of its own.
                foreach (var part in leftovers.Where(IsAlive))
                    Posix.Signal(-part.Pid!.Value, Posix.SigKill);
            }
            await Task.Delay(100, cancellationToken);
        }
        return [.. leftovers.Select(p => p.Name)];
    }

    private static bool IsAlive(PartEntry part) =>
        part is { Pid: { } pid, StartTicks: { } ticks } && Posix.StartTicks(pid) == ticks;
}
