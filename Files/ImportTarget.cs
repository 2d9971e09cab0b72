using SmartInventory.Contracts;

namespace SmartInventory.Files;

/// <summary>Where an import goes, and who hears of it.</summary>
/// <param name="Catalog">Where missing products and locations are created.</param>
/// <param name="Sales">Where sales are stored.</param>
/// <param name="Time">The clock.</param>
/// <param name="Say">Told in sentences what happens; from several threads.</param>
/// <param name="Key">The idempotency key of this import: the same on every attempt.</param>
public sealed record ImportTarget(
    ICatalogApi Catalog,
    ISalesApi Sales,
    TimeProvider Time,
    Action<string> Say,
    string Key
);
