using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>What the scenarios come to, side by side. Pure.</summary>
internal static class WhatIfAnswer
{
    /// <param name="scenarios">As it is, and what was asked for.</param>
    /// <param name="series">Of each series the suggestions, one per scenario.</param>
    /// <param name="aside">Series that somebody set aside.</param>
    public static WhatIfResult Of(
        IReadOnlyList<Scenario> scenarios,
        IReadOnlyList<SuggestionResponse[]> series,
        int aside
    )
    {
        var rows = series
            .OrderByDescending(Difference)
            .ThenByDescending(s => s.Max(other => Math.Abs(other.OrderQuantity - s[0].OrderQuantity)))
            .ThenBy(s => s[0].Sku, StringComparer.Ordinal)
            .ThenBy(s => s[0].Location, StringComparer.Ordinal)
            .Take(WhatIfReplenishment.MaxRows)
            .Select(s => new WhatIfRow(
                s[0].Sku,
                s[0].Name,
                s[0].Location,
                s[0].Supplier,
                s[0].Advice,
                Order(s[0]),
                [.. s.Skip(1).Select(Order)]
            ))
            .ToList();

        var notes = new List<string>();
        if (scenarios.Any(s => s.LateDays > 0))
            notes.Add(T("Open orders are taken to be of the supplier that a product is ordered from now."));
        if (scenarios.Any(s => s.Price != 1))
            notes.Add(T("Another price changes what is earned, not what is asked for."));
        if (series.Any(s => s.Any(of => of.Transfers.Count > 0)))
            notes.Add(T("What other locations can spare is what they can as things are."));
        if (aside > 0)
            notes.Add(T($"{aside} series are set aside: left out, as from the worklist."));
        if (series.Count(s => s[0].UnitCost is null) is var uncosted and > 0)
            notes.Add(T($"{uncosted} series have no known cost: their orders and stock count as 0 money."));
        if (series.Count(s => s[0].Advice == Advice.CountFirst) is var uncounted and > 0)
            notes.Add(T($"{uncounted} series were never counted: nothing is ordered of them in any scenario."));
        if (series.Count(s => s[0].Advice == Advice.ClockStands) is var standing and > 0)
            notes.Add(T($"{standing} series are at locations whose clock stands: nothing is ordered there today."));
        return new(
            series.Count,
            Totals(series.Select(s => s[0])),
            [.. scenarios.Skip(1).Select((s, i) => new WhatIfOutcome(s.Name, Totals(series.Select(of => of[i + 1]))))],
            rows,
            series.Count - rows.Count,
            notes
        );
    }

    private static WhatIfTotals Totals(IEnumerable<SuggestionResponse> suggestions)
    {
        var all = suggestions.ToList();
        var orders = all.FindAll(s => s.Advice is Advice.Order or Advice.Transfer);
        int Of(Urgency urgency) => orders.Count(s => s.Urgency == urgency);
        return new(
            orders.Count,
            Of(Urgency.Late),
            Of(Urgency.Now),
            Of(Urgency.Soon),
            orders.Sum(s => s.Cost ?? 0),
            all.Sum(s => s.LostSales ?? 0),
            orders.Sum(s => s.WaitingCost ?? 0),
            all.Sum(Stock),
            all.Sum(s => Stock(s) * (s.UnitCost ?? 0))
        );
    }

    private static decimal Stock(SuggestionResponse of) =>
        Math.Max(0, of.Counted ? of.OnHand : 0) + of.OnOrder + of.OrderQuantity;

    private static WhatIfOrder Order(SuggestionResponse of) =>
        new(
            of.Urgency,
            of.OrderQuantity,
            of.Transfers.Sum(t => t.Quantity),
            of.OrderBy,
            of.Cost,
            of.StockOutOn,
            of.StockOutProbability,
            of.LostSales,
            of.WaitingCost
        );

    /// <summary>Money by which the scenario that differs most does.</summary>
    private static decimal Difference(SuggestionResponse[] of) =>
        of.Max(other =>
            Apart(other.Cost, of[0].Cost)
            + Apart(other.WaitingCost, of[0].WaitingCost)
            + Apart(other.LostSales, of[0].LostSales)
        );

    private static decimal Apart(decimal? one, decimal? other) => Math.Abs((one ?? 0) - (other ?? 0));
}
