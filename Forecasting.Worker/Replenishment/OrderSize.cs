using SmartInventory.Contracts.Localization;
using SmartInventory.Forecasting.Engine.Replenishment;
using SmartInventory.Forecasting.Policies;
using static SmartInventory.Forecasting.Replenishment.Figures;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>From what is missing to what can be ordered, and what it costs.</summary>
/// <param name="outlook">The forecast.</param>
/// <param name="terms">How the product is ordered.</param>
/// <param name="supply">Units on hand and arriving within so many days.</param>
/// <param name="lead">Days until the order is there.</param>
internal sealed class OrderSize(DemandOutlook outlook, OrderTerms terms, Func<int, decimal> supply, int lead)
{
    private const int Year = 365;

    public List<Sentence> Notes { get; } = [];

    /// <summary>
    /// Up to a whole unit, the minimum order and full packs; not more than sells before it spoils and than there is
    /// room for, unless the least order is; then as much as a price break is worth (all-units discount: Hadley and
    /// Whitin 1963, section 2-12). Each step that changes it is logged.
    /// </summary>
    /// <param name="missing">Units, above 0.</param>
    /// <param name="day">When it is ordered, days from now.</param>
    /// <param name="log">Null to be told of nothing.</param>
    public (decimal Quantity, decimal? UnitCost) Of(decimal missing, int day, StepLog? log)
    {
        var quantity = Orderable(missing, log);
        var most = Bounded(ref quantity, day, log);
        var unitCost = Break(ref quantity, most, log);
        log?.Add(S($"Order quantity"), S($"{N(quantity)}"), quantity);
        return (quantity, unitCost);
    }

    /// <summary>The smallest part of an order.</summary>
    private decimal Step =>
        terms.PackMultiple > 0 ? terms.PackMultiple
        : terms.WholeUnits ? 1
        : 0.0001m;

    private decimal Orderable(decimal quantity, StepLog? log)
    {
        // A smallest order of nothing is not an order.
        if (quantity <= 0)
            quantity = Step;
        if (terms.WholeUnits && !decimal.IsInteger(quantity))
            log?.Add(S($"Whole units"), S($"{About(quantity)} rounded up"), decimal.Ceiling(quantity));
        if (terms.WholeUnits)
            quantity = decimal.Ceiling(quantity);
        if (terms.Moq > quantity)
        {
            log?.Add(
                S($"Minimum order"),
                S($"{About(quantity)} is less than the supplier's minimum {N(terms.Moq)}"),
                terms.Moq
            );
            quantity = terms.Moq;
        }
        if (terms.PackMultiple > 0 && quantity % terms.PackMultiple != 0)
        {
            var packs = decimal.Ceiling(quantity / terms.PackMultiple);
            var full = packs * terms.PackMultiple;
            log?.Add(
                S($"Full packs"),
                S($"{About(quantity)} rounded up to {N(packs)} x {N(terms.PackMultiple)}"),
                full
            );
            quantity = full;
        }
        return quantity;
    }

    /// <summary>Units of the largest order that spoils nothing and has its place; null for any.</summary>
    private decimal? Bounded(ref decimal quantity, int day, StepLog? log)
    {
        decimal? most = null;
        // What is there when it arrives; demand until then comes out of that.
        var there = Math.Max(0, supply(day + lead) - Units(outlook.Expected(day + lead)));
        if (terms.Policy.ShelfLifeDays is { } life)
        {
            var sold = Units(outlook.Expected(day + lead + life) - outlook.Expected(day + lead));
            most = Bound(
                ref quantity,
                Math.Max(0, sold - there),
                S($"Shelf life"),
                S($"{About(sold)} expected to be sold within {Days(life)} - {About(there)} that is there by then"),
                (least, most) =>
                    S($"The least order of {least} is more than is expected to be sold before it spoils ({most})."),
                log
            );
        }
        if (terms.Policy.MaxStock is { } room)
        {
            var free = Bound(
                ref quantity,
                Math.Max(0, room - there),
                S($"Room"),
                S($"room for {N(room)} - {About(there)} that is there when it arrives"),
                (least, most) => S($"The least order of {least} is more than there is room for ({most})."),
                log
            );
            most = most is { } other ? Math.Min(other, free) : free;
        }
        return most;
    }

    private decimal Bound(
        ref decimal quantity,
        decimal most,
        Sentence what,
        Sentence arithmetic,
        Func<decimal, decimal, Sentence> tooMuch,
        StepLog? log
    )
    {
        if (quantity <= most)
            return most;
        var least = Orderable(0, null);
        var fits = decimal.Floor(most / Step) * Step;
        if (fits < least)
        {
            if (log is not null)
                Notes.Add(tooMuch(N(least), About(most)));
            fits = least;
        }
        if (fits < quantity)
            log?.Add(what, arithmetic, fits);
        quantity = fits;
        return most;
    }

    /// <summary>Takes a better price where what it saves is more than holding the rest costs.</summary>
    private decimal? Break(ref decimal quantity, decimal? most, StepLog? log)
    {
        if (terms.UnitCost is not { } small || terms.PriceBreaks.Count == 0)
            return terms.UnitCost;
        decimal At(decimal units) => terms.PriceBreaks.LastOrDefault(b => b.FromQuantity <= units)?.UnitCost ?? small;
        var perYear = outlook.Expected(outlook.Horizon) / outlook.Horizon * Year;
        var (holding, orderCost) = ((double)terms.Policy.HoldingRate!.Value, (double)terms.Policy.OrderCost!.Value);
        double PerYear(decimal units)
        {
            var price = (double)At(units);
            return price * perYear + EconomicOrder.Cost((double)units, orderCost, holding * price, perYear);
        }

        if (perYear > 0)
        {
            var (best, least) = (quantity, PerYear(quantity));
            foreach (var step in terms.PriceBreaks)
            {
                var larger = Orderable(step.FromQuantity, null);
                // More than a year's demand is a bet, whatever it saves.
                if (
                    step.FromQuantity <= quantity
                    || larger > most
                    || (double)larger > Math.Max(perYear, (double)quantity)
                )
                    continue;
                var cost = PerYear(larger);
                if (cost < least)
                    (best, least) = (larger, cost);
            }
            if (best > quantity)
            {
                log?.Add(
                    S($"Price break"),
                    S(
                        $"{N(At(best))} instead of {N(At(quantity))} each from {N(best)} on: saves "
                            + $"{N(decimal.Round((decimal)(PerYear(quantity) - least), 2))} a year, holding included"
                    ),
                    best
                );
                quantity = best;
            }
        }
        return At(quantity);
    }
}
