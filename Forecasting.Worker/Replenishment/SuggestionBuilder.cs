using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Engine;
using SmartInventory.Forecasting.Forecasts;
using SmartInventory.Forecasting.Series;
using static SmartInventory.Forecasting.Replenishment.Figures;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>From what is known of a series to its explained suggestion.</summary>
internal static class SuggestionBuilder
{
    public static SuggestionExplanation Build(
        SeriesKey key,
        KnownProduct? product,
        KnownStock? stock,
        bool locationArchived,
        bool clockStands,
        IReadOnlySet<string> archivedSuppliers,
        SetAsideSeries? aside,
        IReadOnlyDictionary<string, Assignee> supplierAssignees,
        ForecastDocument forecast,
        long forecastVersion,
        DateTimeOffset computedAt
    )
    {
        var (terms, supplier) = OrderTerms.Of(product, archivedSuppliers);
        var assignee = Assignee.Of(product, supplier, supplierAssignees);
        var outlook = new DemandOutlook(forecast.Mean, Forecaster.Probabilities.ToArray(), forecast.Cumulative);
        var position = StockPosition.Of(stock, forecast.AsOf, terms.LeadTimeDays);
        var decision = ReplenishmentRule.Decide(outlook, position, terms, forecast.AsOf);

        var notes = new List<string>(decision.Notes);
        if (supplier is null)
            notes.Add(
                $"No supplier delivers it: a lead time of {terms.LeadTimeDays} days without minimum or packs "
                    + "is assumed."
            );
        if (forecast.Status == ForecastStatus.NotEnoughData)
            notes.Add(
                $"Not enough data for a forecast that was tested ({forecast.Why.TrimEnd('.')}): "
                    + "the numbers are a wide guess."
            );
        var reason =
            product?.Archived == true ? "The product is archived"
            : locationArchived ? "The location is archived"
            : product?.Status switch
            {
                ProductStatus.Draft => "The product is a draft",
                ProductStatus.Discontinued => "The product is discontinued",
                _ => null,
            };
        var would = decision.OrderQuantity > 0 ? $"{N(decision.OrderQuantity)} {terms.Unit}" : "nothing";
        var drafts = stock?.DraftList() ?? [];
        var advice = Advice.Order;
        if (reason is not null)
        {
            advice = Advice.Nothing;
            notes.Add($"{reason}: nothing is ordered.");
        }
        else if (clockStands)
        {
            advice = Advice.ClockStands;
            notes.Add(
                $"The location's clock stands at {Iso(forecast.AsOf)}, its last day with a sale: nothing is ordered "
                    + $"today. On that day it would have been {would}."
            );
        }
        else if (!position.Counted)
        {
            advice = Advice.CountFirst;
            notes.Add($"Count it first: if there is none, the order would be {would}.");
        }
        else if (decision.Urgency == Urgency.None)
            advice = Advice.Nothing;
        else if (drafts.Count > 0)
        {
            advice = Advice.InDraft;
            notes.Add(
                $"{N(drafts.Sum(d => d.Quantity))} of {would} are in {string.Join(", ", drafts.Select(d => d.Order))}: "
                    + "approve it, or cancel it to be told again."
            );
        }
        var isOrdered = reason is null && !clockStands;
        var risk = isOrdered
            ? WaitingRisk.Of(outlook, position, terms, product?.Price, forecast.AsOf)
            : WaitingRisk.None;
        if (advice != Advice.Order)
            decision = decision with
            {
                Urgency = Urgency.None,
                OrderQuantity = 0,
                OrderBy = null,
                Cost = decision.Cost is null ? null : 0,
                Expedite = isOrdered && position.Counted ? decision.Expedite : null,
            };

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
            OnOrder = position.OnOrder,
            InDraft = drafts.Sum(d => d.Quantity),
            Drafts = [.. drafts.Select(d => d.Order)],
            SetAside = aside?.ToResponse(),
            ReorderPoint = decision.ReorderPoint,
            SafetyStock = decision.SafetyStock,
            Supplier = supplier,
            Assignee = assignee?.Name,
            AssigneeName = assignee?.DisplayName,
            LeadTimeDays = terms.LeadTimeDays,
            UnitCost = terms.UnitCost,
            Price = product?.Price,
            Cost = decision.Cost,
            Expedite = decision.Expedite,
            Assumed = supplier is null,
            Confidence = forecast.Status,
            AsOf = forecast.AsOf,
            ComputedAt = computedAt,
        };
        return new()
        {
            Suggestion = suggestion,
            ServiceLevel = (decimal)terms.ServiceLevel,
            ReviewPeriodDays = terms.ReviewPeriodDays,
            Moq = terms.Moq,
            PackMultiple = terms.PackMultiple,
            Arrivals = position.Shown(),
            Steps = [.. decision.Steps, .. risk.Steps],
            Model = forecast.Model,
            ForecastVersion = forecastVersion,
            StockVersion = stock?.Version ?? 0,
            Notes = notes,
        };
    }
}
