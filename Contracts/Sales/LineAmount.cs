namespace SmartInventory.Contracts.Sales;

/// <summary>Money of a line: made once, when the line is stored, and from there on only added up.</summary>
public static class LineAmount
{
    /// <summary>Digits after the point that money has everywhere.</summary>
    public const int Digits = 4;

    /// <summary>Quantity x unit price, half a digit away from zero, less the discount of the line.</summary>
    public static decimal Of(decimal quantity, decimal unitPrice, decimal discount = 0) =>
        decimal.Round(quantity * unitPrice, Digits, MidpointRounding.AwayFromZero) - discount;
}
