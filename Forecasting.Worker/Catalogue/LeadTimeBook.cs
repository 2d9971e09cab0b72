using Microsoft.EntityFrameworkCore;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Messages;

namespace SmartInventory.Forecasting.Catalogue;

/// <summary>What receipts teach of lead times, by supplier and SKU; the SKU is empty for all of a supplier.</summary>
internal sealed class LeadTimeBook(IReadOnlyDictionary<(string Supplier, string Sku), DeliveryDelay> own)
{
    /// <summary>What to expect of a supplier's promise: its delays of the product, shrunk to those of all.</summary>
    public LearnedLeadTime Learned(string sku, SupplierTermState term) =>
        Expected(term.Supplier, sku).Of(term.LeadTimeDays);

    /// <summary>What is known of whoever delivers these products, of them and of the suppliers as a whole.</summary>
    public static Task<LeadTimeBook> ReadAsync(
        ForecastingDb db,
        IEnumerable<KnownProduct> products,
        CancellationToken ct
    )
    {
        var all = products.ToList();
        string[] suppliers = [.. all.SelectMany(p => p.TermList()).Select(t => t.Supplier).Distinct()];
        string[] skus = ["", .. all.Select(p => p.Sku)];
        return ReadAsync(db.LeadTimes.Where(d => suppliers.Contains(d.Supplier) && skus.Contains(d.Sku)), ct);
    }

    public static Task<LeadTimeBook> OfSuppliersAsync(ForecastingDb db, string[] suppliers, CancellationToken ct) =>
        ReadAsync(db.LeadTimes.Where(d => suppliers.Contains(d.Supplier)), ct);

    public LeadTimeBook With(IEnumerable<KnownLeadTime> changed)
    {
        var after = own.ToDictionary();
        foreach (var delay in changed)
            after[(delay.Supplier, delay.Sku)] = delay.Delay;
        return new(after);
    }

    /// <summary>
    /// Of what one of the two knows, that which is expected on another day. Products that neither has deliveries of are
    /// as late as their supplier.
    /// </summary>
    public IReadOnlyList<(string Supplier, string Sku)> MovedTo(LeadTimeBook after) =>
        [.. after.Keys.Where(k => Days(Expected(k.Supplier, k.Sku)) != Days(after.Expected(k.Supplier, k.Sku)))];

    private IEnumerable<(string Supplier, string Sku)> Keys => own.Keys;

    private ExpectedDelay Expected(string supplier, string sku)
    {
        var whole = own.GetValueOrDefault((supplier, "")).ShrunkTo(ExpectedDelay.None);
        return sku.Length == 0 ? whole : own.GetValueOrDefault((supplier, sku)).ShrunkTo(whole);
    }

    // Not Math.Round, whose halves go to the even number: a promise of whole days must not change what is a move.
    private static (double Median, double P90) Days(ExpectedDelay delay) =>
        (Math.Floor(delay.Median + 0.5), Math.Floor(delay.P90 + 0.5));

    private static async Task<LeadTimeBook> ReadAsync(IQueryable<KnownLeadTime> rows, CancellationToken ct) =>
        new(await rows.AsNoTracking().ToDictionaryAsync(d => (d.Supplier, d.Sku), d => d.Delay, ct));
}
