using System.Globalization;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Contracts.Localization;
using SmartInventory.Dashboard.Web.Shared;

namespace SmartInventory.Dashboard.Web.Trends;

/// <summary>What moves how, in words.</summary>
public static class TrendWords
{
    public static string Of(StockMotion motion) =>
        motion switch
        {
            StockMotion.Fast => T("fast"),
            StockMotion.Steady => T("steady"),
            StockMotion.Slow => T("slow"),
            StockMotion.Dead => T("dead"),
            _ => T("never sold"),
        };

    public static string Of(MoverClass mover) =>
        mover switch
        {
            MoverClass.Fast => T("fast"),
            MoverClass.Steady => T("steady"),
            MoverClass.Slow => T("slow"),
            MoverClass.Dead => T("dead"),
            _ => T("new"),
        };

    public static string Of(TrendDirection direction) =>
        direction switch
        {
            TrendDirection.Rising => T("rising"),
            TrendDirection.Flat => T("flat"),
            _ => T("falling"),
        };

    public static string Of(AnomalyKind kind) =>
        kind switch
        {
            AnomalyKind.Spike => T("Spike"),
            AnomalyKind.Drop => T("Drop"),
            _ => T("Silence"),
        };

    public static string Of(TotalsBy by) =>
        by switch
        {
            TotalsBy.Product => T("Product"),
            TotalsBy.Category => T("Category"),
            TotalsBy.Location => T("Location"),
            _ => T("Supplier"),
        };

    public static string Of(LifeStage stage) =>
        stage switch
        {
            LifeStage.Launch => T("launch"),
            LifeStage.Growth => T("growth"),
            LifeStage.Maturity => T("maturity"),
            LifeStage.Decline => T("decline"),
            _ => T("ended"),
        };

    /// <summary>A weekday or month of a profile, which the API names in English.</summary>
    public static string NameOf(ProfileEntry entry)
    {
        var (english, readers) = (CultureInfo.InvariantCulture.DateTimeFormat, Languages.Reader.DateTimeFormat);
        return Array.IndexOf(english.DayNames, entry.Name) is >= 0 and var day ? readers.DayNames[day]
            : Array.IndexOf(english.MonthNames, entry.Name) is >= 0 and var month ? readers.MonthNames[month]
            : entry.Name;
    }

    /// <summary>The figures of a cell of the matrix.</summary>
    public static IEnumerable<string> InCell(MatrixFigures figures)
    {
        yield return T(
            $"Revenue {Show.RoundMoney(figures.Revenue)} ({Show.Percent(figures.RevenueShare)}), "
                + $"stock {Show.RoundMoney(figures.StockValue)}"
        );
        if (figures.CostUnknown > 0)
            yield return T($"{Show.Count(figures.CostUnknown)} without cost");
        if (figures.Untested > 0)
            yield return T($"{Show.Count(figures.Untested)} untested");
    }
}
