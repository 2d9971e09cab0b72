using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Engine.Replenishment;
using SmartInventory.Forecasting.Policies;
using static SmartInventory.Forecasting.Replenishment.Figures;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>What happens when nothing is ordered until the next review, and what that costs.</summary>
/// <param name="Probability">That demand exceeds the supply before the order of the next review could arrive.</param>
/// <param name="LostUnits">Units that are then expected to be missing.</param>
/// <param name="LostSales">The same at the sales price; null without one.</param>
/// <param name="Cost">
/// Margin of the units that an order placed today would still save; null without a price. What is missing before that
/// order could arrive is lost either way, and no reason to order before something else.
/// </param>
internal sealed record WaitingRisk(
    double Probability,
    decimal LostUnits,
    decimal? LostSales,
    decimal? Cost,
    IReadOnlyList<ExplanationStep> Steps
)
{
    /// <summary>Where nothing is ordered any more, or not today, nothing is lost by waiting.</summary>
    public static WaitingRisk None { get; } = new(0, 0, null, null, []);

    /// <param name="outlook">The forecast, whose first day is the one after <paramref name="asOf"/>.</param>
    /// <param name="stock">The position at the end of <paramref name="asOf"/>.</param>
    /// <param name="terms">How the product is ordered.</param>
    /// <param name="asOf">The day of the decision.</param>
    public static WaitingRisk Of(DemandOutlook outlook, StockPosition stock, OrderTerms terms, DateOnly asOf)
    {
        var (lead, review) = (terms.LeadTimeDays, terms.ReviewPeriodDays);
        var (probability, missing) = Worst(outlook, stock, terms, asOf, review);
        var (_, unavoidable) = Worst(outlook, stock, terms, asOf, 0);
        var lost = Round(missing);
        var saved = Round(Math.Max(0, missing - unavoidable));
        var steps = new List<ExplanationStep>
        {
            new(
                S($"Missing if nothing is ordered"),
                S(
                    $"expected demand beyond what is there until an order of the next review arrives, in "
                        + $"{Days(lead + review)}; probability {Percent(probability)}"
                ),
                lost,
                terms.Unit
            ),
        };
        if (terms.Price is not { } earned)
            return new(Math.Round(probability, 4), lost, null, null, steps);

        // Below cost nothing is earned; what is lost then is the customer, which no figure here knows.
        var margin = Math.Max(0, earned - (terms.UnitCost ?? 0));
        var cost = decimal.Round(saved * margin, 2);
        steps.Add(
            new(
                S($"Waiting until the next review costs"),
                terms.UnitCost is null
                    ? S(
                        $"{About(saved)} that an order today would still save x {N(margin)} (price; the unit cost is "
                            + $"unknown)"
                    )
                    : S($"{About(saved)} that an order today would still save x {N(margin)} margin"),
                cost,
                "money"
            )
        );
        return new(Math.Round(probability, 4), lost, decimal.Round(lost * earned, 2), cost, steps);
    }

    /// <summary>The same for every lead time that may come, by its share.</summary>
    private static (double Probability, double Units) Worst(
        DemandOutlook outlook,
        StockPosition stock,
        OrderTerms terms,
        DateOnly asOf,
        int more
    )
    {
        var (probability, units) = (0.0, 0.0);
        for (var i = 0; i < terms.LeadTime.Days.Length; i++)
        {
            var (share, days) = (terms.LeadTime.Shares[i], terms.LeadTime.Days[i] + more);
            var worst = Worst(outlook, stock, asOf, days);
            (probability, units) = (probability + share * worst.Probability, units + share * worst.Units);
        }
        return (probability, units);
    }

    /// <summary>
    /// The worst of the days on which goods come (the day before) and of the last. What was missing in between is lost
    /// even where the next delivery would cover all.
    /// </summary>
    private static (double Probability, double Units) Worst(
        DemandOutlook outlook,
        StockPosition stock,
        DateOnly asOf,
        int days
    )
    {
        var onHand = stock.Counted ? stock.OnHand : 0;
        var worst = Short(days);
        foreach (var arrival in stock.Arrivals)
        {
            var before = arrival.On.DayNumber - asOf.DayNumber - 1;
            if (before <= 0 || before >= days)
                continue;
            var (probability, units) = Short(before);
            worst = (Math.Max(worst.Probability, probability), Math.Max(worst.Units, units));
        }
        return worst;

        (double Probability, double Units) Short(int day) =>
            // What is owed already came before: it is not lost by waiting.
            outlook.Shortage((double)Math.Max(0, onHand + stock.Arriving(asOf, day)), day);
    }

    private static decimal Round(double units) => decimal.Round((decimal)Math.Clamp(units, 0, 1e15), 4);
}
