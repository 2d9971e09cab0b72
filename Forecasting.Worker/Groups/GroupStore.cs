using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Engine;
using SmartInventory.Forecasting.Pending;
using SmartInventory.Forecasting.Series;
using SmartInventory.ServiceDefaults.Data;

namespace SmartInventory.Forecasting.Groups;

/// <summary>What is kept of groups: which locations have to be added up, of what, and the sums.</summary>
internal static class GroupStore
{
    /// <summary>Days of a week and of 52 of them: the same weekdays a year before.</summary>
    private const int YearOfWeeks = 52 * 7;

    /// <summary>All locations that are not archived: those that were announced, and those that sold.</summary>
    public static Task<string[]> LocationsAsync(ForecastingDb db, CancellationToken ct) =>
        db
            .LocationDays.Select(d => d.Location)
            .Union(db.Locations.Select(l => l.Code))
            .Where(code => !db.Locations.Any(l => l.Code == code && l.Archived))
            .OrderBy(code => code)
            .ToArrayAsync(ct);

    /// <summary>Locations where forecasts of a new day, or the choice of their methods, are under way.</summary>
    public static Task<HashSet<string>> UnsettledAsync(ForecastingDb db, CancellationToken ct) =>
        db
            .Dirty.Where(d => d.Refit && d.Priority == (short)Lane.Routine)
            .Select(d => d.Location)
            .Union(db.RefitRequests.Select(r => r.Location))
            .ToHashSetAsync(ct);

    /// <summary>The series of these locations to add up, each with its category; empty for none.</summary>
    public static async Task<List<(SeriesKey Key, string Category)>> SeriesAsync(
        ForecastingDb db,
        string[] locations,
        CancellationToken ct
    ) =>
        [
            .. from row in await db
                .Forecasts.Where(f => locations.Contains(f.Location))
                .GroupJoin(
                    db.Products,
                    f => f.Sku,
                    p => p.Sku,
                    (f, known) =>
                        new
                        {
                            f.Sku,
                            f.Location,
                            known,
                        }
                )
                .SelectMany(
                    s => s.known.DefaultIfEmpty(),
                    (s, p) =>
                        new
                        {
                            s.Sku,
                            s.Location,
                            p!.Category,
                            Archived = (bool?)p.Archived,
                        }
                )
                .Where(s => s.Archived != true)
                .OrderBy(s => s.Sku)
                .ThenBy(s => s.Location)
                .ToListAsync(ct)
            select (SeriesKey.Of(row.Sku, row.Location), row.Category ?? ""),
        ];

    /// <summary>Puts the sums of locations in the place of those that were kept of them.</summary>
    public static async Task ReplaceAsync(
        ForecastingDb db,
        IReadOnlyCollection<GroupDay> days,
        IReadOnlyDictionary<string, GroupSums> sums,
        CancellationToken ct
    )
    {
        var rows = await RowsAsync(db, sums, ct);
        var locations = days.Select(d => d.Location).ToArray();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.GroupDemand.Where(d => locations.Contains(d.Location)).ExecuteDeleteAsync(ct);
        await db.UpsertAsync(rows, ct);
        await db.UpsertAsync(days, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>Forgets locations that are archived by now, or whose clock stands.</summary>
    public static async Task ForgetAsync(ForecastingDb db, string[] locations, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.GroupDemand.Where(d => locations.Contains(d.Location)).ExecuteDeleteAsync(ct);
        await db.GroupDays.Where(d => locations.Contains(d.Location)).ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>The days a year before that a week or month is compared with.</summary>
    /// <param name="from">Its first day.</param>
    /// <param name="to">Its last day.</param>
    /// <param name="grain">Weeks are compared by weekday, months by date.</param>
    public static (DateOnly From, DateOnly To) YearBefore(DateOnly from, DateOnly to, ForecastGrain grain) =>
        grain == ForecastGrain.Month
            ? (from.AddYears(-1), to.AddDays(1).AddYears(-1).AddDays(-1))
            : (from.AddDays(-YearOfWeeks), to.AddDays(-YearOfWeeks));

    private static async Task<List<GroupDemand>> RowsAsync(
        ForecastingDb db,
        IReadOnlyDictionary<string, GroupSums> sums,
        CancellationToken ct
    )
    {
        var stretches = new List<Stretch>();
        foreach (var (location, sum) in sums)
        foreach (var (grain, periods) in sum.Periods)
            stretches.AddRange(periods.Select((period, i) => new Stretch(location, grain, i, period)));
        if (stretches.Count == 0)
            return [];
        var sold = (await SoldAsync(db, stretches, ct)).ToDictionary(s => (s.Stretch, s.Category), s => s.Units);
        var places = sums.Keys.ToArray();
        var since = await db
            .TradingDays.Where(d => places.Contains(d.Location))
            .GroupBy(d => d.Location)
            .Select(d => new { Location = d.Key, First = d.Min(t => t.Day) })
            .ToDictionaryAsync(d => d.Location, d => d.First, ct);
        // What is not sold any more was sold a year before all the same.
        var categories = sold
            .Keys.Select(s => (stretches[s.Stretch].Location, s.Category))
            .Concat(sums.SelectMany(s => s.Value.Categories.Select(category => (s.Key, category))))
            .Distinct()
            .ToLookup(c => c.Item1, c => c.Item2);
        var rows = new List<GroupDemand>();
        foreach (var (i, (location, grain, period, days)) in stretches.Index())
        {
            var (from, to) = YearBefore(days.From, days.To, grain);
            // The day before the first is still running.
            var isOver = to.AddDays(1) < sums[location].Periods[grain][0].From;
            var isKnown = isOver && since.TryGetValue(location, out var first) && first <= from;
            rows.AddRange(
                categories[location]
                    .Select(category => new GroupDemand
                    {
                        Category = category,
                        Location = location,
                        Grain = grain,
                        ToDay = days.To,
                        FromDay = days.From,
                        Mean = sums[location].Of(category, grain, period),
                        SoldBefore = isKnown ? sold.GetValueOrDefault((i, category)) : null,
                    })
            );
        }
        return rows;
    }

    /// <summary>The ledger is read once for all: first by day, of which there are few.</summary>
    private static Task<List<Sold>> SoldAsync(ForecastingDb db, List<Stretch> stretches, CancellationToken ct)
    {
        var before = stretches.ConvertAll(s => YearBefore(s.Period.From, s.Period.To, s.Grain));
        string[] locations = [.. stretches.Select(s => s.Location)];
        int[] numbers = [.. Enumerable.Range(0, stretches.Count)];
        DateOnly[] starts = [.. before.Select(b => b.From)];
        DateOnly[] ends = [.. before.Select(b => b.To)];
        var (first, last) = (starts.Min(), ends.Max());
        return db
            .Database.SqlQuery<Sold>(
                $"""
                WITH days AS MATERIALIZED (
                    SELECT d.location, coalesce(p.category, '') AS category, d.day, sum(d.sold - d.returned) AS units
                    FROM forecasting.demand AS d LEFT JOIN forecasting.products AS p ON p.sku = d.sku
                    WHERE d.day BETWEEN {first} AND {last} AND d.location = ANY ({locations})
                    GROUP BY d.location, coalesce(p.category, ''), d.day)
                SELECT s.stretch, d.category, sum(d.units) AS units
                FROM days AS d
                JOIN unnest({locations}, {numbers}, {starts}, {ends}) AS s (location, stretch, first, last)
                    ON s.location = d.location AND d.day BETWEEN s.first AND s.last
                GROUP BY s.stretch, d.category
                """
            )
            .ToListAsync(ct);
    }

    /// <summary>A week or month of a location, with its place among its kind.</summary>
    private sealed record Stretch(string Location, ForecastGrain Grain, int Number, ExpectedPeriod Period);

    private sealed record Sold(int Stretch, string Category, decimal Units);
}
