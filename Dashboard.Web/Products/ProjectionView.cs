using SmartInventory.Contracts.Forecasting;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Products;

/// <summary>One location's stock to come, ready to draw. Pure.</summary>
/// <param name="Shown">Null while nothing is projected.</param>
/// <param name="Chart">The fan; null without a projection.</param>
public sealed record ProjectionView(StockProjection? Shown, StockChart? Chart)
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
                Band(days.ConvertAll(d => (d.Day, d.AsItIs))),
                comes > 0 ? Band(days[(comes - 1)..].ConvertAll(d => (d.Day, d.WithOrder ?? d.AsItIs))) : null,
                shown.ReorderPoint,
                [
                    .. shown
                        .Arrivals.Select(a => (Goods: a, On: days.Find(d => d.Day == a.CountedFrom)))
                        .Where(a => a.On is not null)
                        .Select(a => new StockArrival(
                            a.Goods.CountedFrom,
                            a.On!.AsItIs.Mean,
                            $"{a.Goods.Order ?? "On order"}: {Show.Units(a.Goods.Quantity)}"
                        )),
                ]
            )
        );
    }

    private static StockBand Band(List<(DateOnly Day, ProjectedStock Left)> days) =>
        new(
            days.ConvertAll(d => d.Day),
            days.ConvertAll(d => d.Left.P10),
            days.ConvertAll(d => d.Left.P50),
            days.ConvertAll(d => d.Left.Mean),
            days.ConvertAll(d => d.Left.P90)
        );
}
