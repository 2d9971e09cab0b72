using System.Text.Json;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Messages;

namespace SmartInventory.Forecasting.Catalogue;

// What Catalog.Api last said of its things: always the newest version per key.

internal sealed class KnownProduct
{
    public required string Sku { get; init; }
    public long Version { get; init; }
    public required string Name { get; init; }

    /// <summary>Null when none, and until the product is announced again after an upgrade.</summary>
    public string? Category { get; init; }
    public required string Unit { get; init; }
    public bool WholeUnits { get; init; }
    public decimal? Cost { get; init; }
    public decimal ServiceLevel { get; init; }
    public int ReviewPeriodDays { get; init; }
    public bool Archived { get; init; }

    /// <summary>A list of <see cref="SupplierTermState"/>, the preferred supplier first.</summary>
    public required string Terms { get; init; }

    public IReadOnlyList<SupplierTermState> TermList() =>
        JsonSerializer.Deserialize<List<SupplierTermState>>(Terms, ContractsJson.Options)!;
}

internal sealed class KnownSupplier
{
    public required string Code { get; init; }
    public long Version { get; init; }
    public required string Name { get; init; }
    public bool Archived { get; init; }
}

internal sealed class KnownLocation
{
    public required string Code { get; init; }
    public long Version { get; init; }
    public required string Name { get; init; }
    public required string TimeZone { get; init; }
    public bool Archived { get; init; }
}

internal sealed class KnownStock
{
    public required string Sku { get; init; }
    public required string Location { get; init; }
    public long Version { get; init; }
    public decimal OnHand { get; init; }
    public decimal OnOrder { get; init; }
    public bool Counted { get; init; }
}
