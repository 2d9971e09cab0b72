using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Engine;
using SmartInventory.Forecasting.Forecasts;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>From what is known of a series to its explained suggestion.</summary>
public static class SuggestionBuilder
{
    // What is assumed of a product that nobody has described yet.
    private const int AssumedLeadTimeDays = 7;
    private const int AssumedReviewDays = 7;
    private const double AssumedServiceLevel = 0.95;

    /// <summary>The terms to order by, and the supplier's code; null when they are assumed.</summary>
    public static (OrderTerms Terms, string? Supplier) TermsOf(
        KnownProduct? product,
        IReadOnlySet<string> archivedSuppliers
    )
    {
        var term = product
            ?.TermList()
            .OrderByDescending(t => t.Preferred)
            .FirstOrDefault(t => !archivedSuppliers.Contains(t.Supplier));
        var whole = product?.WholeUnits ?? true;
        return (
            new(
                term?.LeadTimeDays ?? AssumedLeadTimeDays,
                product?.ReviewPeriodDays ?? AssumedReviewDays,
                (double?)product?.ServiceLevel ?? AssumedServiceLevel,
                term?.Moq ?? 0,
                term?.PackMultiple ?? 0,
                term?.UnitCost ?? product?.Cost,
                whole,
                product?.Unit ?? "each"
            ),
            term?.Supplier
        );
    }

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
        var (terms, supplier) = TermsOf(product, archivedSuppliers);
        var outlook = new DemandOutlook(forecast.Mean, Forecaster.Probabilities.ToArray(), forecast.Cumulative);
        // A level that the ledger does not have was never counted either.
        var position = stock is null ? new StockPosition(0, 0, false) : new(stock.OnHand, stock.OnOrder, stock.Counted);
        var decision = ReplenishmentRule.Decide(outlook, position, terms, forecast.AsOf);

        var notes = new List<string>(decision.Notes);
        if (supplier is null)
            notes.Add(
                $"No supplier delivers it: a lead time of {terms.LeadTimeDays} days without minimum or packs is assumed."
            );
        if (forecast.Status == ForecastStatus.NotEnoughData)
            notes.Add(
                $"Not enough data for a forecast that was tested ({forecast.Why.TrimEnd('.')}): the numbers are a wide guess."
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
