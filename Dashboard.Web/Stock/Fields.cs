namespace SmartInventory.Dashboard.Web.Stock;

/// <summary>A choice of a location, with what is on hand at each.</summary>
public sealed record PlaceField(MoveModel Page, string Name, string Label, string? Value);

/// <summary>A number to type.</summary>
/// <param name="Min">The lowest that a browser takes; null for any.</param>
/// <param name="Hint">What stands beside it.</param>
public sealed record AmountField(
    string Name,
    string Label,
    decimal? Value,
    string? Min,
    bool Required,
    string? Hint = null
);
