namespace SmartInventory.Cli.Sample;

/// <summary>
/// Random numbers that are the same on every machine and runtime for the same seed (SplitMix64: Steele, Lea, Flood,
/// "Fast
/// splittable pseudorandom number generators", OOPSLA 2014).
/// </summary>
internal sealed class SeededRandom(params ReadOnlySpan<ulong> seeds)
{
    private ulong _state = Mix(seeds);

    /// <summary>0 (included) to 1 (excluded).</summary>
    public double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    public double Between(double low, double high) => low + ((high - low) * Share());

    /// <summary>Both bounds included.</summary>
    public int Whole(int low, int high) => low + (int)(Share() * (high - low + 1));

    public bool Chance(double probability) => Share() < probability;

    public T Pick<T>(IReadOnlyList<T> items) => items[Whole(0, items.Count - 1)];

    /// <summary>Knuth's method for small means, the normal approximation for large ones.</summary>
    public int Poisson(double mean)
    {
        if (mean <= 0)
            return 0;
        if (mean > 40)
            return (int)Math.Max(0, Math.Round(mean + (Math.Sqrt(mean) * Normal())));
        var limit = Math.Exp(-mean);
        var count = 0;
        for (var product = Share(); product > limit; product *= Share())
            count++;
        return count;
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - Share())) * Math.Cos(2 * Math.PI * Share());

    private ulong Next() => Scramble(_state += 0x9E3779B97F4A7C15);

    private static ulong Mix(ReadOnlySpan<ulong> seeds)
    {
        ulong state = 0;
        foreach (var seed in seeds)
            state = Scramble(state + seed + 0x9E3779B97F4A7C15);
        return state;
    }

    private static ulong Scramble(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
