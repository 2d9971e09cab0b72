using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>
/// What a decision cost, seen from its end: when the order of the next review could have arrived, what was left cost
/// its holding and what was missing cost its margin (the newsvendor's two costs; Silver, Pyke and Thomas 2017, chapter
/// 9). The suggested quantity is held against the same demand, so the difference is what the person's judgement was
/// worth.
/// </summary>
internal static class Hindsight
{
    /// <summary>Of the unit cost, a year: capital, space, shrinkage; the textbooks' usual figure.</summary>
    public const decimal HoldingRate = 0.25m;

    /// <summary>Of one quantity, in money.</summary>
    /// <param name="there">Units at hand and arriving until the end without it.</param>
    /// <param name="ordered">Units that were ordered.</param>
    /// <param name="demand">Units that were asked for.</param>
    /// <param name="days">How long it had to last.</param>
    /// <param name="unitCost">Money per unit.</param>
    /// <param name="margin">Money that a unit earns.</param>
    public static decimal Cost(
        decimal there,
        decimal ordered,
        decimal demand,
        int days,
        decimal unitCost,
        decimal margin
    )
    {
        var end = there + ordered - demand;
        return decimal.Round(end >= 0 ? end * unitCost * HoldingRate * days / 365 : -end * margin, 2);
    }

    /// <summary>
    /// The scores of those decisions that are over and can be judged: of a snoozed one there is no quantity, what was
    /// brought from elsewhere cost another location something, without
    /// price or cost there is no money, and where stock ran out nobody knows the demand.
    /// </summary>
    public static async Task<Dictionary<Guid, DecisionScore>> ScoreAsync(
        ForecastingDb db,
        IEnumerable<Decision> decisions,
        DateOnly today,
        CancellationToken ct
    )
    {
        var over = decisions
            .Where(d => d.Action is DecisionAction.Accept or DecisionAction.Reject)
            .Select(d => (Decision: d, Of: StoredSuggestion.Read(d.Document)))
            .Where(d => d.Of.Suggestion is { UnitCost: not null, Price: not null })
            .Select(d =>
            {
                var days = d.Of.Suggestion.LeadTimeDays + d.Of.ReviewPeriodDays;
                var asOf = d.Of.Suggestion.AsOf;
                return (d.Decision, d.Of, Days: days, From: asOf.AddDays(1), To: asOf.AddDays(days));
            })
            .Where(d => d.Days > 0 && d.To < today)
            .ToList();
        if (over.Count == 0)
            return [];
        var ids = over.Select(d => d.Decision.Id).ToArray();
        var skus = over.Select(d => d.Decision.Sku).ToArray();
        var locations = over.Select(d => d.Decision.Location).ToArray();
        var (from, to) = (over.Select(d => d.From).ToArray(), over.Select(d => d.To).ToArray());
        var came = await db
            .Database.SqlQuery<Came>(
                $"""
                SELECT k.id, coalesce((SELECT sum(d.sold - d.returned) FROM forecasting.demand AS d
                        WHERE d.sku = k.sku AND d.location = k.location AND d.day BETWEEN k.first AND k.last), 0)
                        AS demand,
                    EXISTS (SELECT FROM forecasting.stock_outs AS o WHERE o.sku = k.sku AND o.location = k.location
                        AND o.from_day <= k.last AND (o.to_day IS NULL OR o.to_day >= k.first)) AS ran_out
                FROM unnest({ids}, {skus}, {locations}, {from}, {to}) AS k (id, sku, location, first, last)
                """
            )
            .ToDictionaryAsync(c => c.Id, ct);
        var scores = new Dictionary<Guid, DecisionScore>();
        foreach (var (decision, of, days, _, to1) in over)
        {
            var (_, demand, ranOut) = came[decision.Id];
            if (ranOut)
                continue;
            var suggestion = of.Suggestion;
            var there =
                Math.Max(0, suggestion.OnHand) + of.Arrivals.Where(a => a.CountedFrom <= to1).Sum(a => a.Quantity);
            var unitCost = suggestion.UnitCost!.Value;
            var margin = Math.Max(0, suggestion.Price!.Value - unitCost);
            scores[decision.Id] = new(
                days,
                demand,
                Cost(there, decision.Suggested, demand, days, unitCost, margin),
                Cost(there, decision.Quantity, demand, days, unitCost, margin)
            );
        }
        return scores;
    }

    private sealed record Came(Guid Id, decimal Demand, bool RanOut);
}
