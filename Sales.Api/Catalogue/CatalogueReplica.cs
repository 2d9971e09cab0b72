using SmartInventory.Contracts.Messages;
using SmartInventory.ServiceDefaults.Data;

namespace SmartInventory.Sales.Api.Catalogue;

/// <summary>
/// What a sale needs to know of a product: a replica of the catalogue's, the newest version that was heard of.
/// </summary>
public sealed class KnownProduct : IVersioned
{
    public required string Sku { get; init; }
    public required long Version { get; init; }
    public required bool WholeUnits { get; init; }
    public required decimal Price { get; init; }
    public required bool Archived { get; init; }

    /// <summary>A path such as <c>Drinks/Tea</c>; null when the product has none.</summary>
    public string? Category { get; init; }

    public static KnownProduct Of(ProductState state) =>
        new()
        {
            Sku = state.Sku,
            Version = state.Version,
            WholeUnits = state.WholeUnits,
            Price = state.Price,
            Archived = state.Archived,
            Category = state.Category,
        };
}

/// <summary>What a sale needs to know of a location.</summary>
public sealed class KnownLocation : IVersioned
{
    public required string Code { get; init; }

    /// <summary>0 when it was asked for by HTTP, where no version is told: any message is newer.</summary>
    public required long Version { get; init; }

    public required string TimeZone { get; init; }
    public required bool Archived { get; init; }

    public static KnownLocation Of(LocationState state) =>
        new()
        {
            Code = state.Code,
            Version = state.Version,
            TimeZone = state.TimeZone,
            Archived = state.Archived,
        };
}
