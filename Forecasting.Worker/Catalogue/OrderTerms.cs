namespace SmartInventory.Forecasting.Catalogue;

/// <summary>How a product is ordered: from its preferred supplier, or as assumed.</summary>
internal sealed record OrderTerms(
    int LeadTimeDays,
    int ReviewPeriodDays,
    double ServiceLevel,
    decimal Moq,
    decimal PackMultiple,
    decimal? UnitCost,
    bool WholeUnits,
    string Unit
)
{
    // What is assumed of what nobody has said.
    private const int AssumedLeadTimeDays = 7;
    private const int AssumedReviewDays = 7;
    private const double AssumedServiceLevel = 0.95;

    /// <summary>The terms to order by, and the supplier's code; null when they are assumed.</summary>
    public static (OrderTerms Terms, string? Supplier) Of(KnownProduct? product, IReadOnlySet<string> archivedSuppliers)
    {
        var term = product
            ?.TermList()
            .OrderByDescending(t => t.Preferred)
            .FirstOrDefault(t => !archivedSuppliers.Contains(t.Supplier));
        var whole = product?.WholeUnits ?? true;
        return (
            new(
                term?.LeadTimeDays ?? AssumedLeadTimeDays,
                product?.ReviewPeriodDays ?? AssumedReviewDays,
                (double?)product?.ServiceLevel ?? AssumedServiceLevel,
                term?.Moq ?? 0,
                term?.PackMultiple ?? 0,
                term?.UnitCost ?? product?.Cost,
                whole,
                product?.Unit ?? "each"
            ),
            term?.Supplier
        );
    }
}
