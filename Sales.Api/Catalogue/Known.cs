namespace SmartInventory.Sales.Api.Catalogue;

/// <summary>
/// What a sale needs to know of a product: a replica of the catalogue's, the newest version that was heard of.
/// </summary>
public sealed class KnownProduct
{
    public required string Sku { get; init; }
    public required long Version { get; init; }
    public required bool WholeUnits { get; init; }
    public required decimal Price { get; init; }
    public required bool Archived { get; init; }
}

/// <summary>What a sale needs to know of a location.</summary>
public sealed class KnownLocation
{
    public required string Code { get; init; }

    /// <summary>0 when it was asked for by HTTP, where no version is told: any message is newer.</summary>
    public required long Version { get; init; }

    public required string TimeZone { get; init; }
    public required bool Archived { get; init; }
}
