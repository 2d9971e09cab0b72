using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Localization;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Engine;
using SmartInventory.Forecasting.Forecasts;
using SmartInventory.Forecasting.Series;
using static SmartInventory.Forecasting.Replenishment.Figures;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>A suggestion, and what goes with it.</summary>
/// <param name="Explained">The suggestion with its arithmetic.</param>
/// <param name="Inputs">What it was made of.</param>
/// <param name="Spare">Units that another location may have.</param>
/// <param name="Asks">Whether another location's spare units would be of use here, and none were offered.</param>
internal sealed record BuiltSuggestion(SuggestionExplanation Explained, FrozenInputs Inputs, decimal Spare, bool Asks)
{
    /// <summary>Made again with what other locations can spare, where that is of use; else as it is.</summary>
    /// <param name="spare">By SKU, wherever it is.</param>
    /// <param name="again">Makes it with what is offered.</param>
    public BuiltSuggestion Offered(
        ILookup<string, SpareStock> spare,
        Func<IReadOnlyList<SpareStock>, BuiltSuggestion> again
    )
    {
        if (!Asks)
            return this;
        List<SpareStock> offers =
        [
            .. spare[Explained.Suggestion.Sku].Where(s => s.Location != Explained.Suggestion.Location),
        ];
        return offers.Count > 0 ? again(offers) : this;
    }
}

/// <summary>From what is known of a series to its explained suggestion.</summary>
internal static class SuggestionBuilder
{
    /// <param name="key">The series.</param>
    /// <param name="data">What is known of it.</param>
    /// <param name="aside">Whether somebody set it aside.</param>
    /// <param name="offers">What other locations can spare.</param>
    /// <param name="forecast">Its forecast.</param>
    /// <param name="forecastVersion">The forecast's version.</param>
    /// <param name="computedAt">Now.</param>
    /// <param name="scenario">
    /// Other circumstances; null for those that are. Under others no other suppliers are looked at.
    /// </param>
    public static BuiltSuggestion Build(
        SeriesKey key,
        SeriesData data,
        SetAsideSeries? aside,
        IReadOnlyList<SpareStock> offers,
        ForecastDocument forecast,
        long forecastVersion,
        DateTimeOffset computedAt,
        Scenario? scenario = null
    )
    {
        var (product, stock) = (data.Products.GetValueOrDefault(key.Sku), data.Stock.GetValueOrDefault(key));
        var clockStands = !data.Clocks[key.Location].InProgress;
        var (known, circumstances) = (data.TermsOf(key), scenario ?? Scenario.AsItIs);
        var terms = circumstances.Of(known);
        var supplier = terms.Supplier;
        var assignee = Assignee.Of(product, supplier is null ? null : data.Suppliers.GetValueOrDefault(supplier));
        var outlook = circumstances.Of(forecast.ToOutlook());
        var position = circumstances.Of(StockPosition.Of(stock, forecast.AsOf, known.LeadTimeDays), supplier);
        var decision = ReplenishmentRule.Decide(outlook, position, terms, forecast.AsOf);
        var spare = decision.Spare;
        var (moved, expected) = (SpareStock.Transfers(offers, decision, terms, forecast.AsOf), position);
        if (moved.Count > 0)
        {
            if (moved.Sum(t => t.Quantity) >= decision.Missing)
                decision = decision with { OrderQuantity = 0, Cost = decision.Cost is null ? null : 0 };
            else if (decision.Urgency == Urgency.Late)
            {
                expected = position.With(moved);
                decision = decision.After(ReplenishmentRule.Decide(outlook, expected, terms, forecast.AsOf));
            }
            else
                // Beside an order that comes in time, bringing a part of it from elsewhere is work for nothing.
                moved = [];
        }

        var notes = new List<Sentence>(decision.Notes);
        if (supplier is null)
            notes.Add(
                S(
                    $"No supplier delivers it: a lead time of {terms.LeadTimeDays} days without minimum or packs "
                        + $"is assumed."
                )
            );
        if (forecast.Status == ForecastStatus.NotEnoughData)
            notes.Add(
                S($"Not enough data for a forecast that was tested, so the numbers are a wide guess. {forecast.Why}")
            );
        var reason =
            product?.Archived == true ? S($"The product is archived: nothing is ordered.")
            : data.ArchivedLocations.Contains(key.Location) ? S($"The location is archived: nothing is ordered.")
            : product?.Status switch
            {
                ProductStatus.Draft => S($"The product is a draft: nothing is ordered."),
                ProductStatus.Discontinued => S($"The product is discontinued: nothing is ordered."),
                _ => null,
            };
        var would = decision.OrderQuantity > 0 ? S($"{N(decision.OrderQuantity)} {terms.Unit}") : S($"nothing");
        var drafts = stock?.DraftList() ?? [];
        var drafted = drafts.Sum(d => d.Quantity);
        var advice = Advice.Order;
        if (reason is not null)
        {
            advice = Advice.Nothing;
            notes.Add(reason);
        }
        else if (clockStands)
        {
            advice = Advice.ClockStands;
            notes.Add(
                S(
                    $"The location's clock stands at {On(forecast.AsOf)}, its last day with a sale: nothing is ordered "
                        + $"today. On that day it would have been {would}."
                )
            );
        }
        else if (!position.Counted)
        {
            advice = Advice.CountFirst;
            notes.Add(S($"Count it first: if there is none, the order would be {would}."));
        }
        else if (decision.Urgency == Urgency.None)
            advice = Advice.Nothing;
        else if (decision.OrderQuantity == 0)
            advice = Advice.Transfer;
        else if (drafts.Count > 0)
        {
            advice = Advice.InDraft;
            notes.Add(
                S(
                    $"{N(drafted)} of {would} are in {string.Join(", ", drafts.Select(d => d.Order))}: "
                        + $"approve it, or cancel it to be told again."
                )
            );
        }
        var isOrdered = reason is null && !clockStands;
        var risk = isOrdered ? WaitingRisk.Of(outlook, position, terms, forecast.AsOf) : WaitingRisk.None;
        if (advice is not (Advice.Order or Advice.Transfer))
        {
            moved = [];
            decision = decision with
            {
                Urgency = Urgency.None,
                OrderQuantity = 0,
                OrderBy = null,
                Cost = decision.Cost is null ? null : 0,
                Expedite = isOrdered && position.Counted ? decision.Expedite : null,
            };
        }
        foreach (var transfer in moved)
            notes.Add(
                S(
                    $"{transfer.From} can spare {N(transfer.Quantity)}, which would be here on "
                        + $"{On(transfer.ArrivesOn)}: bring them before anything is ordered."
                )
            );

        var suggestion = new SuggestionResponse
        {
            Sku = key.Sku,
            Name = product?.Name ?? key.Sku,
            Location = key.Location,
            Advice = advice,
            Urgency = decision.Urgency,
            OrderQuantity = decision.OrderQuantity,
            OrderBy = decision.OrderBy,
            StockOutOn = decision.StockOutOn,
            StockOutProbability = risk.Probability,
            LostUnits = risk.LostUnits,
            LostSales = risk.LostSales,
            WaitingCost = risk.Cost,
            DaysOfCover = decision.DaysOfCover is { } cover ? Math.Round(cover, 1) : null,
            OnHand = position.OnHand,
            Counted = position.Counted,
            OnOrder = position.OnOrder,
            InDraft = drafted,
            Drafts = [.. drafts.Select(d => d.Order)],
            SetAside = aside?.ToResponse(),
            ReorderPoint = decision.ReorderPoint,
            SafetyStock = decision.SafetyStock,
            Transfers = moved,
            QuantityToday = isOrdered && position.Counted ? decision.QuantityToday : 0,
            Policy = terms.Policy.Policy!.Value,
            Supplier = supplier,
            Assignee = assignee?.Name,
            AssigneeName = assignee?.DisplayName,
            LeadTimeDays = terms.LeadTimeDays,
            UnitCost = decision.UnitCost,
            Price = terms.Price,
            Cost = decision.Cost,
            Expedite = decision.Expedite,
            Assumed = supplier is null,
            Confidence = forecast.Status,
            AsOf = forecast.AsOf,
            ComputedAt = computedAt,
        };
        var others =
            advice == Advice.Order && scenario is null
                ? SupplierOptions.Of(key, data, terms, decision, outlook, forecast.AsOf)
                : [];
        var explained = new SuggestionExplanation
        {
            Suggestion = suggestion,
            ServiceLevel = (decimal)terms.ServiceLevel,
            ReviewPeriodDays = terms.ReviewPeriodDays,
            Moq = terms.Moq,
            PackMultiple = terms.PackMultiple,
            OrderUpTo = decision.OrderUpTo,
            Policy = terms.InForce,
            LeadTime = new(
                terms.PromisedDays,
                terms.Learned,
                terms.LeadTime.Days.ToArray(),
                Array.ConvertAll(terms.LeadTime.Shares.ToArray(), s => Math.Round(s, 4))
            ),
            WhySupplier = SupplierOptions.Why(suggestion, product, data.ArchivedSuppliers, others),
            OtherSuppliers = others,
            Backtest = [.. forecast.Candidates.Where(c => c.Chosen || Forecaster.IsNaive(c.Model))],
            Arrivals = position.Shown(),
            Steps = [.. decision.Steps, .. risk.Steps],
            Model = forecast.Model,
            ForecastVersion = forecastVersion,
            StockVersion = stock?.Version ?? 0,
            Notes = notes,
        };
        return new(
            explained,
            FrozenInputs.Of(outlook, expected, terms, forecast.AsOf),
            isOrdered ? spare : 0,
            moved.Count == 0 && advice == Advice.Order && terms.Policy.TransferDays <= terms.LeadTimeDays
        );
    }
}
