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
        // A level that the ledger does not have was never counted either.
        var position = stock is null ? new StockPosition(0, 0, false) : new(stock.OnHand, stock.OnOrder, stock.Counted);
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
        if (product?.Archived == true || locationArchived)
        {
            notes.Add(
                product?.Archived == true
                    ? "The product is archived: nothing is ordered."
                    : "The location is archived: nothing is ordered."
            );
            decision = decision with
            {
                Urgency = Urgency.None,
                OrderQuantity = 0,
                OrderBy = null,
                Cost = decision.Cost is null ? null : 0,
            };
        }

        var suggestion = new SuggestionResponse(
            key.Sku,
            product?.Name ?? key.Sku,
            key.Location,
            decision.Urgency,
            decision.OrderQuantity,
            decision.OrderBy,
            decision.StockOutOn,
            decision.DaysOfCover is { } cover ? Math.Round(cover, 1) : null,
            position.OnHand,
            position.OnOrder,
            decision.ReorderPoint,
            decision.SafetyStock,
            supplier,
            terms.LeadTimeDays,
            terms.UnitCost,
            decision.Cost,
            supplier is null,
            forecast.Status,
            forecast.AsOf,
            computedAt
        );
        return new(
            suggestion,
            (decimal)terms.ServiceLevel,
            terms.ReviewPeriodDays,
            terms.Moq,
            terms.PackMultiple,
            decision.Steps,
            forecast.Model,
            forecastVersion,
            stock?.Version ?? 0,
            notes
        );
    }
}
