using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
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
            errors.Add("by", $"is required: one of {Words.All<SalesPeriod>()}");
        if (period == SalesPeriod.Hour && query.From is null)
        {
            var last = query.To ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
            query = query with { From = last.AddDays(1 - DefaultDaysOfHours) };
        }
        if (
            period == SalesPeriod.Hour
            && (query.To ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)).DayNumber - query.From?.DayNumber
                >= MostDaysOfHours
        )
            errors.Add("from", $"must be at most {MostDaysOfHours} days before the end where hours are asked for");
        if (errors.Any)
            return errors.ToProblem();

        var first = period switch
        {
            SalesPeriod.Week => "date_trunc('week', s.day)::date",
            SalesPeriod.Month => "date_trunc('month', s.day)::date",
            _ => "s.day",
        };
        // Days and longer, of whatever was sold, are kept; the rest is added up from the lines.
        var isKept = period != SalesPeriod.Hour && query is { Sku: null, Kind: null };
        var statement = isKept
            ? $$"""
                SELECT {{first}} AS first, NULL::int AS hour, sum(s.sold) AS units_sold,
                    sum(s.returned) AS units_returned, sum(s.revenue) AS revenue, sum(s.lines)::bigint AS lines
                FROM sales.daily_totals AS s
                WHERE ({0}::text IS NULL OR s.location = {0}) AND ({1}::text IS NULL OR s.channel = {1})
                    AND ({2}::date IS NULL OR s.day >= {2}) AND ({3}::date IS NULL OR s.day <= {3})
                GROUP BY 1, 2 ORDER BY 1, 2
                """
            : $$"""
                SELECT {{first}} AS first, {{HourOf(period)}} AS hour,
                    coalesce(sum(s.quantity) FILTER (WHERE s.kind = 'sale'), 0) AS units_sold,
                    coalesce(sum(s.quantity) FILTER (WHERE s.kind = 'return'), 0) AS units_returned,
                    sum(CASE s.kind WHEN 'sale' THEN s.amount ELSE -s.amount END) AS revenue, count(*) AS lines
                FROM sales.sales AS s LEFT JOIN sales.locations AS l ON l.code = s.location
                WHERE ({0}::text IS NULL OR s.location = {0}) AND ({1}::text IS NULL OR s.channel = {1})
                    AND ({2}::date IS NULL OR s.day >= {2} AND s.sold_at >= {2}::date - interval '1 day')
                    AND ({3}::date IS NULL OR s.day <= {3} AND s.sold_at < {3}::date + interval '2 days')
                    AND ({4}::text IS NULL OR s.sku = {4}) AND ({5}::text IS NULL OR s.kind = {5})
                GROUP BY 1, 2 ORDER BY 1, 2
                """;
        List<object> values =
        [
            Text(query.Location),
            Text(query.Channel),
            Day(query.From),
            Day(query.To),
            .. isKept
                ? (ReadOnlySpan<object>)[]
                : [Text(query.Sku), Text(query.Kind is { } kind ? Words.Of(kind) : null)],
        ];
        return TypedResults.Ok(await db.Database.SqlQueryRaw<PeriodSales>(statement, [.. values]).ToListAsync(ct));
    }

    private static string HourOf(SalesPeriod? period) =>
        period == SalesPeriod.Hour
            ? "extract(hour FROM s.sold_at AT TIME ZONE coalesce(l.time_zone, 'UTC'))::int"
            : "NULL::int";

    private static NpgsqlParameter Text(string? value) =>
        new() { NpgsqlDbType = NpgsqlDbType.Text, Value = value ?? (object)DBNull.Value };

    private static NpgsqlParameter Day(DateOnly? value) =>
        new() { NpgsqlDbType = NpgsqlDbType.Date, Value = value ?? (object)DBNull.Value };
}
