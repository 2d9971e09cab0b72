using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using RabbitMQ.Client.Exceptions;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Status;
using SmartInventory.Forecasting.Catalogue;
using SmartInventory.Forecasting.Forecasts;
using SmartInventory.ServiceDefaults.Messaging;
using SmartInventory.ServiceDefaults.Web;
using DayRange = SmartInventory.Forecasting.Engine.History.DayRange;

namespace SmartInventory.Forecasting.Demand;

public static class DemandEndpoints
{
    private const int DefaultDays = 365;
    private const int MaxDays = 3_660;

    public static IEndpointRouteBuilder MapDemand(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/v1/forecasts").WithTags("Forecasts");
        group
            .MapGet("/{sku}/history", History)
            .WithName("GetDemandHistory")
            .WithSummary("The demand of a product per day and location, for charts");
        group
            .MapGet("/totals", Totals)
            .WithName("GetDemandTotals")
            .WithSummary("Units of demand per source, and what is still under way")
            .WithDescription("One of the three sides of the reconciliation.");
        return app;
    }

    private static async Task<Results<Ok<List<DemandHistory>>, ValidationProblem, ProblemHttpResult>> History(
        string sku,
        [Description("A location's code; default all.")] string? location,
        [Description("Days back from the location's as-of day, 1 to 3660, default 365.")] int? days,
        ForecastingDb db,
        NpgsqlDataSource source,
        Clocks clocks,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var (name, place) = SeriesQuery.Parse(errors, sku, location);
        var back = errors.Whole("days", days, 1, MaxDays, DefaultDays);
        if (errors.Any)
            return errors.ToProblem();

        var demand = await Ledger.ProductAsync(source, name, ct);
        if (demand.Count == 0 && !await SeriesQuery.ExistsAsync(db, name, ct))
            return SeriesQuery.Unknown(name);
        var wanted = demand
            .Where(d => place is null || d.Key.Location == place)
            .OrderBy(d => d.Key.Location, StringComparer.Ordinal)
            .ToList();
        var clocksOf = await clocks.ReadAsync(db, [.. wanted.Select(d => d.Key.Location)], ct);
        var stockOuts = await StockOuts.ReadAsync(db, [name], ct);
        return TypedResults.Ok(
            wanted.ConvertAll(d =>
                Fill(d.Key, d.Value, clocksOf[d.Key.Location], stockOuts.GetValueOrDefault(d.Key) ?? [], back)
            )
        );
    }

    /// <summary>
    /// Zero rows for days without a sale; none where the location was silent or had no stock: those are named instead.
    /// </summary>
    private static DemandHistory Fill(
        SeriesKey key,
        List<SeriesDay> sold,
        LocationClock clock,
        DayRange[] stockOuts,
        int back
    )
    {
        var first = clock.AsOf.AddDays(1 - back);
        if (sold[0].Day > first)
            first = sold[0].Day;
        var silences = clock.Silences.Where(s => s.Last >= first && s.First <= clock.AsOf).ToList();
        var withoutStock = DayRange.Within(stockOuts, first, clock.AsOf);
        var byDay = sold.ToDictionary(d => d.Day);
        var rows = new List<DemandDay>();
        for (var day = first; day <= clock.AsOf; day = day.AddDays(1))
        {
            if (byDay.TryGetValue(day, out var known))
                rows.Add(new(day, known.Sold, known.Returned, decimal.Round(known.Revenue, 4)));
            else if (!silences.Exists(s => s.Contains(day)) && !withoutStock.Exists(s => s.Contains(day)))
                rows.Add(new(day, 0, 0, 0));
        }
        return new(
            key.Sku,
            key.Location,
            clock.AsOf,
            rows,
            silences.ConvertAll(Stretch),
            withoutStock.ConvertAll(Stretch)
        );

        static DayStretch Stretch(DayRange range) => new(range.First, range.Last);
    }

    private static async Task<Results<Ok<LedgerTotals>, ProblemHttpResult>> Totals(
        ForecastingDb db,
        ErrorQueues queues,
        CancellationToken ct
    )
    {
        long failed;
        try
        {
            failed = (await queues.CountAsync(ct)).Values.Sum();
        }
        catch (Exception e)
            when (e is BrokerUnreachableException or AlreadyClosedException or OperationInterruptedException)
        {
            return TypedResults.Problem(
                statusCode: StatusCodes.Status503ServiceUnavailable,
                title: "RabbitMQ does not answer.",
                detail: "Without it nobody knows how many messages failed or wait."
            );
        }

        // One snapshot: a message must not be counted as waiting and as applied, nor as neither.
        await using var transaction = await db.Database.BeginTransactionAsync(
            System.Data.IsolationLevel.RepeatableRead,
            ct
        );
        var sources = await db
            .Demand.GroupBy(d => d.Channel)
            .OrderBy(g => g.Key)
            .Select(g => new SourceTotals(g.Key, g.Sum(d => d.Sold), g.Sum(d => d.Returned), g.Sum(d => d.Lines)))
            .ToListAsync(ct);
        var underWay = new Dictionary<string, long>
        {
            ["dirty"] = await db.Dirty.LongCountAsync(ct),
            ["refits"] = await db.RefitRequests.LongCountAsync(ct),
            ["trends"] = await db.DirtyTrends.LongCountAsync(ct),
            ["outbox"] = await db.Set<OutboxMessage>().LongCountAsync(m => m.SentAt == null, ct),
        };
        return TypedResults.Ok(new LedgerTotals(sources, underWay, failed));
    }
}
