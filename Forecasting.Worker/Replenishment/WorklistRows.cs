using SmartInventory.Forecasting.Series;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>Questions about suggestions that several ask.</summary>
internal static class WorklistRows
{
    /// <summary>Of these places, suppliers and categories; null for all. What is bad goes into the errors.</summary>
    public static IQueryable<StoredSuggestion> Within(
        this IQueryable<StoredSuggestion> rows,
        FieldErrors errors,
        string? location,
        string? supplier,
        string? category
    )
    {
        rows = rows.Where(s => !s.Archived);
        if (errors.OptionalCode("location", location) is { } place)
            rows = rows.Where(s => s.Location == place);
        if (errors.OptionalCode("supplier", supplier) is { } from)
            rows = rows.Where(s => s.Supplier == from);
        if (errors.Text("category", category, 100) is { } kind)
            rows = rows.Where(s => s.Category == kind);
        return rows;
    }

    /// <summary>What nobody set aside, or is back.</summary>
    public static IQueryable<StoredSuggestion> Open(this IQueryable<StoredSuggestion> rows, TimeProvider time)
    {
        var today = Today(time);
        return rows.Where(s => s.SetAsideUntil == null || s.SetAsideUntil <= today);
    }

    /// <summary>What somebody set aside and is not back.</summary>
    public static IQueryable<StoredSuggestion> SetAside(this IQueryable<StoredSuggestion> rows, TimeProvider time)
    {
        var today = Today(time);
        return rows.Where(s => s.SetAsideUntil > today);
    }

    /// <summary>What is sold out and would be sold.</summary>
    public static IQueryable<StoredSuggestion> Out(this IQueryable<StoredSuggestion> rows, ForecastingDb db) =>
        rows.Where(s =>
            s.StockOutOn != null
            && db.Stock.Any(k => k.Sku == s.Sku && k.Location == s.Location && k.Counted && k.OnHand <= 0)
        );

    /// <summary>What is there and will be sold out soon, although open orders count.</summary>
    public static IQueryable<StoredSuggestion> AtRisk(
        this IQueryable<StoredSuggestion> rows,
        ForecastingDb db,
        TimeProvider time
    )
    {
        var until = Today(time).AddDays(RiskDays);
        return rows.Where(s =>
            s.StockOutOn <= until
            && db.Stock.Any(k => k.Sku == s.Sku && k.Location == s.Location && k.Counted && k.OnHand > 0)
        );
    }

    /// <summary>What lies further ahead is no worry of today.</summary>
    private const int RiskDays = 14;

    /// <summary>The dearest to wait with first.</summary>
    public static IQueryable<StoredSuggestion> Ranked(this IQueryable<StoredSuggestion> rows) =>
        rows.OrderByDescending(s => s.WaitingCost)
            .ThenBy(s => s.UrgencyRank)
            .ThenBy(s => s.Sku)
            .ThenBy(s => s.Location);

    /// <summary>The day by which people set aside, in UTC.</summary>
    public static DateOnly Today(TimeProvider time) => LocationClock.DayOf(null, time.GetUtcNow());
}
