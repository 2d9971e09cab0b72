using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Messages;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Engine;
using SmartInventory.Forecasting.Engine.Paths;
using SmartInventory.Forecasting.Engine.Replenishment;
using SmartInventory.Forecasting.Policies;
using SmartInventory.Forecasting.Replenishment;

namespace SmartInventory.Forecasting.Tests.Replenishment;

/// <summary>Terms, stock and demand by their numbers.</summary>
internal static class TestTerms
{
    /// <summary>A Monday.</summary>
    public static readonly DateOnly Today = new(2024, 3, 4);

    /// <summary>A level; what is on order without a day comes after the lead time.</summary>
    public static StockPosition Stock(
        decimal onHand,
        decimal onOrder = 0,
        bool counted = true,
        int lead = 3,
        params (decimal Quantity, int InDays)[] arrivals
    ) =>
        StockPosition.Of(
            KnownStock.Of(
                new StockState("A", "X", 1, onHand, onOrder + arrivals.Sum(a => a.Quantity), counted)
                {
                    Arrivals =
                    [
                        .. arrivals.Select((a, i) => new ArrivalState($"PO-{i}", Today.AddDays(a.InDays), a.Quantity)),
                    ],
                }
            ),
            Today,
            lead
        );

    /// <summary>Independent normal days, whose sums are known exactly.</summary>
    public static DemandOutlook NormalDemand(double mean, double sigma, int horizon = 28)
    {
        var levels = Forecaster.Probabilities.ToArray();
        var sums = levels
            .Select(p =>
                Enumerable
                    .Range(1, horizon)
                    .Select(n => Math.Max(0, n * mean + Normal.Quantile(p) * sigma * Math.Sqrt(n)))
                    .ToArray()
            )
            .ToArray();
        return new(Enumerable.Repeat(mean, horizon).ToArray(), levels, sums);
    }

    /// <param name="lead">Days, always the same.</param>
    /// <param name="review">Days.</param>
    /// <param name="policy">What differs from (s, S) by cycle service, without a cost of an order.</param>
    public static OrderTerms Of(
        int lead,
        int review,
        double service = 0.95,
        decimal moq = 0,
        decimal pack = 0,
        decimal? unitCost = null,
        bool whole = false,
        decimal? price = null,
        Func<PolicyFields, PolicyFields>? policy = null
    )
    {
        var fields = new PolicyFields
        {
            Policy = OrderPolicy.ReorderUpTo,
            Promise = ServicePromise.CycleService,
            Service = (decimal)service,
            ReviewDays = review,
            OrderCost = 0,
            HoldingRate = 0.25m,
            LearnLeadTime = true,
        };
        return new()
        {
            Supplier = "ACME",
            PromisedDays = lead,
            LeadTime = LeadTime.Fixed(lead),
            Moq = moq,
            PackMultiple = pack,
            UnitCost = unitCost,
            WholeUnits = whole,
            Price = price,
            InForce = new(policy?.Invoke(fields) ?? fields, new Dictionary<string, PolicySource>()),
        };
    }

    public static OrderTerms With(this OrderTerms terms, Func<PolicyFields, PolicyFields> policy) =>
        terms with
        {
            InForce = terms.InForce with { Values = policy(terms.Policy) },
        };

    /// <summary>The same, reviewed every so many days.</summary>
    public static OrderTerms Reviewed(this OrderTerms terms, int days) => terms.With(p => p with { ReviewDays = days });

    public static OrderTerms Breaking(this OrderTerms terms, params (decimal From, decimal UnitCost)[] breaks) =>
        terms with
        {
            PriceBreaks = [.. breaks.Select(b => new Contracts.Catalog.PriceBreak(b.From, b.UnitCost))],
        };
}
