namespace SmartInventory.Contracts.Catalog;

/// <summary>A supplier beside others: what it promises, how it delivers, what is ordered from it.</summary>
public sealed record SupplierFigures
{
    public required SupplierResponse Supplier { get; init; }

    /// <summary>Days: the mean of what its terms say; null without terms.</summary>
    public double? PromisedDays { get; init; }

    /// <summary>What is to be expected; null without terms.</summary>
    public LearnedLeadTime? Learned { get; init; }

    /// <summary>Deliveries of the last two years; of one order on one day, receipts are one.</summary>
    public int Deliveries { get; init; }

    /// <summary>0 to 1: what came on the day that was expected at the sending, or before; null without.</summary>
    public double? OnTimeShare { get; init; }

    /// <summary>Orders that are approved or sent, and of which something is to come.</summary>
    public int OpenOrders { get; init; }

    /// <summary>Money of what is still to come.</summary>
    public decimal OpenValue { get; init; }

    /// <summary>Of how many something should have come by now.</summary>
    public int LateOrders { get; init; }
}

/// <summary>What suppliers are sorted by; of all but the code the largest first, what is not known last.</summary>
public enum SupplierSort
{
    Code,
    Products,
    Promised,
    Median,
    P90,
    Deliveries,

    /// <summary>The least reliable first.</summary>
    OnTime,
    OpenValue,
}
