using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Forecasting.Policies;

/// <summary>What somebody set for a scope.</summary>
internal sealed class StoredPolicy
{
    public required PolicyScope Scope { get; init; }

    /// <summary>What it is found by: a category in lower case; empty for all products.</summary>
    public required string Key { get; init; }

    /// <summary>The key as people write it; null for all products.</summary>
    public string? Name { get; set; }

    public required PolicyFields Fields { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Who set it last.</summary>
    public string? By { get; set; }
    public string? ByName { get; set; }
    public uint Xmin { get; init; }

    public PolicySource Source => new(Scope, Name);

    /// <summary>What a key is found by, of one that was parsed.</summary>
    public static string KeyOf(PolicyScope scope, string? name) =>
        scope switch
        {
            PolicyScope.All => "",
            PolicyScope.Category => name!.ToLowerInvariant(),
            _ => name!,
        };

    public static string SeriesName(string sku, string location) => $"{sku}@{location}";
}
