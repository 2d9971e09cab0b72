namespace SmartInventory.Forecasting.Engine.Replenishment;

/// <summary>How a supplier sells.</summary>
/// <param name="Moq">Fewest units of an order; 0 for none.</param>
/// <param name="Pack">Units of a full pack; 0 for none.</param>
/// <param name="Divisible">Whether a part of a unit can be ordered.</param>
public readonly record struct OrderQuantity(double Moq = 0, double Pack = 0, bool Divisible = false)
{
    /// <summary>Parts of a unit that arithmetic leaves behind and nobody orders.</summary>
    private const double Dust = 1e-9;

    /// <summary>
    /// The least that can be ordered and is not below <paramref name="need"/>, in units; 0 where nothing is needed.
    /// Never a pack (or, without packs, a unit) more than need or the minimum, whichever is larger.
    /// </summary>
    public double Of(double need)
    {
        if (!(need > 0))
            return 0;
        var quantity = Math.Max(need, Moq);
        if (Pack > 0)
            return Up(quantity / Pack) * Pack;
        return Divisible ? quantity : Up(quantity);
    }

    private static double Up(double steps) => Math.Ceiling(steps - Dust * Math.Max(1, Math.Abs(steps)));
}
