namespace SmartInventory.Forecasting.Engine.Replenishment;

/// <summary>How a product is ordered and what it costs. Money is of one currency.</summary>
public sealed record SupplyTerms
{
    /// <summary>What is ordered on an evening can be sold that many days and one morning later.</summary>
    public LeadTime LeadTime { get; init; } = LeadTime.Fixed(7);

    /// <summary>Minimum order, packs, whole units.</summary>
    public OrderQuantity Order { get; init; }

    /// <summary>What a unit costs, by the size of the order; ascending by size, at least one.</summary>
    public PriceBreak[] Prices { get; init; } = [new(0, 1)];

    /// <summary>Money that an order costs, however large.</summary>
    public double OrderCost { get; init; }

    /// <summary>Share of a unit's price that holding it for a year costs.</summary>
    public double HoldingRate { get; init; } = .2;

    /// <summary>Money that a unit earns when it is sold: what a lost one costs.</summary>
    public double Margin { get; init; }

    /// <summary>Share of unmet demand that waits until goods come; the rest is lost.</summary>
    public double Backordered { get; init; }

    /// <summary>Money that holding a unit for a day costs, at the price of the smallest order.</summary>
    public double HoldingPerDay => HoldingRate * Prices[0].UnitPrice / 365;
}
