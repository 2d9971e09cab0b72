using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Forecasting.Trends;

/// <summary>A product's stock and sales.</summary>
/// <param name="OnHand">Above zero.</param>
/// <param name="UnitCost">Null while unknown.</param>
/// <param name="Units28">Net units of the last 28 known days.</param>
/// <param name="Units365">Net units of the last 365.</param>
/// <param name="Revenue365">Net revenue of the last 365.</param>
/// <param name="KnownDays">Days from the first sale on.</param>
/// <param name="DaysSinceLastSale">Null without any sale.</param>
/// <param name="OrderDays">Lead time + review period.</param>
internal readonly record struct StockInput(
    decimal OnHand,
    decimal? UnitCost,
    decimal Units28,
    decimal Units365,
    decimal Revenue365,
    int KnownDays,
    int? DaysSinceLastSale,
    int OrderDays
);

internal sealed record StockVerdict(
    StockMotion Motion,
    string Reason,
    double UnitsPerDay,
    double? DaysOfCover,
    double? Turnover,
    double? SellThrough,
    double? Gmroi,
    decimal ExcessUnits
);

/// <summary>
/// How stock turns over, and whether it lies. The mean stock of a year is not known here, so what is there now stands
/// for it (as in Silver, Pyke and Thomas 2017, section 2.1, "inventory turnover", there with the mean).
/// </summary>
internal static class StockRule
{
    /// <summary>Stock for a quarter of a year is wanted by few; the request may say otherwise.</summary>
    public const int CoverDays = 90;

    public static StockVerdict Judge(in StockInput stock, int coverDays)
    {
        var perDay = PerDay(stock);
        double? cover = perDay > 0 ? (double)stock.OnHand / perDay : null;
        // Who orders for longer than that anyway has no excess before.
        var wanted = Math.Max(coverDays, stock.OrderDays);
        var lying = stock.DaysSinceLastSale is null or >= Movers.DeadDays;
        var excess = lying ? stock.OnHand : Math.Max(0, stock.OnHand - decimal.Round((decimal)(perDay * wanted), 4));
        var motion =
            stock.DaysSinceLastSale is null ? StockMotion.NeverSold
            : lying ? StockMotion.Dead
            : excess > 0 ? StockMotion.Slow
            : cover <= stock.OrderDays ? StockMotion.Fast
            : StockMotion.Steady;
        var sold28 = Math.Max(0, stock.Units28);
        return new(
            motion,
            Reason(motion, stock, perDay, cover, wanted),
            perDay,
            cover,
            (double)(Yearly(stock.Units365, stock.KnownDays) / stock.OnHand),
            (double)(sold28 / (sold28 + stock.OnHand)),
            stock.UnitCost is > 0 and var cost
                ? (double)(Yearly(stock.Revenue365 - stock.Units365 * cost, stock.KnownDays) / (stock.OnHand * cost))
                : null,
            excess
        );
    }

    /// <summary>
    /// An amount of the known part of a year as one of a whole year; less than four weeks say nothing.
    /// </summary>
    public static decimal Yearly(decimal amount, int knownDays) =>
        knownDays >= TrendRule.YearDays ? amount
        : knownDays < TrendRule.WindowDays ? amount
        : amount * TrendRule.YearDays / knownDays;

    /// <summary>
    /// What is sold a day, never below zero: a product that came back is not sold less than one that lies.
    /// </summary>
    private static double PerDay(in StockInput stock)
    {
        var days = Math.Max(1, stock.KnownDays);
        return stock.Units28 > 0 ? (double)stock.Units28 / Math.Min(TrendRule.WindowDays, days)
            : stock.Units365 > 0 ? (double)stock.Units365 / Math.Min(TrendRule.YearDays, days)
            : 0;
    }

    private static string Reason(StockMotion motion, in StockInput stock, double perDay, double? cover, int wanted)
    {
        var there = stock.OnHand;
        var rate = perDay >= 0.1 ? T($"{perDay:0.##} a day") : T($"{perDay * 30:0.##} in 30 days");
        return motion switch
        {
            StockMotion.NeverSold => T($"{there:0.####} lie there, and none was ever sold."),
            StockMotion.Dead => T($"{there:0.####} lie there, and none was sold for {stock.DaysSinceLastSale} days."),
            StockMotion.Slow when cover is null => T($"{there:0.####} lie there, and as many came back as were sold."),
            StockMotion.Slow => T($"{there:0.####} last {cover:0} days at {rate}; {wanted} are wanted."),
            StockMotion.Fast => T($"{there:0.####} last {cover:0.#} days at {rate}; an order takes {stock.OrderDays}."),
            _ => T($"{there:0.####} last {cover:0} days at {rate}."),
        };
    }
}
