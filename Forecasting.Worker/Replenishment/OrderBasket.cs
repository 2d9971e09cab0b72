using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>What is to be ordered together, within a budget.</summary>
/// <param name="budget">Money; null for any.</param>
internal sealed class OrderBasket(decimal? budget)
{
    private readonly Dictionary<(string Supplier, string Location), decimal> _values = [];
    private decimal _free = budget ?? decimal.MaxValue;

    public List<Verdict> Verdicts { get; } = [];

    /// <summary>What the budget had no room for.</summary>
    public List<LeftOut> Left { get; } = [];

    /// <summary>Takes what is suggested, where there is money for it.</summary>
    public void Add(SuggestionExplanation explained)
    {
        var suggestion = explained.Suggestion;
        // What has no known cost cannot be held against a budget.
        if (budget is not null && (suggestion.Cost is not { } cost || cost > _free))
        {
            Left.Add(new(suggestion.Sku, suggestion.Location, suggestion.Cost));
            return;
        }
        Take(
            new(explained, DecisionAction.Accept, suggestion.OrderQuantity, suggestion.Supplier),
            suggestion.Cost ?? 0
        );
    }

    /// <summary>The orders that are worth less than their supplier delivers for.</summary>
    /// <param name="minima">Money, by supplier.</param>
    public List<(string Supplier, string Location, decimal Value)> Below(IReadOnlyDictionary<string, decimal> minima) =>
        [
            .. _values
                .Where(v => minima.TryGetValue(v.Key.Supplier, out var least) && v.Value < least)
                .Select(v => (v.Key.Supplier, v.Key.Location, v.Value)),
        ];

    /// <summary>
    /// Adds what is due next, as much as would be ordered of it today, until the order is worth its minimum. Where that
    /// is not reached nothing is added: the supplier would not deliver for it either.
    /// </summary>
    public void FillUp(string supplier, string location, decimal least, IEnumerable<SuggestionExplanation> next)
    {
        var missing = least - _values[(supplier, location)];
        var (more, money) = (new List<(Verdict Verdict, decimal Cost)>(), _free);
        foreach (var explained in next)
        {
            if (missing <= 0)
                break;
            var suggestion = explained.Suggestion;
            var quantity = suggestion.QuantityToday;
            if (quantity <= 0 || suggestion.UnitCost is not > 0)
                continue;
            var cost = quantity * suggestion.UnitCost.Value;
            if (cost > money)
                continue;
            more.Add(
                (
                    new(
                        explained,
                        DecisionAction.Accept,
                        quantity,
                        supplier,
                        Reason: $"fills the order up to {supplier}'s minimum",
                        Suggested: quantity
                    ),
                    cost
                )
            );
            (missing, money) = (missing - cost, money - cost);
        }
        if (missing > 0)
            return;
        foreach (var (verdict, cost) in more)
            Take(verdict, cost);
    }

    private void Take(Verdict verdict, decimal cost)
    {
        var key = (verdict.Supplier!, verdict.Of.Suggestion.Location);
        Verdicts.Add(verdict);
        _values[key] = _values.GetValueOrDefault(key) + cost;
        _free -= cost;
    }
}
