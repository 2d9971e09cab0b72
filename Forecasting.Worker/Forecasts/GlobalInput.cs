using SmartInventory.Forecasting.Engine.Global;
using SmartInventory.Forecasting.Engine.History;
using SmartInventory.Forecasting.Series;

namespace SmartInventory.Forecasting.Forecasts;

/// <summary>A series of the service in the words of the global model.</summary>
internal static class GlobalInput
{
    /// <summary>How far back prices are told: the model compares them within a year.</summary>
    private const int PriceDays = 800;

    /// <summary>One for all places: which named days matter is learned.</summary>
    private static readonly GlobalCalendar Calendar = RetailCalendar.Of(new DateOnly(1990, 1, 1).DayNumber, 100 * 366);

    /// <summary>
    /// Whether a series may be learned from and asked about beside others that end on <paramref name="newest"/>: one
    /// whose clock stopped long before lived in other times, of which the model saw nothing.
    /// </summary>
    public static bool IsOfItsTime(int lastDay, int newest) => lastDay >= newest - GlobalModel.TwinDays;

    /// <summary>What is known of a series besides its history, which the question brings along.</summary>
    public static GlobalSeries Ask(SeriesKey key, SeriesData data)
    {
        var (days, clock) = (data.Pasts[key].Days, data.Clocks[key.Location]);
        var last = clock.AsOf.DayNumber;
        var first = days.Count == 0 ? last + 1 : Math.Max(days[0].Day.DayNumber, last - PriceDays + 1);
        return new(
            $"{key.Sku} {key.Location}",
            [],
            first,
            Labels(key, data),
            Prices(days, first, last, clock.LastWhole.DayNumber),
            Calendar,
            Posted: false
        );
    }

    /// <summary>A series to learn from, up to its last complete day; null when nothing was sold.</summary>
    /// <param name="history">Prepared for this series.</param>
    public static GlobalSeries? Learn(SeriesKey key, SeriesData data, DailyDemand history)
    {
        if (history.Length == 0)
            return null;
        var clock = data.Clocks[key.Location];
        var (first, last) = (history.Days[0], clock.LastWhole.DayNumber);
        if (last < first)
            return null;
        // Days that were cut out of the history are unknown.
        var values = new double[last - first + 1];
        values.AsSpan().Fill(double.NaN);
        for (var t = 0; t < history.Length && history.Days[t] <= last; t++)
            values[history.Days[t] - first] = history.Demand[t];
        return new(
            $"{key.Sku} {key.Location}",
            values,
            first,
            Labels(key, data),
            Prices(data.Pasts[key].Days, first, last, last),
            Calendar,
            Posted: false
        );
    }

    /// <summary>The closest kinship first.</summary>
    private static string[] Labels(SeriesKey key, SeriesData data)
    {
        var product = data.Products.GetValueOrDefault(key.Sku);
        var supplier = product?.OrderedBy(data.ArchivedSuppliers)?.Supplier;
        return [key.Sku, product?.Category ?? "", supplier ?? "", key.Location];
    }

    /// <summary>
    /// What a single unit of a running day cost is not the price of that day yet, and must not stand for all to come.
    /// </summary>
    /// <param name="whole">The last day that is over.</param>
    private static float[] Prices(List<SeriesDay> days, int first, int last, int whole)
    {
        var length = Math.Max(0, last - first + 1);
        var (units, revenue, prices) = (new double[length], new double[length], new float[length]);
        foreach (var day in days)
        {
            var at = day.Day.DayNumber - first;
            if (at >= 0 && at < length && day.Day.DayNumber <= whole)
                (units[at], revenue[at]) = ((double)(day.Sold - day.Returned), (double)day.Revenue);
        }
        UnitPrices.Daily(units, revenue, prices);
        return prices;
    }
}
