using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Demand;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Groups;

/// <summary>The year ahead of groups, as it was added up.</summary>
internal static class GroupEndpoints
{
    private static readonly string Grains = string.Join(
        ", ",
        Words.Of(ForecastGrain.Week),
        Words.Of(ForecastGrain.Month)
    );

    public static async Task<Results<Ok<GroupForecasts>, ValidationProblem>> Get(
        [Description("category, location, or none for all together; default category.")] string? by,
        [Description("A category, with those below it; default all.")] string? category,
        [Description("A location's code; default all.")] string? location,
        [Description("week or month; default month.")] string? grain,
        [Description("Whole weeks ahead, 1 to 52, or months, 1 to 12; default all.")] int? horizon,
        [Description("Groups to show, 1 to 500, default 50.")] int? limit,
        ForecastingDb db,
        LocationClocks clocks,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var group = errors.Word<ForecastGroupBy>("by", by) ?? ForecastGroupBy.Category;
        var top = errors.Text("category", category, 200);
        var place = errors.OptionalCode("location", location);
        var length = errors.Word<ForecastGrain>("grain", grain) ?? ForecastGrain.Month;
        if (length == ForecastGrain.Day)
            errors.Add("grain", T($"must be one of {Grains}"));
        var longest = length == ForecastGrain.Month ? Limits.MaxHorizonMonths : Limits.MaxHorizonWeeks;
        var ahead = errors.Whole("horizon", horizon, 1, longest, longest);
        var most = errors.Whole("limit", limit, 1, Limits.MaxPage, PageRequest.DefaultLimit);
        if (errors.Any)
            return errors.ToProblem();

        var now = (await clocks.ReadAsync(db, await GroupStore.LocationsAsync(db, ct), ct))
            .Where(c => place is null || c.Key == place)
            .OrderBy(c => c.Key, StringComparer.Ordinal)
            .ToList();
        var kept = await db
            .GroupDays.AsNoTracking()
            .Where(d => place == null || d.Location == place)
            .ToDictionaryAsync(d => d.Location, ct);
        var asOf = kept.Count == 0 ? (DateOnly?)null : kept.Values.Max(d => d.AsOf);
        var rows = Ahead(await ReadAsync(db, group, top, place, length, ct), length, asOf, ahead);
        var names =
            group == ForecastGroupBy.Location ? await db.Locations.ToDictionaryAsync(l => l.Code, l => l.Name, ct) : [];
        var groups = rows.GroupBy(r => r.Key)
            .Select(g => new GroupForecast(
                g.Key is null or "" ? null : g.Key,
                g.Key is null ? "(all)"
                    : g.Key.Length == 0 ? "(none)"
                    : names.GetValueOrDefault(g.Key, g.Key),
                [.. g.Select(r => ToPeriod(r, length))]
            ))
            .OrderByDescending(g => g.Periods.Sum(p => p.Mean))
            .ThenBy(g => g.Key, StringComparer.Ordinal)
            .ToList();
        return TypedResults.Ok(
            new GroupForecasts
            {
                By = group,
                Grain = length,
                AsOf = asOf,
                ComputedAt = kept.Count == 0 ? null : kept.Values.Max(d => d.ComputedAt),
                Count = groups.Count,
                Groups = [.. groups.Take(most)],
                Waiting =
                [
                    .. now.Where(c => c.Value.InProgress && kept.GetValueOrDefault(c.Key)?.AsOf != c.Value.AsOf)
                        .Select(c => c.Key),
                ],
                Standing = [.. now.Where(c => !c.Value.InProgress).Select(c => c.Key)],
            }
        );
    }

    /// <summary>
    /// What is left of the present week or month, and so many whole ones. Where locations are of different days, the
    /// newest is the day of all: what is over there is over.
    /// </summary>
    private static List<Row> Ahead(List<Row> rows, ForecastGrain grain, DateOnly? asOf, int whole)
    {
        var ends = new HashSet<DateOnly>();
        foreach (var period in rows.Where(r => r.ToDay > asOf).GroupBy(r => r.ToDay).OrderBy(p => p.Key))
        {
            var first = period.Min(r => r.FromDay);
            var isWhole = grain == ForecastGrain.Month ? first.Day == 1 : first.DayOfWeek == DayOfWeek.Monday;
            if (isWhole && whole-- == 0)
                break;
            ends.Add(period.Key);
        }
        return rows.FindAll(r => ends.Contains(r.ToDay));
    }

    private static GroupPeriod ToPeriod(Row row, ForecastGrain grain)
    {
        var (from, to) = GroupStore.YearBefore(row.FromDay, row.ToDay, grain);
        return new(row.FromDay, row.ToDay, row.Mean, from, to, row.SoldBefore);
    }

    private static Task<List<Row>> ReadAsync(
        ForecastingDb db,
        ForecastGroupBy by,
        string? category,
        string? location,
        ForecastGrain grain,
        CancellationToken ct
    )
    {
        var (ofCategory, ofLocation) = (by == ForecastGroupBy.Category, by == ForecastGroupBy.Location);
        return db
            .Database.SqlQuery<Row>(
                $"""
                SELECT CASE WHEN {ofCategory} THEN category WHEN {ofLocation} THEN location END AS key, to_day,
                    min(from_day) AS from_day, sum(mean) AS mean, sum(sold_before) AS sold_before
                FROM forecasting.group_demand
                WHERE grain = {grain.ToString()}
                    AND (CAST({location} AS text) IS NULL OR location = {location})
                    AND (CAST({category} AS text) IS NULL
                        OR starts_with(lower(category) || '/', lower({category}) || '/'))
                GROUP BY 1, to_day
                ORDER BY 1, to_day
                """
            )
            .ToListAsync(ct);
    }

    private sealed record Row(string? Key, DateOnly ToDay, DateOnly FromDay, decimal Mean, decimal? SoldBefore);
}
