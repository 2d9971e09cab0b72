using System.Text.Json;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Forecasting.Policies;

/// <summary>A policy that somebody set.</summary>
internal sealed class StoredPolicy
{
    /// <summary>Between SKU and location in the key of a series; neither of them has it.</summary>
    public const char At = '@';

    public required PolicyScope Scope { get; init; }

    /// <summary>What the scope is of; empty for all products.</summary>
    public required string Key { get; init; }

    /// <summary>The product's, of a product or series; null for the wider scopes.</summary>
    public string? Sku { get; init; }

    /// <summary>A <see cref="PolicyFields"/>.</summary>
    public required string Fields { get; set; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public string? By { get; set; }
    public string? ByName { get; set; }

    /// <summary>Changes with every write.</summary>
    public uint Xmin { get; init; }

    public PolicyFields Read() => JsonSerializer.Deserialize<PolicyFields>(Fields, ContractsJson.Options)!;

    public static string Write(PolicyFields fields) => JsonSerializer.Serialize(fields, ContractsJson.Options);
}

/// <summary>A product's cell in the ABC x XYZ matrix, as trends last found it.</summary>
internal sealed class ProductSegment
{
    public required string Sku { get; init; }

    /// <summary>Such as <c>AX</c>.</summary>
    public required string Cell { get; init; }
}
