namespace SmartInventory.Contracts.Catalog;

/// <summary>What holds for the whole installation.</summary>
/// <param name="Currency">ISO 4217 code of the money that all amounts are in; null where nobody said.</param>
/// <param name="Decimals">Digits of its smallest unit; null where there is no currency.</param>
public sealed record InstallationResponse(string? Currency, int? Decimals, string ETag);

/// <summary>All of it anew. Needs <c>If-Match</c>.</summary>
public sealed record SetInstallation
{
    /// <summary>ISO 4217 code; null for none. It names the money and converts none of it.</summary>
    public string? Currency { get; init; }
}
