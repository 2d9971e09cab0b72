using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Localization;
using SmartInventory.Forecasting.Catalogue;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>Goods of an open order.</summary>
/// <param name="Order">Its number; null where the ledger knows of an amount only.</param>
/// <param name="ExpectedOn">What was agreed; null where nobody said.</param>
/// <param name="On">The day from which they count.</param>
/// <param name="Quantity">Units that are open.</param>
/// <param name="Late">Whether they should have come already; then <paramref name="On"/> is an assumption.</param>
/// <param name="From">The location that it is brought from, in place of an order.</param>
internal sealed record Arrival(
    string? Order,
    DateOnly? ExpectedOn,
    DateOnly On,
    decimal Quantity,
    bool Late,
    string? From = null
)
{
    public Sentence Name =>
        Order is not null ? S($"{Order}")
        : From is not null ? S($"transfer from {From}")
        : S($"What is on order");

    /// <summary>What is assumed of an order that is late.</summary>
    public Sentence InWords =>
        S(
            $"{Name} was expected on {ExpectedOn:d MMM yyyy} and is late: it is taken to come on {On:d MMM yyyy}, "
                + $"as many days more as it is late by now, at most a lead time."
        );
}

/// <summary>What is there and what comes, day by day.</summary>
/// <param name="OnHand">The ledger's sum; may be negative.</param>
/// <param name="Counted">False while the ledger knows only sales: on hand is then taken as 0.</param>
/// <param name="Arrivals">What is on order, by the day from which it counts.</param>
internal sealed record StockPosition(decimal OnHand, bool Counted, IReadOnlyList<Arrival> Arrivals)
{
    /// <summary>Ordered and not yet received.</summary>
    public decimal OnOrder => Arrivals.Sum(a => a.Quantity);

    /// <summary>
    /// The position as the ledger knows it. A late order is taken to need as many days more as it is late by now, at
    /// least one and at most a lead time. What is on order without a known order arrives after a lead time.
    /// </summary>
    public static StockPosition Of(KnownStock? stock, DateOnly asOf, int leadTimeDays)
    {
        // A level that the ledger does not have was never counted either.
        if (stock is null)
            return new(0, false, []);
        var longest = Math.Max(1, leadTimeDays);
        var arrivals = stock
            .ArrivalList()
            .Select(a =>
            {
                var late = asOf.DayNumber - a.ExpectedOn.DayNumber;
                return new Arrival(
                    a.Order,
                    a.ExpectedOn,
                    late >= 0 ? asOf.AddDays(Math.Clamp(late, 1, longest)) : a.ExpectedOn,
                    a.Quantity,
                    late > 0
                );
            })
            .ToList();
        if (stock.OnOrder > arrivals.Sum(a => a.Quantity))
            arrivals.Add(
                new(null, null, asOf.AddDays(leadTimeDays), stock.OnOrder - arrivals.Sum(a => a.Quantity), false)
            );
        return new(stock.OnHand, stock.Counted, [.. arrivals.OrderBy(a => a.On).ThenBy(a => a.Order)]);
    }

    /// <summary>The same with goods from other locations.</summary>
    public StockPosition With(IEnumerable<TransferAdvice> transfers) =>
        this with
        {
            Arrivals =
            [
                .. Arrivals
                    .Concat(transfers.Select(t => new Arrival(null, null, t.ArrivesOn, t.Quantity, false, t.From)))
                    .OrderBy(a => a.On)
                    .ThenBy(a => a.From),
            ],
        };

    /// <summary>The position that a suggestion was made of.</summary>
    public static StockPosition Of(SuggestionExplanation explained) =>
        new(
            explained.Suggestion.Counted ? explained.Suggestion.OnHand : 0,
            explained.Suggestion.Counted,
            [.. explained.Arrivals.Select(a => new Arrival(a.Order, a.ExpectedOn, a.CountedFrom, a.Quantity, a.Late))]
        );

    /// <summary>Units that arrive within so many days. Asked for each day ahead after each sale.</summary>
    public decimal Arriving(DateOnly asOf, int days)
    {
        var sum = 0m;
        for (var i = 0; i < Arrivals.Count && Arrivals[i].On.DayNumber - asOf.DayNumber <= days; i++)
            sum += Arrivals[i].Quantity;
        return sum;
    }

    /// <summary>
    /// The first order behind <paramref name="days"/> that brings <paramref name="missing"/>, and the day by which it
    /// would be needed: when stock runs out, at the latest when an order placed now would arrive.
    /// </summary>
    public ExpediteAdvice? Expedite(DateOnly asOf, int days, DateOnly? stockOutOn, decimal missing = 0)
    {
        var end = asOf.AddDays(days);
        var by = stockOutOn is { } day && day < end ? day : end;
        return Arrivals
            .Where(a => a.Order is not null && a.On > end && a.Quantity >= missing)
            .Select(a => new ExpediteAdvice(a.Order!, a.On, a.Quantity, by))
            .FirstOrDefault();
    }

    /// <summary>What is on order as the API shows it.</summary>
    public IReadOnlyList<ExpectedArrival> Shown() =>
        [.. Arrivals.Select(a => new ExpectedArrival(a.Order, a.ExpectedOn, a.On, a.Quantity, a.Late))];
}
