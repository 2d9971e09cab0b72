namespace SmartInventory.Contracts.Catalog;

/// <summary>
/// What receipts of the last two years say of a supplier's lead times, beside what it promises. A lead time is counted
/// in calendar days of the location, from the day on which the order was sent to the day of each receipt of a line.
/// </summary>
public sealed record SupplierLeadTimes
{
    public required string Supplier { get; init; }

    /// <summary>Days: the mean of what its terms say; null without terms.</summary>
    public double? PromisedDays { get; init; }

    /// <summary>
    /// What receipts show, where each line counts once however much of it was ordered; null without receipts.
    /// </summary>
    public LeadTimeFigures? Measured { get; init; }

    /// <summary>What is to be expected; null without terms.</summary>
    public LearnedLeadTime? Learned { get; init; }

    /// <summary>The products that it delivers or delivered, by SKU.</summary>
    public required Page<ProductLeadTimes> Products { get; init; }
}

/// <param name="Sku">The product.</param>
/// <param name="PromisedDays">Days that its terms say; null where this supplier has no terms for it any more.</param>
/// <param name="Measured">What receipts show, by the quantity received; null without receipts.</param>
/// <param name="Learned">What is to be expected; null without a promise.</param>
public sealed record ProductLeadTimes(
    string Sku,
    int? PromisedDays,
    LeadTimeFigures? Measured,
    LearnedLeadTime? Learned
);

/// <param name="Receipts">Receipts of lines.</param>
/// <param name="Deliveries">Of one order on one day, receipts are one delivery.</param>
/// <param name="MeanDays">Days.</param>
/// <param name="MedianDays">Days within which half of it came.</param>
/// <param name="P90Days">Days within which nine tenths of it came.</param>
/// <param name="MeanDaysLate">Days after what was expected when the order was sent; below zero for early.</param>
/// <param name="OnTimeShare">0 to 1: what came on that day or before.</param>
public sealed record LeadTimeFigures(
    int Receipts,
    int Deliveries,
    double MeanDays,
    double MedianDays,
    double P90Days,
    double MeanDaysLate,
    double OnTimeShare
);

/// <param name="Weight">0 to 1: how much of it its own deliveries say, and not what stands above them.</param>
/// <param name="MedianDays">Days within which half is expected to come.</param>
/// <param name="P90Days">Days within which nine tenths are expected to come.</param>
public sealed record LearnedLeadTime(double Weight, double MedianDays, double P90Days);
