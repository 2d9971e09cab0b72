using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Engine;
using SmartInventory.Forecasting.Forecasts;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>From what is known of a series to its explained suggestion.</summary>
internal static class SuggestionBuilder
{
    public static SuggestionExplanation Build(
        SeriesKey key,
        KnownProduct? product,
        KnownStock? stock,
        bool locationArchived,
        IReadOnlySet<string> archivedSuppliers,
        ForecastDocument forecast,
        long forecastVersion,
        DateTimeOffset computedAt
    )
    {
        var (terms, supplier) = OrderTerms.Of(product, archivedSuppliers);
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
        if (reason is not null)
        {
            notes.Add($"{reason}: nothing is ordered.");
            decision = decision with
            {
                Urgency = Urgency.None,
                OrderQuantity = 0,
                OrderBy = null,
                Cost = decision.Cost is null ? null : 0,
                Expedite = null,
            };
        }

        var suggestion = new SuggestionResponse
        {
            Sku = key.Sku,
            Name = product?.Name ?? key.Sku,
            Location = key.Location,
            Urgency = decision.Urgency,
            OrderQuantity = decision.OrderQuantity,
            OrderBy = decision.OrderBy,
            StockOutOn = decision.StockOutOn,
            DaysOfCover = decision.DaysOfCover is { } cover ? Math.Round(cover, 1) : null,
            OnHand = position.OnHand,
            OnOrder = position.OnOrder,
            ReorderPoint = decision.ReorderPoint,
            SafetyStock = decision.SafetyStock,
            Supplier = supplier,
            LeadTimeDays = terms.LeadTimeDays,
            UnitCost = terms.UnitCost,
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
            Steps = decision.Steps,
            Model = forecast.Model,
            ForecastVersion = forecastVersion,
            StockVersion = stock?.Version ?? 0,
            Notes = notes,
        };
    }
}
