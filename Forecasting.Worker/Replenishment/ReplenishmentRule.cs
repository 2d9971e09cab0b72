using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Catalogue;
using static SmartInventory.Forecasting.Replenishment.Figures;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>What to do and why.</summary>
/// <param name="OrderQuantity">0 exactly when <paramref name="Urgency"/> is None; never negative.</param>
/// <param name="OrderBy">The last day on which the order still keeps the service level; null when none is
/// needed.</param>
/// <param name="StockOutOn">
/// First day on which expected demand has used up what is there and arrived until then; null beyond the horizon.
/// </param>
/// <param name="Expedite">The open order that, brought earlier, would do; null where none would.</param>
internal sealed record ReplenishmentDecision(
    Urgency Urgency,
    decimal OrderQuantity,
    DateOnly? OrderBy,
    DateOnly? StockOutOn,
    double? DaysOfCover,
    decimal ReorderPoint,
    decimal SafetyStock,
    decimal OrderUpTo,
    decimal? Cost,
    ExpediteAdvice? Expedite,
    IReadOnlyList<ExplanationStep> Steps,
    IReadOnlyList<string> Notes
);

/// <summary>
/// The (s, S) rule on the distribution of lead-time demand (Silver, Pyke and Thomas 2017, Inventory and Production
/// Management in Supply Chains, 4th ed., chapter 6), with supply followed day by day: an open order counts from the day
/// it arrives on. s is what demand stays within, with the service level's probability, until an order placed today
/// arrives; S the same until the one placed at the next review arrives. The order is due on the last day on which what
/// will be there when it arrives (on hand + arrivals until then - expected demand until the order) still covers s, and
/// fills up to S what will be there when the next one arrives. Where all orders arrive within the lead time, that is
/// the usual inventory position. A pure function: no clock, no store.
/// </summary>
internal static class ReplenishmentRule
{
    /// <param name="outlook">The forecast, whose first day is the one after <paramref name="asOf"/>.</param>
    /// <param name="stock">The position at the end of <paramref name="asOf"/>.</param>
    /// <param name="terms">How the product is ordered. Out-of-range values are brought into range.</param>
    /// <param name="asOf">The day of the decision.</param>
    public static ReplenishmentDecision Decide(
        DemandOutlook outlook,
        StockPosition stock,
        OrderTerms terms,
        DateOnly asOf
    )
    {
        var lead = Math.Max(0, terms.LeadTimeDays);
        var review = Math.Max(0, terms.ReviewPeriodDays);
        var service = Math.Clamp(terms.ServiceLevel, 0.5, 0.999);
        var protection = lead + review;
        var log = new Log(terms.Unit);

        var reorderPoint = Units(outlook.Quantile(service, lead), terms.WholeUnits);
        var expectedLead = Units(outlook.Expected(lead));
        var safety = Math.Max(0, reorderPoint - expectedLead);
        var orderUpTo = Math.Max(reorderPoint, Units(outlook.Quantile(service, protection), terms.WholeUnits));
        log.Add("Expected demand in the lead time", $"sum of the next {Days(lead)}", expectedLead);
        log.Add(
            "Reorder point",
            $"demand of {Days(lead)} stays within it with probability {Percent(service)}",
            reorderPoint
        );
        log.Add("Safety stock", $"{N(reorderPoint)} - {N(expectedLead)}", safety);
        log.Add(
            "Order up to",
            $"demand of {N(lead)} + {Days(review)} (lead time + review period) stays within it with probability "
                + Percent(service),
            orderUpTo
        );

        var notes = new List<string>();
        if (!stock.Counted)
            notes.Add($"Stock was never counted (the ledger alone says {N(stock.OnHand)}): on hand is taken as 0.");
        notes.AddRange(stock.Arrivals.Where(a => a.Late).Select(a => a.InWords));
        if (protection > outlook.Horizon)
            notes.Add(
                $"Lead time and review period exceed the forecast's {outlook.Horizon} days: "
                    + "demand beyond is extrapolated."
            );
        var onHand = stock.Counted ? stock.OnHand : 0;
        var onOrder = stock.OnOrder;
        decimal Supply(int day) => onHand + stock.Arriving(asOf, day);
        var position = Supply(lead);
        var arriving = position - onHand;
        log.Add(
            "Stock position",
            arriving == onOrder
                ? $"{N(onHand)} on hand + {N(onOrder)} on order"
                : $"{N(onHand)} on hand + {N(arriving)} of {N(onOrder)} on order, which arrives within the lead time",
            position
        );

        var stockOut = FirstDay(outlook, day => Units(outlook.Expected(day)) > Supply(day));
        DateOnly? stockOutOn = stockOut is { } so ? asOf.AddDays(so) : null;
        var rate = outlook.Expected(outlook.Horizon) / outlook.Horizon;
        double? cover = rate > 0 ? Math.Max(0, (double)onHand) / rate : null;

        decimal? nothing = terms.UnitCost is null ? null : 0;
        ReplenishmentDecision NoOrder(ExpediteAdvice? expedite = null) =>
            new(
                Urgency.None,
                0,
                null,
                stockOutOn,
                cover,
                reorderPoint,
                safety,
                orderUpTo,
                nothing,
                expedite,
                log.Steps,
                notes
            );

        // Due: the day before what will be there, drained by expected demand, falls below the reorder point. An order
        // that could not arrive before open ones fill the gap is no answer to it; having those earlier is.
        int? crossing = null;
        ExpediteAdvice? expedite = null;
        for (var day = 0; day <= outlook.Horizon && crossing is null; day++)
        {
            if (Supply(day + lead) - Units(outlook.Expected(day)) >= reorderPoint)
                continue;
            var before = Math.Max(0, day - 1);
            var filled = Supply(before + protection);
            if (filled > Supply(before + lead) && filled - Units(outlook.Expected(before)) >= orderUpTo)
                expedite ??= stock.Expedite(asOf, before + lead, stockOutOn);
            else
                crossing = day;
        }

        if (crossing is not { } below || orderUpTo <= 0)
        {
            log.Add(
                "No order needed",
                crossing is not null ? $"no demand to cover with probability {Percent(service)}"
                    : expedite is not null ? "open orders fill the gap before another one could"
                    : $"the position covers the reorder point for all of the next {Days(outlook.Horizon)}",
                0
            );
            if (expedite is not null)
                notes.Add(expedite.InWords());
            return NoOrder(expedite);
        }

        var due = Math.Max(0, below - 1);
        var drained = Units(outlook.Expected(due));
        var orderBy = asOf.AddDays(due);
        var then = Supply(due + lead);
        log.Add(
            "Order by",
            due == 0
                ? $"{N(then)} is below {N(reorderPoint)}, or will be tomorrow: {Iso(orderBy)}"
                : $"{N(then)} - {N(drained)} expected until {Iso(orderBy)} still covers {N(reorderPoint)}; "
                    + "a day later it does not",
            due,
            "days from now"
        );

        var urgency =
            due > 0
                ? due <= review
                    ? Urgency.Soon
                    : Urgency.None
                : onHand <= 0 && position < reorderPoint || stockOut <= lead
                    ? Urgency.Late
                    : Urgency.Now;
        if (urgency == Urgency.None)
        {
            log.Add("No order needed yet", $"{Iso(orderBy)} is after the next review, in {Days(review)}", 0);
            if (expedite is not null)
                notes.Add(expedite.InWords());
            return NoOrder(expedite);
        }

        // What the order is too late for is not its business; what arrives before the next one could is there by then.
        var available = Supply(due + protection);
        if (available != then)
            log.Add(
                "There before the next order arrives",
                $"{N(then)} + {N(available - then)} that arrives until {Iso(orderBy.AddDays(protection))}",
                available
            );
        var quantity = orderUpTo - (available - drained);
        log.Add(
            "Missing",
            due == 0 ? $"{N(orderUpTo)} - {N(available)}" : $"{N(orderUpTo)} - ({N(available)} - {N(drained)})",
            quantity
        );
        quantity = Round(quantity, terms, log);
        // The open order that comes too late is the reason; where it alone would do, that is said.
        foreach (var late in stock.Arrivals.Where(a => a.On > orderBy.AddDays(lead)))
            notes.Add(
                $"{late.Name} brings {N(late.Quantity)} on {Iso(late.On)}: after this order could arrive, "
                    + $"so it does not count before."
            );
        if (due == 0)
            expedite ??= stock.Expedite(asOf, lead, stockOutOn, reorderPoint - position);
        if (expedite is not null)
            notes.Add(expedite.InWords());
        decimal? cost = terms.UnitCost is { } unitCost ? quantity * unitCost : null;
        if (cost is { } money)
            log.Add("Cost", $"{N(quantity)} x {N(terms.UnitCost!.Value)}", money, "money");
        return new(
            urgency,
            quantity,
            orderBy,
            stockOutOn,
            cover,
            reorderPoint,
            safety,
            orderUpTo,
            cost,
            expedite,
            log.Steps,
            notes
        );
    }

    /// <summary>
    /// Up to a whole unit, then to the minimum order, then to full packs. Each step that changes it is logged.
    /// </summary>
    private static decimal Round(decimal quantity, OrderTerms terms, Log log)
    {
        if (terms.WholeUnits && !decimal.IsInteger(quantity))
            log.Add("Whole units", $"{N(quantity)} rounded up", quantity = decimal.Ceiling(quantity));
        if (terms.Moq > quantity)
            log.Add(
                "Minimum order",
                $"{N(quantity)} is less than the supplier's minimum {N(terms.Moq)}",
                quantity = terms.Moq
            );
        if (terms.PackMultiple > 0 && quantity % terms.PackMultiple != 0)
        {
            var packs = decimal.Ceiling(quantity / terms.PackMultiple);
            var full = packs * terms.PackMultiple;
            log.Add("Full packs", $"{N(quantity)} rounded up to {N(packs)} x {N(terms.PackMultiple)}", quantity = full);
        }
        // A smallest order of nothing is not an order.
        if (quantity <= 0)
            quantity = terms.WholeUnits ? 1 : 0.0001m;
        log.Add("Order quantity", N(quantity), quantity);
        return quantity;
    }

    private static int? FirstDay(DemandOutlook outlook, Func<int, bool> condition)
    {
        for (var day = 1; day <= outlook.Horizon; day++)
        {
            if (condition(day))
                return day;
        }
        return null;
    }

    /// <summary>
    /// Into the decimals of quantities; with whole units upwards, because half a unit protects nobody.
    /// </summary>
    private static decimal Units(double value, bool whole = false)
    {
        var units = decimal.Round((decimal)Math.Clamp(value, 0, 1e15), 4);
        return whole ? decimal.Ceiling(units) : units;
    }

    private sealed class Log(string unit)
    {
        public List<ExplanationStep> Steps { get; } = [];

        public void Add(string what, string arithmetic, decimal result, string? of = null) =>
            Steps.Add(new(what, arithmetic, result, of ?? unit));
    }
}
