using SmartInventory.Contracts.Forecasting;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Trends;

/// <summary>The year ahead of all that is chosen, together.</summary>
/// <param name="Length">How long its periods are.</param>
/// <param name="Url">Where it is in other periods.</param>
public sealed record AheadTile(Loaded<GroupForecasts> Read, ForecastGrain Length, Func<ForecastGrain, string> Url)
{
    /// <summary>Null while nothing is added up.</summary>
    public GroupForecast? Shown => Read.Value?.Groups is [var all] ? all : null;

    /// <summary>What is expected beside what was sold a year before; null while nothing is added up.</summary>
    public Chart? Chart =>
        Read.Value is { AsOf: { } asOf } forecasts && Shown is { } all
            ? new(
                "ahead",
                Length == ForecastGrain.Week
                    ? T("Units expected per week, and sold a year before")
                    : T("Units expected per month, and sold a year before"),
                T(
                    "A line of what is expected in each week or month, first in what is left of the present one, over "
                        + "bars of what was sold a year before; the same numbers are in the table below."
                ),
                new()
                {
                    Days = [.. all.Periods.Select(p => p.From)],
                    Panels =
                    [
                        new(
                            Length == ForecastGrain.Week ? T("Units per week") : T("Units per month"),
                            [
                                new(
                                    T("Sold a year before"),
                                    ChartShape.Bars,
                                    ChartColor.Accent,
                                    [.. all.Periods.Select(p => (double?)p.SoldBefore)]
                                ),
                                new(
                                    T("Expected units"),
                                    ChartShape.Line,
                                    ChartColor.Second,
                                    [.. all.Periods.Select(p => (double?)p.Mean)]
                                ),
                            ],
                            1
                        ),
                    ],
                },
                new(
                    Length == ForecastGrain.Week
                        ? T("Expected per week, units, beside what was sold 52 weeks before")
                        : T("Expected per month, units, beside what was sold in the same month a year before"),
                    [
                        new("from", T("From")),
                        new("to", T("To")),
                        new("expected", T("Expected units"), v => Show.Estimate(v)),
                        new("soldBefore", T("Sold a year before"), v => Show.Units(v)),
                        new("change", T("Change, %"), v => Show.Change((double)v)),
                    ],
                    [
                        .. all.Periods.Select(p =>
                            new object?[] { p.From, p.To, p.Mean, p.SoldBefore, ChartTable.Number(p.Change()) }
                        ),
                    ]
                ),
                Rich($"As of {Show.Day(asOf)}, added up {Show.Moment(forecasts.ComputedAt)}")
            )
            : null;
}

/// <summary>The year ahead of each group.</summary>
/// <param name="Url">Where the chart is of one of them; null where it cannot be.</param>
public sealed record AheadGroups(Loaded<GroupForecasts> Read, Func<string?, string?> Url);
