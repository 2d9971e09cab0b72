namespace SmartInventory.AppHost.Running;

/// <summary>
/// What a part prints. Servers greet and say farewell at length and nobody reads it, so before a server is ready and
/// while it stops its words are held back, and shown only when that goes wrong. Services are ours: theirs are shown at once.
/// </summary>
internal sealed class PartWords(IPart part, HostConsole console)
{
    private const int Kept = 100;
    private readonly Lock _lock = new();
    private readonly Queue<string> _held = new();
    private bool _holding = part.IsServer;

    public void Add(string line)
    {
        lock (_lock)
        {
            if (!_holding)
            {
                console.WriteLine(part.Name, line);
                return;
            }
            _held.Enqueue(line);
            if (_held.Count > Kept)
                _held.Dequeue();
        }
    }

    public void Hold()
    {
        lock (_lock)
            _holding = part.IsServer;
    }

    /// <summary>Ends the holding back.</summary>
    public void Release(bool print)
    {
        lock (_lock)
        {
            if (print)
            {
                foreach (var line in _held)
                    console.WriteLine(part.Name, line);
            }
            _held.Clear();
            _holding = false;
        }
    }
}
