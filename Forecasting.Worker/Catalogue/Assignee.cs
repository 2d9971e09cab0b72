namespace SmartInventory.Forecasting.Catalogue;

/// <summary>Who looks after something.</summary>
/// <param name="Name">The user name.</param>
/// <param name="DisplayName">What others read, as it was when it was given to them.</param>
internal sealed record Assignee(string Name, string? DisplayName)
{
    /// <summary>Whoever the product was given to, else the supplier that it is ordered from.</summary>
    public static Assignee? Of(KnownProduct? product, KnownSupplier? supplier) =>
        product?.Assignee is { } own ? new(own, product.AssigneeName)
        : supplier?.Assignee is { } theirs ? new(theirs, supplier.AssigneeName)
        : null;
}
