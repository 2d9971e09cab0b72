using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Forecasting;
using SmartInventory.Forecasting.Policies;

namespace SmartInventory.Forecasting.Replenishment;

/// <summary>Units of a product that a location has above what it needs itself.</summary>
internal sealed record SpareStock(string Sku, string Location, decimal Quantity)
{
    /// <summary>What there is of these products, wherever it is.</summary>
    public static Task<List<SpareStock>> ReadAsync(ForecastingDb db, string[] skus, CancellationToken ct) =>
        db
            .Suggestions.AsNoTracking()
            .Where(s => skus.Contains(s.Sku) && s.Spare > 0 && !s.Archived)
            .Select(s => new SpareStock(s.Sku, s.Location, s.Spare))
            .ToListAsync(ct);

    /// <summary>
    /// What to bring of it: the most from where most is, until nothing is missing. A transfer that takes longer than an
    /// order is none.
    /// </summary>
    public static IReadOnlyList<TransferAdvice> Transfers(
        IReadOnlyList<SpareStock> offers,
        ReplenishmentDecision decision,
        OrderTerms terms,
        DateOnly asOf
    )
    {
        var days = terms.Policy.TransferDays ?? int.MaxValue;
        if (offers.Count == 0 || decision.Missing <= 0 || days > terms.LeadTimeDays)
            return [];
        var transfers = new List<TransferAdvice>();
        var missing = terms.WholeUnits ? decimal.Ceiling(decision.Missing) : decision.Missing;
        foreach (
            var offer in offers
                .OrderByDescending(o => o.Quantity)
                .ThenBy(o => o.Location, StringComparer.Ordinal)
                .TakeWhile(_ => missing > 0)
        )
        {
            var quantity = Math.Min(missing, offer.Quantity);
            transfers.Add(new(offer.Location, quantity, asOf.AddDays(days)));
            missing -= quantity;
        }
        return transfers;
    }
}
