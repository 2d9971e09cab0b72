using SmartInventory.Contracts;
using SmartInventory.Forecasting.Models;
using SmartInventory.Forecasting.Replenishment;

namespace SmartInventory.Forecasting.Forecasts;

/// <summary>The forecast of one series from what was read of it: no store, no clock.</summary>
public static class SeriesComputation
{
    public const int DefaultHorizon = 28;

    /// <summary>Days that the next order has to last: the backtest and the suggestion look this far.</summary>
    public static int ProtectionDays(SeriesKey key, SeriesData data)
    {
        var (terms, _) = SuggestionBuilder.TermsOf(data.Products.GetValueOrDefault(key.Sku), data.ArchivedSuppliers);
        return Math.Max(1, terms.LeadTimeDays + terms.ReviewPeriodDays);
    }

    /// <summary>How far the kept forecast reaches: four weeks, or further where the order has to last longer.</summary>
    public static int KeptHorizon(int protectionDays) => Math.Clamp(protectionDays, DefaultHorizon, Limits.MaxHorizonDays);

    public static ForecastDocument Forecast(SeriesKey key, SeriesData data, ForecastWorkspace work, int? horizon = null)
    {
        var clock = data.Clocks[key.Location];
        var days = data.Demand.GetValueOrDefault(key) ?? [];
        var rows = new DayDemand[days.Count];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = new(days[i].Day, days[i].Sold, days[i].Returned);
        work.History.Prepare(rows, clock.AsOf, clock.Silences, clock.InProgress);

        var protection = ProtectionDays(key, data);
        var calendar = data.Calendars.GetValueOrDefault(key.Location);
        var request = new ForecastRequest(
            horizon ?? KeptHorizon(protection), protection, data.Products.GetValueOrDefault(key.Sku)?.WholeUnits);
        var context = new SeriesContext(clock.AsOf, StableRandom.Seed(key.Sku, key.Location), calendar);
        var forecast = SeriesForecaster.Forecast(work, SeriesForecaster.Fit(work, request, context), request, context);
        return ForecastDocument.Of(forecast, clock.AsOf, protection, Notes(rows, clock, calendar, forecast));
    }

    private static List<string> Notes(DayDemand[] rows, LocationClock clock, CalendarLadder? calendar, SeriesForecast forecast)
    {
        var notes = new List<string>();
        if (rows.Length > 0)
        {
            notes.AddRange(clock.Silences.Where(s => s.First > rows[0].Day).Select(s =>
                $"The location recorded no sale from {s.First:O} to {s.Last:O}: unknown, and left out."));
        }
        if (!clock.InProgress)
            notes.Add($"The location's last sale is of {clock.AsOf:O}: its clock stands there.");
        if (calendar is null && forecast.EnoughData)
            notes.Add("The calendar regression is not trained for this location yet and did not compete.");
        return notes;
    }
}
