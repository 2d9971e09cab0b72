namespace SmartInventory.Contracts;

/// <summary>What was read of a list, over as many of its pages as that takes.</summary>
/// <param name="Items">In the list's order.</param>
/// <param name="More">The list goes on after these.</param>
public readonly record struct Listing<T>(IReadOnlyList<T> Items, bool More)
{
    /// <summary>Reads pages until <paramref name="limit"/> items are there or the list ends.</summary>
#pragma warning disable CA1000 // Whoever reads names the items; nothing else would.
    public static async Task<Listing<T>> ReadAsync(int limit, Func<int, string?, Task<Page<T>>> read)
#pragma warning restore CA1000
    {
        var items = new List<T>(Math.Min(limit, Limits.MaxPage));
        string? after = null;
        do
        {
            var page = await read(Math.Min(limit - items.Count, Limits.MaxPage), after);
            items.AddRange(page.Items);
            after = page.Next;
        } while (after is not null && items.Count < limit);
        return new Listing<T>(items, after is not null);
    }
}
