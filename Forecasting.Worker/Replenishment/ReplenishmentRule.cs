using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Localization;
using SmartInventory.Forecasting.Engine.Replenishment;
using SmartInventory.Forecasting.Policies;
using static SmartInventory.Forecasting.Replenishment.Figures;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>What to do and why.</summary>
/// <param name="OrderQuantity">0 exactly when <paramref name="Urgency"/> is None; never negative.</param>
/// <param name="OrderBy">The last day on which the order still keeps the service level; null when none is
/// needed.</param>
/// <param name="StockOutOn">
/// First day on which expected demand has used up what is there and arrived until then; null beyond the horizon.
/// </param>
/// <param name="Missing">Units that are asked for before minimum, packs and prices; 0 where none are.</param>
/// <param name="QuantityToday">
/// What an order of today would be, also where none is due yet: to fill an order up with. 0 where enough is there.
/// </param>
/// <param name="Spare">Units on hand that could go elsewhere: what is left above S when the next order arrives.</param>
/// <param name="UnitCost">Money per unit of an order of this size; null when unknown.</param>
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
    decimal Missing,
    decimal QuantityToday,
    decimal Spare,
    decimal? UnitCost,
    decimal? Cost,
    ExpediteAdvice? Expedite,
    IReadOnlyList<ExplanationStep> Steps,
    IReadOnlyList<Sentence> Notes
)
{
    /// <summary>
    /// What is left to order when goods come from elsewhere: as pressing as without them, and of the quantity with
    /// them.
    /// </summary>
    public ReplenishmentDecision After(ReplenishmentDecision with) =>
        with with
        {
            Urgency = Urgency,
            OrderBy = with.OrderBy ?? OrderBy,
            StockOutOn = StockOutOn,
            DaysOfCover = DaysOfCover,
        };
}

/// <summary>
/// What a policy's levels come to for a position, with supply followed day by day: an open order counts from the day it
/// arrives on (Silver, Pyke and Thomas 2017, Inventory and Production Management in Supply Chains, 4th ed., chapter 6).
/// s is what demand stays within until an order placed today arrives, S until the one placed at the next review
/// arrives, both of the forecast's distribution and of the lead time's. The order is due on the last day on which what
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
        var levels = OrderLevels.Of(outlook, terms, asOf);
        var (lead, review) = (levels.Lead, levels.Review);
        var protection = lead + review;
        var (reorderPoint, orderUpTo) = (levels.Reorder, levels.UpTo);
        var log = levels.Log;

        var notes = new List<Sentence>(levels.Notes);
        if (!stock.Counted)
            notes.Add(S($"Stock was never counted (the ledger alone says {N(stock.OnHand)}): on hand is taken as 0."));
        notes.AddRange(stock.Arrivals.Where(a => a.Late).Select(a => a.InWords));
        if (protection > outlook.Horizon)
            notes.Add(
                S(
                    $"Lead time and review period exceed the forecast's {outlook.Horizon} days: "
                        + $"demand beyond is extrapolated."
                )
            );
        var onHand = stock.Counted ? stock.OnHand : 0;
        var onOrder = stock.OnOrder;
        decimal Supply(int day) => onHand + stock.Arriving(asOf, day);
        var position = Supply(lead);
        var arriving = position - onHand;
        log.Add(
            S($"Stock position"),
            arriving == onOrder
                ? S($"{N(onHand)} on hand + {N(onOrder)} on order")
                : S(
                    $"{N(onHand)} on hand + {N(arriving)} of {N(onOrder)} on order, which arrives within the lead time"
                ),
            position
        );

        var stockOut = FirstDay(outlook, day => Units(outlook.Expected(day)) > Supply(day));
        DateOnly? stockOutOn = stockOut is { } so ? asOf.AddDays(so) : null;
        var rate = outlook.Expected(outlook.Horizon) / outlook.Horizon;
        double? cover = rate > 0 ? Math.Max(0, (double)onHand) / rate : null;

        // What an order of a day would be: up to S with all that is there when the one after it could arrive, or lots.
        decimal Missing(int day)
        {
            var drained = Units(outlook.Expected(day));
            return levels.Lot > 0
                ? levels.Lots(Supply(day + lead) - drained)
                : orderUpTo - (Supply(day + protection) - drained);
        }
        var size = new OrderSize(outlook, terms, Supply, lead);
        var today = orderUpTo > 0 && Missing(0) > 0 ? size.Of(Missing(0), 0, null).Quantity : 0;

        var over = Supply(protection) - orderUpTo;
        var spare = stock.Counted ? Math.Max(0, Math.Min(onHand, over)) : 0;
        if (terms.WholeUnits)
            spare = decimal.Floor(spare);

        decimal? nothing = terms.UnitCost is null ? null : 0;
        ReplenishmentDecision NoOrder(ExpediteAdvice? expedite = null) =>
            new(
                Urgency.None,
                0,
                null,
                stockOutOn,
                cover,
                reorderPoint,
                levels.Safety,
                orderUpTo,
                0,
                today,
                spare,
                terms.UnitCost,
                nothing,
                expedite,
                log.Steps,
                notes
            );

        // Due: the day before what will be there, drained by expected demand, falls below the reorder point; of what is
        // looked at on some days only, the last of them before. An order that could not arrive before open ones fill
        // the gap is no answer to it; having those earlier is.
        int? due = null;
        ExpediteAdvice? expedite = null;
        for (var day = levels.FirstLook; day <= outlook.Horizon && due is null; day = levels.NextLook(day))
        {
            if (!levels.CallsForOrder(Supply(day + lead) - Units(outlook.Expected(day))))
                continue;
            var before = levels.OrderDay(day);
            var filled = Supply(before + protection);
            if (filled > Supply(before + lead) && filled - Units(outlook.Expected(before)) >= orderUpTo)
                expedite ??= stock.Expedite(asOf, before + lead, stockOutOn);
            else
                due = before;
        }

        if (due is not { } days || orderUpTo <= 0)
        {
            log.Add(
                S($"No order needed"),
                due is not null ? S($"no demand to cover with probability {Percent(terms.ServiceLevel)}")
                    : expedite is not null ? S($"open orders fill the gap before another one could")
                    : S($"the position covers the reorder point for all of the next {Days(outlook.Horizon)}"),
                0
            );
            if (expedite is not null)
                notes.Add(InWords(expedite));
            return NoOrder(expedite);
        }

        var drained = Units(outlook.Expected(days));
        var orderBy = asOf.AddDays(days);
        var then = Supply(days + lead);
        log.Add(S($"Order by"), levels.WhyThen(days, then, drained, orderBy), days, "days from now");

        // The first day on which an order can be placed is as good as today.
        var first = levels.OrderDay(0);
        var urgency =
            days > first
                ? days <= review
                    ? Urgency.Soon
                    : Urgency.None
                : onHand <= 0 && position < reorderPoint || stockOut <= lead + first
                    ? Urgency.Late
                    : days == 0
                        ? Urgency.Now
                        : Urgency.Soon;
        if (urgency == Urgency.None)
        {
            log.Add(S($"No order needed yet"), S($"{On(orderBy)} is after the next review, in {Days(review)}"), 0);
            if (expedite is not null)
                notes.Add(InWords(expedite));
            return NoOrder(expedite);
        }

        var quantity = Missing(days);
        if (levels.Lot > 0)
            log.Add(
                S($"Missing"),
                S($"lots of {N(levels.Lot)} until {About(then - drained)} is not below {N(reorderPoint)}"),
                quantity
            );
        else
        {
            // What the order is too late for is not its business; what arrives before the next one could is there by
            // then.
            var available = Supply(days + protection);
            if (available != then)
                log.Add(
                    S($"There before the next order arrives"),
                    S($"{N(then)} + {N(available - then)} that arrives until {On(orderBy.AddDays(protection))}"),
                    available
                );
            log.Add(
                S($"Missing"),
                days == 0
                    ? S($"{N(orderUpTo)} - {N(available)}")
                    : S($"{N(orderUpTo)} - ({N(available)} - {About(drained)})"),
                quantity
            );
        }
        var (ordered, unitCost) = size.Of(quantity, days, log);
        notes.AddRange(size.Notes);
        // The open order that comes too late is the reason; where it alone would do, that is said.
        foreach (var late in stock.Arrivals.Where(a => a.On > orderBy.AddDays(lead)))
            notes.Add(
                S(
                    $"{late.Name} brings {N(late.Quantity)} on {On(late.On)}: after this order could arrive, "
                        + $"so it does not count before."
                )
            );
        if (days == first)
            expedite ??= stock.Expedite(asOf, days + lead, stockOutOn, reorderPoint - position);
        if (expedite is not null)
            notes.Add(InWords(expedite));
        decimal? cost = unitCost is { } each ? ordered * each : null;
        if (cost is { } money)
            log.Add(S($"Cost"), S($"{N(ordered)} x {N(unitCost!.Value)}"), money, "money");
        return new(
            urgency,
            ordered,
            orderBy,
            stockOutOn,
            cover,
            reorderPoint,
            levels.Safety,
            orderUpTo,
            quantity,
            today,
            0,
            unitCost,
            cost,
            expedite,
            log.Steps,
            notes
        );
    }

    private static Sentence InWords(ExpediteAdvice expedite) =>
        S(
            $"Ask for {expedite.Order} earlier: its {N(expedite.Quantity)} by {On(expedite.NeededBy)} instead of "
                + $"{On(expedite.ArrivesOn)} would do."
        );

    private static int? FirstDay(DemandOutlook outlook, Func<int, bool> condition)
    {
        for (var day = 1; day <= outlook.Horizon; day++)
        {
            if (condition(day))
                return day;
        }
        return null;
    }
}
