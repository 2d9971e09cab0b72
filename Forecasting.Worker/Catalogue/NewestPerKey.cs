namespace SmartInventory.Forecasting.Catalogue;

internal static class NewestPerKey
{
    /// <summary>The newest version of each key, sorted by key.</summary>
    public static T[] Of<T, TKey>(IReadOnlyList<T> items, Func<T, TKey> key, Func<T, long> version) =>
        Sort(items.GroupBy(key).Select(versions => versions.MaxBy(version)!), key);

    /// <summary>By the characters' codes, so that concurrent transactions lock rows in one order.</summary>
    public static T[] Sort<T, TKey>(IEnumerable<T> items, Func<T, TKey> key) =>
        [
            .. items.Order(
                Comparer<T>.Create(
                    (a, b) =>
                        (key(a), key(b)) switch
                        {
                            (string x, string y) => string.CompareOrdinal(x, y),
                            (ValueTuple<string, string> x, ValueTuple<string, string> y) => string.CompareOrdinal(
                                x.Item1,
                                y.Item1
                            )
                                is var first
                                    and not 0
                                ? first
                                : string.CompareOrdinal(x.Item2, y.Item2),
                            _ => throw new NotSupportedException(typeof(TKey).Name),
                        }
                )
            ),
        ];
}
