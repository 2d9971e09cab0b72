using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>The series that a simulation or a what-if is about.</summary>
internal static class MeantSeries
{
    private const int Most = SimulateReplenishment.MaxSeries;

    /// <summary>Of these products, places, suppliers and categories; null for all. What is bad goes into the errors.
    /// </summary>
    public static IQueryable<StoredSuggestion> Of(
        ForecastingDb db,
        FieldErrors errors,
        IReadOnlyList<string>? skus,
        string? location,
        string? supplier,
        string? category
    )
    {
        var rows = db.Suggestions.AsNoTracking();
        if (skus is { Count: > 0 })
        {
            if (skus.Count > Most)
                errors.Add("skus", T($"must be at most {Most}"));
            var named = skus.Select((sku, i) => errors.Sku($"skus[{i}]", sku)).ToArray();
            rows = rows.Where(s => named.Contains(s.Sku));
        }
        return rows.Within(errors, location, supplier, category);
    }

    /// <summary>All of them; none, and more than can be looked at, go into the errors.</summary>
    public static async Task<List<TSeries>> ChooseAsync<TSeries>(
        this IQueryable<StoredSuggestion> rows,
        Expression<Func<StoredSuggestion, TSeries>> select,
        FieldErrors errors,
        CancellationToken ct
    )
    {
        var chosen = await rows.OrderBy(s => s.Sku)
            .ThenBy(s => s.Location)
            .Select(select)
            .Take(Most + 1)
            .ToListAsync(ct);
        if (chosen.Count > Most)
            errors.Add(
                "skus",
                T($"more than {Most} series are meant: name products, a location, a supplier or a category")
            );
        else if (chosen.Count == 0)
            errors.Add("skus", T("no series is meant: nothing that is sold fits"));
        return chosen;
    }
}
