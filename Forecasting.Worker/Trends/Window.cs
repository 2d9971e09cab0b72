using SmartInventory.Contracts.Forecasting;

namespace SmartInventory.Forecasting.Trends;

/// <summary>Days in a row that are compared with as many others.</summary>
internal readonly record struct Window(DateOnly From, DateOnly To)
{
    /// <summary>A year back on the same weekday: 52 weeks, since 365 days compare a Saturday with a Friday.</summary>
    private const int YearOfWeeks = 52 * 7;

    public int Days => To.DayNumber - From.DayNumber + 1;

    public Window Against(TotalsAgainst against)
    {
        var back = against == TotalsAgainst.Before ? Days : YearOfWeeks;
        return new(From.AddDays(-back), To.AddDays(-back));
    }

    public static WindowFigures Compare(decimal units, decimal revenue, decimal unitsBefore, decimal revenueBefore) =>
        new(units, revenue, unitsBefore, revenueBefore, Change(units, unitsBefore), Change(revenue, revenueBefore));

    /// <summary>Null where there was nothing before: from nothing to something has no ratio.</summary>
    public static double? Change(decimal now, decimal before) =>
        before > 0 ? Math.Round((double)(now / before) - 1, 6) : null;
}
