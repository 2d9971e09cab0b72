namespace SmartInventory.AppHost.Running;

/// <summary>
/// Servers greet at length and nobody reads it, so what a server prints before it is ready is held back and
/// shown only when it fails. Services are ours: every line of theirs is shown at once.
/// </summary>
internal sealed class StartupWords(IPart part, HostConsole console)
{
    private const int Kept = 100;
    private readonly Lock _lock = new();
    private Queue<string>? _held = part.IsServer ? new() : null;

    public void Add(string line)
    {
        lock (_lock)
        {
            if (_held is null)
            {
                console.WriteLine(part.Name, line);
                return;
            }
            _held.Enqueue(line);
            if (_held.Count > Kept)
                _held.Dequeue();
        }
    }

    /// <summary>Ends the holding back.</summary>
    public void Release(bool print)
    {
        lock (_lock)
        {
            foreach (var line in print && _held is not null ? _held : [])
                console.WriteLine(part.Name, line);
            _held = null;
        }
    }
}
