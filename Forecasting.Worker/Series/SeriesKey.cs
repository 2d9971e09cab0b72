using SmartInventory.Contracts;

namespace SmartInventory.Forecasting.Series;

/// <summary>The key of a series. Ordered as the indexes are, which is the order in which rows are locked.</summary>
internal readonly record struct SeriesKey(Sku Sku, Code Location) : IComparable<SeriesKey>
{
    /// <summary>Of texts that were parsed before they were stored or sent.</summary>
    public static SeriesKey Of(string sku, string location) => new(Contracts.Sku.Of(sku), Code.Of(location));

    public int CompareTo(SeriesKey other) =>
        string.CompareOrdinal(Sku, other.Sku) is not 0 and var order
            ? order
            : string.CompareOrdinal(Location, other.Location);
}

internal static class SeriesKeys
{
    /// <summary>For <c>unnest</c>: two arrays side by side.</summary>
    public static (string[] Skus, string[] Locations) Columns(this IReadOnlyList<SeriesKey> keys)
    {
        var (skus, locations) = (new string[keys.Count], new string[keys.Count]);
        for (var i = 0; i < keys.Count; i++)
            (skus[i], locations[i]) = (keys[i].Sku, keys[i].Location);
        return (skus, locations);
    }
}
