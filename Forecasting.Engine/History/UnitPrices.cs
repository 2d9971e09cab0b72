using SmartInventory.Forecasting.Engine.Paths;

namespace SmartInventory.Forecasting.Engine.History;

/// <summary>Prices and promotions as sales show them.</summary>
public static class UnitPrices
{
    /// <summary>A price this part of the usual one, or less, is a promotion.</summary>
    public const double PromotionShare = .9;

    /// <summary>Days before that tell what is usual, and how many of them must be known.</summary>
    private const int UsualDays = 56;
    private const int FewestDays = 14;

    /// <summary>Prices are not exact numbers, and a tenth off is a promotion.</summary>
    private const double Rounding = 1e-6;

    /// <summary>
    /// What a unit cost on each day: revenue over units, the last known price on days without sales and on days ahead,
    /// NaN before the
    /// first. For a series whose prices were not posted but come from sales.
    /// </summary>
    /// <param name="units">Units sold per day; what is not above zero says nothing.</param>
    /// <param name="revenue">What they brought, as many days.</param>
    /// <param name="prices">Receives the prices; may be longer, for days ahead.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void Daily(ReadOnlySpan<double> units, ReadOnlySpan<double> revenue, Span<float> prices)
    {
        if (units.Length != revenue.Length || prices.Length < units.Length)
            throw new ArgumentException("As many days of revenue as of units, and no fewer prices.");
        var price = float.NaN;
        for (var t = 0; t < prices.Length; t++)
        {
            if (
                t < units.Length
                && units[t] > 0
                && revenue[t] > 0
                && (float)(revenue[t] / units[t]) is var known
                && known > 0
                && float.IsFinite(known)
            )
            {
                price = known;
            }
            prices[t] = price;
        }
    }

    /// <summary>
    /// Whether each day's price is at least a tenth below the median of the eight weeks before, as far as these are
    /// known; false
    /// where fewer than two weeks are.
    /// </summary>
    /// <param name="prices">Per day; NaN, and what is not above zero, is unknown.</param>
    /// <param name="promoted">Receives the answer, as many days.</param>
    /// <param name="work">The thread's memory.</param>
    internal static void Promotions(ReadOnlySpan<float> prices, Span<bool> promoted, Scratch work)
    {
        using var frame = work.Enter();

        // The known prices of the window in order: each day one goes and one comes.
        var sorted = work.Take(UsualDays + 1);
        var known = 0;
        for (var t = 0; t < prices.Length; t++)
        {
            var median = known == 0 ? 0 : (sorted[(known - 1) / 2] + sorted[known / 2]) / 2;
            promoted[t] = known >= FewestDays && prices[t] > 0 && prices[t] <= PromotionShare * median * (1 + Rounding);
            if (t >= UsualDays && IsKnown(prices[t - UsualDays]))
            {
                var at = sorted[..known].BinarySearch((double)prices[t - UsualDays]);
                sorted[(at + 1)..known].CopyTo(sorted[at..]);
                known--;
            }
            if (!IsKnown(prices[t]))
                continue;
            var place = sorted[..known].BinarySearch((double)prices[t]);
            place = place < 0 ? ~place : place;
            sorted[place..known].CopyTo(sorted[(place + 1)..]);
            sorted[place] = prices[t];
            known++;
        }
    }

    private static bool IsKnown(float price) => price > 0 && float.IsFinite(price);
}
