using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Dashboard.Web.Gateway;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Overview;

/// <summary>One number of the strip.</summary>
/// <param name="Term">What it means, see <see cref="Help.Term"/>.</param>
/// <param name="Name">As people call it.</param>
/// <param name="Url">The page with what is behind it.</param>
/// <param name="Value">Null where it is not known; the note then says why.</param>
public sealed record Figure(string Term, string Name, string Url, string? Value)
{
    /// <summary>Against what was before; null where nothing is known of that.</summary>
    public Change? Change { get; init; }

    public IReadOnlyList<IHtmlContent> Notes { get; init; } = [];
}

/// <summary>How a figure moved, in words and with an arrow.</summary>
/// <param name="Sign">1 for up, −1 for down, 0 for as before.</param>
/// <param name="Words">Such as "up 12%".</param>
/// <param name="Good">Null where neither way is better.</param>
public sealed record Change(int Sign, string Words, bool? Good)
{
    public string Arrow =>
        Sign switch
        {
            > 0 => "↑",
            < 0 => "↓",
            _ => "=",
        };

    /// <param name="by">0.25 is a quarter more; null where there was nothing before.</param>
    /// <param name="moreIsBetter">Null where neither way is better.</param>
    public static Change? Of(double? by, bool? moreIsBetter = null) =>
        by is not { } change ? null
        : Math.Abs(change) < .005 ? AsBefore
        : change > 0 ? new(1, T($"up {Show.Percent(Math.Round(change, 2))}"), moreIsBetter)
        : new(-1, T($"down {Show.Percent(Math.Round(-change, 2))}"), !moreIsBetter);

    /// <param name="by">Of a share: 0.01 is a percentage point more.</param>
    public static Change? Points(double? by) =>
        by is not { } change ? null
        : Math.Abs(change) < .0005 ? AsBefore
        : change > 0 ? new(1, T($"up {Show.Number(change * 100, "0.0")} points"), true)
        : new(-1, T($"down {Show.Number(-change * 100, "0.0")} points"), false);

    private static Change AsBefore => new(0, T("as before"), null);
}

/// <summary>How the shop stands, in one row: what <c>inv today</c> begins with.</summary>
/// <param name="Window">What was sold in the last whole days, against as many before.</param>
/// <param name="Stock">What lies there now.</param>
/// <param name="StockBefore">What lay there when those days began; null while that is still being added up.</param>
/// <param name="Worklist">All suggestions in numbers.</param>
/// <param name="Orders">Orders by where they stand.</param>
/// <param name="Accuracy">What forecasts were worth.</param>
/// <param name="AsOf">When all of it was read.</param>
public sealed record FiguresTile(
    Loaded<TrendFigures> Window,
    Loaded<StockSummary> Stock,
    Loaded<LevelTotals>? StockBefore,
    Loaded<WorklistSummary> Worklist,
    Loaded<OrderBoard> Orders,
    Loaded<ForecastAccuracy> Accuracy,
    DateTimeOffset AsOf
)
{
    public bool Failed => (Window.Error ?? Stock.Error ?? Worklist.Error ?? Orders.Error ?? Accuracy.Error) is not null;

    public IReadOnlyList<Figure> All =>
        [StockValue, Excess, OutOfStock, AtRisk, Fill, Revenue, Margin, OpenOrders, Bias];

    private Figure StockValue =>
        Of(
            "stock-value",
            T("Stock value"),
            "/stock?state=in-stock&sort=value",
            Stock,
            stock => Show.RoundMoney(stock.Value)
        ) with
        {
            Change =
                StockBefore?.Value is { Value: > 0 } before && Stock.Value is { } now
                    ? Change.Of((double)(now.Value / before.Value) - 1)
                    : null,
        };

    private Figure Excess =>
        Of(
            "excess",
            T("Excess"),
            "/trends/stock",
            Window,
            window => Show.RoundMoney(window.Stock.ExcessValue),
            window =>
                window.Stock.Value > 0
                    ?
                    [
                        Rich(
                            $"{Show.Percent(Share(window.Stock.ExcessValue, window.Stock.Value))} of the stock's value"
                        ),
                    ]
                    : [Rich($"nothing is counted yet")]
        );

    private Figure OutOfStock =>
        Of(
            "out-of-stock",
            T("Out of stock"),
            "/replenishment?part=Out",
            Worklist,
            list => Show.Count(list.OutOfStock),
            _ => [Rich($"now")]
        );

    private Figure AtRisk =>
        Of(
            "at-risk",
            T("At risk"),
            "/replenishment?part=AtRisk",
            Worklist,
            list => Show.Count(list.AtRisk),
            _ => [Rich($"within 14 days")]
        );

    private Figure Fill =>
        Of(
            "fill-rate",
            T("Fill rate"),
            "/stock?state=out-of-stock",
            Window,
            window => window.Fill?.Rate is { } rate ? Show.Percent(rate) : null,
            window =>
                window.Fill is not { Rate: not null } fill ? [Rich($"nothing counted was sold yet")]
                : fill.DaysWithout > 0
                    ?
                    [
                        new StringHtmlContent(
                            T(
                                fill.DaysWithout,
                                $"{Show.Count(fill.DaysWithout)} day without stock",
                                $"{Show.Count(fill.DaysWithout)} days without stock"
                            )
                        ),
                    ]
                : []
        ) with
        {
            Change = Change.Points(Window.Value?.Fill is { } fill ? fill.Rate - fill.Before : null),
        };

    private Figure Revenue =>
        Of(
            "revenue",
            T("Revenue"),
            "/sales",
            Window,
            window => window.Sold is { } sold ? Show.RoundMoney(sold.Revenue) : null,
            window =>
                window.Sold is null
                    ? [Rich($"no whole day with a sale yet")]
                    : [Rich($"{Show.RoundMoney(window.RevenueToday)} today")]
        ) with
        {
            Change = Change.Of(Window.Value?.Sold?.RevenueChange, moreIsBetter: true),
        };

    private Figure Margin =>
        Of(
            "margin",
            T("Margin"),
            "/trends/totals",
            Window,
            window => window.Margin is { } margin ? Show.RoundMoney(margin.Margin) : null,
            window =>
                window.Margin is not { } margin
                    ? [Rich($"nothing with a known cost was sold yet")]
                    :
                    [
                        .. margin.Share is { } share
                            ? (IHtmlContent[])[Rich($"{Show.Percent(Math.Round(share, 2))} of the revenue")]
                            : [],
                        .. margin.CostUnknown > 0
                            ? (IHtmlContent[])[Rich($"without {Show.RoundMoney(margin.CostUnknown)} of unknown cost")]
                            : [],
                    ]
        ) with
        {
            Change = Change.Of(Window.Value?.Margin?.Change, moreIsBetter: true),
        };

    private Figure OpenOrders =>
        Of(
            "open-orders",
            T("Open orders"),
            "/orders",
            Orders,
            board => Show.Count(Open(board).Sum(c => c.Orders)),
            board =>
                Open(board).Sum(c => c.Late) is > 0 and var late
                    ?
                    [
                        Rich($"for {Show.RoundMoney(Open(board).Sum(c => c.Value))}"),
                        Rich($"<strong class=\"bad\">{Show.Count(late)} late</strong>"),
                    ]
                    : [Rich($"for {Show.RoundMoney(Open(board).Sum(c => c.Value))}")]
        );

    private Figure Bias =>
        Of(
            "forecast-bias",
            T("Forecast bias"),
            "/forecasts",
            Accuracy,
            accuracy => accuracy.DayAhead.Bias is { } bias ? Show.Change(bias) : null,
            accuracy =>
                accuracy is not { DayAhead.Bias: { } bias, From: { } from, To: { } to }
                    ? [Rich($"no forecast was scored yet")]
                    :
                    [
                        bias > 0 ? Rich($"too high")
                        : bias < 0 ? Rich($"too low")
                        : Rich($"neither too high nor too low"),
                        .. accuracy.Before?.DayAhead is { } before
                            ? (IHtmlContent[])[Rich($"{Show.Change(before)} before")]
                            : [],
                        Rich($"{Show.Day(from)} to {Show.Day(to)}"),
                    ]
        );

    private static IEnumerable<OrderColumn> Open(OrderBoard board) =>
        board.Columns.Where(c => c.Stage is OrderStage.Approved or OrderStage.Sent or OrderStage.PartlyReceived);

    private static double Share(decimal part, decimal whole) => Math.Round((double)(part / whole), 2);

    private static Figure Of<TRead>(
        string term,
        string name,
        string url,
        Loaded<TRead> loaded,
        Func<TRead, string?> value,
        Func<TRead, IReadOnlyList<IHtmlContent>>? notes = null
    )
        where TRead : class =>
        loaded.Value is { } read
            ? new(term, name, url, value(read)) { Notes = notes?.Invoke(read) ?? [] }
            : new(term, name, url, null) { Notes = [Rich($"not available right now")] };
}
