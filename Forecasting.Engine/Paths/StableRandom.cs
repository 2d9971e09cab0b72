namespace SmartInventory.Forecasting.Engine.Paths;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators"): one word of state, and
/// the same numbers on every machine and runtime version, which <see cref="Random"/> does not promise.
/// </summary>
public struct StableRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong NextWord()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>A whole number in [0, bound); bound must be positive.</summary>
    public int Next(int bound) => (int)(((NextWord() >> 32) * (ulong)bound) >> 32);

    /// <summary>A number in (0, 1].</summary>
    public double NextUnit() => ((NextWord() >> 11) + 1) * (1.0 / (1UL << 53));
}
