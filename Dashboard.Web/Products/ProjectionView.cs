using SmartInventory.Contracts.Forecasting;
using SmartInventory.Dashboard.Web.Orders;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Products;

/// <summary>One location's stock to come, ready to draw. Pure.</summary>
/// <param name="Shown">Null while nothing is projected.</param>
/// <param name="Chart">The fan; null without a projection.</param>
public sealed record ProjectionView(StockProjection? Shown, Chart? Chart)
{
    public static ProjectionView Of(string? location, IReadOnlyList<StockProjection> all)
    {
        var shown =
            all.FirstOrDefault(p => string.Equals(p.Location, location, StringComparison.OrdinalIgnoreCase))
            ?? (all.Count > 0 ? all[0] : null);
        if (shown is null)
            return new(null, null);

        // Both begin where they are known: the one at what is there, the other on the evening before the order comes.
        var there = (double)shown.OnHand;
        var now = new ProjectedStock(shown.OnHand, there, there, there, there, 0, 0);
        var first = new ProjectedDay(shown.AsOf, now, null);
        List<ProjectedDay> days = [first, .. shown.Days];
        var comes = days.FindIndex(d => d.WithOrder is not null);
        return new(
            shown,
            new(
                "projection",
                T("Units on hand in the evening of each day to come"),
                T(
                    "Units on hand per day to come, expected and as a band that holds 8 of 10 courses, without and "
                        + "with what is suggested; arrivals are marked, the reorder point is a dashed line; "
                        + "the same numbers are in the table below."
                ),
                new()
                {
                    Days = days.ConvertAll(d => d.Day),
                    Panels = [new(T("Units on hand"), [.. Series(shown, days, comes)], 1)],
                    Lines =
                    [
                        new(
                            T($"Reorder point {Show.Estimate(shown.ReorderPoint)}"),
                            ChartColor.Bad,
                            (double)shown.ReorderPoint
                        ),
                    ],
                },
                Table(shown),
                Rich(
                    $"From forecast version {Show.Count(shown.ForecastVersion)} and stock version "
                        + $"{Show.Count(shown.StockVersion)}, as of {Show.Day(shown.AsOf)}"
                )
            )
        );
    }

    private static IEnumerable<ChartSeries> Series(StockProjection shown, List<ProjectedDay> days, int comes)
    {
        var asItIs = days.ConvertAll(d => (ProjectedStock?)d.AsItIs);
        yield return Band(T("As it is, 8 of 10 times"), ChartColor.Accent, asItIs);
        yield return Of(T("As it is, median"), ChartShape.Dotted, ChartColor.Accent, asItIs, d => d.P50);
        yield return Of(T("As it is, expected"), ChartShape.Line, ChartColor.Accent, asItIs, d => d.Mean);
        if (comes > 0)
        {
            var with = days.Select((d, i) => i < comes - 1 ? null : d.WithOrder ?? d.AsItIs).ToList();
            yield return Band(T("As suggested, 8 of 10 times"), ChartColor.Second, with);
            yield return Of(T("As suggested, median"), ChartShape.Dotted, ChartColor.Second, with, d => d.P50);
            yield return Of(T("As suggested, expected"), ChartShape.Line, ChartColor.Second, with, d => d.Mean);
        }

        var arrivals = shown.Arrivals.ToLookup(a => a.CountedFrom);
        if (!days.Exists(d => arrivals.Contains(d.Day)))
            yield break;
        yield return new(
            T("Arrives"),
            ChartShape.Triangle,
            ChartColor.Warn,
            days.ConvertAll(d => arrivals.Contains(d.Day) ? (double?)d.AsItIs.Mean : null)
        )
        {
            Notes = days.ConvertAll(d =>
                arrivals.Contains(d.Day) ? string.Join("; ", arrivals[d.Day].Select(What)) : null
            ),
        };
    }

    private static ChartTable Table(StockProjection shown)
    {
        static string Number(decimal value) => Show.Estimate(value);
        static string Share(decimal value) => Show.Percent((double)value);
        return new(
            T("Units on hand in the evening; below zero nothing is left, and what is missing is owed first"),
            [
                new("day", T("Day")),
                new("expected", T("Expected units"), Number),
                new("low80", T("8 of 10 times from"), Number),
                new("high80", T("8 of 10 times to"), Number),
                new("stockOut", T("Out of stock"), Share),
                new("missing", T("Missing"), Number),
                new("suggested", T("With what is suggested"), Number),
                new("suggestedLow80", T("8 of 10 times from"), Number),
                new("suggestedHigh80", T("8 of 10 times to"), Number),
                new("arrives", T("Arrives")),
            ],
            [
                .. shown.Days.Select(row =>
                    (object?[])
                        [
                            row.Day,
                            ChartTable.Number(row.AsItIs.Mean),
                            ChartTable.Number(row.AsItIs.P10),
                            ChartTable.Number(row.AsItIs.P90),
                            ChartTable.Number(row.AsItIs.StockOutProbability),
                            ChartTable.Number(row.AsItIs.Missing),
                            ChartTable.Number(row.WithOrder?.Mean),
                            ChartTable.Number(row.WithOrder?.P10),
                            ChartTable.Number(row.WithOrder?.P90),
                            new ChartLinks([
                                .. shown
                                    .Arrivals.Where(a => a.CountedFrom == row.Day)
                                    .Select(a => (What(a), a.Order is { } order ? OrderWords.Url(order) : null)),
                            ]),
                        ]
                ),
            ]
        );
    }

    private static string What(ExpectedArrival goods)
    {
        var order = goods.Order ?? T("On order");
        var units = Show.Units(goods.Quantity);
        return goods.Late ? T($"{order}: {units} (late)") : $"{order}: {units}";
    }

    private static ChartSeries Band(string name, ChartColor color, List<ProjectedStock?> days) =>
        Of(name, ChartShape.Band, color, days, d => d.P90) with
        {
            Low = days.ConvertAll(d => d?.P10),
        };

    private static ChartSeries Of(
        string name,
        ChartShape shape,
        ChartColor color,
        List<ProjectedStock?> days,
        Func<ProjectedStock, double> value
    ) => new(name, shape, color, days.ConvertAll(d => d is null ? (double?)null : value(d)));
}
