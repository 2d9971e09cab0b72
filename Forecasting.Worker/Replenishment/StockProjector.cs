using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Engine.Replenishment;
using SmartInventory.Forecasting.Forecasts;
using static SmartInventory.Forecasting.Replenishment.Figures;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>
/// The stock that a suggestion looked ahead at: what is there and comes, less the forecast's distribution of the demand
/// until then. Supply is counted as the rule counts it, so that the mean meets zero on the day on which the suggestion
/// sees stock run out. A pure function.
/// </summary>
internal static class StockProjector
{
    /// <summary>Days that are shown after the next order is there.</summary>
    private const int More = 14;

    /// <summary>Days that are shown when nobody asks for another number.</summary>
    public static int UsualDays(SuggestionExplanation explained, ForecastDocument forecast) =>
        Math.Min(explained.Suggestion.LeadTimeDays + explained.ReviewPeriodDays + More, forecast.Horizon);

    /// <param name="explained">The suggestion as it is kept.</param>
    /// <param name="forecast">The forecast that it was made of.</param>
    /// <param name="version">The forecast's.</param>
    /// <param name="days">At most its horizon.</param>
    public static StockProjection Of(SuggestionExplanation explained, ForecastDocument forecast, long version, int days)
    {
        var suggestion = explained.Suggestion;
        var (asOf, outlook) = (forecast.AsOf, forecast.ToOutlook());
        var stock = StockPosition.Of(explained);
        var order = suggestion is { OrderQuantity: > 0, OrderBy: { } orderBy }
            ? new PlannedOrder(suggestion.OrderQuantity, orderBy, orderBy.AddDays(suggestion.LeadTimeDays))
            : null;

        var rows = new ProjectedDay[days];
        for (var i = 0; i < days; i++)
        {
            var day = asOf.AddDays(i + 1);
            var supply = stock.OnHand + stock.Arriving(asOf, i + 1);
            var more =
                suggestion.Transfers.Where(t => t.ArrivesOn <= day).Sum(t => t.Quantity)
                + (order?.ArrivesOn <= day ? order.Quantity : 0);
            rows[i] = new(day, Left(outlook, supply, i + 1), more > 0 ? Left(outlook, supply + more, i + 1) : null);
        }

        var notes = new List<string>();
        if (suggestion.Advice == Advice.ClockStands)
            notes.Add(T($"The location's clock stands at {On(asOf)}: the line begins there."));
        if (!suggestion.Counted)
            notes.Add(T("Stock was never counted: on hand is taken as 0."));
        if (forecast.Status == ForecastStatus.NotEnoughData)
            notes.Add(T("Not enough data for a forecast that was tested: the band is a wide guess."));
        notes.AddRange(stock.Arrivals.Where(a => a.Late).Select(a => Say(a.InWords)));
        if (order is not null && order.ArrivesOn > asOf.AddDays(days))
            notes.Add(T($"The suggested order arrives on {On(order.ArrivesOn)}, after these days."));
        return new()
        {
            Sku = suggestion.Sku,
            Location = suggestion.Location,
            AsOf = asOf,
            OnHand = stock.OnHand,
            ReorderPoint = suggestion.ReorderPoint,
            Arrivals = explained.Arrivals,
            Order = order,
            Transfers = suggestion.Transfers,
            Days = rows,
            StockOutOn = suggestion.StockOutOn <= asOf.AddDays(days) ? suggestion.StockOutOn : null,
            Confidence = suggestion.Confidence,
            ForecastVersion = version,
            StockVersion = explained.StockVersion,
            Notes = notes,
        };
    }

    private static ProjectedStock Left(DemandOutlook outlook, decimal supply, int days)
    {
        var there = (double)supply;
        var (probability, missing) = outlook.Shortage(there, days);
        double After(double demand) => Math.Round(Math.Max(0, there - demand), 2);
        return new(
            supply,
            After(outlook.Expected(days)),
            After(outlook.Quantile(.9, days)),
            After(outlook.Quantile(.5, days)),
            After(outlook.Quantile(.1, days)),
            Math.Round(probability, 4),
            Math.Round(missing, 2)
        );
    }
}
