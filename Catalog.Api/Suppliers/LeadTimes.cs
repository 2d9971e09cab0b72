using SmartInventory.Contracts.Catalog;

namespace SmartInventory.Catalog.Api.Suppliers;

/// <summary>One receipt of a line that was ordered. The days are those of the location's calendar.</summary>
/// <param name="PromisedOn">The day that was expected when the order was sent.</param>
internal sealed record LineReceipt(
    string Sku,
    string Order,
    DateOnly SentOn,
    DateOnly PromisedOn,
    DateOnly ReceivedOn,
    decimal Quantity,
    decimal Ordered
)
{
    public int Days => Math.Max(0, ReceivedOn.DayNumber - SentOn.DayNumber);

    /// <summary>Below zero for early.</summary>
    public int DaysLate => ReceivedOn.DayNumber - PromisedOn.DayNumber;
}

/// <summary>How many days later than promised goods are to be expected.</summary>
/// <param name="Weight">How much of it one's own deliveries say.</param>
internal readonly record struct ExpectedDelay(double Weight, double Median, double P90)
{
    /// <summary>Nothing is known: as promised.</summary>
    public static readonly ExpectedDelay None = new(0, 0, 0);

    /// <summary>The lead time that this makes of a promise.</summary>
    public LearnedLeadTime Of(double promisedDays) =>
        new(Rounded(Weight), Rounded(Math.Max(0, promisedDays + Median)), Rounded(Math.Max(0, promisedDays + P90)));

    public static double Rounded(double value) => Math.Round(value, 2);
}

/// <summary>What receipts teach of lead times.</summary>
internal static class LeadTimes
{
    /// <summary>Deliveries of its own at which half of a learned lead time is theirs.</summary>
    public const double PriorDeliveries = 5;

    /// <summary>A product's: units of one kind, so the larger receipt says more.</summary>
    public static double ByQuantity(LineReceipt receipt) => (double)receipt.Quantity;

    /// <summary>A supplier's: a thousand screws say no more than one machine, so each line counts once.</summary>
    public static double ByLine(LineReceipt receipt) => (double)(receipt.Quantity / receipt.Ordered);

    /// <summary>What the receipts show; null where there are none.</summary>
    public static LeadTimeFigures? Measure(IReadOnlyList<LineReceipt> receipts, Func<LineReceipt, double> weight)
    {
        if (receipts.Count == 0)
            return null;
        var total = receipts.Sum(weight);
        return new LeadTimeFigures(
            receipts.Count,
            Deliveries(receipts),
            ExpectedDelay.Rounded(receipts.Sum(r => weight(r) * r.Days) / total),
            Quantile(receipts, r => r.Days, weight, 0.5),
            Quantile(receipts, r => r.Days, weight, 0.9),
            ExpectedDelay.Rounded(receipts.Sum(r => weight(r) * r.DaysLate) / total),
            Math.Round(receipts.Where(r => r.DaysLate <= 0).Sum(weight) / total, 4)
        );
    }

    /// <summary>
    /// The delay against the promise, shrunk to what stands above it: of a product to its supplier's, of a supplier to
    /// none. Bühlmann's credibility, an empirical Bayes estimate: z x own + (1 - z) x above, with z = n / (n + k), n
    /// deliveries and k = <see cref="PriorDeliveries"/>, for the median and the 90% quantile alike (H. Bühlmann,
    /// "Experience rating and credibility", ASTIN Bulletin 4, 1967). k is the ratio of the variance within to that
    /// between, which a few deliveries cannot tell; it is fixed. Delays are shrunk and not days, as one supplier may
    /// promise 3 days for one product and 60 for another; deliveries count and not receipts, as fifty lines of one
    /// lorry are late together.
    /// </summary>
    public static ExpectedDelay Learn(
        IReadOnlyList<LineReceipt> receipts,
        Func<LineReceipt, double> weight,
        ExpectedDelay above
    )
    {
        if (receipts.Count == 0)
            return above with { Weight = 0 };
        var n = Deliveries(receipts);
        var z = n / (n + PriorDeliveries);
        return new ExpectedDelay(
            z,
            z * Quantile(receipts, r => r.DaysLate, weight, 0.5) + (1 - z) * above.Median,
            z * Quantile(receipts, r => r.DaysLate, weight, 0.9) + (1 - z) * above.P90
        );
    }

    private static int Deliveries(IReadOnlyList<LineReceipt> receipts) =>
        receipts.Select(r => (r.Order, r.ReceivedOn)).Distinct().Count();

    /// <summary>The least value within which at least this share of the weight lies.</summary>
    private static int Quantile(
        IReadOnlyList<LineReceipt> receipts,
        Func<LineReceipt, int> value,
        Func<LineReceipt, double> weight,
        double share
    )
    {
        var sorted = receipts.OrderBy(value).ToList();
        // A hair less: sums of tenths are not exact.
        var wanted = sorted.Sum(weight) * share * (1 - 1e-12);
        var sum = 0.0;
        foreach (var receipt in sorted)
        {
            sum += weight(receipt);
            if (sum >= wanted)
                return value(receipt);
        }

        return value(sorted[^1]);
    }
}
