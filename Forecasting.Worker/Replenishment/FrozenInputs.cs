using System.Text.Json;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Engine;
using SmartInventory.Forecasting.Engine.Replenishment;
using SmartInventory.Forecasting.Policies;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>
/// All that a decision was made of, so that it can be made again when forecast, stock, terms and policy are others.
/// </summary>
internal sealed record FrozenInputs
{
    public required DateOnly AsOf { get; init; }

    /// <summary>Expected units per day.</summary>
    public required double[] Mean { get; init; }

    /// <summary>The numbers of days whose demand was asked for; of each the quantiles of the sum, units.</summary>
    public required int[] Days { get; init; }
    public required double[][] Sums { get; init; }

    public required StockPosition Stock { get; init; }
    public required int[] LeadDays { get; init; }
    public required double[] LeadShares { get; init; }
    public string? Supplier { get; init; }
    public required int PromisedDays { get; init; }
    public LearnedLeadTime? Learned { get; init; }
    public required decimal Moq { get; init; }
    public required decimal PackMultiple { get; init; }
    public decimal? UnitCost { get; init; }
    public required IReadOnlyList<Contracts.Catalog.PriceBreak> PriceBreaks { get; init; }
    public required IReadOnlyList<DayOfWeek> OrderDays { get; init; }
    public required bool WholeUnits { get; init; }
    public required string Unit { get; init; }
    public decimal? Price { get; init; }
    public required PolicyFields Policy { get; init; }

    /// <param name="outlook">After the decision: what was asked of it is kept.</param>
    /// <param name="stock">The position that was decided on.</param>
    /// <param name="terms">How it is ordered.</param>
    /// <param name="asOf">The day of the decision.</param>
    public static FrozenInputs Of(DemandOutlook outlook, StockPosition stock, OrderTerms terms, DateOnly asOf) =>
        new()
        {
            AsOf = asOf,
            Mean = outlook.Mean,
            Days = [.. outlook.Asked],
            Sums = [.. outlook.Asked.Select(outlook.Sums)],
            Stock = stock,
            LeadDays = terms.LeadTime.Days.ToArray(),
            LeadShares = terms.LeadTime.Shares.ToArray(),
            Supplier = terms.Supplier,
            PromisedDays = terms.PromisedDays,
            Learned = terms.Learned,
            Moq = terms.Moq,
            PackMultiple = terms.PackMultiple,
            UnitCost = terms.UnitCost,
            PriceBreaks = terms.PriceBreaks,
            OrderDays = terms.OrderDays,
            WholeUnits = terms.WholeUnits,
            Unit = terms.Unit,
            Price = terms.Price,
            Policy = terms.Policy,
        };

    public string ToJson() => JsonSerializer.Serialize(this, ContractsJson.Options);

    public static FrozenInputs FromJson(string json) =>
        JsonSerializer.Deserialize<FrozenInputs>(json, ContractsJson.Options)!;

    /// <summary>Decides again.</summary>
    public ReplenishmentDecision Decide()
    {
        // Sums that nobody asked for are not known, and asking for them now would be another decision.
        var levels = Forecaster.Probabilities.ToArray();
        var sums = levels.Select(_ => Enumerable.Repeat(double.NaN, Mean.Length).ToArray()).ToArray();
        for (var i = 0; i < Days.Length; i++)
        {
            for (var level = 0; level < levels.Length; level++)
                sums[level][Days[i] - 1] = Sums[i][level];
        }
        var terms = new OrderTerms
        {
            Supplier = Supplier,
            PromisedDays = PromisedDays,
            Learned = Learned,
            LeadTime = LeadTime.Of(LeadDays, LeadShares),
            Moq = Moq,
            PackMultiple = PackMultiple,
            UnitCost = UnitCost,
            PriceBreaks = PriceBreaks,
            OrderDays = OrderDays,
            WholeUnits = WholeUnits,
            Unit = Unit,
            Price = Price,
            InForce = new(Policy, new Dictionary<string, PolicySource>()),
        };
        return ReplenishmentRule.Decide(new DemandOutlook(Mean, levels, sums), Stock, terms, AsOf);
    }

    /// <summary>Whether deciding again comes to the same steps, and quantity where one was suggested.</summary>
    public bool Reproduces(SuggestionExplanation explained)
    {
        var again = Decide();
        // By their results: how a step is put into words says nothing about how it was decided.
        return again
                .Steps.Select(s => (s.Result, s.Unit))
                .SequenceEqual(explained.Steps.Take(again.Steps.Count).Select(s => (s.Result, s.Unit)))
            && (
                explained.Suggestion.Advice != Advice.Order || again.OrderQuantity == explained.Suggestion.OrderQuantity
            );
    }
}
