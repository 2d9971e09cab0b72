using Microsoft.EntityFrameworkCore;
using SmartInventory.Catalog.Api.Products;
using SmartInventory.Contracts.Catalog;
using SmartInventory.Contracts.Collaboration;
using SmartInventory.Contracts.Identity;
using SmartInventory.Contracts.Messages;
using SmartInventory.ServiceDefaults.Activities;
using SmartInventory.ServiceDefaults.Messaging;
using SmartInventory.ServiceDefaults.Web;

namespace SmartInventory.Catalog.Api.Suppliers;

/// <summary>One row of terms that are to be had, and what becomes of it.</summary>
internal sealed record TermRow(UpsertTerm? Request)
{
    public FieldErrors Errors { get; } = new();

    /// <summary>What terms that were there have otherwise now; null of new ones.</summary>
    public IReadOnlyList<FieldChange>? Changes { get; set; }

    public UpsertOutcome Outcome =>
        Errors.Any ? UpsertOutcome.Rejected
        : Changes is null ? UpsertOutcome.Created
        : Changes.Count > 0 ? UpsertOutcome.Changed
        : UpsertOutcome.Unchanged;
}

/// <summary>Adds and changes terms of many products and suppliers at once. Needs the caller's transaction.</summary>
internal sealed class TermWriter(CatalogDb db, TimeProvider time)
{
    private Dictionary<string, string?> _before = [];

    /// <summary>
    /// Applies the rows in their order to what is there. Products are held until the transaction ends, and a supplier
    /// is not archived meanwhile; nothing is stored before <see cref="SaveAsync"/>.
    /// </summary>
    public async Task ApplyAsync(IReadOnlyList<TermRow> rows, CancellationToken ct)
    {
        var keys = rows.Select(r =>
                (Sku: r.Errors.Sku("sku", r.Request?.Sku), Supplier: r.Errors.Code("supplier", r.Request?.Supplier))
            )
            .ToList();
        var products = await LockProductsAsync([.. keys.Select(k => k.Sku).Distinct()], ct);
        _before = products.Values.ToDictionary(p => p.Sku, ProductDifference.SuppliersOf, StringComparer.Ordinal);
        var suppliers = await LockSuppliersAsync([.. keys.Select(k => k.Supplier).Distinct()], ct);
        // A row that gives up being preferred is right where another one of the request takes that over.
        var preferred = keys.Zip(rows)
            .Where(p => p.Second.Request?.Preferred is true)
            .GroupBy(p => p.First.Sku)
            .ToDictionary(g => g.Key, g => g.Last().First.Supplier, StringComparer.Ordinal);

        for (var i = 0; i < rows.Count; i++)
        {
            var (request, errors) = (rows[i].Request, rows[i].Errors);
            var (sku, supplier) = keys[i];
            var product = products.GetValueOrDefault(sku);
            if (sku.Length > 0 && product is not { Archived: false })
                errors.Add(
                    "sku",
                    product is null ? T($"no product has the SKU '{sku}'") : T($"the product '{sku}' is archived")
                );
            if (supplier.Length > 0 && !(suppliers.TryGetValue(supplier, out var archived) && !archived))
                errors.Add(
                    "supplier",
                    archived ? T($"the supplier '{supplier}' is archived") : T($"no supplier has the code '{supplier}'")
                );
            if (request is not null && product is not null && supplier.Length > 0)
                Apply(rows[i], request, product, supplier, preferred.GetValueOrDefault(sku));
        }
    }

    /// <summary>Stores what was applied, together with what is announced of it.</summary>
    public async Task SaveAsync(CancellationToken ct)
    {
        var terms = db.ChangeTracker.Entries<SupplierTerm>().ToList();
        var changed = terms
            .Where(e => e.State is EntityState.Added or EntityState.Modified)
            .Select(e => e.Entity.Sku)
            .ToHashSet(StringComparer.Ordinal);
        if (changed.Count == 0)
            return;
        var now = time.GetUtcNow();
        var products = db.Products.Local.Where(p => changed.Contains(p.Sku)).ToList();
        foreach (var product in products)
        {
            product.Changed(now);
            db.Add(
                ActivityEntry.Of(
                    "changed",
                    new Subject(SubjectKind.Product, product.Sku),
                    [
                        new FieldChange(
                            ProductDifference.Suppliers,
                            _before[product.Sku],
                            ProductDifference.SuppliersOf(product)
                        ),
                    ],
                    now,
                    Via.Import,
                    product.Xmin
                )
            );
        }
        db.AddToOutbox(new ProductChanged(products.ConvertAll(p => p.ToState())), time);
        // First: of two terms that change places, the one that becomes preferred may be written before the other, and
        // the index allows one at a time.
        var given = terms
            .Where(e => e is { State: EntityState.Modified, Entity.Preferred: false })
            .Where(e => e.Property(t => t.Preferred).IsModified)
            .Select(e => e.Entity.Sku)
            .ToArray();
        if (given.Length > 0)
            await db
                .SupplierTerms.Where(t => given.Contains(t.Sku) && t.Preferred)
                .ExecuteUpdateAsync(set => set.SetProperty(t => t.Preferred, false), ct);
        await db.SaveChangesAsync(ct);
    }

    private static void Apply(TermRow row, UpsertTerm r, Product product, string supplier, string? preferred)
    {
        var errors = row.Errors;
        var known = product.Terms.Find(t => t.Supplier == supplier);
        var (moq, pack) = (r.Moq ?? known?.Moq ?? 1, r.PackMultiple ?? known?.PackMultiple ?? 1);
        // Read apart: of a row that is refused nothing stays.
        var wanted = new SupplierTerm
        {
            Sku = product.Sku,
            Supplier = supplier,
            SupplierSku = errors.SupplierSku("supplierSku", r.SupplierSku ?? known?.SupplierSku),
            LeadTimeDays = errors.LeadTime("leadTimeDays", r.LeadTimeDays ?? known?.LeadTimeDays),
            Moq = errors.Units("moq", moq, product.WholeUnits),
            PackMultiple = errors.Units("packMultiple", pack, product.WholeUnits),
            UnitCost = errors.Money("unitCost", r.UnitCost ?? known?.UnitCost),
            PriceBreaks = r.PriceBreaks is null
                ? known?.PriceBreaks ?? []
                : errors.PriceBreaks("priceBreaks", r.PriceBreaks),
            // Who is preferred stays so until the row that prefers another one is taken in.
            Preferred = r.Preferred is true || (known?.Preferred ?? product.Terms.Count == 0),
        };
        if (r.Preferred is false && known?.Preferred is true && (preferred ?? supplier) == supplier)
            errors.Add("preferred", T($"{supplier} stays the preferred supplier until another one is preferred"));
        if (known is null && product.Terms.Count >= TermFields.MaxTerms)
            errors.Add("supplier", T($"'{product.Sku}' has {TermFields.MaxTerms} suppliers already"));
        if (errors.Any)
            return;

        if (wanted.Preferred)
        {
            foreach (var other in product.Terms.Where(t => t.Supplier != supplier))
                other.Preferred = false;
        }

        if (known is null)
            product.Terms.Add(wanted);
        else
            row.Changes = known.Take(wanted);
    }

    private async Task<Dictionary<string, Product>> LockProductsAsync(string[] skus, CancellationToken ct)
    {
        var products = await db
            .Products.FromSql(
                $"SELECT *, xmin FROM catalog.products WHERE sku = ANY ({skus}) ORDER BY sku FOR NO KEY UPDATE"
            )
            .ToDictionaryAsync(p => p.Sku, StringComparer.Ordinal, ct);
        // Tracked: they find their products by themselves.
        await db.SupplierTerms.Where(t => skus.Contains(t.Sku)).LoadAsync(ct);
        return products;
    }

    /// <summary>Whether each of them is archived.</summary>
    private Task<Dictionary<string, bool>> LockSuppliersAsync(string[] codes, CancellationToken ct) =>
        db
            .Suppliers.FromSql(
                $"SELECT *, xmin FROM catalog.suppliers WHERE code = ANY ({codes}) ORDER BY code FOR SHARE"
            )
            .AsNoTracking()
            .ToDictionaryAsync(s => s.Code, s => s.Archived, StringComparer.Ordinal, ct);
}
