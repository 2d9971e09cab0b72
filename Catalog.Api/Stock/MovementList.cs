using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Stock;

/// <summary>Which lines of the ledger, as a query says it; bind it with <c>[AsParameters]</c>.</summary>
internal readonly record struct MovementFilter
{
    private const string DaysAre = "A day like 2026-01-31 on each location's clock";

    [FromQuery(Name = "sku")]
    public string? Sku { get; init; }

    [FromQuery(Name = "location")]
    public string? Location { get; init; }

    [FromQuery(Name = "kind")]
    [Description("sale, return, receipt, adjustment, count, correction or transfer")]
    public string? Kind { get; init; }

    [FromQuery(Name = "by")]
    [Description("Who recorded them: a user name, or a token's id")]
    public string? By { get; init; }

    [FromQuery(Name = "reference")]
    [Description("An order's number, a transfer's or a count's id")]
    public string? Reference { get; init; }

    [FromQuery(Name = "from")]
    [Description(DaysAre)]
    public string? From { get; init; }

    [FromQuery(Name = "to")]
    [Description(DaysAre + "; it belongs to the span")]
    public string? To { get; init; }

    public MovementChoice Check(FieldErrors errors)
    {
        var choice = new MovementChoice(
            errors.OptionalSku("sku", Sku),
            errors.OptionalCode("location", Location),
            errors.Word<MovementKind>("kind", Kind),
            errors.Text("by", By, 100),
            errors.Text("reference", Reference, 36),
            errors.Day("from", From),
            errors.Day("to", To)
        );
        if (choice.To < choice.From)
            errors.Add("to", T("must not be before 'from'"));
        return choice;
    }
}

/// <summary>Which lines of the ledger.</summary>
internal sealed record MovementChoice(
    string? Sku = null,
    string? Location = null,
    MovementKind? Kind = null,
    string? By = null,
    string? Reference = null,
    DateOnly? From = null,
    DateOnly? To = null
);

/// <summary>Pages through the ledger, what happened last first.</summary>
internal sealed class MovementList(CatalogDb db)
{
    private const string Order = "movements";

    public async Task<Page<MovementResponse>?> ReadAsync(
        MovementChoice choice,
        PageRequest page,
        FieldErrors errors,
        HttpContext http,
        CancellationToken ct
    )
    {
        var list = page.Check(errors, Order, 2);
        (DateTimeOffset At, Guid Id)? after = null;
        if (list.After is [var ticks, var id])
        {
            if (
                long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
                && at <= DateTimeOffset.MaxValue.UtcTicks
                && Guid.TryParseExact(id, "D", out var last)
            )
                after = (new DateTimeOffset(at, TimeSpan.Zero), last);
            else
                errors.Add("after", PageRequest.NoCursor);
        }

        if (errors.Any)
            return null;
        var lines = await Lines(choice, ct);
        if (after is var (moment, line))
            lines = lines.Where(m =>
                EF.Functions.LessThan(ValueTuple.Create(m.OccurredAt, m.Id), ValueTuple.Create(moment, line))
            );
        var rows = await lines
            .OrderByDescending(m => m.OccurredAt)
            .ThenByDescending(m => m.Id)
            .Take(list.Take)
            .ToListAsync(ct);
        return list.Of(
            rows.ConvertAll(Show),
            m => [m.OccurredAt.UtcTicks.ToString(CultureInfo.InvariantCulture), m.Id.ToString("D")],
            http
        );
    }

    // A sale's movement has the id of its line: that is its reference.
    public static MovementResponse Show(StockMovement m) =>
        new()
        {
            Id = m.Id,
            Sku = m.Sku,
            Location = m.Location,
            Kind = m.Kind,
            Quantity = m.Quantity,
            CountedQuantity = m.CountedQuantity,
            UnitCost = m.UnitCost,
            Source = m.Source,
            Reference = m.Reference ?? (m.Source is null ? null : m.Id.ToString("D")),
            Reason = m.Reason,
            OccurredAt = m.OccurredAt,
            RecordedAt = m.RecordedAt,
            RecordedBy = m.RecordedBy,
        };

    private async Task<IQueryable<StockMovement>> Lines(MovementChoice choice, CancellationToken ct)
    {
        var (sku, location, kind, by, reference, from, to) = choice;
        var lines = from is null && to is null ? db.Movements : await BetweenAsync(location, from, to, ct);
        lines = lines.AsNoTracking();
        if (sku is not null)
            lines = lines.Where(m => m.Sku == sku);
        if (location is not null)
            lines = lines.Where(m => m.Location == location);
        if (kind is not null)
            lines = lines.Where(m => m.Kind == kind);
        if (by is not null)
            lines = lines.Where(m => m.RecordedBy == by);
        if (reference is not null)
            lines = lines.Where(m => m.Reference == reference);
        return lines;
    }

    /// <summary>A day begins at each location when its clock says so.</summary>
    private async Task<IQueryable<StockMovement>> BetweenAsync(
        string? location,
        DateOnly? from,
        DateOnly? to,
        CancellationToken ct
    )
    {
        var places = await db
            .Locations.Where(l => location == null || l.Code == location)
            .Select(l => new { l.Code, l.TimeZone })
            .ToListAsync(ct);
        var spans = places.ConvertAll(place =>
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(place.TimeZone);
            return (
                place.Code,
                First: Begin(from, zone) ?? DateTimeOffset.MinValue,
                End: Begin(to?.AddDays(1), zone) ?? DateTimeOffset.MaxValue
            );
        });
        string[] codes = [.. spans.Select(s => s.Code)];
        DateTimeOffset[] firsts = [.. spans.Select(s => s.First)];
        DateTimeOffset[] ends = [.. spans.Select(s => s.End)];
        // The widest span once more, by itself: the index of moments is of use for that.
        var first = firsts.DefaultIfEmpty().Min();
        var end = ends.DefaultIfEmpty().Max();
        return db.Movements.FromSql(
            $"""
            SELECT m.* FROM catalog.stock_movements m
            JOIN unnest({codes}, {firsts}, {ends}) AS span (code, first, finish)
                ON m.location = span.code AND m.occurred_at >= span.first AND m.occurred_at < span.finish
            WHERE m.occurred_at >= {first} AND m.occurred_at < {end}
            """
        );
    }

    private static DateTimeOffset? Begin(DateOnly? day, TimeZoneInfo zone) =>
        day is { } d ? Moments.Stored(LocationTime.OnClock(d.ToDateTime(TimeOnly.MinValue)).In(zone)) : null;
}
