using Microsoft.EntityFrameworkCore;
using Npgsql;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Models;

namespace SmartInventory.Forecasting.Forecasts;

/// <summary>The key of a series.</summary>
public readonly record struct SeriesKey(string Sku, string Location);

/// <summary>One day of a series over all sources.</summary>
public readonly record struct SeriesDay(DateOnly Day, decimal Sold, decimal Returned, decimal Revenue);

/// <summary>Everything that the refresh of some series reads, in a handful of queries whatever their number.</summary>
public sealed class SeriesData
{
    public required IReadOnlyDictionary<string, KnownProduct> Products { get; init; }
    public required IReadOnlyDictionary<SeriesKey, KnownStock> Stock { get; init; }

    /// <summary>Days without stock, ascending; one that still lasts ends at the end of time.</summary>
    public required IReadOnlyDictionary<SeriesKey, DayRange[]> StockOuts { get; init; }

    public required IReadOnlySet<string> ArchivedSuppliers { get; init; }
    public required IReadOnlySet<string> ArchivedLocations { get; init; }

    /// <summary>Of every location that appears in <see cref="Demand"/> or was asked for.</summary>
    public required IReadOnlyDictionary<string, LocationClock> Clocks { get; init; }
    public required IReadOnlyDictionary<string, CalendarLadder> Calendars { get; init; }

    /// <summary>Days with a sale or return, ascending; all locations of the products whose demand was asked for.</summary>
    public required IReadOnlyDictionary<SeriesKey, List<SeriesDay>> Demand { get; init; }

    /// <param name="db">The context.</param>
    /// <param name="source">For the demand, which is too much for an object mapper.</param>
    /// <param name="calendars">Trained ladders.</param>
    /// <param name="keys">The series.</param>
    /// <param name="withDemand">The products whose demand is needed.</param>
    /// <param name="time">For today.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<SeriesData> ReadAsync(
        ForecastingDb db, NpgsqlDataSource source, Calendars calendars, IReadOnlyCollection<SeriesKey> keys,
        string[] withDemand, TimeProvider time, CancellationToken ct)
    {
        var skus = keys.Select(k => k.Sku).Distinct().ToArray();
        var demand = withDemand.Length == 0 ? [] : await ReadDemandAsync(source, withDemand, ct);
        var locations = keys.Select(k => k.Location).Concat(demand.Keys.Select(k => k.Location)).Distinct().ToArray();
        return new SeriesData
        {
            Demand = demand,
            Products = await db.Products.AsNoTracking().Where(p => skus.Contains(p.Sku)).ToDictionaryAsync(p => p.Sku, ct),
            Stock = await db.Stock.AsNoTracking().Where(s => skus.Contains(s.Sku))
                .ToDictionaryAsync(s => new SeriesKey(s.Sku, s.Location), ct),
            StockOuts = withDemand.Length == 0 ? new Dictionary<SeriesKey, DayRange[]>() : await Catalogue.StockOuts.ReadAsync(db, withDemand, ct),
            ArchivedSuppliers = await db.Suppliers.Where(s => s.Archived).Select(s => s.Code).ToHashSetAsync(ct),
            ArchivedLocations = await db.Locations.Where(l => l.Archived).Select(l => l.Code).ToHashSetAsync(ct),
            Clocks = await LocationClock.ReadAsync(db, locations, time, ct),
            Calendars = await calendars.GetAsync(db, locations, ct),
        };
    }

    public static async Task<Dictionary<SeriesKey, List<SeriesDay>>> ReadDemandAsync(
        NpgsqlDataSource source, string[] skus, CancellationToken ct)
    {
        await using var command = source.CreateCommand(
            """
            SELECT sku, location, day, sum(sold), sum(returned), sum(revenue) FROM forecasting.demand
            WHERE sku = ANY ($1) GROUP BY sku, location, day ORDER BY sku, location, day
            """);
        command.Parameters.Add(new() { Value = skus });
        var demand = new Dictionary<SeriesKey, List<SeriesDay>>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        (SeriesKey Key, List<SeriesDay> Days) current = default;
        while (await reader.ReadAsync(ct))
        {
            var key = new SeriesKey(reader.GetString(0), reader.GetString(1));
            if (current.Days is null || key != current.Key)
            {
                current = (key, []);
                demand.Add(key, current.Days);
            }
            current.Days.Add(new(
                reader.GetFieldValue<DateOnly>(2), reader.GetDecimal(3), reader.GetDecimal(4), reader.GetDecimal(5)));
        }
        return demand;
    }
}
