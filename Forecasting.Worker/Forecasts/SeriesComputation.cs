using SmartInventory.Contracts;
using SmartInventory.Forecasting.Models;
using SmartInventory.Forecasting.Replenishment;

namespace SmartInventory.Forecasting.Forecasts;

/// <summary>The forecast of one series from what was read of it: no store, no clock.</summary>
public static class SeriesComputation
{
    public const int DefaultHorizon = 28;

    /// <summary>The newest stretches without stock are named in the notes, older ones counted.</summary>
    private const int NamedStockOuts = 5;

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
        var withoutStock = data.StockOuts.GetValueOrDefault(key) ?? [];
        work.History.Prepare(rows, clock.AsOf, clock.Silences, clock.InProgress, withoutStock);

        var protection = ProtectionDays(key, data);
        var calendar = data.Calendars.GetValueOrDefault(key.Location);
        var request = new ForecastRequest(
            horizon ?? KeptHorizon(protection), protection, data.Products.GetValueOrDefault(key.Sku)?.WholeUnits);
        var context = new SeriesContext(clock.AsOf, StableRandom.Seed(key.Sku, key.Location), calendar);
        var forecast = SeriesForecaster.Forecast(work, SeriesForecaster.Fit(work, request, context), request, context);
        return ForecastDocument.Of(forecast, clock.AsOf, protection, Notes(rows, clock, withoutStock, calendar, forecast));
    }

    private static List<string> Notes(
        DayDemand[] rows, LocationClock clock, DayRange[] withoutStock, CalendarLadder? calendar, SeriesForecast forecast)
    {
        var notes = new List<string>();
        if (rows.Length > 0)
        {
            notes.AddRange(clock.Silences.Where(s => s.First > rows[0].Day).Select(s =>
                $"The location recorded no sale from {s.First:O} to {s.Last:O}: unknown, and left out."));
            notes.AddRange(StockOutNotes(rows[0].Day, clock.AsOf, withoutStock));
        }
        if (!clock.InProgress)
            notes.Add($"The location's last sale is of {clock.AsOf:O}: its clock stands there.");
        if (calendar is null && forecast.EnoughData)
            notes.Add("The calendar regression is not trained for this location yet and did not compete.");
        return notes;
    }

    private static IEnumerable<string> StockOutNotes(DateOnly first, DateOnly asOf, DayRange[] withoutStock)
    {
        var stretches = DayRange.Within(withoutStock, first, asOf);
        if (stretches.Count > NamedStockOuts)
            yield return $"Without stock {stretches.Count - NamedStockOuts} times before: demand unknown, left out.";
        foreach (var stretch in stretches.TakeLast(NamedStockOuts))
            yield return $"Without stock from {stretch.First:O} to {stretch.Last:O}: demand unknown, left out.";
    }
}
