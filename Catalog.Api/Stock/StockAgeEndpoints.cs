using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using SmartInventory.Catalog.Api.Products;
using SmartInventory.Contracts;
using SmartInventory.Contracts.Catalog;
using SmartInventory.ServiceDefaults.Data;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Stock;

/// <summary>Which levels, as a query says it.</summary>
internal readonly record struct StockAgeFilter
{
    [FromQuery(Name = "sku")]
    public string? Sku { get; init; }

    [FromQuery(Name = "location")]
    public string? Location { get; init; }

    [FromQuery(Name = "supplier")]
    [Description("Products of which this supplier is the preferred one")]
    public string? Supplier { get; init; }

    [FromQuery(Name = "category")]
    [Description("A path such as Drinks/Hot: what is in it and below")]
    public string? Category { get; init; }

    public StockAgeChoice Check(FieldErrors errors) =>
        new(
            errors.OptionalSku("sku", Sku),
            errors.OptionalCode("location", Location),
            errors.OptionalCode("supplier", Supplier),
            CategoryPath.Read(errors, "category", Category)
        );
}

internal static class StockAgeEndpoints
{
    private static readonly StockAgeRange[] Ranges = Enum.GetValues<StockAgeRange>();

    public static async Task<Results<Ok<Page<StockAge>>, ValidationProblem>> List(
        [AsParameters] StockAgeFilter filter,
        [AsParameters] PageRequest page,
        [Description("age (default), old-value, value or sku")] string? sort,
        StockAges ages,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var choice = filter.Check(errors);
        var order = errors.Word<StockAgeSort>("sort", sort) ?? StockAgeSort.Age;
        var list = page.Check(errors, $"stock-ages/{Words.Of(order)}", 4);
        // Ages grow while somebody turns the pages: all pages are of the moment of the first.
        var asOf = Moments.Stored(time.GetUtcNow());
        (decimal, string, string)? after = null;
        if (list.After is [var key, var sku, var location, var ticks])
        {
            if (
                decimal.TryParse(key, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var moment)
                && moment <= asOf.Ticks
            )
                (after, asOf) = ((number, sku, location), new DateTimeOffset(moment, TimeSpan.Zero));
            else
                errors.Add("after", PageRequest.NoCursor);
        }

        if (errors.Any)
            return errors.ToProblem();
        var (levels, years) = await ages.ReadAsync(choice, new StockAgePage(order, after, list.Take), asOf, ct);
        var shown = list.Of(
            levels,
            l =>
                [
                    l.Key.ToString(CultureInfo.InvariantCulture),
                    l.Sku,
                    l.Location,
                    asOf.Ticks.ToString(CultureInfo.InvariantCulture),
                ],
            http
        );
        return TypedResults.Ok(
            new Page<StockAge>(
                [.. shown.Items.Select(l => Show(l, years.GetValueOrDefault((l.Sku, l.Location))))],
                shown.Next
            )
        );
    }

    public static async Task<Results<Ok<StockAgeTotals>, ValidationProblem>> Totals(
        [AsParameters] StockAgeFilter filter,
        StockAges ages,
        TimeProvider time,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var choice = filter.Check(errors);
        if (errors.Any)
            return errors.ToProblem();
        var asOf = Moments.Stored(time.GetUtcNow());
        var (levels, years) = await ages.ReadAsync(choice, new StockAgePage(StockAgeSort.Sku), asOf, ct);

        var (units, money) = (new decimal[Ranges.Length], new decimal[Ranges.Length]);
        decimal agedMoney = 0,
            moneyDays = 0;
        double meanValue = 0,
            costOut = 0;
        foreach (var level in levels)
        {
            for (var i = 0; i < Ranges.Length; i++)
            {
                units[i] += level.Units[i];
                money[i] += level.Units[i] * (level.UnitCost ?? 0);
            }

            if (level.UnitCost is not { } cost)
                continue;
            agedMoney += level.Known * cost;
            moneyDays += level.Known * cost * (level.MeanAge ?? 0);
            // Ratios of sums are by money: a large level counts as what it is.
            if (years.GetValueOrDefault((level.Sku, level.Location)) is { UnitsOutAYear: { } yearly, Mean: { } mean })
                (meanValue, costOut) = (meanValue + mean * (double)cost, costOut + yearly * (double)cost);
        }

        return TypedResults.Ok(
            new StockAgeTotals(
                asOf,
                levels.Count,
                levels.Count(l => l.UnitCost is null),
                units.Sum(),
                Money(money.Sum()),
                [.. Ranges.Select((range, i) => new StockAgeBucket(range, units[i], Money(money[i])))],
                agedMoney > 0 ? (double)decimal.Round(moneyDays / agedMoney, 1) : null,
                Money((decimal)meanValue),
                Money((decimal)costOut),
                meanValue > 0 ? Math.Round(costOut / meanValue, 2) : null
            )
        );
    }

    private static StockAge Show(AgedLevel level, LevelYear? year) =>
        new()
        {
            Sku = level.Sku,
            Name = level.Name,
            Location = level.Location,
            OnHand = level.OnHand,
            Value = level.OnHand * level.UnitCost,
            Ages =
            [
                .. Ranges.Select(
                    (range, i) => new StockAgeBucket(range, level.Units[i], level.Units[i] * level.UnitCost)
                ),
            ],
            MeanAgeDays = level.MeanAge is { } age ? (double)decimal.Round(age, 1) : null,
            OldestDay = level.Oldest is { } oldest
                ? CalendarDay.In(TimeZoneInfo.FindSystemTimeZoneById(level.TimeZone), oldest)
                : null,
            MeanOnHand = year?.Mean is { } mean ? Money((decimal)mean) : null,
            Days = Math.Round(year?.Days ?? 0, 1),
            UnitsOut = year?.UnitsOut ?? 0,
            Turnover = year?.Turnover is { } turnover ? Math.Round(turnover, 2) : null,
        };

    private static decimal Money(decimal amount) => decimal.Round(amount, FieldErrors.MaxScale);
}
