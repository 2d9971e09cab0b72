using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Sales;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Sales.Api.History;

/// <summary>Sales added up by the hours, days, weeks and months of the places where they were made.</summary>
internal static class PeriodEndpoints
{
    /// <summary>More hours than those of a year are no answer that anybody reads.</summary>
    public const int MostDaysOfHours = 366;
    public const int DefaultDaysOfHours = 31;

    public static async Task<Results<Ok<List<PeriodSales>>, ValidationProblem>> ByPeriod(
        [AsParameters] SaleFilter filter,
        SalesDb db,
        TimeProvider time,
        CancellationToken ct,
        string? by = null
    )
    {
        var errors = new FieldErrors();
        var query = filter.Check(errors);
        var period = errors.Word<SalesPeriod>("by", by);
        if (string.IsNullOrEmpty(by))
            errors.Add("by", T($"is required: one of {Words.All<SalesPeriod>()}"));
        if (period == SalesPeriod.Hour)
        {
            var last = query.To ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
            query = query with { From = query.From ?? last.AddDays(1 - DefaultDaysOfHours) };
            if (last.DayNumber - query.From.Value.DayNumber >= MostDaysOfHours)
                errors.Add(
                    "from",
                    T($"must be at most {MostDaysOfHours} days before the end where hours are asked for")
                );
        }
        if (errors.Any)
            return errors.ToProblem();

        return TypedResults.Ok(
            period == SalesPeriod.Hour
                ? await HoursAsync(db, query, ct)
                : Fold(await DaySum.Of(db, query).ToListAsync(ct), period!.Value)
        );
    }

    /// <summary>Whole weeks, so that no weekday is met more often than another.</summary>
    private const int DaysOfWeekHours = 13 * 7;

    public static async Task<Results<Ok<WeekHours>, ValidationProblem>> ByWeekHour(
        [AsParameters] SaleFilter filter,
        SalesDb db,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var query = filter.Check(errors);
        if (query.To?.DayNumber - query.From?.DayNumber >= MostDaysOfHours)
            errors.Add("from", T($"must be at most {MostDaysOfHours} days before the end"));
        if (errors.Any)
            return errors.ToProblem();
        if ((query.To ?? await DaySum.DaysOf(db, query).MaxAsync(ct)) is not { } last)
            return TypedResults.Ok(new WeekHours(null, null, []));
        query = query with { From = query.From ?? last.AddDays(1 - DaysOfWeekHours), To = last };
        if (last.DayNumber - query.From.Value.DayNumber >= MostDaysOfHours)
            errors.Add("from", T($"must be at most {MostDaysOfHours} days before the end, which is {last:yyyy-MM-dd}"));
        if (errors.Any)
            return errors.ToProblem();

        return TypedResults.Ok(
            new WeekHours(
                query.From,
                last,
                [
                    .. (await HoursAsync(db, query, ct))
                        .GroupBy(h => (h.First.DayOfWeek, Hour: h.Hour!.Value))
                        .OrderBy(g => ((int)g.Key.DayOfWeek + 6) % 7)
                        .ThenBy(g => g.Key.Hour)
                        .Select(g => new WeekHourSales(
                            g.Key.DayOfWeek,
                            g.Key.Hour,
                            g.Sum(h => h.UnitsSold),
                            g.Sum(h => h.UnitsReturned),
                            g.Sum(h => h.Revenue),
                            g.Sum(h => h.Lines)
                        )),
                ]
            )
        );
    }

    private static List<PeriodSales> Fold(List<DaySum> days, SalesPeriod period) =>
        [
            .. days.GroupBy(d => First(d.Day, period))
                .OrderBy(g => g.Key)
                .Select(g => new PeriodSales(
                    g.Key,
                    null,
                    g.Sum(d => d.Sold),
                    g.Sum(d => d.Returned),
                    g.Sum(d => d.Revenue),
                    g.Sum(d => d.Lines)
                )),
        ];

    private static DateOnly First(DateOnly day, SalesPeriod period) =>
        period switch
        {
            SalesPeriod.Week => day.AddDays(-((int)day.DayOfWeek + 6) % 7),
            SalesPeriod.Month => new DateOnly(day.Year, day.Month, 1),
            _ => day,
        };

    // Clocks differ from UTC by whole quarters of an hour, so that these fall into the hours of any place.
    private static async Task<List<PeriodSales>> HoursAsync(SalesDb db, SaleQuery query, CancellationToken ct)
    {
        var quarters = await query
            .Apply(db)
            .GroupBy(s => new
            {
                s.Day,
                s.Location,
                // A day of 25 hours meets one hour of UTC twice.
                UtcDay = s.SoldAt.Day,
                s.SoldAt.Hour,
                Quarter = s.SoldAt.Minute / 15,
            })
            .Select(g => new
            {
                g.Key.Day,
                g.Key.Location,
                Any = g.Min(s => s.SoldAt),
                Sold = g.Sum(s => s.Kind == SaleKind.Sale ? s.Quantity : 0),
                Returned = g.Sum(s => s.Kind == SaleKind.Return ? s.Quantity : 0),
                Revenue = g.Sum(s => s.Kind == SaleKind.Sale ? s.Amount : -s.Amount),
                Lines = g.LongCount(),
            })
            .ToListAsync(ct);
        var zones = await db.Locations.AsNoTracking().ToDictionaryAsync(l => l.Code, l => l.TimeZone, ct);
        var clocks = quarters
            .Select(q => q.Location)
            .Distinct()
            .ToDictionary(
                code => code,
                code => (zones.TryGetValue(code, out var zone) ? CalendarDay.Clock(zone) : null) ?? TimeZoneInfo.Utc
            );
        return
        [
            .. quarters
                .GroupBy(q => (q.Day, TimeZoneInfo.ConvertTime(q.Any, clocks[q.Location]).Hour))
                .OrderBy(g => g.Key)
                .Select(g => new PeriodSales(
                    g.Key.Day,
                    g.Key.Hour,
                    g.Sum(q => q.Sold),
                    g.Sum(q => q.Returned),
                    g.Sum(q => q.Revenue),
                    g.Sum(q => q.Lines)
                )),
        ];
    }
}
