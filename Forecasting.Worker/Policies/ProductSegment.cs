namespace SmartInventory.Forecasting.Policies;

/// <summary>The cell of the ABC x XYZ matrix that a product is in, as policies see it. Trends writes it.</summary>
internal sealed class ProductSegment
{
    public required string Sku { get; init; }

    /// <summary>Both letters, such as <c>AX</c>.</summary>
    public required string Cell { get; init; }
}
