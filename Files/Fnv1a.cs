namespace SmartInventory.Files;

/// <summary>A hash that is the same on every machine and in every run (Fowler, Noll, Vo: FNV-1a, 64 bits).</summary>
public static class Fnv1a
{
    /// <summary>The published basis.</summary>
    private const ulong Basis = 14695981039346656037UL;

    /// <param name="bytes">What to hash.</param>
    /// <param name="basis">Where to start from: another one gives other hashes.</param>
    public static ulong Hash(ReadOnlySpan<byte> bytes, ulong basis = Basis)
    {
        foreach (var b in bytes)
            basis = (basis ^ b) * 1099511628211UL;
        return basis;
    }
}
