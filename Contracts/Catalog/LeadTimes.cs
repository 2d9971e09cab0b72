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

    /// <summary>How <see cref="Measured"/> is spread, by days; empty without receipts.</summary>
    public IReadOnlyList<LeadTimeShare> Days { get; init; } = [];

    /// <summary><see cref="Measured"/> of each month in which something came, the oldest first.</summary>
    public IReadOnlyList<LeadTimeMonth> Months { get; init; } = [];

    /// <summary>What is to be expected; null without terms.</summary>
    public LearnedLeadTime? Learned { get; init; }

    /// <summary>The products that it delivers or delivered, by SKU.</summary>
    public required Page<ProductLeadTimes> Products { get; init; }
}

/// <param name="Month">Its first day.</param>
/// <param name="Measured">What the receipts of that month show.</param>
public sealed record LeadTimeMonth(DateOnly Month, LeadTimeFigures Measured);

/// <param name="Days">Days from the sending to the receipt.</param>
/// <param name="Share">0 to 1: what came after so many days.</param>
public sealed record LeadTimeShare(int Days, double Share);

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

/// <summary>How many days later than promised goods came.</summary>
/// <param name="Deliveries">How many deliveries say so; 0 where nothing is known.</param>
/// <param name="Median">Days within which half of it came; below zero for early.</param>
/// <param name="P90">Days within which nine tenths of it came.</param>
public readonly record struct DeliveryDelay(int Deliveries, double Median, double P90)
{
    /// <summary>Deliveries of its own at which half of a learned lead time is theirs.</summary>
    public const double PriorDeliveries = 5;

    /// <summary>
    /// The delay to be expected, shrunk to what stands above: of a product to its supplier's, of a supplier to none.
    /// Bühlmann's credibility, an empirical Bayes estimate: z x own + (1 - z) x above, with z = n / (n + k), n
    /// deliveries and k = <see cref="PriorDeliveries"/>, for the median and the 90% quantile alike (H. Bühlmann,
    /// "Experience rating and credibility", ASTIN Bulletin 4, 1967). k is the ratio of the variance within to that
    /// between, which a few deliveries cannot tell; it is fixed. Delays are shrunk and not days, as one supplier may
    /// promise 3 days for one product and 60 for another; deliveries count and not receipts, as fifty lines of one
    /// lorry are late together.
    /// </summary>
    public ExpectedDelay ShrunkTo(ExpectedDelay above)
    {
        var z = Deliveries / (Deliveries + PriorDeliveries);
        return new ExpectedDelay(z, z * Median + (1 - z) * above.Median, z * P90 + (1 - z) * above.P90);
    }
}

/// <summary>How many days later than promised goods are to be expected.</summary>
/// <param name="Weight">How much of it one's own deliveries say.</param>
/// <param name="Median">Days, not rounded.</param>
/// <param name="P90">Days, not rounded.</param>
public readonly record struct ExpectedDelay(double Weight, double Median, double P90)
{
    /// <summary>Nothing is known: as promised.</summary>
    public static readonly ExpectedDelay None;

    /// <summary>The lead time that this makes of a promise.</summary>
    public LearnedLeadTime Of(double promisedDays) =>
        new(Rounded(Weight), Rounded(Math.Max(0, promisedDays + Median)), Rounded(Math.Max(0, promisedDays + P90)));

    /// <summary>Days as they are shown.</summary>
    public static double Rounded(double value) => Math.Round(value, 2);
}
