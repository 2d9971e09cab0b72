namespace SmartInventory.Gateway.Status;

/// <summary>
/// For how long figures of the status have been what they are: work that goes on changes them, work that is stuck does
/// not. Each process knows what it was asked for.
/// </summary>
internal sealed class StandingStill(TimeProvider time)
{
    private readonly Lock _lock = new();
    private Dictionary<string, (string Figures, DateTimeOffset Since)> _seen = new(StringComparer.Ordinal);

    /// <param name="now">What is not settled, by name, with its figures. What is not among them is forgotten.</param>
    /// <returns>By name for how long the figures are the same.</returns>
    public IReadOnlyDictionary<string, TimeSpan> Look(IReadOnlyDictionary<string, string> now)
    {
        var at = time.GetUtcNow();
        lock (_lock)
        {
            _seen = now.ToDictionary(
                one => one.Key,
                one => _seen.TryGetValue(one.Key, out var seen) && seen.Figures == one.Value ? seen : (one.Value, at),
                StringComparer.Ordinal
            );
            return _seen.ToDictionary(one => one.Key, one => at - one.Value.Since, StringComparer.Ordinal);
        }
    }
}
